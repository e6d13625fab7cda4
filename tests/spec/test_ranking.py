"""Places within a comparable group."""

from fractions import Fraction

from jinghe.core.progress.ranking import ranks
from tests.builders import rows


def ranked(table: str) -> bool:
    told = rows(table)
    scores = {row["unit"]: Fraction(row["score"]) if row["score"] else None for row in told}
    expected = {row["unit"]: int(row["place"]) for row in told if row["place"]}
    return ranks(scores) == expected


def test_the_highest_score_comes_first():
    assert ranked("""
    unit   | score | place
    通川区 | 1/2   | 2
    达川区 | 3/4   | 1
    万源市 | 1/3   | 3
    """)


def test_ties_share_a_place_and_the_next_is_skipped():
    assert ranked("""
    unit   | score | place
    通川区 | 1/2   | 2
    达川区 | 2/4   | 2
    万源市 | 9/10  | 1
    宣汉县 | 1/4   | 4
    大竹县 | 0     | 5
    渠县   | 0     | 5
    """)


def test_who_was_assigned_nothing_or_reported_nothing_has_no_place():
    assert ranked("""
    unit   | score | place
    通川区 | 0     | 1
    万源市 |       |
    """)


def test_scores_are_compared_exactly_not_as_they_are_printed():
    assert ranked("""
    unit   | score      | place
    通川区 | 33333/100000 | 2
    达川区 | 1/3        | 1
    """)


def test_a_negative_score_has_a_place_too():
    assert ranked("""
    unit   | score | place
    通川区 | -1/10 | 2
    达川区 | 0     | 1
    """)


def test_nobody_ranks_in_an_empty_group():
    assert ranks({}) == {}
