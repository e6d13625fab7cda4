"""Sign-off 签收: every unit's letter of targets, who signed for it, who objects, and how the city answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jinghe.core.plan.letters import Letter, letter_of
from jinghe.core.plan.plans import Unit
from jinghe.core.registers.carrying.sign_off import OBJECT, OBJECTED, SIGN, SIGN_OFF, SIGNED
from jinghe.core.registers.registers import FieldFault, Move
from jinghe.store.models import IN_ORDER, Act, ActKind, PlanRevision, Record
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import ChangedMeanwhile
from jinghe.usecases.plan.plans import NoPlan, plan_of
from jinghe.usecases.records.records import RefusedRecord, move_in, open_in

UNSIGNED = "unsigned"
LONGEST_NAME = 40
LONGEST_OBJECTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffStatus:
    """Where a unit stands with its letter. since: the revision that first asked what the letter asks.

    record: the signature or objection for this very letter; None: nobody has signed.
    """

    unit: Unit
    letter: Letter
    revision: PlanRevision
    since: int
    record: Record | None

    @property
    def state(self) -> str:
        return self.record.state if self.record else UNSIGNED

    @property
    def can_be_signed(self) -> bool:
        return not self.letter.is_empty and self.state in (UNSIGNED, *SIGN.sources)

    @property
    def can_be_objected_to(self) -> bool:
        return not self.letter.is_empty and self.state in (UNSIGNED, *OBJECT.sources)

    @property
    def state_name(self) -> str:
        return SIGN_OFF.state(self.record.state).name if self.record else "未签收"


def standings(year: int, *, by: Actor | None = None) -> tuple[SignOffStatus, ...]:
    """Every unit that the newest revision asks something of, in the order of the plan. Raises NoPlan.

    by: those that the actor may see; None: all, for rules that watch every unit.

    A signature counts as long as the unit is asked the same: a new revision asks anew where a letter has changed.
    """
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    held = _records(year)
    letters = ((unit, letter_of(plan, unit.name)) for unit in plan.units)
    return tuple(
        _standing(unit, letter, revisions, held)
        for unit, letter in letters
        if not letter.is_empty and (by is None or access.may_see_carrying(by, unit.name))
    )


def standing_of(year: int, unit: str, *, by: Actor) -> SignOffStatus:
    """Where one unit stands. Raises NoPlan, UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的任务书")
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    return _standing(plan.unit(unit), letter_of(plan, unit), revisions, _records(year))


def sign(year: int, unit: str, *, digest: str, name: str, by: Actor, at: datetime | None = None) -> Record:
    """Signs for the letter with this digest. name: the head's own.

    Raises AccessRefused, ChangedMeanwhile, RefusedRecord, NoPlan, UnknownUnit.
    """
    access.require(access.may_sign_off(by, unit), by, f"为{unit}签收任务书")
    told = name.strip()
    if not 0 < len(told) <= LONGEST_NAME:
        raise RefusedRecord([FieldFault(name="name", text=f"请填写签收人姓名，不超过{LONGEST_NAME}个字")])
    with recorded(at) as recording:
        held = _current(year, unit, digest)
        act = recording.write(ActKind.RECORD, by, f"签收：{unit}{year}年任务书")
        return sign_in(act, held, told)


def object_to(
    year: int, unit: str, *, digest: str, reason: str, by: Actor, at: datetime | None = None
) -> Record:
    """Objects to the letter with this digest, signed or not. Raises as `sign`."""
    access.require(access.may_sign_off(by, unit), by, f"对{unit}的任务书提出异议")
    told = reason.strip()
    if not 0 < len(told) <= LONGEST_OBJECTION:
        raise RefusedRecord(
            [
                FieldFault(
                    name="objection", text=f"请写明对哪项目标有异议和理由，不超过{LONGEST_OBJECTION}个字"
                )
            ]
        )
    with recorded(at) as recording:
        held = _current(year, unit, digest)
        act = recording.write(ActKind.RECORD, by, f"提出异议：{unit}{year}年任务书")
        return object_in(act, held, told)


def sign_in(act: Act, held: SignOffStatus, name: str) -> Record:
    """Signs within an act that is under way. Raises RefusedRecord."""
    signed = {"signed_by": name, "signed_on": timezone.localdate(act.recorded_at).isoformat()}
    if held.record is None:
        return open_in(act, SIGN_OFF, facts_of(held) | signed, unit=held.unit.name, state=SIGNED)
    return _moved(act, held.record, SIGN, signed)


def object_in(act: Act, held: SignOffStatus, reason: str) -> Record:
    """Objects within an act that is under way. Raises RefusedRecord."""
    objection = {"objection": reason}
    if held.record is None:
        return open_in(act, SIGN_OFF, facts_of(held) | objection, unit=held.unit.name, state=OBJECTED)
    return _moved(act, held.record, OBJECT, objection)


def _moved(act: Act, record: Record, step: Move, values: Mapping[str, str]) -> Record:
    if record.state not in step.sources:
        stands = SIGN_OFF.state(record.state).name
        raise RefusedRecord([FieldFault(name="state", text=f"这份任务书现在是“{stands}”，不能{step.name}")])
    return move_in(act, record, step, expected=record.version, values=values)


def facts_of(held: SignOffStatus) -> dict[str, object]:
    """What every record of a letter says of it."""
    return {
        "name": f"{held.unit.name}{held.letter.year}年目标任务书",
        "year": held.letter.year,
        "revision": held.revision.number,
        "digest": held.letter.digest,
    }


def _current(year: int, unit: str, digest: str) -> SignOffStatus:
    """Raises ChangedMeanwhile where the letter asks something else by now, or nothing."""
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    letter = letter_of(plan, unit)
    if letter.digest != digest or letter.is_empty:
        raise ChangedMeanwhile("目标任务在您打开之后有了新版本，请核对最新的任务书后再签收。", log=unit)
    return _standing(plan.unit(unit), letter, revisions, _records(year))


def _standing(
    unit: Unit, letter: Letter, revisions: list[PlanRevision], held: Mapping[tuple[str, str], Record]
) -> SignOffStatus:
    """A signature from before the unit was asked something else in between is none of this letter."""
    since = _since(revisions, letter)
    record = held.get((unit.name, letter.digest))
    is_of_it = record is not None and record.values["revision"] >= since
    return SignOffStatus(
        unit=unit,
        letter=letter,
        revision=revisions[-1],
        since=since,
        record=record if is_of_it else None,
    )


def _revisions(year: int) -> list[PlanRevision]:
    """All revisions of a year as recorded, the newest last. Raises NoPlan."""
    found = list(
        PlanRevision.objects.filter(year=year).select_related("act").defer("content").order_by("number")
    )
    if not found:
        raise NoPlan(year)
    return found


def _since(revisions: list[PlanRevision], letter: Letter) -> int:
    """The first revision of those that, without a break up to the newest, ask the unit the same."""
    since = revisions[-1].number
    for revision in reversed(revisions[:-1]):
        plan = plan_of(revision)
        if letter.unit not in {one.name for one in plan.units}:
            break
        if letter_of(plan, letter.unit).digest != letter.digest:
            break
        since = revision.number
    return since


def _records(year: int) -> dict[tuple[str, str], Record]:
    """(unit, digest) → the record of it, the latest of several."""
    found = Record.objects.filter(kind=SIGN_OFF.kind, values__year=year).select_related("changed")
    return {(one.unit, one.values["digest"]): one for one in found.order_by(*IN_ORDER)}
