"""The index finds what comparing everything with everything finds, and compares a small part of it."""

import tomllib
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest

from jinghe.core.attracting.duplicate_index import DuplicateIndex, suspects
from jinghe.core.attracting.duplicates import Candidate, Profile, compared
from jinghe.core.attracting.names import PROVINCES, NameReader
from jinghe.core.counting.facts import FactKind, Role
from tests.duplicates.reading import PLACES, candidate, pairs
from tests.samples.story import PostAct, demonstration_year

BRANDS = "安博昌诚达德方丰富光国海航浩和恒宏辉汇嘉佳建锦景凯康科兰联隆茂美明铭鹏启瑞润森尚盛世顺泰腾天通威维祥新鑫兴旭"
TRADES = "新材料 电子科技 食品 农业 机械制造 物流 环保科技 能源 文化旅游 智能装备".split()
KINDS = "高端 智能 川东 年产5万吨 数字化 生态 精品".split()


def demonstration() -> tuple[Candidate, ...]:
    year = demonstration_year()
    signed = {
        entry.subject: entry
        for act in year.acts
        if isinstance(act, PostAct)
        for entry in act.entries
        if entry.kind is FactKind.SIGNING
    }
    return tuple(
        candidate(
            project.code,
            f"{project.name} | {project.investor_name} | {entry.amount_fen // 1_000_000}万元"
            f" | {next(one.unit for one in entry.credits if one.role is Role.HOST)} | {entry.occurred_on}",
        )
        for project in year.projects
        for entry in (signed[project.code],)
    )


def invented(count: int, seed: int = 7) -> list[Candidate]:
    """More projects than a city has, of few products, so that many names are alike; one in twenty without investor."""
    random = Random(seed)
    parts = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    products = [one for found in parts["products"].values() for one in found]
    found = []
    for number in range(count):
        brand = "".join(random.choices(BRANDS, k=2))
        investor = (
            f"{random.choice(PROVINCES)}{brand}{random.choice(TRADES)}有限公司"
            if random.random() > 0.05
            else ""
        )
        unit = random.choice(PLACES[1:])
        product_line = f"{random.choice(KINDS)}{random.choice(products)}"
        name = f"{random.choice([unit, ''])}{product_line}{random.choice(parts['suffixes'])}"
        row = f"{name} | {investor} | {random.randint(1, 300) * 1000}万元 | {unit} | 20{random.randint(19, 22)}-03-01"
        found.append(candidate(f"P{number}", row))
    return found


def by_hand(candidates: list[Candidate], index: DuplicateIndex) -> set[frozenset[str]]:
    """The pairs that comparing everything with everything finds."""
    reader = NameReader(PLACES)
    profiles = [Profile(one, reader) for one in candidates]
    return {
        frozenset((one.candidate.code, other.candidate.code))
        for one, other in combinations(profiles, 2)
        if compared(one, other, is_common=index.is_common(one, other)).is_suspicious
    }


def by_index(candidates: list[Candidate], index: DuplicateIndex) -> set[frozenset[str]]:
    return {
        frozenset((one.code, found.candidate.code)) for one in candidates for found in index.suspects(one)
    }


def test_the_index_overlooks_nothing():
    labelled = [each for pair in pairs() for each in (pair.one, pair.other)]
    candidates = [*labelled, *invented(300)]
    index = DuplicateIndex(candidates, PLACES)
    found = by_hand(candidates, index)
    assert len(found) > 60
    assert by_index(candidates, index) == found


@pytest.mark.parametrize("count", [10_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_many_thousand_rows_against_as_many_are_few_comparisons(count):
    rows = invented(count)
    index = DuplicateIndex(rows, PLACES)
    asked = rows[:: count // 500]
    compared_with = sum(len(index.shortlist(one)) for one in asked)
    assert compared_with < len(asked) * count * 3 / 1000


def test_the_demonstration_year_raises_hardly_an_alarm():
    candidates = list(demonstration())
    alarms = by_index(candidates, DuplicateIndex(candidates, PLACES))
    assert len(candidates) == 250
    assert len(alarms) <= 3, alarms


@pytest.mark.parametrize(
    "slip",
    [
        lambda text, place: text[:place] + "甬" + text[place + 1 :],
        lambda text, place: text[:place] + text[place + 1 :],
        lambda text, place: text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
    ],
    ids=["another character", "one left out", "two swapped"],
)
def test_a_slip_in_both_names_hides_hardly_a_project(slip):
    known, random = demonstration(), Random(3)
    index = DuplicateIndex(known, PLACES)
    found = 0
    for one in known:
        name, investor = (slip(text, random.randrange(len(text) - 1)) for text in (one.name, one.investor))
        row = (
            f"{name} | {investor} | {(one.investment_fen or 0) // 1_000_000}万元 | 市商务局 | {one.signed_on}"
        )
        found += one.code in {suspect.candidate.code for suspect in index.suspects(candidate("", row))}
    assert found * 20 >= len(known) * 19


def test_a_project_is_never_its_own_suspect_and_the_likeliest_comes_first():
    told_twice = "锂电材料项目 | 山东海岱锂业有限公司 | 12亿元 | 宣汉县 | 2022-03-01"
    known = [
        candidate("P3", "锂电材料项目 | 山东海岱锂业有限公司 | 15亿元 | 渠县 | 2021-03-01"),
        candidate("P2", told_twice),
        candidate("P1", told_twice),
    ]
    new = candidate("P1", told_twice)
    assert [suspect.candidate.code for suspect in suspects(new, known, PLACES)] == ["P2", "P3"]
    unsaved = candidate("", told_twice)
    assert [suspect.candidate.code for suspect in suspects(unsaved, known, PLACES)] == ["P1", "P2", "P3"]


def test_what_many_projects_are_called_says_little():
    rows = [f"玫瑰鲜花饼项目 |  | {amount}亿元" for amount in range(1, 10)]
    many = [candidate(f"P{number}", row) for number, row in enumerate(rows)]
    new = candidate("", "玫瑰鲜花饼项目 |  | 20亿元")
    assert suspects(new, many, PLACES) == ()
    assert [suspect.candidate.code for suspect in suspects(new, many[:2], PLACES)] == ["P0", "P1"]


def test_entries_without_anything_filled_in_are_nobodys_duplicate():
    empty = [candidate(code, "项目") for code in ("甲", "乙")]
    assert all(not suspects(one, [other], PLACES) for one, other in product(empty, empty) if one is not other)
