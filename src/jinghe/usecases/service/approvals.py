"""审批计划: the approvals a project needs, from the office's template, each with unit, planned day and paper."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jinghe.core.registers.numbering import order_of
from jinghe.core.registers.registers import FieldFault
from jinghe.core.registers.service.approval import APPROVAL, DONE, DROPPED
from jinghe.core.service.approval_plans import (
    ApprovalStatus,
    ApprovalStep,
    schedule,
    standing,
    template_from_json,
    template_to_json,
)
from jinghe.reference.service_loading import builtin_approvals
from jinghe.store.models import IN_ORDER, Act, ActKind, OfficeRule, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.office_rules import in_force, lay_down
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, open_in, record_of
from jinghe.usecases.service.clock import calendar_on

APPROVALS = "approvals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One approval on a day. follows: names of the approvals that must be there before it can begin."""

    record: Record
    planned_from: date
    planned_on: date
    done_on: date | None
    standing: ApprovalStatus
    follows: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.record.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectApprovals:
    """The approvals of one project, in the order in which they begin."""

    project: Record
    approvals: tuple[Approval, ...]

    def number(self, *standings: ApprovalStatus) -> int:
        return sum(approval.standing in standings for approval in self.approvals)

    @property
    def done(self) -> int:
        return self.number(ApprovalStatus.DONE, ApprovalStatus.DONE_LATE)

    @property
    def late(self) -> int:
        return self.number(ApprovalStatus.LATE)

    @property
    def needed(self) -> int:
        return len(self.approvals) - self.number(ApprovalStatus.DROPPED)

    @property
    def next_due(self) -> Approval | None:
        """The open approval with the earliest planned day."""
        waiting = [
            approval
            for approval in self.approvals
            if approval.standing in (ApprovalStatus.LATE, ApprovalStatus.READY, ApprovalStatus.WAITING)
        ]
        return min(waiting, key=lambda approval: approval.planned_on, default=None)


def approval_template(on: date) -> tuple[ApprovalStep, ...]:
    """The template in force on a day: the approvals that a project usually needs."""
    laid_down = in_force(APPROVALS, on.year, on=on).content
    return template_from_json(laid_down) if laid_down else builtin_approvals()


def lay_down_template(
    steps: Iterable[ApprovalStep], *, effective_on: date, by: Actor, reason: str
) -> OfficeRule:
    """Changes the template from a day on; approvals laid out before stay as they are. Raises AccessRefused."""
    return lay_down(
        APPROVALS,
        effective_on.year,
        template_to_json(steps),
        effective_on=effective_on,
        by=by,
        reason=reason,
    )


@door("approvals.lay_out")
def lay_out(code: str, begins_on: date, *, by: Actor, at: datetime | None = None) -> tuple[Record, ...]:
    """Writes down the approvals of a project after the template. Raises Missing, AccessRefused, RefusedRecord."""
    project = record_of(code, by=by)
    access.require(access.may_lay_out_approvals(by, project), by, f"为“{project.name}”制定审批计划")
    with recorded(at) as recording:
        if Record.objects.filter(kind=APPROVAL.kind, values__project=code).exists():
            raise RefusedRecord(
                [FieldFault(name="project", text=f"“{project.name}”已有审批计划，请直接修改各事项")]
            )
        act = recording.write(ActKind.RECORD, by, f"制定审批计划：{code}")
        return lay_out_in(act, project, begins_on)


def lay_out_in(act: Act, project: Record, begins_on: date) -> tuple[Record, ...]:
    """The same within an act that is under way."""
    hosts = project.values.get("hosts") or [[project.unit, 10_000]]
    plan = schedule(approval_template(begins_on), calendar_on(begins_on), begins_on)
    return tuple(
        open_in(
            act,
            APPROVAL,
            {
                "name": planned.step.name,
                "project": project.pk,
                "hosts": hosts,
                "follows": "、".join(planned.step.follows),
                "planned_from": planned.planned_from.isoformat(),
                "planned_on": planned.planned_on.isoformat(),
                "agent": project.values.get("liaison", ""),
            },
            unit=planned.step.unit or hosts[0][0],
            due_on=planned.planned_on,
        )
        for planned in plan
    )


def approvals_of(project: Record, *, by: Actor, as_of: date) -> ProjectApprovals:
    """The approvals of a project, for everybody who may read the project. Raises Missing, AccessRefused."""
    record_of(project.pk, by=by)
    rows = Record.objects.filter(kind=APPROVAL.kind, values__project=project.pk)
    return _plan(project, list(rows), as_of)


def approvals(*, by: Actor, as_of: date) -> tuple[ProjectApprovals, ...]:
    """Every project with approvals that the actor may read, the one with most late approvals first."""
    codes = set(readable(APPROVAL.kind, by=by).values_list("values__project", flat=True))
    by_project: defaultdict[str, list[Record]] = defaultdict(list)
    for record in Record.objects.filter(kind=APPROVAL.kind, values__project__in=codes):
        by_project[record.values["project"]].append(record)
    projects = Record.objects.filter(pk__in=list(by_project)).order_by(*IN_ORDER)
    plans = [_plan(project, by_project[project.pk], as_of) for project in projects]
    return tuple(sorted(plans, key=lambda plan: (-plan.late, order_of(plan.project.pk))))


def _plan(project: Record, rows: list[Record], as_of: date) -> ProjectApprovals:
    settled = {row.name: row.state == DROPPED or _is_done(row, as_of) for row in rows}
    planned = [_approval(row, settled, as_of) for row in rows]
    planned.sort(
        key=lambda approval: (approval.planned_from, approval.planned_on, order_of(approval.record.pk))
    )
    return ProjectApprovals(project=project, approvals=tuple(planned))


def _approval(record: Record, settled: dict[str, bool], as_of: date) -> Approval:
    values = record.values
    done = date.fromisoformat(values["done_on"]) if _is_done(record, as_of) else None
    follows = tuple(name for name in values.get("follows", "").split("、") if name)
    planned_on = date.fromisoformat(values["planned_on"])
    return Approval(
        record=record,
        planned_from=date.fromisoformat(values["planned_from"]),
        planned_on=planned_on,
        done_on=done,
        follows=follows,
        standing=standing(
            planned_on=planned_on,
            done_on=done,
            is_dropped=record.state == DROPPED,
            before=(settled.get(name, True) for name in follows),
            as_of=as_of,
        ),
    )


def _is_done(record: Record, as_of: date) -> bool:
    """Done by a day. The state decides: a record that was taken back to 待办 still has its old day of completion."""
    return record.state == DONE and record.values.get("done_on", "9999") <= as_of.isoformat()
