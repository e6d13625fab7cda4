"""Every case of the manual, by the evaluator that defines the meaning."""

import pytest

from tests.builders import reference
from tests.spec.cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_reference_evaluator_answers(case: Case):
    assert case.answers(reference(case.postings, case.known)) == case.expected


def test_every_case_has_a_title_of_its_own():
    assert len({str(case) for case in CASES}) == len(CASES)
