"""The compiled SQL and the reference evaluator agree on any ledger and any question, on both time axes."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinghe.core.facts import Posting
from jinghe.core.tallies import Tally, tally
from jinghe.store.tallying import tally_all
from tests.generative.strategies import known_sequences, ledgers, tallies
from tests.store.loading import load

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class Undo(Exception):
    """Rolls an example back."""


def answers(postings: tuple[Posting, ...], asked: list[Tally], known: int) -> dict[Tally, dict[str, int]]:
    """From the database, which is left as it was; units that come to nothing are left out."""
    found: dict[Tally, dict[str, int]] = {}
    try:
        with transaction.atomic():
            load(postings)
            found = tally_all(asked, known)
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
