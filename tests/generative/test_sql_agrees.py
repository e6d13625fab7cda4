"""The compiled SQL and the reference evaluator agree on any ledger and any question, on both time axes."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinghe.core.counting.facts import Posting
from jinghe.core.counting.tallies import Tally, tally
from jinghe.store.sql.tallying import tally_all
from tests.generative.strategies import UNITS, known_sequences, ledgers, tallies
from tests.store.loading import load

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class Undo(Exception):
    """Rolls an example back."""


def answers(
    postings: tuple[Posting, ...], asked: list[Tally], known: int, within: str = ""
) -> dict[Tally, dict[str, int]]:
    """From the database, which is left as it was; units that come to nothing are left out."""
    found: dict[Tally, dict[str, int]] = {}
    try:
        with transaction.atomic():
            load(postings)
            found = tally_all(asked, known, within=within)
            raise Undo
    except Undo:
        return {one: {unit: total for unit, total in sums.items() if total} for one, sums in found.items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=200)
@given(postings=ledgers(), data=st.data())
def test_the_database_answers_as_the_reference(db, postings, data):
    known = data.draw(known_sequences(postings))
    asked = data.draw(st.lists(tallies(postings), min_size=1, max_size=12, unique=True))
    expected = {
        one: {unit: total for unit, total in tally(one, postings, known).items() if total} for one in asked
    }
    assert answers(postings, asked, known) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=100)
@given(postings=ledgers(), data=st.data())
def test_and_so_it_does_one_level_down(db, postings, data):
    known = data.draw(known_sequences(postings))
    asked = data.draw(st.lists(tallies(postings), min_size=1, max_size=8, unique=True))
    unit = data.draw(st.sampled_from(UNITS))
    expected = {
        one: {name: total for name, total in tally(one, postings, known, within=unit).items() if total}
        for one in asked
    }
    assert answers(postings, asked, known, within=unit) == expected
