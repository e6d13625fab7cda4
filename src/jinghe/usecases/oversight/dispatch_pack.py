"""调度会材料: a paper on one unit for a meeting: progress, watch rules that hit it, slow projects, open follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinghe.core.oversight.watch import Watched, WatchHit
from jinghe.core.plan import wording
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.progress import Progress
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.documents.blocks import (
    Align,
    Block,
    HeadingBlock,
    OfficialDocument,
    ParagraphBlock,
    TableBlock,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.store.models import Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.oversight.follow_ups import DueFollowUp, due_follow_ups
from jinghe.usecases.oversight.watching import Watch
from jinghe.usecases.progress.scoreboard import Scoreboard
from jinghe.usecases.records.reading import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The contents of that paper. hits: watch rules that hit the unit; stalled: its projects that a rule hits."""

    unit: str
    as_of: date
    progress: tuple[Progress, ...]
    hits: tuple[WatchHit, ...]
    stalled: tuple[tuple[Record, WatchHit], ...]
    open: tuple[DueFollowUp, ...]


def pack_of(unit: str, board: Scoreboard, watch: Watch, *, by: Actor) -> Pack:
    """The contents of the paper on one unit. Raises AccessRefused."""
    access.require(access.may_see_postings(by, unit), by, f"查看{unit}的调度材料")
    projects = {
        project.pk: project for project in readable("project", by=by).filter(units__contains=f",{unit},")
    }
    return Pack(
        unit=unit,
        as_of=watch.as_of,
        progress=board.of_unit(unit),
        hits=tuple(hit for hit in watch.hits if hit.rule.of is Watched.UNIT and hit.name == unit),
        stalled=tuple(
            (projects[hit.name], hit)
            for hit in watch.hits
            if hit.rule.of is Watched.PROJECT and hit.name in projects
        ),
        open=tuple(due for due in due_follow_ups(by=by, on=watch.as_of) if due.record.unit == unit),
    )


def pack_document(pack: Pack) -> OfficialDocument:
    """The paper on one unit, as a document."""
    day = f"{pack.as_of.year}年{pack.as_of.month}月{pack.as_of.day}日"
    body: list[Block] = [ParagraphBlock(runs=(f"数据截至{day}。",))]
    body += [HeadingBlock(level=1, runs=("一、目标进度",)), _progress(pack.progress)]
    body.append(HeadingBlock(level=1, runs=("二、需要关注",)))
    body += [ParagraphBlock(runs=(f"{hit.rule.name}：{hit.because}。",)) for hit in pack.hits] or [
        ParagraphBlock(runs=("没有触发督办规则。",))
    ]
    body.append(HeadingBlock(level=1, runs=("三、进展缓慢的项目",)))
    body.append(_stalled(pack.stalled) if pack.stalled else ParagraphBlock(runs=("没有。",)))
    body.append(HeadingBlock(level=1, runs=("四、未销号的督办事项",)))
    body.append(_open(pack.open) if pack.open else ParagraphBlock(runs=("没有。",)))
    return OfficialDocument(title=f"{pack.unit}调度会材料", body=tuple(body))


def _progress(progresses: Sequence[Progress]) -> TableBlock:
    rows = []
    for progress in progresses:
        tier_progress = progress.of_tier(Tier.GUARANTEED)
        texts = [
            progress.target.column or progress.target.rule.name,
            progress.target.tiers.floor.text,
            wording.amount_of(progress.target, progress.actual)
            if progress.is_reported
            else wording.NOT_REPORTED,
            wording.percent(tier_progress.completion)
            if progress.is_reported and tier_progress.completion is not None
            else "—",
            wording.gap(tier_progress.gap) if progress.is_reported else "—",
            tier_progress.light.label if tier_progress.light else "—",
        ]
        rows.append(TableRow(cells=tuple(map(cell, texts))))
    return TableBlock(
        columns=(
            TableColumn(width=22, align=Align.LEFT),
            *(TableColumn(width=9, align=Align.RIGHT) for _ in range(4)),
            TableColumn(width=7),
        ),
        header=(
            TableRow(
                cells=tuple(map(cell, ("目标", "目标数", "实际", "完成率（%）", "超欠（百分点）", "状态")))
            ),
        ),
        rows=tuple(rows),
    )


def _stalled(stalled: Sequence[tuple[Record, WatchHit]]) -> TableBlock:
    return TableBlock(
        columns=(
            TableColumn(width=10),
            TableColumn(width=24, align=Align.LEFT),
            TableColumn(width=24, align=Align.LEFT),
            TableColumn(width=10),
        ),
        header=(TableRow(cells=tuple(map(cell, ("编号", "项目", "情况", "包联领导")))),),
        rows=tuple(
            TableRow(
                cells=tuple(
                    map(cell, (project.pk, project.name, hit.because, project.values.get("leader") or "—"))
                )
            )
            for project, hit in stalled
        ),
    )


def _open(follow_ups: Sequence[DueFollowUp]) -> TableBlock:
    return TableBlock(
        columns=(
            TableColumn(width=10),
            TableColumn(width=26, align=Align.LEFT),
            TableColumn(width=10),
            TableColumn(width=12),
            TableColumn(width=10),
        ),
        header=(TableRow(cells=tuple(map(cell, ("编号", "事项", "状态", "期限", "责任人")))),),
        rows=tuple(
            TableRow(
                cells=tuple(
                    map(
                        cell,
                        (
                            due.record.pk,
                            due.record.name,
                            FOLLOW_UP.state(due.record.state).name + ("，逾期" if due.is_overdue else ""),
                            str(due.record.due_on),
                            due.record.values.get("person") or "—",
                        ),
                    )
                )
            )
            for due in follow_ups
        ),
    )
