"""Dispatch on the demonstration year: whom the rules hit, follow-ups from issue to closure, censure after a hearing."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from jinghe.core.oversight.leader_ladder import DEFAULT_LADDER
from jinghe.core.oversight.watch import Comparator, WatchCondition, Watched, WatchRule
from jinghe.core.registers.oversight.follow_up import CLOSED
from jinghe.store.models import AccountRole, Message, PostingRow, Record
from jinghe.usecases.carrying.sign_off import standings
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.office_rules import lay_down
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.ledger import ledger
from jinghe.usecases.oversight import censures
from jinghe.usecases.oversight.dispatch_pack import pack_document, pack_of
from jinghe.usecases.oversight.follow_ups import due_follow_ups, follow_ups_about, order_follow_ups, remind
from jinghe.usecases.oversight.project_dispatch import LADDER, cohort_rates, unled
from jinghe.usecases.oversight.watching import (
    lay_down_rules,
    previewed,
    project_facts,
    rules_in_force,
    unit_facts,
    watch,
)
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.records.records import RefusedRecord, change_record, move_record, record_of
from tests.builders import rows
from tests.usecases.conftest import account, signing

SEPTEMBER = date(2022, 9, 30)
ORDER = {"name": "到资滞后", "form": "notice", "unit": "通川区", "content": "逐项目列计划"}


@pytest.fixture
def reviewer(people):
    return people["shenhe"]


def test_rules_hit_units_by_the_figures_of_the_scoreboard(people):
    found = watch(2022, as_of=SEPTEMBER)
    board = scoreboard(2022, as_of=SEPTEMBER)
    by_rule = {rule.code: hits for rule, hits in found.of(Watched.UNIT)}
    late = {
        one.target.unit
        for one in board.progress.values()
        if one.target.column == "到位资金"
        and one.is_reported
        and next(iter(one.tiers.values())).gap <= Fraction(-20, 100)
    }
    assert {hit.name for hit in by_rule["funds_far_behind"]} == late
    assert "万源市" in {hit.name for hit in by_rule["returns_not_filed"]}
    assert "万源市" not in {hit.name for hit in by_rule["funds_far_behind"]}, "未报 has no figure"


def test_rules_hit_projects_by_how_long_they_stand_still(people):
    stalled = dict(watch(2022, as_of=SEPTEMBER).of(Watched.PROJECT))
    codes = {rule.code: {hit.name for hit in hits} for rule, hits in stalled.items()}
    terminated = set(Record.objects.filter(kind="project", state="termination").values_list("pk", flat=True))
    assert codes["signed_not_registered"]
    assert not any(terminated & found for found in codes.values())


def test_a_follow_up_is_overdue_from_the_day_after_its_last_until_the_day_it_is_closed(
    people, reviewer, monkeypatch
):
    def overdue(day: int) -> int:
        found = unit_facts(scoreboard(2022, as_of=date(2022, 9, day)))
        return next(one for one in found if one.name == unit).figures["overdue_follow_ups", ""]

    unit = "市林业局"
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date(2022, 9, 20))
    (made,) = order_follow_ups([{**ORDER, "unit": unit, "due_on": "2022-09-23"}], by=reviewer)
    assert [overdue(day) for day in (23, 24)] == [0, 1]
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date(2022, 9, 27))
    move_record(made.pk, "cancel", expected=made.version, by=reviewer, note="误列")
    assert [overdue(day) for day in (26, 27)] == [1, 0]


def test_a_task_book_is_unsigned_until_the_day_it_is_signed(people):
    signed = next(one for one in standings(2022) if one.record and one.record.values.get("signed_on"))
    on = date.fromisoformat(signed.record.values["signed_on"])

    def unsigned(day: date) -> int:
        found = unit_facts(scoreboard(2022, as_of=day))
        return next(one for one in found if one.name == signed.unit.name).figures["unsigned", ""]

    assert [unsigned(on - timedelta(days=1)), unsigned(on)] == [1, 0]


def test_a_project_waits_from_the_day_it_was_signed(people):
    signed = PostingRow.objects.filter(kind="signing", role="host", subject__startswith="P").first()

    def waits(day: date) -> dict[str, int | None]:
        found = project_facts(day, None)
        return {one.name: one.figures.get(("signed_days", "")) for one in found}

    on = signed.occurred_on
    assert signed.subject not in waits(on - timedelta(days=1))
    assert waits(on)[signed.subject] == 0


@pytest.mark.parametrize(("on", "is_of_it"), [("2018-12-31", False), ("2019-01-01", True)])
def test_a_cohort_begins_with_the_first_day_of_its_year(on, is_of_it, people, reviewer):
    (before,) = cohort_rates(scoreboard(2022, as_of=SEPTEMBER))
    ledger.post([signing("旧项目", on=date.fromisoformat(on))], by=reviewer, reason="期初")
    (after,) = cohort_rates(scoreboard(2022, as_of=SEPTEMBER))
    assert after.projects - before.projects == is_of_it


def test_other_rules_are_tried_on_the_months_before_they_are_laid_down(people, reviewer):
    strict = WatchRule(
        code="own",
        name="欠序时",
        of=Watched.UNIT,
        conditions=(
            WatchCondition(measure="gap", comparator=Comparator.BELOW, value=Fraction(0), column="到位资金"),
        ),
    )
    months = previewed(2022, (strict,), until=SEPTEMBER)
    assert [day.month for day, _ in months] == list(range(1, 10))
    assert rules_in_force(2022)[0] == 0
    lay_down_rules(2022, (strict,), effective_on=date(2022, 1, 1), by=reviewer, reason="会议定")
    assert rules_in_force(2022) == (1, (strict,))
    assert {hit.name for hit in watch(2022, as_of=SEPTEMBER).hits} == {hit.name for hit in months[-1][1]}
    empty = WatchRule(code="x", name="", of=Watched.UNIT, conditions=())
    with pytest.raises(RefusedFaults):
        lay_down_rules(2022, (empty,), effective_on=SEPTEMBER, by=reviewer, reason="错")
    with pytest.raises(AccessRefused):
        lay_down_rules(2022, (strict,), effective_on=SEPTEMBER, by=people["jixiao"], reason="越权")


def test_a_follow_up_goes_from_issue_to_closure_each_step_by_who_may(people, reviewer):
    (made,) = order_follow_ups([ORDER], by=reviewer)
    clerk, head = people["tongchuan"], people["tongchuanld"]
    assert Message.objects.filter(unit="通川区", kind="follow_up").exists()
    code = made.pk

    def step(move, by, note="", **values):
        record = record_of(code, by=reviewer)
        return move_record(code, move, expected=record.version, by=by, values=values, note=note)

    with pytest.raises(RefusedRecord, match="person"):
        step("acknowledge", clerk)
    step("acknowledge", clerk, person="王强")
    step("plan", clerk, measures="每周调度")
    with pytest.raises(AccessRefused):
        step("request", clerk, result="完成")
    step("request", head, result="完成")
    with pytest.raises(AccessRefused):
        step("verify", head, verified="自己核实")
    step("refuse", reviewer, note="缺佐证")
    step("request", head, result="补充佐证")
    closed = step("verify", reviewer, verified="属实")
    assert (closed.state, closed.due_on) == (CLOSED, None)


def test_a_term_is_counted_in_working_days(people, reviewer):
    made = order_follow_ups([{**ORDER, "days": 3}, {**ORDER, "due_on": "2999-12-31"}], by=reviewer)
    due = {one.record.pk: one.days_left for one in due_follow_ups(by=reviewer, on=timezone.localdate())}
    assert due[made[0].pk] == 3
    with pytest.raises(RefusedRecord, match="due_on"):
        order_follow_ups([{**ORDER, "due_on": "2020-01-01"}], by=reviewer)
    with pytest.raises(RefusedRecord):
        order_follow_ups([{**ORDER, "unit": ""}], by=reviewer)
    with pytest.raises(AccessRefused):
        order_follow_ups([ORDER], by=people["tongchuan"])


TERM = """
    on         | days left | reminded
    2022-09-20 | 3         |
    2022-09-21 | 2         | 即将到期
    2022-09-22 | 1         | 即将到期
    2022-09-23 | 0         | 即将到期
    2022-09-24 | -1        | 已逾期
    2022-09-26 | -1        | 已逾期
    2022-09-27 | -2        | 已逾期
"""


@pytest.mark.parametrize("line", rows(TERM), ids=lambda line: line["on"])
def test_a_term_is_over_the_day_after_its_last_even_if_that_is_a_day_off(line, people, reviewer, monkeypatch):
    """23 September 2022 is a Friday."""
    on = date.fromisoformat(line["on"])
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date(2022, 9, 20))
    (made,) = order_follow_ups([{**ORDER, "due_on": "2022-09-23"}], by=reviewer)
    (due,) = (one for one in due_follow_ups(by=reviewer, on=on) if one.record == made)
    assert (due.days_left, due.is_overdue) == (int(line["days left"]), line["reminded"] == "已逾期")
    assert due.days_over == max(-int(line["days left"]), 0)
    remind(by=reviewer, on=on)
    told = Message.objects.filter(body__contains=made.pk, unit="通川区").order_by("pk").last()
    assert line["reminded"] in told.title
    assert (told.title == "有新的督办事项") is (line["reminded"] == "")


@pytest.mark.parametrize(("due_on", "is_refused"), [("2022-09-19", True), ("2022-09-20", False)])
def test_a_term_may_end_on_the_day_of_the_order_and_not_before(
    due_on, is_refused, people, reviewer, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date(2022, 9, 20))
    if is_refused:
        with pytest.raises(RefusedRecord, match="due_on"):
            order_follow_ups([{**ORDER, "due_on": due_on}], by=reviewer)
    else:
        (made,) = order_follow_ups([{**ORDER, "due_on": due_on}], by=reviewer)
        assert made.due_on == date.fromisoformat(due_on)


def test_reminders_come_once_for_each_stage_and_lateness_rises_to_the_city(people, reviewer):
    (made,) = order_follow_ups([{**ORDER, "days": 1}], by=reviewer)
    remind(by=reviewer)
    before = Message.objects.filter(body__contains=made.pk).count()
    remind(by=reviewer)
    assert Message.objects.filter(body__contains=made.pk).count() == before
    remind(by=reviewer, on=made.due_on + timedelta(days=10))
    late = Message.objects.filter(body__contains=made.pk, title__contains="逾期")
    assert set(late.values_list("unit", flat=True)) == {"通川区", ""}


def test_the_paper_of_a_unit_tells_what_the_rules_and_the_follow_ups_say(people, reviewer):
    board = scoreboard(2022, as_of=SEPTEMBER)
    pack = pack_of("达州东部经开区", board, watch(2022, as_of=SEPTEMBER), by=reviewer)
    words = "".join(str(run) for run in pack_document(pack).runs)
    assert "到位资金进度滞后" in words
    assert "欠序时进度" in words
    with pytest.raises(AccessRefused):
        pack_of("达州东部经开区", board, watch(2022, as_of=SEPTEMBER), by=people["tongchuan"])


@pytest.fixture
def proposed(people):
    hit = next(
        one
        for one in censures.proposals(2022, as_of=SEPTEMBER, known_at=timezone.now())
        if one.rule.code == "most_targets_late"
    )
    (record,) = censures.propose(2022, [(hit.name, hit.rule.code)], as_of=SEPTEMBER, by=people["jixiao"])
    return record


def test_nobody_is_proposed_whom_no_rule_hits(people):
    with pytest.raises(RefusedRecord, match="通川区"):
        censures.propose(2022, [("通川区", "returns_not_filed")], as_of=SEPTEMBER, by=people["jixiao"])
    with pytest.raises(AccessRefused):
        censures.propose(2022, [("万源市", "returns_not_filed")], as_of=SEPTEMBER, by=people["lingdao"])


def test_a_unit_is_heard_before_the_performance_office_alone_decides(people, proposed):
    office, head = people["jixiao"], account(AccountRole.HEAD, proposed.values["unit"])
    code = proposed.pk
    with pytest.raises(RefusedRecord):
        censures.decide(code, is_named=True, decision="通报", expected=proposed.version, by=office)
    told = censures.notify(code, expected=proposed.version, by=people["shenhe"])
    assert Message.objects.filter(unit=proposed.values["unit"], kind="naming").exists()
    with pytest.raises(RefusedRecord, match="decision"):
        censures.decide(code, is_named=True, decision="通报", expected=told.version, by=office)
    heard = censures.reply(code, "已整改", expected=told.version, by=head)
    with pytest.raises(AccessRefused):
        censures.decide(code, is_named=True, decision="通报", expected=heard.version, by=people["shenhe"])
    with pytest.raises(RefusedRecord, match="decision"):
        censures.decide(code, is_named=True, decision=" ", expected=heard.version, by=office)
    censures.decide(code, is_named=True, decision="理由不成立", expected=heard.version, by=office)
    assert proposed.values["unit"] in {one.unit for one in censures.censured_units(2022, as_of=SEPTEMBER)}


def test_who_is_spared_is_not_named_and_steps_cannot_be_taken_around_the_use_case(people, proposed):
    told = censures.notify(proposed.pk, expected=proposed.version, by=people["jixiao"])
    with pytest.raises(AccessRefused):
        move_record(
            proposed.pk, "confirm", expected=told.version, by=people["jixiao"], values={"decision": "绕过"}
        )
    censures.decide(
        proposed.pk, is_named=False, decision="情况属实", expected=told.version, by=people["jixiao"]
    )
    assert proposed.values["unit"] not in {one.unit for one in censures.censured_units(2022, as_of=SEPTEMBER)}


def test_a_unit_learns_of_a_proposal_only_when_it_is_told(people, proposed):
    head = account(AccountRole.HEAD, proposed.values["unit"])
    with pytest.raises(AccessRefused):
        record_of(proposed.pk, by=head)
    assert proposed.pk not in {one.pk for one in censures.readable_censures(by=head)}
    censures.notify(proposed.pk, expected=proposed.version, by=people["jixiao"])
    assert proposed.pk in {one.pk for one in censures.readable_censures(by=head)}


def test_a_project_has_its_problem_list_until_each_is_struck_off(people, reviewer):
    project = Record.objects.filter(kind="project", unit="通川区").first().pk
    told = {**ORDER, "form": "problem", "project": project}
    first, second = order_follow_ups(
        [{**told, "name": "用地未批"}, {**told, "name": "环评未办"}], by=reviewer
    )
    move_record(first.pk, "cancel", expected=first.version, by=reviewer, note="误列")
    assert follow_ups_about(project, by=people["tongchuan"])[0] == second
    assert follow_ups_about(project, by=people["fagai"]) == ()


def test_the_rates_of_a_cohort_come_with_its_window_and_its_age(people):
    board = scoreboard(2022, as_of=SEPTEMBER)
    (cohort,) = cohort_rates(board)
    rates = {one.target.column: one for one in cohort.rates}
    assert (cohort.since, set(rates)) == (2019, {"注册率", "开工率", "资金到位率", "投产率"})
    assert cohort.projects == rates["注册率"].denominator
    assert 0 < cohort.age_months < 45


def test_a_project_of_a_size_without_its_leader_is_listed_by_level(people, reviewer):
    found = unled(2022, as_of=SEPTEMBER, by=reviewer)
    assert {one.level for one in found} == {"市级领导", "县级领导"}
    sizes = [one.record.values["investment"] for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= DEFAULT_LADDER[-1].at_least_fen
    first = found[0].record
    change_record(first.pk, {"leader": "某副市长"}, expected=first.version, by=reviewer)
    assert first.pk not in {one.record.pk for one in unled(2022, as_of=SEPTEMBER, by=reviewer)}
    lay_down(
        LADDER,
        2022,
        [{"at_least_fen": 10**15, "level": "省级领导"}],
        effective_on=date(2022, 1, 1),
        by=reviewer,
        reason="另定",
    )
    assert unled(2022, as_of=SEPTEMBER, by=reviewer) == ()
