"""Service cases: taken up by a named agent, timed by their events, closed by the enterprise's rating."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import timezone

from jinghe.core.service.case_kinds import read_kind
from jinghe.core.service.clock_events import EventKind
from jinghe.core.service.clocks import ClockState
from jinghe.store.models import AccountRole, Act, Message, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile
from jinghe.usecases.records import records
from jinghe.usecases.records.records import RefusedRecord
from jinghe.usecases.service import cases
from jinghe.usecases.service.case_kinds import case_kinds, lay_down_kind
from jinghe.usecases.service.cases import CaseStep
from jinghe.usecases.service.escalation import due_warnings, send_warnings
from jinghe.usecases.service.reading import all_cases, case_of, case_totals, service_cases, totals_by_group
from tests.builders import rows
from tests.usecases.conftest import account

ENVIRONMENT, WORKS = "市生态环境局", "市住房城乡建设局"
KINDS = {kind.label: kind for kind in EventKind}
GAS = {
    "name": "厂区用气报装",
    "type": "gas",
    "source": "enterprise",
    "received_on": "2022-03-01",
    "company": "某纺织公司",
    "contact": "王经理",
}
OF_NOTE = {EventKind.STARTED: "agent", EventKind.TRANSFERRED: "agent", EventKind.STEP_FINISHED: "step"}


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, WORKS)


@pytest.fixture
def case(clerk):
    return cases.open_case(GAS, by=clerk)


def step(what: str, on: str, note: str = "", **told) -> CaseStep:
    kind = KINDS[what]
    words = {OF_NOTE.get(kind, "reason" if kind is EventKind.PAUSED else "note"): note}
    return CaseStep(kind=kind, on=date.fromisoformat(on), **(words | told))


def take(record: Record, by, table: str) -> Record:
    """Takes the steps of a table on | what | note | unit | rating."""
    for row in rows("on | what | note | unit | rating\n" + table):
        told = {"unit": row["unit"], "rating": int(row["rating"]) if row["rating"] else None}
        one = step(row["what"], row["on"], row["note"], **told)
        if one.kind is EventKind.TRANSFERRED:
            one = replace(one, note="职责调整")
        version = Record.objects.get(pk=record.pk).version
        cases.take_step(record.pk, one, expected=version, by=by)
    return Record.objects.get(pk=record.pk)


def refused(record: Record, by, one: CaseStep) -> list[str]:
    before = Act.objects.count()
    version = Record.objects.get(pk=record.pk).version
    with pytest.raises(RefusedRecord) as told:
        cases.take_step(record.pk, one, expected=version, by=by)
    assert Act.objects.count() == before
    return [fault.name for fault in told.value.faults]


CLOSED = """
    2022-03-01 | 受理 | 周敏 | |
    2022-03-02 | 环节办结 | 受理签约 | |
    2022-03-07 | 办结 | | | 5
"""


def test_a_case_runs_from_the_day_after_it_is_taken_up_and_keeps_its_terms(case, clerk):
    held = take(case, clerk, CLOSED)
    clock = case_of(held, date(2022, 3, 31)).clock
    assert (held.state, clock.overall.used, clock.overall.limit.days) == ("closed", 4, 6)
    assert clock.overall.state is ClockState.IN_TIME
    assert clock.holder == f"{WORKS} 周敏"
    assert [(one.name, one.reading.used) for one in clock.steps] == [("受理签约", 1), ("验收通气", 3)]


def test_before_it_is_taken_up_nothing_runs(case):
    clock = case_of(case, date(2022, 6, 30)).clock
    assert (clock.overall.state, clock.overall.used) == (ClockState.NOT_STARTED, 0)


def test_a_pause_stops_the_clock_and_leaves_the_due_day_open(case, clerk):
    held = take(
        case,
        clerk,
        """
        2022-03-01 | 受理 | 周敏 | |
        2022-03-03 | 暂停计时 | 管线施工审批 | |
    """,
    )
    clock = case_of(held, date(2022, 3, 31)).clock
    assert (held.state, held.due_on, clock.overall.used, clock.overall.due) == ("paused", None, 2, None)
    held = take(held, clerk, "2022-03-31 | 恢复计时 | | |")
    assert (held.state, case_of(held, date(2022, 4, 1)).clock.overall.used) == ("under_way", 3)


def test_a_pause_needs_a_reason_of_its_kind(case, clerk):
    held = take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    assert refused(held, clerk, step("暂停计时", "2022-03-02", "领导出差")) == ["on"]
    assert refused(held, clerk, step("暂停计时", "2022-03-02")) == ["on"]


def test_a_transfer_hands_the_case_to_another_unit_and_keeps_the_clock(case, clerk):
    held = take(
        case,
        clerk,
        f"""
        2022-03-01 | 受理 | 周敏 | |
        2022-03-04 | 转办 | 李静 | {ENVIRONMENT} |
    """,
    )
    assert held.unit == ENVIRONMENT
    clock = case_of(held, date(2022, 3, 8)).clock
    assert clock.overall.used == 5
    assert [(one.holding.holder, one.used) for one in clock.holders] == [
        (f"{WORKS} 周敏", 3),
        (f"{ENVIRONMENT} 李静", 2),
    ]
    with pytest.raises(AccessRefused):
        cases.take_step(held.pk, step("办结", "2022-03-09", rating=5), expected=held.version, by=clerk)


def test_a_transfer_that_is_written_down_late_does_not_undo_a_later_one(case, clerk, reviewer):
    held = take(case, clerk, f"2022-03-01 | 受理 | 周敏 | |\n2022-03-10 | 转办 | 李静 | {ENVIRONMENT} |")
    held = take(held, reviewer, "2022-03-04 | 转办 | 吴倩 | 市水务局 |")
    assert held.unit == ENVIRONMENT
    assert case_of(held, date(2022, 3, 31)).clock.holder == f"{ENVIRONMENT} 李静"


@pytest.mark.parametrize(
    ("one", "names"),
    [
        (step("办结", "2022-03-02"), ["rating"]),
        (step("办结", "2022-03-02", rating=6), ["rating"]),
        (step("办结", "2022-03-02", rating=1), ["note"]),
        (step("受理", "2022-03-02", "王强"), ["on"]),
        (step("转办", "2022-03-02"), ["agent", "note", "on"]),
        (step("环节办结", "2022-03-02", "验收通气"), ["on"]),
        (step("环节办结", "2022-03-02", "没有的环节"), ["on"]),
        (step("恢复计时", "2022-03-02"), ["on"]),
        (step("办结", "2022-02-01", rating=5), ["on", "on"]),
        (step("重新办理", "2022-03-02", "不满意"), ["on"]),
    ],
    ids=lambda value: value.kind.label if isinstance(value, CaseStep) else None,
)
def test_a_step_that_cannot_be_right_is_refused_with_every_fault(one, names, case, clerk):
    held = take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    assert refused(held, clerk, one) == names


def test_a_day_ahead_is_refused(case, clerk):
    ahead = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    assert refused(case, clerk, step("受理", ahead, "周敏")) == ["on"]


def test_without_a_rating_the_reason_closes_and_with_one_it_stands_on_the_case(case, clerk):
    held = take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    held = take(held, clerk, "2022-03-02 | 办结 | 企业搬走，无法联系 | |")
    closed = case_of(held, date(2022, 3, 31))
    assert (closed.rating, closed.closing.row.payload["note"]) == (None, "企业搬走，无法联系")


def test_an_unsatisfied_enterprise_has_its_case_opened_again_with_the_days_it_had(case, clerk):
    held = take(case, clerk, CLOSED.replace("办结 | | | 5", "办结 | 压力不足 | | 2"))
    held = take(held, clerk, "2022-03-10 | 重新办理 | 压力不足 | |")
    reading = case_of(held, date(2022, 3, 14))
    assert (held.state, reading.is_open, reading.rating) == ("under_way", True, None)
    assert reading.clock.overall.used == 4 + 2
    assert case_of(held, date(2022, 3, 9)).rating == 2


def test_what_is_declined_says_why_and_does_not_run(case, clerk):
    with pytest.raises(RefusedRecord, match="note"):
        cases.decline(case.pk, date(2022, 3, 2), " ", expected=1, by=clerk)
    cases.decline(case.pk, date(2022, 3, 2), "不属报装范围，已告知燃气公司电话", expected=1, by=clerk)
    held = Record.objects.get(pk=case.pk)
    assert case_of(held, date(2022, 3, 31)).is_declined
    assert not case_of(held, date(2022, 3, 1)).is_declined
    assert refused(held, clerk, step("受理", "2022-03-03", "周敏")) == ["state"]
    assert case_totals("合计", service_cases(by=clerk, as_of=date(2022, 3, 31))).received == 0


def test_two_people_who_act_on_one_version_do_not_overwrite_each_other(case, clerk):
    take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    with pytest.raises(ChangedMeanwhile):
        cases.take_step(case.pk, step("办结", "2022-03-02", rating=5), expected=1, by=clerk)


def test_the_hosts_of_the_project_see_the_case_but_not_whom_to_call(case, clerk, reviewer):
    host = account(AccountRole.CLERK, "通川区")
    project = records.open_record(
        "project",
        {
            "name": "纺织产业园",
            "investor_name": "某纺织公司",
            "industry": "food",
            "region": "44",
            "hosts": [["通川区", 10_000]],
        },
        by=host,
    )
    held = cases.open_case(GAS | {"project": project.pk}, by=clerk)
    assert held.values["hosts"] == [["通川区", 10_000]]
    assert records.record_of(held.pk, by=host)
    with pytest.raises(AccessRefused):
        records.record_of(case.pk, by=host)
    with pytest.raises(AccessRefused):
        cases.take_step(held.pk, step("受理", "2022-03-01", "某人"), expected=1, by=host)
    may_see = cases.access.may_see_confidential
    assert [may_see(one, held) for one in (clerk, reviewer, host)] == [True, True, False]


def test_the_city_hands_a_new_case_to_a_unit_and_a_clerk_only_to_its_own(reviewer, clerk):
    assert cases.open_case(GAS, by=reviewer, unit=ENVIRONMENT).unit == ENVIRONMENT
    with pytest.raises(AccessRefused):
        cases.open_case(GAS, by=clerk, unit=ENVIRONMENT)
    with pytest.raises(RefusedRecord, match="unit"):
        cases.open_case(GAS, by=reviewer, unit="没有的单位")


def test_other_terms_of_the_office_hold_for_cases_taken_up_later(case, clerk, reviewer):
    take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    kind = read_kind(
        "gas", {"overall": "3", "steps": "受理签约 | 1\n验收通气 | 2", "reasons": "管线施工审批"}
    )
    lay_down_kind(kind, effective_on=date(2022, 3, 15), by=reviewer, reason="提速")
    with pytest.raises(AccessRefused):
        lay_down_kind(kind, effective_on=date(2022, 3, 15), by=clerk, reason="提速")
    later = cases.open_case(GAS | {"received_on": "2022-03-16"}, by=clerk)
    later = take(later, clerk, "2022-03-16 | 受理 | 周敏 | |")
    assert case_of(case, date(2022, 3, 31)).clock.overall.limit.days == 6
    assert case_of(later, date(2022, 3, 31)).clock.overall.limit.days == 3
    assert case_kinds(date(2022, 3, 14))["gas"].limits.overall.days == 6


def test_a_due_day_in_a_year_without_a_paper_is_provisional(clerk, reviewer):
    kind = read_kind("gas", {"overall": "60"})
    lay_down_kind(kind, effective_on=date(2021, 10, 1), by=reviewer, reason="施工期")
    case = cases.open_case(GAS | {"received_on": "2021-10-08"}, by=clerk)
    held = take(case, clerk, "2021-10-15 | 受理 | 周敏 | |")
    before_the_paper = case_of(held, date(2021, 10, 24)).clock.overall.due
    after_it = case_of(held, date(2021, 10, 25)).clock.overall.due
    assert (before_the_paper.on, before_the_paper.provisional) == (date(2022, 1, 7), True)
    assert before_the_paper.text.endswith("（暂定）")
    assert (after_it.on, after_it.provisional) == (date(2022, 1, 10), False)


def test_figures_are_sums_over_sums_and_the_median_is_exact(clerk):
    for number, (kind, last) in enumerate([("5", "2022-03-07"), ("4", "2022-03-08"), ("3", "2022-03-21")]):
        one = cases.open_case(GAS | {"name": f"用气{number}"}, by=clerk)
        take(one, clerk, f"2022-03-01 | 受理 | 周敏 | |\n{last} | 办结 | | | {kind}")
    take(cases.open_case(GAS | {"name": "用气未结"}, by=clerk), clerk, "2022-03-01 | 受理 | 周敏 | |")
    (gas,) = totals_by_group(service_cases(by=clerk, as_of=date(2022, 3, 31)), lambda one: one.kind_name)
    assert (gas.name, gas.received, gas.closed, gas.in_time, gas.overdue) == ("用气报装", 4, 3, 2, 1)
    assert (gas.share_in_time, gas.median_used, gas.mean_rating) == (Fraction(2, 3), Fraction(5), Fraction(4))
    (early,) = totals_by_group(service_cases(by=clerk, as_of=date(2022, 3, 7)), lambda one: one.kind_name)
    assert (early.closed, early.median_used) == (1, Fraction(4))


def test_a_list_holds_what_its_reader_may_read_and_figures_hold_all(case, clerk):
    other = account(AccountRole.CLERK, ENVIRONMENT)
    assert [one.record.pk for one in service_cases(by=clerk, as_of=date(2022, 3, 31))] == [case.pk]
    assert service_cases(by=other, as_of=date(2022, 3, 31)) == ()
    assert len(all_cases(as_of=date(2022, 3, 31))) == 1
    assert all_cases(as_of=date(2022, 2, 28)) == ()


WARNED = """
    as_of | said | to
    2022-03-02 | |
    2022-03-04 | half | 市住房城乡建设局
    2022-03-08 | four_fifths | 市住房城乡建设局
    2022-03-10 | level1 | head
    2022-03-14 | level2 | head、city
"""


@pytest.mark.database
def test_warnings_rise_from_the_unit_to_its_head_to_the_city_and_are_said_once(case, clerk, reviewer):
    account(AccountRole.HEAD, WORKS, "head")
    take(case, clerk, "2022-03-01 | 受理 | 周敏 | |\n2022-03-02 | 环节办结 | 受理签约 | |")
    for row in rows(WARNED):
        day = date.fromisoformat(row["as_of"])
        before = Message.objects.count()
        due = due_warnings(service_cases(by=reviewer, as_of=day))
        assert [one.code for one in due] == [row["said"]] * bool(row["said"]), day
        assert send_warnings(as_of=day, by=reviewer) == len(due)
        assert send_warnings(as_of=day, by=reviewer) == 0
        told = Message.objects.order_by("pk")[before:]
        assert "、".join(one.username or one.unit or "city" for one in told) == row["to"], day
    assert Message.objects.last().link == f"/records/{case.pk}/"
    with pytest.raises(AccessRefused):
        send_warnings(as_of=date(2022, 3, 31), by=clerk)


def test_an_overdue_step_is_named_even_where_the_whole_has_time(case, clerk, reviewer):
    held = take(case, clerk, "2022-03-01 | 受理 | 周敏 | |")
    reading = case_of(held, date(2022, 3, 4))
    assert (reading.light, [one.name for one in reading.late_steps]) == (ClockState.HALF, ["受理签约"])
    send_warnings(as_of=date(2022, 3, 4), by=reviewer)
    assert "环节“受理签约”逾期1日" in Message.objects.get().body
