"""How figures are said: a rounded figure never reads as something it is not."""

from fractions import Fraction

import pytest

from jinghe.core.plan import wording
from jinghe.core.values.amounts import UNITS_OF_MEASURE

YI = UNITS_OF_MEASURE["亿元"]


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        ("5520000000", "55.2"),
        ("0", "0"),
        ("400000", "0.004"),
        ("-400000", "-0.004"),
        ("5551234567", "55.51"),
    ],
)
def test_money_that_is_not_nothing_is_never_said_as_0(yuan, said):
    assert wording.amount(Fraction(yuan) * 100, YI) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0", "0.0"),
        ("1", "100.0"),
        ("9996/10000", "99.96"),
        ("99999/100000", "99.999"),
        ("10004/10000", "100.04"),
        ("1/10000", "0.01"),
        ("5/6", "83.3"),
    ],
)
def test_what_is_not_complete_is_never_said_to_be(share, said):
    assert wording.percent(Fraction(share)) == said


@pytest.mark.parametrize(
    ("gap", "said"), [("0", "持平"), ("-4/10000", "欠0.04"), ("87/1000", "超8.7"), ("-35/1000", "欠3.5")]
)
def test_a_gap_is_level_only_when_there_is_none(gap, said):
    assert wording.gap(Fraction(gap)) == said


def test_a_rate_without_a_denominator_is_not_applicable():
    assert {wording.amount(None, YI), wording.percent(None), wording.gap(None)} == {"不适用"}
