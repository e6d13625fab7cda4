"""The official figures of the demonstration year, how two differences were explained, and the accounts' people."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

_TOLD = tomllib.loads((Path(__file__).parent / "official.toml").read_text("utf-8"))
_FEN_OF_WAN = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """What one source said of one month: unit and cumulative figure in 分 of the kind's currency."""

    kind: str
    month: date
    source: str
    document: str
    stated_on: date
    figures: tuple[tuple[str, int], ...]


def official_figures() -> tuple[Official, ...]:
    """Every statement, in the order they were made."""
    return tuple(
        Official(**one | {"figures": tuple(_figure(line) for line in one["figures"].split("\n") if line)})
        for one in _TOLD["stated"]
    )


def _figure(line: str) -> tuple[str, int]:
    unit, number = line.split()
    return unit, int(Decimal(number) * _FEN_OF_WAN)


NOTES: tuple[tuple[str, date, str, str], ...] = tuple(
    (one["kind"], one["month"], one["unit"], one["text"]) for one in _TOLD["note"]
)
"""Kind, month, unit, and why the figures differ."""

ACCOUNT_NAMES: dict[str, str] = _TOLD["accounts"]
"""Username → the person's name."""
