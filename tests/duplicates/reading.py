"""The labelled pairs and the demonstration's projects as candidates."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinghe.core.attracting.duplicates import Candidate, Likeness, likeness
from jinghe.usecases.records.pinyin import pinyin_of
from tests.builders import base_units

PLACES = "达州市 通川区 达川区 万源市 宣汉县 大竹县 渠县 开江县 达州高新区 达州东部经开区".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two entries and what people say about them."""

    verdict: str
    why: str
    one: Candidate
    other: Candidate
    is_held_out: bool

    @property
    def likeness(self) -> Likeness:
        return likeness(self.one, self.other, PLACES)

    @property
    def is_to_be_asked_about(self) -> bool:
        return self.verdict != "different"


@cache
def pairs() -> tuple[Pair, ...]:
    told = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text("utf-8"))["pair"]
    return tuple(
        Pair(
            verdict=pair["is"],
            why=pair["why"],
            one=candidate(f"甲{number}", pair["one"]),
            other=candidate(f"乙{number}", pair["other"]),
            is_held_out=pair.get("held_out", False),
        )
        for number, pair in enumerate(told)
    )


def candidate(code: str, row: str) -> Candidate:
    """name | investor | amount | unit | signed on | credit code; from the second on they may be left out."""
    cells = [cell.strip() for cell in row.split("|")]
    name, investor, amount, unit, signed_on, credit_code = cells + [""] * (6 - len(cells))
    return Candidate(
        code=code,
        name=name,
        investor=investor,
        name_pinyin=pinyin_of(name),
        investor_pinyin=pinyin_of(investor),
        credit_code=credit_code,
        investment_fen=base_units(amount) if amount else None,
        unit=unit,
        signed_on=date.fromisoformat(signed_on) if signed_on else None,
    )
