"""Sign-off 签收: each unit's letter of targets 任务书, who signed for it, and who objects to it."""

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
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import ChangedMeanwhile
from jinghe.usecases.plan.plans import NoPlan, plan_of
from jinghe.usecases.records.records import RefusedRecord, move_in, open_in

UNSIGNED = "unsigned"
LONGEST_NAME = 40
LONGEST_OBJECTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffStatus:
    """A unit's letter and whether it was signed for. since: number of the revision from which on it asks the same.

    record: the signature of, or objection to, exactly this letter; None: neither.
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
    """Every unit with targets or duties in the newest revision, in the order of the plan. Raises NoPlan.

    by: only units that the actor may see; None: all, for rules that watch every unit.

    A signature counts as long as the letter asks the same; a revision that changes the letter needs a new one.
    """
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    receipts = _records(year)
    letters = ((unit, letter_of(plan, unit.name)) for unit in plan.units)
    return tuple(
        _standing(unit, letter, revisions, receipts)
        for unit, letter in letters
        if not letter.is_empty and (by is None or access.may_see_carrying(by, unit.name))
    )


def standing_of(year: int, unit: str, *, by: Actor) -> SignOffStatus:
    """The letter of one unit and whether it was signed for. Raises NoPlan, UnknownUnit, AccessRefused."""
    access.require(access.may_see_carrying(by, unit), by, f"查看{unit}的任务书")
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    return _standing(plan.unit(unit), letter_of(plan, unit), revisions, _records(year))


@door("sign_off.sign")
def sign(year: int, unit: str, *, digest: str, name: str, by: Actor, at: datetime | None = None) -> Record:
    """Signs for the letter with this digest. name: of the head who signs.

    Raises AccessRefused, ChangedMeanwhile, RefusedRecord, NoPlan, UnknownUnit.
    """
    access.require(access.may_sign_off(by, unit), by, f"为{unit}签收任务书")
    signer = name.strip()
    if not 0 < len(signer) <= LONGEST_NAME:
        raise RefusedRecord([FieldFault(name="name", text=f"请填写签收人姓名，不超过{LONGEST_NAME}个字")])
    with recorded(at) as recording:
        standing = _current(year, unit, digest)
        act = recording.write(ActKind.RECORD, by, f"签收：{unit}{year}年任务书")
        return sign_in(act, standing, signer)


@door("sign_off.object_to")
def object_to(
    year: int, unit: str, *, digest: str, reason: str, by: Actor, at: datetime | None = None
) -> Record:
    """Objects to the letter with this digest, signed or not. Raises as `sign`."""
    access.require(access.may_sign_off(by, unit), by, f"对{unit}的任务书提出异议")
    objection = reason.strip()
    if not 0 < len(objection) <= LONGEST_OBJECTION:
        raise RefusedRecord(
            [
                FieldFault(
                    name="objection", text=f"请写明对哪项目标有异议和理由，不超过{LONGEST_OBJECTION}个字"
                )
            ]
        )
    with recorded(at) as recording:
        standing = _current(year, unit, digest)
        act = recording.write(ActKind.RECORD, by, f"提出异议：{unit}{year}年任务书")
        return object_in(act, standing, objection)


def sign_in(act: Act, standing: SignOffStatus, name: str) -> Record:
    """Signs within an act that is under way. Raises RefusedRecord."""
    signed = {"signed_by": name, "signed_on": timezone.localdate(act.recorded_at).isoformat()}
    if standing.record is None:
        return open_in(act, SIGN_OFF, facts_of(standing) | signed, unit=standing.unit.name, state=SIGNED)
    return _moved(act, standing.record, SIGN, signed)


def object_in(act: Act, standing: SignOffStatus, reason: str) -> Record:
    """Objects within an act that is under way. Raises RefusedRecord."""
    objection = {"objection": reason}
    if standing.record is None:
        return open_in(act, SIGN_OFF, facts_of(standing) | objection, unit=standing.unit.name, state=OBJECTED)
    return _moved(act, standing.record, OBJECT, objection)


def _moved(act: Act, record: Record, step: Move, values: Mapping[str, str]) -> Record:
    if record.state not in step.sources:
        state_name = SIGN_OFF.state(record.state).name
        raise RefusedRecord(
            [FieldFault(name="state", text=f"这份任务书现在是“{state_name}”，不能{step.name}")]
        )
    return move_in(act, record, step, expected=record.version, values=values)


def facts_of(standing: SignOffStatus) -> dict[str, object]:
    """The values that every record about a letter has."""
    return {
        "name": f"{standing.unit.name}{standing.letter.year}年目标任务书",
        "year": standing.letter.year,
        "revision": standing.revision.number,
        "digest": standing.letter.digest,
    }


def _current(year: int, unit: str, digest: str) -> SignOffStatus:
    """The newest letter of a unit. Raises ChangedMeanwhile if it is not the one with this digest, or asks nothing."""
    revisions = _revisions(year)
    plan = plan_of(revisions[-1])
    letter = letter_of(plan, unit)
    if letter.digest != digest or letter.is_empty:
        raise ChangedMeanwhile("目标任务在您打开之后有了新版本，请核对最新的任务书后再签收。", log=unit)
    return _standing(plan.unit(unit), letter, revisions, _records(year))


def _standing(
    unit: Unit, letter: Letter, revisions: list[PlanRevision], receipts: Mapping[tuple[str, str], Record]
) -> SignOffStatus:
    """The digest alone does not decide: a signature counts only if no other letter was in force since it was given."""
    since = _since(revisions, letter)
    record = receipts.get((unit.name, letter.digest))
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
    revisions = list(
        PlanRevision.objects.filter(year=year).select_related("act").defer("content").order_by("number")
    )
    if not revisions:
        raise NoPlan(year)
    return revisions


def _since(revisions: list[PlanRevision], letter: Letter) -> int:
    """Going back from the newest revision, the earliest one with the same letter and no other letter in between."""
    since = revisions[-1].number
    for revision in reversed(revisions[:-1]):
        plan = plan_of(revision)
        if letter.unit not in {unit.name for unit in plan.units}:
            break
        if letter_of(plan, letter.unit).digest != letter.digest:
            break
        since = revision.number
    return since


def _records(year: int) -> dict[tuple[str, str], Record]:
    """(unit, digest of its letter) → the latest record about that letter."""
    records = Record.objects.filter(kind=SIGN_OFF.kind, values__year=year).select_related("changed")
    return {(record.unit, record.values["digest"]): record for record in records.order_by(*IN_ORDER)}
