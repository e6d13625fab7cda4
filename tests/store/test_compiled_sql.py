"""The compiled SQL means what the manual of counting says, on every database."""

import pytest

from jinghe.core.counting.tallies import tally
from tests.spec.cases import CASES, Case
from tests.store.loading import load, sums_at

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_answers_as_the_manual_says(case: Case):
    load(case.postings)
    assert case.answers(sums_at(case.known)) == case.expected


def test_one_statement_answers_all_tallies_of_a_kind(django_assert_num_queries):
    from jinghe.store.sql.tallying import tally_all

    tallies = {tally for case in CASES for tally in case.asked.tallies}
    kinds = {tally.kind for tally in tallies}
    with django_assert_num_queries(len(kinds)):
        tally_all(tallies, known_sequence=10)


@pytest.mark.parametrize("word", ["O'Brien", "a%b", 'x"; DROP TABLE posting; --', "\\", "%s"])
def test_a_hostile_code_is_only_a_value(word: str):
    from dataclasses import replace

    from jinghe.core.counting.conditions import Condition, Conditions, Operator

    case = next(case for case in CASES if case.postings and case.asked.adds)
    asked = replace(
        case.asked.adds[0], conditions=Conditions((Condition("industry", Operator.ONE_OF, (word,)),))
    )
    postings = tuple(replace(posting, industry=word) for posting in case.postings)
    load(postings)
    found = {unit: total for unit, total in sums_at(case.known)(asked).items() if total}
    assert found == {unit: total for unit, total in tally(asked, postings, case.known).items() if total}
