"""Censure 点名: a unit is proposed by a rule, notified, may explain itself in time; the performance office decides."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.bulletins.results import Named
from jinghe.core.oversight.watch import CensureGround, Watched, WatchHit
from jinghe.core.registers.oversight.censure import CENSURE, CONFIRMED, NOTIFIED, PROPOSED
from jinghe.core.registers.registers import FieldFault
from jinghe.core.values.calendar import Term
from jinghe.store.models import IN_ORDER, NEWEST_FIRST, ActKind, Record, RecordEvent
from jinghe.usecases.carrying.work_plans import responsible_on
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.calendars import calendar_in_force
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.messages import NewMessage, send_in
from jinghe.usecases.common.office_numbers import CENSURE_TERMS, numbers
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.oversight.watching import watch
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, move_in, open_in, record_of
from jinghe.usecases.records.writing import event_in


def proposals(year: int, *, as_of: date, known_at: datetime) -> tuple[WatchHit, ...]:
    """The units that could be proposed: those hit by a watch rule whose ground the notice names, once for each
    rule.
    """
    watched = watch(year, as_of=as_of, known_at=known_at)
    return tuple(hit for hit in watched.hits if hit.rule.ground and hit.rule.of is Watched.UNIT)


@door("censures.propose")
def propose(
    year: int,
    chosen: Iterable[tuple[str, str]],
    *,
    as_of: date,
    known_at: datetime | None = None,
    by: Actor,
    at: datetime | None = None,
) -> list[Record]:
    """Proposes units for censure in one act. chosen: (unit, code of a rule that hits it).

    The unit can see the proposal only once it is notified. Raises AccessRefused, RefusedRecord, NoPlan.
    """
    access.require(access.may_write_bulletins(by), by, "提出点名建议")
    with recorded(at) as recording:
        instant = known_at or recording.at
        hits = {(hit.name, hit.rule.code): hit for hit in proposals(year, as_of=as_of, known_at=instant)}
        pairs = list(dict.fromkeys(chosen))
        _require_hit(pairs, hits)
        proposed = [values_of(hits[pair], year, as_of, instant) for pair in pairs]
        _require_new(proposed)
        act = recording.write(ActKind.RECORD, by, f"提出点名建议{len(proposed)}件，截至{as_of}")
        return [open_in(act, CENSURE, values, unit="") for values in proposed]


@door("censures.notify")
def notify(code: str, *, expected: int, by: Actor, person: str = "", at: datetime | None = None) -> Record:
    """Notifies a unit of what it is proposed for, and by when it may explain itself.

    person: who was responsible at the time, where the work plan of the unit names nobody or somebody else.

    Raises Missing, AccessRefused, RefusedRecord.
    """
    access.require(access.may_write_bulletins(by), by, "告知点名建议")
    with recorded(at) as recording:
        record = _censure(code, by)
        _require_state(record, PROPOSED, expected)
        today = timezone.localdate(recording.at)
        term = Term(days=numbers(CENSURE_TERMS, on=today)["reply_days"])
        until = calendar_in_force().due_day(term, today).on
        act = recording.write(ActKind.RECORD, by, f"告知点名建议：{record.name}"[:400])
        notice = {"reply_due_on": until.isoformat()} | ({"person": person.strip()} if person.strip() else {})
        changes = {name: [record.values.get(name), value] for name, value in notice.items()}
        payload = {"state": [record.state, NOTIFIED], "move": "notify", "changes": changes}
        values = {**record.values, **notice}
        event_in(act, record, "moved", payload, state=NOTIFIED, unit=record.values["unit"], values=values)
        send_in(act, [_message(record, until)])
        return record


@door("censures.reply")
def reply(code: str, text: str, *, expected: int, by: Actor, at: datetime | None = None) -> Record:
    """Records the explanation by the head of the unit, within the term.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord.
    """
    with recorded(at) as recording:
        record = _censure(code, by)
        access.require(access.may_submit_claims(by, record.unit), by, f"代“{record.unit}”说明")
        if record.due_on and timezone.localdate(recording.at) > record.due_on:
            raise RefusedRecord(
                [FieldFault(name="reply", text=f"说明期限{record.due_on}已过，请直接联系目标绩效办")]
            )
        return _take(recording, record, "reply", expected, by, {"reply": text.strip()})


@door("censures.decide")
def decide(
    code: str, *, is_named: bool, decision: str, expected: int, by: Actor, at: datetime | None = None
) -> Record:
    """The performance office censures the unit or spares it; to censure it must wait for the reply or the end
    of the term.

    Raises Missing, AccessRefused, ChangedMeanwhile, RefusedRecord.
    """
    access.require(access.may_decide_censure(by), by, "决定点名")
    with recorded(at) as recording:
        record = _censure(code, by)
        day = timezone.localdate(recording.at)
        if is_named and record.state == NOTIFIED and record.due_on and day <= record.due_on:
            text = f"单位说明期限到{record.due_on}，期满或收到说明后才能决定点名"
            raise RefusedRecord([FieldFault(name="decision", text=text)])
        move = "confirm" if is_named else "spare"
        return _take(recording, record, move, expected, by, {"decision": decision.strip()})


def _take(
    recording: Recording, record: Record, move: str, expected: int, by: Actor, values: dict[str, str]
) -> Record:
    step = CENSURE.move(move)
    if record.state not in step.sources:
        state_name = CENSURE.state(record.state).name
        raise RefusedRecord([FieldFault(name="state", text=f"这条建议现在是“{state_name}”，不能{step.name}")])
    act = recording.write(ActKind.REVIEW, by, f"{step.name}：{record.name}"[:400])
    return move_in(act, record, step, expected=expected, values=values)


def censured_units(
    year: int, *, as_of: date, known_at: datetime | None = None, since: datetime | None = None
) -> tuple[Named, ...]:
    """The censured units up to a day, for a bulletin, as known at an instant.

    since: the instant of the bulletin before; only decisions after it are listed, so that each unit is listed once.
    """
    decisions = RecordEvent.objects.filter(record__kind=CENSURE.kind, payload__move="confirm")
    if known_at is not None:
        decisions = decisions.filter(act__recorded_at__lte=known_at)
    if since is not None:
        decisions = decisions.filter(act__recorded_at__gt=since)
    records = Record.objects.filter(state=CONFIRMED, pk__in=decisions.values("record")).order_by(*IN_ORDER)
    return tuple(
        _named(record, as_of)
        for record in records
        if record.values["year"] == year and record.values["as_of"] <= as_of.isoformat()
    )


def _named(record: Record, as_of: date) -> Named:
    values = record.values
    day = date.fromisoformat(values["as_of"])
    return Named(
        unit=values["unit"],
        ground=CensureGround(values["ground"]).label,
        because=values["because"] if day == as_of else f"截至{day.month}月{day.day}日，{values['because']}",
        person=values.get("person", ""),
    )


def readable_censures(*, by: Actor) -> list[Record]:
    """The proposals the actor may read, the newest first; a unit may read its own once it was notified."""
    return list(readable(CENSURE.kind, by=by).order_by(*NEWEST_FIRST))


def _censure(code: str, by: Actor) -> Record:
    """Raises Missing, AccessRefused."""
    record = record_of(code, by=by)
    if record.kind != CENSURE.kind:
        raise Missing(code)
    return record


def values_of(hit: WatchHit, year: int, as_of: date, known_at: datetime) -> dict[str, Any]:
    """The values of a proposal that follows from a hit, with the person responsible in the unit on the day."""
    who = responsible_on(hit.name, "", as_of, year=year, known_at=known_at)
    return {
        "name": f"{hit.name}：{hit.rule.ground.label}",
        "unit": hit.name,
        "ground": hit.rule.ground.value,
        "rule": f"{hit.rule.name}（{hit.rule.text}）"[:200],
        "because": hit.because,
        "year": year,
        "as_of": as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "person": who[0][1].person if who else "",
    }


def _require_hit(pairs: list[tuple[str, str]], hits: dict[tuple[str, str], WatchHit]) -> None:
    faults = [
        FieldFault(name=unit, text=f"“{unit}”没有被规则“{rule}”列入，不能据此提出")
        for unit, rule in pairs
        if (unit, rule) not in hits
    ]
    if not pairs:
        faults.append(FieldFault(name="", text="请至少选择一个单位"))
    if faults:
        raise RefusedRecord(faults)


def _require_new(values: list[dict[str, Any]]) -> None:
    """Raises RefusedRecord where a unit has been proposed by the same rule for the same day."""
    same = ("year", "as_of", "unit", "rule")
    earlier = {
        tuple(record.values[name] for name in same): record.pk
        for record in Record.objects.filter(kind=CENSURE.kind)
    }
    faults = []
    for proposal in values:
        key = tuple(proposal[name] for name in same)
        if key in earlier:
            unit, day, rule = (proposal[name] for name in ("unit", "as_of", "rule"))
            text = f"“{unit}”截至{day}已按“{rule}”提出过（{earlier[key]}），不重复提出"
            faults.append(FieldFault(name=unit, text=text))
        earlier.setdefault(key, "本次")
    if faults:
        raise RefusedRecord(faults)


def _require_state(record: Record, state: str, expected: int) -> None:
    if record.state != state or record.version != expected:
        state_name = CENSURE.state(record.state).name
        raise RefusedRecord(
            [FieldFault(name="state", text=f"这条建议现在是“{state_name}”，或已被他人处理，请核对")]
        )


def _message(record: Record, until: date) -> NewMessage:
    return NewMessage(
        unit=record.unit,
        title="拟通报点名告知",
        body=(
            f"根据规则“{record.values['rule']}”，拟以“{CensureGround(record.values['ground']).label}”通报你单位："
            f"{record.values['because']}。如有异议，请由单位负责人在{until}前说明；逾期按现有事实处理。"
        ),
        kind="naming",
        link=f"/records/{record.pk}/",
    )
