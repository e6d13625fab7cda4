"""What the page of a draft shows: findings by grade, the targets by table, and what was settled and changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinghe.core.plan.draft_edits import in_one_line
from jinghe.core.plan.drafts import MUST_DECIDE, Settled, fingerprint_of, must_settle
from jinghe.core.plan.edit_kinds import EDIT_KINDS
from jinghe.core.plan.finding_edits import choices_for, concerned
from jinghe.core.plan.plans import Target
from jinghe.core.values.findings import Finding, Severity
from jinghe.usecases.plan.drafts import DraftRecord
from jinghe.web.plan.draft_source import DraftSource

GROUPS = (
    ("必须处理", "处理完才能确认下达", "late"),
    ("请核对", "对照原文看一眼；确认时没有处理的，会随目标任务一起留存", "slow"),
    ("供参考", "不影响确认", "none"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding with what it is about.

    word: what can be taught; anchor: where it stands in the source; alike: open findings of its kind.
    """

    finding: Finding
    fingerprint: str
    anchor: str
    choices: Mapping[str, str]
    word: str
    targets: tuple[Target, ...]
    alike: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target as read and as people changed it; steps: edit, what it did."""

    target: Target
    anchor: str
    parent: str
    is_new_unit: bool
    is_doubtful: bool
    is_added: bool
    steps: tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow:
    """A settled finding with the edit that settled it."""

    settled: Settled
    edit: Any
    anchor: str


def context_of(record: DraftRecord) -> dict[str, Any]:
    """Everything the page shows of a draft, but who may change it."""
    source = DraftSource(record.draft.reading, record.read)
    alike = Counter(one.code for one in record.folded.open)
    opened = [_finding(record, source, one, alike) for one in record.folded.open]
    doubtful = {target.key for row in opened for target in row.targets}
    edits = {edit.number: edit for edit in record.edits}
    return {
        "record": record,
        "source": source,
        "groups": _grouped(opened),
        "open_count": len(opened),
        "tables": _tables(record, source, doubtful),
        "settled": [
            SettledRow(
                settled=one,
                edit=edits[one.number],
                anchor=source.where(one.finding, record.folded.plan),
            )
            for one in record.folded.settled
        ],
        "history": [(edit, EDIT_KINDS[edit.kind].label, step) for edit, step in reversed(record.history)],
    }


def _finding(record: DraftRecord, source: DraftSource, finding: Finding, alike: Counter[str]) -> FindingRow:
    plan = record.folded.plan
    return FindingRow(
        finding=finding,
        fingerprint=fingerprint_of(finding),
        anchor=source.where(finding, plan),
        choices=choices_for(finding),
        word=finding.parameters.get("word", "") if finding.code == "unknown_word" else "",
        targets=concerned(plan, finding),
        alike=alike[finding.code] if finding.code not in MUST_DECIDE else 1,
    )


def _grouped(rows: list[FindingRow]) -> list[tuple[str, str, str, list[FindingRow]]]:
    held: list[list[FindingRow]] = [[], [], []]
    for row in rows:
        grade = 0 if must_settle(row.finding) else 1 if row.finding.severity is Severity.LOOK else 2
        held[grade].append(row)
    return [(*heading, found) for heading, found in zip(GROUPS, held, strict=True)]


def _tables(
    record: DraftRecord, source: DraftSource, doubtful: set[str]
) -> list[tuple[str, list[TargetRow]]]:
    """The targets by table of the notice, in its order; one that a person split off goes to where it came from."""
    plan = record.folded.plan
    origins = dict(record.folded.origins)
    steps: defaultdict[str, list[tuple[Any, str]]] = defaultdict(list)
    for edit, step in record.history:
        for key in step.keys:
            steps[key].append((edit, step.text))
    tables: dict[str, list[TargetRow]] = {}
    for target in plan.targets:
        rows = tables.setdefault(target.table, [])
        whole = plan.target(target.of_which) if target.of_which else None
        rows.append(
            TargetRow(
                target=target,
                anchor=source.of(origins.get(target.key, target.key)),
                parent=in_one_line(whole) if whole else "",
                is_new_unit=not rows or rows[-1].target.unit != target.unit,
                is_doubtful=target.key in doubtful,
                is_added=record.read.target(origins.get(target.key, target.key)) is None,
                steps=tuple(steps[target.key]),
            )
        )
    return list(tables.items())
