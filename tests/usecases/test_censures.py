"""Who is named, when anybody learns of it, and what a bulletin says of it: nobody by mistake, nobody twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jinghe.core.registers.oversight.censure import CONFIRMED
from jinghe.core.values.calendar import Term
from jinghe.reference.calendar_loading import builtin_calendar
from jinghe.store.models import AccountRole, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.oversight import censures
from jinghe.usecases.oversight.watching import _overdue_follow_ups, builtin_watch_rules
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, change_record, note_record, open_record, record_of
from tests.usecases.conftest import account

OCTOBER = date(2022, 10, 31)


@pytest.fixture
def hit(people):
    """A hit of 通川区 on its money, as if the rules in force listed it."""
    found = {one.name: one for one in censures.proposals(2022, as_of=OCTOBER, known_at=timezone.now())}
    return found


@pytest.fixture
def proposed(people, hit):
    """The first unit that the rules list, proposed by the city."""
    one = next(iter(hit.values()))
    (made,) = censures.propose(2022, [(one.name, one.rule.code)], as_of=OCTOBER, by=people["shenhe"])
    return made


def version(record):
    return Record.objects.get(pk=record.pk).version


def test_every_ground_has_a_default_rule():
    assert {rule.ground.value for rule in builtin_watch_rules()} >= {"slow", "duty", "effect"}


def test_nobody_is_proposed_twice_for_the_same(people, proposed, hit):
    one = hit[proposed.values["unit"]]
    with pytest.raises(RefusedRecord) as refused:
        censures.propose(2022, [(one.name, one.rule.code)], as_of=OCTOBER, by=people["shenhe"])
    assert proposed.pk in refused.value.text
    censures.decide(
        proposed.pk,
        is_named=False,
        decision="核实后不予点名",
        expected=version(proposed),
        by=people["jixiao"],
    )
    with pytest.raises(RefusedRecord):
        censures.propose(2022, [(one.name, one.rule.code)], as_of=OCTOBER, by=people["shenhe"])


def test_a_unit_learns_of_a_proposal_when_it_is_told(people, proposed):
    unit = proposed.values["unit"]
    clerk = account(AccountRole.CLERK, unit, "whoever")
    with pytest.raises(AccessRefused):
        record_of(proposed.pk, by=clerk)
    assert proposed.pk not in set(readable("naming", by=clerk).values_list("pk", flat=True))
    censures.notify(proposed.pk, expected=version(proposed), by=people["shenhe"])
    assert record_of(proposed.pk, by=clerk).values["reply_due_on"]
    assert proposed.pk in set(readable("naming", by=clerk).values_list("pk", flat=True))


def test_who_was_responsible_then_is_named_with_the_unit(people):
    told = Record.objects.filter(kind="naming", state=CONFIRMED)
    assert told.exists()
    assert all(one.values.get("person") for one in told)


def test_words_said_after_a_decision_take_nobody_off_a_bulletin(people):
    confirmed = Record.objects.get(kind="naming", state=CONFIRMED)
    as_of = date.fromisoformat(confirmed.values["as_of"])
    known_at = timezone.now()
    assert [one.unit for one in censures.censured_units(2022, as_of=as_of, known_at=known_at)] == [
        confirmed.values["unit"]
    ]
    note_record(confirmed.pk, "已归档", by=people["jixiao"])
    assert [one.unit for one in censures.censured_units(2022, as_of=as_of, known_at=known_at)] == [
        confirmed.values["unit"]
    ]
    assert censures.censured_units(2022, as_of=as_of) == censures.censured_units(
        2022, as_of=as_of, known_at=known_at
    )


def test_words_said_after_closing_make_no_follow_up_overdue(people):
    closed = Record.objects.get(kind="follow_up", state="closed")
    day = timezone.localdate(closed.changed.recorded_at) + timedelta(days=1)
    before = _overdue_follow_ups(day)
    assert before[closed.unit] == 0
    note_record(closed.pk, "已归档", by=people["shenhe"])
    assert _overdue_follow_ups(day) == before


def test_a_closed_follow_up_keeps_its_term_and_an_open_one_its_unit(people):
    for state, told in (("closed", {"due_on": "2023-01-01"}), ("issued", {"unit": "通川区"})):
        one = Record.objects.filter(kind="follow_up", state=state).first()
        with pytest.raises(RefusedRecord):
            change_record(one.pk, told, expected=one.version, by=people["shenhe"])


def test_the_office_says_who_was_responsible_where_the_plan_does_not(people, proposed):
    censures.notify(proposed.pk, expected=version(proposed), person="李明", by=people["shenhe"])
    held = Record.objects.get(pk=proposed.pk)
    assert held.values["person"] == "李明"
    assert held.due_on == builtin_calendar().due_day(Term(days=5), timezone.localdate()).on


@pytest.mark.parametrize(("days", "is_over"), [(0, False), (1, True)], ids=["its last day", "the day after"])
def test_a_unit_explains_itself_until_its_term_is_over_and_is_named_only_then(
    days, is_over, people, proposed, monkeypatch
):
    told = censures.notify(proposed.pk, expected=version(proposed), by=people["shenhe"])
    head = account(AccountRole.HEAD, told.unit, "whoever")
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: told.due_on + timedelta(days=days))

    def reply():
        return censures.reply(told.pk, "已整改", expected=told.version, by=head)

    def name():
        return censures.decide(
            told.pk, is_named=True, decision="通报", expected=version(told), by=people["jixiao"]
        )

    possible, refused = (name, reply) if is_over else (reply, name)
    with pytest.raises(RefusedRecord, match="reply" if is_over else "decision"):
        refused()
    assert possible().state == ("confirmed" if is_over else "replied")


def test_a_decision_of_later_is_not_known_before(people):
    confirmed = Record.objects.get(kind="naming", state=CONFIRMED)
    before = confirmed.created.recorded_at - timedelta(seconds=1)
    as_of = date.fromisoformat(confirmed.values["as_of"])
    assert censures.censured_units(2022, as_of=as_of, known_at=before) == ()


def test_who_was_decided_on_late_is_named_in_the_next_bulletin_and_once(people):
    confirmed = Record.objects.get(kind="naming", state=CONFIRMED)
    decided = confirmed.changed.recorded_at
    (told,) = censures.censured_units(2022, as_of=OCTOBER, since=decided - timedelta(seconds=1))
    assert told.unit == confirmed.values["unit"]
    assert told.because.startswith("截至9月30日，")
    assert censures.censured_units(2022, as_of=OCTOBER, since=decided) == ()
    assert censures.censured_units(2022, as_of=date(2022, 8, 31)) == ()


def test_the_general_form_opens_no_proposal_and_no_follow_up(people):
    for kind in ("naming", "follow_up"):
        with pytest.raises(AccessRefused):
            open_record(kind, {"name": "某单位"}, by=people["shenhe"])
