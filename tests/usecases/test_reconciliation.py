"""Reconciliation: official figures beside the ledger's, never copied into it; what statistics miss is listed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import timezone

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import AccountRole, ActKind, OfficialFigure, PostingRow
from jinghe.usecases.closing import reconciliation
from jinghe.usecases.closing.reconciliation import Stated
from jinghe.usecases.closing.uncounted_projects import uncounted
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import open_in
from tests.builders import rows
from tests.usecases.conftest import YI, account, funds, host, signing, sponsor, stage

pytestmark = pytest.mark.django_db

FIXED = FactKind.FIXED_INVESTMENT
SEPTEMBER = date(2022, 9, 1)
STATED_ON = date(2022, 10, 20)
YEAR_END = date(2022, 12, 31)


def fixed(amount, subject="甲", *credits, on=date(2022, 3, 1)):
    return stage(FIXED, subject, *credits, on=on, amount_fen=amount)


def project(code, by, **values):
    usual = {"name": f"{code}项目", "investor_name": "某公司", "region": "44", "industry": "electronics"}
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, by, "登记")
        hosts = {"hosts": [["通川区", 10_000]]}
        return open_in(act, REGISTERS["project"], usual | hosts | values, unit="通川区", code=code)


def state(by, *stated, kind=FIXED, month=SEPTEMBER, **others):
    told = {"source": "市统计局", "document": "9月快报", "stated_on": STATED_ON} | others
    return reconciliation.record_figures(kind, month, stated, by=by, **told)


def beside(by, **others):
    found = reconciliation.reconciliation(FIXED, SEPTEMBER, by=by, **others)
    return {row.unit: row for row in found.rows}, found


@pytest.fixture
def work(plan, reviewer):
    """通川区 5亿 up to September and 1亿 after; a department leads the same project."""
    project("甲", reviewer)
    parties = (host("通川区"), sponsor("市发展改革委"))
    ledger.post(
        [
            signing("甲", *parties),
            fixed(5 * YI, "甲", *parties),
            fixed(YI, "甲", *parties, on=date(2022, 10, 8)),
        ],
        by=reviewer,
        reason="入账",
    )
    return reviewer


def test_both_figures_stand_side_by_side_up_to_the_same_month(work):
    state(work, Stated(unit="通川区", amount_fen=4 * YI))
    rows, _ = beside(work)
    row = rows["通川区"]
    assert (row.official.amount_fen, row.ours, row.difference) == (4 * YI, 5 * YI, YI)
    assert row.share == Fraction(1, 4)
    assert "市发展改革委" not in rows, "who leads a project does not host it: statistics go by place"


def test_nothing_of_it_enters_the_ledger(work):
    before = list(PostingRow.objects.values_list("pk", flat=True))
    state(work, Stated(unit="通川区", amount_fen=9 * YI))
    assert list(PostingRow.objects.values_list("pk", flat=True)) == before


def test_a_unit_without_a_figure_is_unreported_and_never_nought(work):
    state(work, Stated(unit="通川区", amount_fen=4 * YI), Stated(unit="大竹县", amount_fen=0))
    rows, found = beside(work)
    assert (rows["达川区"].official, rows["达川区"].difference, rows["达川区"].share) == (None, None, None)
    assert (rows["大竹县"].official.amount_fen, rows["大竹县"].difference, rows["大竹县"].share) == (
        0,
        0,
        None,
    )
    assert found.missing == len(rows) - 2 == 7


def test_totals_speak_of_the_units_that_were_stated(work):
    ledger.post([signing("乙", host("达川区")), fixed(2 * YI, "乙", host("达川区"))], by=work, reason="入账")
    state(work, Stated(unit="通川区", amount_fen=4 * YI))
    _, found = beside(work)
    assert (found.official_sum, found.ours_of_stated, found.ours_sum) == (4 * YI, 5 * YI, 7 * YI)
    assert (found.difference, found.share) == (YI, Fraction(1, 4))


@pytest.mark.database
def test_a_figure_recorded_again_stands_for_the_first_which_stays(work):
    first = state(work, Stated(unit="通川区", amount_fen=4 * YI))
    state(work, Stated(unit="通川区", amount_fen=6 * YI), document="9月修订数")
    assert beside(work)[0]["通川区"].official.amount_fen == 6 * YI
    then, _ = beside(work, known_at=first[0].act.recorded_at)
    assert then["通川区"].official.amount_fen == 4 * YI
    assert [row.document for row in reconciliation.history(FIXED, SEPTEMBER, "通川区")] == [
        "9月修订数",
        "9月快报",
    ]


def test_every_fault_is_told_at_once_and_nothing_is_recorded(work):
    with pytest.raises(RefusedFaults) as refused:
        state(
            work,
            Stated(unit="通川", amount_fen=1),
            Stated(unit="通川区", amount_fen=-1),
            Stated(unit="通川区", amount_fen=2),
            Stated(unit="达川区", amount_fen=2, subject="没有"),
            source=" ",
            stated_on=date(2022, 9, 15),
        )
    for word in ("“通川”不是", "不能小于零", "出现了两次", "没有编号为“没有”", "数据来源", "该月结束以后"):
        assert word in refused.value.text
    assert not OfficialFigure.objects.exists()


@pytest.mark.parametrize(
    "row",
    rows("""
    today      | stated on  | said
    2022-09-30 | 2022-09-30 | 请选择已经结束的月份
    2022-10-01 | 2022-10-01 |
    2022-10-20 | 2022-09-30 | 统计日期应在该月结束以后，且不晚于今天
    2022-10-20 | 2022-10-20 |
    2022-10-20 | 2022-10-21 | 统计日期应在该月结束以后，且不晚于今天
    """),
    ids=lambda row: f"{row['stated on']} on {row['today']}",
)
def test_a_figure_of_september_is_stated_from_october_on_and_not_tomorrow(row, work, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date.fromisoformat(row["today"]))
    figure, stated_on = Stated(unit="通川区", amount_fen=1), date.fromisoformat(row["stated on"])
    if not row["said"]:
        assert state(work, figure, stated_on=stated_on)[0].stated_on == stated_on
        return
    with pytest.raises(RefusedFaults) as refused:
        state(work, figure, stated_on=stated_on)
    assert refused.value.text == f"{row['said']}。没有录入任何内容。"


@pytest.mark.parametrize(
    ("on", "is_counted"),
    [("2021-12-31", False), ("2022-01-01", True), ("2022-09-30", True), ("2022-10-01", False)],
)
def test_what_stands_beside_is_from_new_year_to_the_end_of_the_month(on, is_counted, plan, reviewer):
    day = date.fromisoformat(on)
    signed = signing("丙", on=date(2021, 12, 1))
    invested = replace(fixed(YI, "丙", on=day), cohort_on=date(2021, 12, 1))
    project("丙", reviewer)
    ledger.post([signed, invested], by=reviewer, reason="入账")
    state(reviewer, Stated(unit="通川区", amount_fen=YI, subject="丙"))
    of_units, found = beside(reviewer)
    (of_project,) = found.projects
    assert of_units["通川区"].ours == of_project.ours == (YI if is_counted else 0)


@pytest.mark.parametrize("role", [role for role in AccountRole if role != AccountRole.REVIEWER])
def test_only_the_city_records_and_explains(role, plan):
    by = account(role, "通川区", "某人")
    with pytest.raises(AccessRefused):
        state(by, Stated(unit="通川区", amount_fen=1))
    with pytest.raises(AccessRefused):
        reconciliation.explain_difference(FIXED, SEPTEMBER, "通川区", text="口径不同", by=by)


def test_an_explanation_stands_beside_its_row_and_earlier_words_stay(work):
    state(work, Stated(unit="通川区", amount_fen=4 * YI))
    reconciliation.explain_difference(FIXED, SEPTEMBER, "通川区", text="设备未到", by=work)
    row = reconciliation.explain_difference(FIXED, SEPTEMBER, "通川区", text="两个项目未入统", by=work)
    rows, _ = beside(work)
    assert (rows["通川区"].note.text, rows["通川区"].note.by) == ("两个项目未入统", "shenhe")
    assert rows["达川区"].note is None
    assert (row.number, row.act.kind) == (2, ActKind.RECONCILE)
    other_kind = reconciliation.reconciliation(FactKind.FDI, SEPTEMBER, by=work)
    assert [one.note for one in other_kind.rows if one.note] == []
    for text in ("", "长" * 301):
        with pytest.raises(RefusedFaults, match="差异说明"):
            reconciliation.explain_difference(FIXED, SEPTEMBER, "通川区", text=text, by=work)


def test_projects_stand_beside_theirs_for_who_may_see_their_postings(work):
    state(work, Stated(unit="通川区", amount_fen=3 * YI, subject="甲"))
    (row,) = beside(work)[1].projects
    assert (row.name, row.official.amount_fen, row.ours) == ("甲项目", 3 * YI, 5 * YI)
    assert beside(work)[0]["通川区"].official is None, "a figure of a project is none of its unit"
    for role, unit, seen in (
        (AccountRole.CLERK, "通川区", 1),
        (AccountRole.CLERK, "达川区", 0),
        (AccountRole.CHECKER, "市商务局", 1),
        (AccountRole.LEADER, "", 0),
    ):
        found = beside(account(role, unit))[1]
        assert (len(found.projects), found.left_out) == (seen, 1 - seen), (role, unit)


# --- 应统未统 ---


def listed(by, **others):
    return {one.record.pk: one for one in uncounted(by=by, as_of=YEAR_END, **others)}


def test_a_project_with_money_and_without_statistics_is_listed(work):
    ledger.post([funds(2 * YI, on=date(2022, 2, 9))], by=work, reason="到位")
    (one,) = uncounted(by=work, as_of=YEAR_END)
    assert (one.record.pk, one.funds_fen, one.fixed_fen) == ("甲", 2 * YI, 6 * YI)
    assert (one.first_on, one.months, one.units) == (date(2022, 2, 9), 10, ("通川区",))
    (earlier,) = uncounted(by=work, as_of=date(2022, 2, 28))
    assert (earlier.funds_fen, earlier.fixed_fen, earlier.months) == (2 * YI, 0, 0)


def test_money_that_was_reversed_lists_nothing(work):
    for entry in (3, 5):
        ledger.reverse(entry, by=work, reason="误记")
    assert listed(work) == {}


def test_a_project_is_counted_once_however_many_share_it(plan, reviewer):
    shared = (host("通川区", 5_000), host("达川区", 5_000))
    project("乙", reviewer, hosts=[["通川区", 5_000], ["达川区", 5_000]])
    ledger.post([signing("乙", *shared), funds(4 * YI, "乙", *shared)], by=reviewer, reason="共建")
    one = listed(reviewer)["乙"]
    assert (one.funds_fen, one.units) == (4 * YI, ("通川区", "达川区"))
    assert listed(account(AccountRole.CLERK, "达川区"))["乙"].funds_fen == 4 * YI


def test_a_project_leaves_the_list_when_statistics_hold_it(work):
    project("丙", work, statistics_on="2022-05-01")
    ledger.post([signing("丙"), funds(YI, "丙")], by=work, reason="到位")
    assert set(listed(work)) == {"甲"}
    state(work, Stated(unit="通川区", amount_fen=3 * YI, subject="甲"))
    assert listed(work) == {}


def test_units_see_their_own_and_the_bureau_all(work):
    project("丁", work, hosts=[["达川区", 10_000]])
    ledger.post([signing("丁", host("达川区")), funds(YI, "丁", host("达川区"))], by=work, reason="到位")
    assert set(listed(account(AccountRole.CHECKER, "市统计局"))) == {"甲", "丁"}
    own = account(AccountRole.CLERK, "达川区")
    assert set(listed(own)) == {"丁"}
    assert set(listed(work, unit="达川区")) == {"丁"}
    with pytest.raises(AccessRefused):
        uncounted(by=own, as_of=YEAR_END, unit="通川区")
    with pytest.raises(AccessRefused):
        uncounted(by=account(AccountRole.LEADER), as_of=YEAR_END)
