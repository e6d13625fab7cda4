"""Amounts: said in the unit of measure of the document, held in whole 分, rounded once."""

from decimal import Decimal
from fractions import Fraction

import pytest

from jinghe.core.values.amounts import UNITS_OF_MEASURE, apportion, plain, quantity, rounded, yuan
from tests.builders import base_units, money, rows


@pytest.mark.parametrize(
    "row",
    rows("""
    said        | base
    1元         | 100
    1万元       | 1000000
    1亿元       | 10000000000
    0.0001亿元  | 1000000
    350万美元   | 350000000
    5条         | 5
    90%         | 9/10
    """),
    ids=lambda row: row["said"],
)
def test_an_amount_is_held_in_base_units(row):
    assert money(row["said"]).base == Fraction(row["base"])


@pytest.mark.parametrize(
    "row",
    rows("""
    base           | said
    50000000000    | 5亿元
    15000000000    | 1.5亿元
    10000000000    | 1亿元
    9999000000     | 9999万元
    200000000      | 200万元
    123456789000   | 123456.789万元
    1000001        | 10000.01元
    100            | 1元
    0              | 0元
    """),
    ids=lambda row: row["said"],
)
def test_an_investment_is_said_in_the_largest_unit_that_says_it_exactly(row):
    assert yuan(int(row["base"])) == row["said"]


def test_an_unknown_investment_is_a_dash():
    assert yuan(None) == "—"


@pytest.mark.parametrize(
    "row",
    rows("""
    value    | places | shown
    1/8      | 2      | 0.13
    -1/8     | 2      | -0.13
    1/2      | 0      | 1
    5/2      | 0      | 3
    2/3      | 1      | 0.7
    41595/1000 | 1    | 41.6
    0        | 2      | 0.00
    -1/1000  | 2      | 0.00
    """),
    ids=lambda row: row["value"],
)
def test_rounding_is_half_up_and_away_from_zero(row):
    assert str(rounded(Fraction(row["value"]), int(row["places"]))) == row["shown"]


def test_a_large_sum_keeps_every_digit():
    assert rounded(Fraction(10**40 + 5, 10), 0) == Decimal(10**39 + 1)


def test_a_number_is_said_without_trailing_zeros_or_exponent():
    assert [plain(Decimal(text)) for text in ("60", "60.50", "3E+2", "0.10")] == ["60", "60.5", "300", "0.1"]


def test_the_printed_number_is_kept_as_printed():
    assert quantity("60", "亿元").text == "60亿元"
    assert quantity("0.50", "亿元").text == "0.5亿元"


def test_money_is_never_of_two_currencies():
    assert {UNITS_OF_MEASURE[name].currency for name in ("元", "万元", "亿元")} == {"CNY"}
    assert {UNITS_OF_MEASURE[name].currency for name in ("美元", "万美元", "亿美元")} == {"USD"}


def test_halves_of_an_odd_sum_differ_by_one_fen():
    assert apportion(base_units("0.01元"), (5000, 5000)) == (1, 0)


def test_three_parties_share_a_sum_without_remainder():
    assert apportion(base_units("1亿元"), (3334, 3333, 3333)) == (3_334_000_000, 3_333_000_000, 3_333_000_000)
    assert apportion(100, (1, 1, 1)) == (34, 33, 33)


def test_the_largest_remainder_comes_first():
    assert apportion(10, (15, 15, 70)) == (2, 1, 7)
    assert apportion(7, (1, 2, 4)) == (1, 2, 4)
    assert apportion(10, (1, 2, 4)) == (1, 3, 6)


def test_a_reversed_amount_is_shared_as_the_amount_was():
    assert apportion(-100, (1, 1, 1)) == (-34, -33, -33)


@pytest.mark.parametrize("shares", [(), (0, 10_000), (-5000, 15_000)])
def test_shares_must_be_positive(shares):
    with pytest.raises(ValueError, match="positive"):
        apportion(100, shares)
