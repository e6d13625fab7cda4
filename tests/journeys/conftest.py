"""People of one demonstration who come back to their desks."""

from functools import cache

import pytest

from tests import demonstration
from tests.browser.conftest import sign_in, visits


@pytest.fixture
def enter(chromium, tmp_path):
    """enter("tongchuan") → the page of somebody who signed in; each keeps one page. The data lie in tmp_path/data."""
    with demonstration.running(tmp_path) as address, visits(chromium, address) as visit:
        yield cache(lambda who: sign_in(visit(), who))
