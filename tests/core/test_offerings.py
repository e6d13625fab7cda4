"""Offerings: each size lies in one band, and a year begins with its first day."""

from datetime import date

import pytest

from jinghe.core.attracting.offerings import SIZE_BANDS, band_of, is_fresh
from tests.builders import base_units, rows


@pytest.mark.parametrize(
    "row",
    rows("""
    investment    | band
    0亿元         | 1亿元以下
    9999.9999万元 | 1亿元以下
    1亿元         | 1亿—10亿元
    9.9999亿元    | 1亿—10亿元
    10亿元        | 10亿—30亿元
    30亿元        | 30亿—50亿元
    50亿元        | 50亿—100亿元
    99.9999亿元   | 50亿—100亿元
    100亿元       | 100亿元及以上
    1000亿元      | 100亿元及以上
    """),
    ids=lambda row: row["investment"],
)
def test_of_bands_that_share_an_end_the_upper_one_has_it(row):
    investment = base_units(row["investment"])
    assert [band.name for band in SIZE_BANDS if investment in band] == [row["band"]]
    assert band_of(investment).name == row["band"]


def test_an_unknown_size_lies_in_no_band():
    assert band_of(None) is None


@pytest.mark.parametrize(
    "row",
    rows("""
    offered    | refreshed  | is fresh
    2021-12-31 |            | no
    2022-01-01 |            | yes
    2021-05-01 | 2021-12-31 | no
    2021-05-01 | 2022-01-01 | yes
    2023-01-01 |            | yes
               |            | no
    """),
    ids=lambda row: f"{row['offered']} {row['refreshed']}",
)
def test_what_entered_or_was_refreshed_since_new_year_is_fresh(row):
    offered, refreshed = (
        date.fromisoformat(row[name]) if row[name] else None for name in ("offered", "refreshed")
    )
    assert is_fresh(offered, refreshed, 2022) is (row["is fresh"] == "yes")
