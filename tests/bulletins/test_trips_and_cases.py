"""The published table of trips with its totals; the papers of evaluations and of cases followed up."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jinghe.bulletins.editing import marked, pieces
from jinghe.bulletins.kinds.follow_up import follow_up_notice
from jinghe.bulletins.registry import BULLETINS
from jinghe.bulletins.results import Evaluated, FollowUp
from jinghe.core.attracting.trips import Outing, trip_table
from jinghe.core.evaluation.schemes.scores import EvaluationStatus, Score, UnitResult
from jinghe.documents.blocks import TableBlock, plain
from tests.bulletins.making import OFFICE, drawn

FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "trips.json"
THREE = "unit | goal | actual\n甲县 | 60 | 50\n乙县 | 60 | 40\n丙县 | 60 |"


def said(document) -> str:
    return "\n".join(marked(piece.runs) for piece in pieces(document))


def drawn_rows(table: TableBlock) -> list[list[str]]:
    return [[plain(cell.runs) for cell in row.cells] for row in table.rows]


@pytest.mark.skipif(not FILE.exists(), reason="the published table is not part of the repository")
def test_the_published_table_of_trips_comes_out_with_its_totals():
    told = json.loads(FILE.read_text("utf-8"))
    went = [row for row in told["rows"] if row[1]]
    outings = [
        Outing(units=((name, 10_000),), people=people, days=days, places=("外地",))
        for name, people, days, _ in went
    ]
    table = trip_table([row[0] for row in told["rows"]], outings)
    document = BULLETINS["trips"].write(replace(drawn(THREE), trips=table), OFFICE)
    rows = drawn_rows(next(block for block in document.body if isinstance(block, TableBlock)))
    assert [[row[0], int(row[2]), int(row[3])] for row in rows[:-1]] == [row[:3] for row in told["rows"]]
    assert rows[-1][:1] + rows[-1][2:4] == ["合计", *map(str, told["published_totals"])]
    assert "本月统计〔17〕家单位，外出〔13〕家" in said(document)
    assert "等〔4〕家本月未外出" in said(document)


def result(unit: str, total: int | None, rank: int | None, **others) -> UnitResult:
    score = None if total is None else Score(name="总分", value=Fraction(total), exact=Fraction(total))
    standing = EvaluationStatus.EVALUATED if total is not None else EvaluationStatus.NOT_EVALUATED
    return UnitResult(unit=unit, group="县", standing=standing, score=score, rank=rank, **others)


@pytest.mark.parametrize(
    ("is_final", "title", "words"),
    [
        (True, "结果的通报", ""),
        (False, "暂定结果的通报", "请于2022年10月28日前由单位负责人提出"),
    ],
)
def test_a_provisional_result_is_told_as_one(is_final, title, words):
    held = Evaluated(
        name="2022年三季度目标任务阶段评估",
        is_final=is_final,
        full_mark=Fraction(100),
        results=(
            result("乙县", 80, 2, grade="良好"),
            result("甲县", 95, 1, grade="优秀"),
            result("丙县", None, None, reason="没有目标"),
        ),
        objections_until=date(2022, 10, 28),
    )
    document = BULLETINS["evaluation"].write(replace(drawn(THREE), evaluated=held), OFFICE)
    assert document.title.endswith(title)
    rows = drawn_rows(next(block for block in document.body if isinstance(block, TableBlock)))
    assert [row[:4] for row in rows] == [
        ["1", "甲县", "95", "优秀"],
        ["2", "乙县", "80", "良好"],
        ["—", "丙县", "—", "不评价"],
    ]
    assert words in said(document)
    assert ("暂定" in said(document)) is not is_final
    assert "丙县没有可评价的目标，不评价" in said(document)


def test_a_case_is_addressed_to_its_unit_with_what_is_asked_until_when():
    case = FollowUp(
        code="D2022-001",
        unit="丙县",
        matter="月报连续逾期未报",
        because="督办依据：三季度调度会。",
        demand="补报月报，说明原因。",
        due_on=date(2022, 10, 20),
        person="陈某",
    )
    document = follow_up_notice(case, OFFICE)
    assert document.addressees == "丙县"
    assert document.title == "关于月报连续逾期未报的督办通知"
    for words in ("责任人：陈某", "D2022-001", "三季度调度会", "补报月报", "请于2022年10月20日前办结"):
        assert words in said(document)


def test_a_paper_of_no_case_cannot_be_written():
    with pytest.raises(ValueError, match="case"):
        BULLETINS["follow_up"].write(drawn(THREE), OFFICE)
