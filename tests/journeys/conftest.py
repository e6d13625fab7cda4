"""People of one demonstration who come back to their desks."""

from functools import cache

import pytest

from tests.browser.conftest import running_demo, sign_in, visits


@pytest.fixture
def enter(chromium, tmp_path):
    """enter("tongchuan") → the page of somebody who signed in; each keeps one page. The data lie in tmp_path/data."""
    with running_demo(tmp_path) as address, visits(chromium, address) as visit:
        yield cache(lambda who: sign_in(visit(), who))
