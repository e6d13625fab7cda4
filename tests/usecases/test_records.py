"""Records: who opens, reads, changes and moves them; nothing is lost, nothing is written twice."""

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import AccountRole, Act, ActKind, Record, RecordEvent
from jinghe.usecases.claims.stages import proved_state
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records import records
from jinghe.usecases.records.reading import find, history_of, next_steps, readable
from jinghe.usecases.records.records import RefusedRecord, Suspected, free_codes, open_in
from tests.usecases.conftest import account, host, signing

VALUES = {
    "name": "锂电池隔膜生产项目",
    "investor_name": "深圳某某新材料有限公司",
    "industry": "new_materials",
    "region": "44",
    "hosts": [["通川区", 10_000]],
    "investment": 60_000_000_000,
}


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区")


@pytest.fixture
def other(plan):
    return account(AccountRole.CLERK, "达川区")


@pytest.fixture
def project(clerk):
    return records.open_record("project", VALUES, by=clerk)


@pytest.mark.database
def test_a_record_begins_with_a_number_a_version_and_an_event(project):
    assert (project.pk[:1], project.pk[-6:], project.version, project.state) == ("P", "-00001", 1, "talks")
    assert project.units == ",通川区,"
    (event,) = history_of(project)
    assert event.payload["values"]["name"] == VALUES["name"]
    assert event.act.recorded_by == "clerk-通川区"


def test_what_is_missing_is_told_all_at_once_and_nothing_is_written(clerk):
    before = Act.objects.count()
    with pytest.raises(RefusedRecord) as refused:
        records.open_record("project", {"name": "甲项目"}, by=clerk)
    assert [fault.name for fault in refused.value.faults] == ["industry", "investor_name", "region", "hosts"]
    assert (Record.objects.count(), Act.objects.count()) == (0, before)


def test_a_project_that_looks_like_another_needs_a_reason(project, other):
    again = VALUES | {"name": "锂电隔膜项目", "hosts": [["达川区", 10_000]]}
    with pytest.raises(Suspected) as suspected:
        records.open_record("project", again, by=other)
    assert [one.candidate.code for one in suspected.value.suspects] == [project.pk]
    assert "疑似重复" in suspected.value.text
    held = records.open_record("project", again, by=other, note="另一条生产线，已核对")
    assert history_of(held)[0].payload["note"] == "另一条生产线，已核对"


def test_a_change_keeps_what_stood_before(project, clerk):
    changed = records.change_record(project.pk, {"liaison": "张三"}, expected=1, by=clerk, note="落实专人")
    assert changed.version == 2
    assert history_of(changed)[-1].payload == {"changes": {"liaison": [None, "张三"]}, "note": "落实专人"}


def test_a_change_that_changes_nothing_leaves_no_event(project, clerk):
    assert (
        records.change_record(project.pk, {"name": VALUES["name"], "chain": ""}, expected=1, by=clerk).version
        == 1
    )


def test_who_saves_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_lost(project, clerk):
    records.change_record(project.pk, {"liaison": "张三"}, expected=1, by=clerk)
    with pytest.raises(ChangedMeanwhile) as moved:
        records.change_record(project.pk, {"liaison": "李四"}, expected=1, by=clerk)
    assert project.pk in moved.value.text
    assert Record.objects.get(pk=project.pk).values["liaison"] == "张三"
    assert RecordEvent.objects.filter(record=project.pk).count() == 2


def test_a_record_that_is_named_must_be_there(project, clerk):
    with pytest.raises(RefusedRecord, match="expands"):
        records.change_record(project.pk, {"expands": "P1999-001"}, expected=1, by=clerk)


def test_units_that_a_record_names_read_it_and_others_do_not(project, clerk, other):
    with pytest.raises(AccessRefused):
        records.record_of(project.pk, by=other)
    records.change_record(project.pk, {"hosts": [["通川区", 5_000], ["达川区", 5_000]]}, expected=1, by=clerk)
    assert records.record_of(project.pk, by=other).pk == project.pk
    with pytest.raises(AccessRefused):
        records.change_record(project.pk, {"liaison": "某人"}, expected=2, by=other)


READS = {
    AccountRole.REVIEWER: True,
    AccountRole.CHECKER: True,
    AccountRole.HEAD: False,
    AccountRole.CLERK: False,
    AccountRole.LEADER: False,
    AccountRole.PERFORMANCE: True,
    AccountRole.AUDITOR: True,
    AccountRole.SYSTEM: False,
    AccountRole.SECURITY: False,
}


@pytest.mark.database
@pytest.mark.parametrize(("role", "reads"), READS.items())
def test_lists_and_pages_let_in_the_same_people(role, reads, project):
    actor = account(role, "市商务局")
    assert readable("project", by=actor).exists() is reads
    if reads:
        assert records.record_of(project.pk, by=actor)
    else:
        with pytest.raises(AccessRefused):
            records.record_of(project.pk, by=actor)


@pytest.mark.database
def test_a_search_finds_by_name_pinyin_initials_and_code(project, clerk):
    for text in ("隔膜", "gemo", "ldc", project.pk.lower(), "深圳"):
        assert [one.pk for one in find("project", by=clerk, text=text).records] == [project.pk], text
    assert find("project", by=clerk, text="没有").records == ()


def test_steps_are_taken_by_those_who_may_and_say_why(project, clerk, other):
    assert [step.code for step in next_steps(project, by=clerk)] == ["drop"]
    with pytest.raises(RefusedRecord, match="note"):
        records.move_record(project.pk, "drop", expected=1, by=clerk)
    dropped = records.move_record(project.pk, "drop", expected=1, by=clerk, note="投资方改投外省")
    assert dropped.state == "dropped"
    with pytest.raises(RefusedRecord):
        records.move_record(project.pk, "drop", expected=2, by=clerk, note="再来一次")
    with pytest.raises(Missing):
        records.move_record(project.pk, "fly", expected=2, by=clerk)


def test_what_the_ledger_copied_changes_by_restating_alone(project, clerk, reviewer):
    ledger.post([signing(project.pk, host("通川区"))], by=reviewer, reason="入账")
    with pytest.raises(RefusedRecord) as refused:
        records.change_record(project.pk, {"region": "33", "industry": "food"}, expected=1, by=clerk)
    assert len(refused.value.faults) == 2
    assert "重述" in refused.value.text
    assert records.change_record(project.pk, {"liaison": "张三"}, expected=1, by=clerk).version == 2


def test_the_furthest_fact_is_where_a_project_stands():
    assert proved_state("project", {FactKind.SIGNING, FactKind.FUNDS, FactKind.REGISTRATION}) == "funds"
    assert proved_state("project", {FactKind.PRODUCTION_START, FactKind.TERMINATION}) == "termination"
    assert proved_state("project", set()) == ""


@pytest.mark.database
def test_codes_go_on_from_the_highest_of_the_year(project, clerk):
    second = records.open_record(
        "project", VALUES | {"name": "完全不同的养老院", "investor_name": "乙", "investment": 3}, by=clerk
    )
    year = timezone.localdate().year
    assert (project.pk, second.pk) == (f"P{year}-00001", f"P{year}-00002")


def test_what_was_there_stays_and_what_was_missing_may_come_later(project, clerk):
    with pytest.raises(RefusedRecord, match="name"):
        records.change_record(project.pk, {"name": ""}, expected=1, by=clerk)
    Record.objects.filter(pk=project.pk).update(state="signing")
    changed = records.change_record(project.pk, {"liaison": "张三"}, expected=1, by=clerk)
    assert "content" in {one.name for one in records.REGISTERS["project"].missing(changed.values, "signing")}
    with pytest.raises(RefusedRecord, match="liaison"):
        records.change_record(project.pk, {"liaison": ""}, expected=2, by=clerk)


def test_a_project_does_not_become_another_by_its_form_without_a_reason(project, clerk):
    told = {"name": "光伏组件", "investor_name": "成都某光伏公司", "investment": 3_000_000_000}
    second = records.open_record("project", VALUES | told, by=clerk)
    likened = {name: VALUES[name] for name in told}
    with pytest.raises(RefusedRecord) as refused:
        records.change_record(second.pk, likened, expected=1, by=clerk)
    assert f"“{project.name}”（{project.pk}" in refused.value.text
    changed = records.change_record(second.pk, likened, expected=1, by=clerk, note="二期，另一地块")
    assert changed.name == project.name


def test_a_code_bears_the_year_of_the_office_and_not_of_greenwich(clerk, monkeypatch):
    new_year = datetime(2099, 1, 1, 3, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    monkeypatch.setattr(timezone, "now", lambda: new_year)
    assert records.open_record("project", VALUES, by=clerk).pk == "P2099-00001"


def opened(codes, clerk):
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, clerk, "登记")
        for code in codes:
            open_in(act, REGISTERS["project"], VALUES, unit="通川区", code=code)


def pages(by):
    """The codes of every page of the list, from the first to the last."""
    page = find("project", by=by)
    yield [one.pk for one in page.records]
    while page.older:
        page = find("project", by=by, after=page.older)
        yield [one.pk for one in page.records]


@pytest.mark.database
def test_the_newest_record_stands_on_the_first_page_past_a_thousand_of_a_year(clerk):
    opened([f"P2022-{number:03}" for number in range(940, 1002)], clerk)
    first, second = pages(clerk)
    assert (first[0], first[-1], second[0], second[-1]) == (
        "P2022-1001",
        "P2022-952",
        "P2022-951",
        "P2022-940",
    )


@pytest.mark.database
def test_codes_of_several_years_and_of_the_office_stand_in_order_and_on_one_page_each(clerk):
    codes = ["老账-7", "老账-10", "2206-51", "达招2021-120", "P2021-0003", "P2022-00099", "P2022-00100"]
    opened(reversed(codes), clerk)
    shown = [code for page in pages(clerk) for code in page]
    assert shown == [
        "P2022-00100",
        "P2022-00099",
        "达招2021-120",
        "P2021-0003",
        "老账-10",
        "老账-7",
        "2206-51",
    ]


@pytest.mark.database
@pytest.mark.parametrize(
    ("there", "following"),
    [
        ([], ["P2022-00001", "P2022-00002"]),
        (["P2022-00009", "P2021-00400"], ["P2022-00010", "P2022-00011"]),
        (["P2022-999", "P2022-1000", "P2022-998"], ["P2022-1001", "P2022-1002"]),
        (["P2022-98"], ["P2022-99", "P2022-100"]),
        (["P2022-00001", "P2022-甲", "P2022-3-9", "X2022-77"], ["P2022-00002", "P2022-00003"]),
    ],
)
def test_the_next_code_follows_the_highest_number_of_its_year_and_is_as_wide(clerk, there, following):
    opened(there, clerk)
    assert list(islice(free_codes(REGISTERS["project"], 2022), 2)) == following
