"""People of one demonstration who come back to their desks."""

from functools import cache

import pytest

from tests import demonstration
from tests.browser.conftest import sign_in, visits


@pytest.fixture
def clock_goes_on() -> bool:
    """Whether months end while the people of a journey work; a demonstration stands still otherwise."""
    return False


@pytest.fixture
def enter(chromium, tmp_path, clock_goes_on):
    """enter("tongchuan") → the page of somebody who signed in; each keeps one page. The data lie in tmp_path/data."""
    running = demonstration.running(tmp_path, clock_goes_on=clock_goes_on)
    with running as address, visits(chromium, address) as visit:
        yield cache(lambda who: sign_in(visit(), who))
