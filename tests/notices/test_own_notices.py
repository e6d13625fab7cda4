"""Every notice of our own reads as it should; the manual and the report on reading are up to date."""

import pytest

from tests.clauses import manual
from tests.notices import report
from tests.notices.scoring import own_scores

SCORES = list(own_scores())


@pytest.mark.parametrize("score", SCORES, ids=[score.name for score in SCORES])
def test_a_notice_of_our_own_reads_as_it_should(score):
    assert score.differences == ()


def test_the_manual_of_clauses_is_up_to_date():
    said = "write it anew: python -m tests.clauses.manual"
    assert manual.PLACE.read_text("utf-8") == manual.manual(), said


def test_the_report_on_reading_is_up_to_date():
    said = "write it anew: python -m tests.notices.report"
    assert report.own_part() in report.PLACE.read_text("utf-8"), said
