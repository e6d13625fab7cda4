"""The data files of the demonstration year, and the tables inside them."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

YEAR = 2022
AS_OF = date(2022, 10, 31)
BEFORE_YEAR = date(2021, 12, 31)
FEN_PER_TEN_THOUSAND = 1_000_000
"""分 in one 万元, and in one 万美元."""

TEN_THOUSANDS_PER_HUNDRED_MILLION = 10_000
"""万元 in one 亿元."""


@cache
def told(name: str) -> dict[str, Any]:
    return tomllib.loads(files("jinghe.demonstration.story").joinpath(f"{name}.toml").read_text("utf-8"))


def rows(text: str) -> list[dict[str, str]]:
    """The lines of a table drawn with |, the first being the header; cells missing at the end are empty."""
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return [dict(zip(header, line + [""] * (len(header) - len(line)), strict=True)) for line in lines]


@cache
def counties() -> tuple[dict[str, str], ...]:
    """One row a county or zone: its quotas and figures."""
    return tuple(rows(told("projects")["counties"]))


def ten_thousands(hundred_millions: str) -> int:
    """亿元 as printed → 万元."""
    whole, _, decimals = hundred_millions.partition(".")
    return int(whole + decimals.ljust(4, "0"))
