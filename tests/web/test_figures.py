"""The figures of the pages are those of the use cases; the three kinds of nothing stay apart."""

import re
from dataclasses import replace
from datetime import date, timedelta

from django.utils.html import strip_tags

from jinghe.core.counting.facts import FactKind
from jinghe.core.plan import wording
from jinghe.core.plan.plans import Tier
from jinghe.demonstration.plan import builtin_plan
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.returns import returns
from tests.builders import either
from tests.web.conftest import OCTOBER, YI, entry, funds, host, signing
from tests.web.markup import markup

AS_OF = date(2022, 10, 31)


def table_rows(page: str) -> dict[str, list[str]]:
    """The first cell that names a unit → the texts of its row, of the first table of scores."""
    table = page[page.index('<table class="scores">') : page.index("</table>")]
    found = {}
    for row in re.findall(r"<tr.*?</tr>", table, flags=re.S):
        cells = [
            re.sub(r"\s+", "", strip_tags(cell))
            for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, flags=re.S)
        ]
        found[cells[1]] = cells
    return found


def test_the_row_of_a_unit_says_what_the_scoreboard_says(city, visit):
    shown = scoreboard(2022, as_of=AS_OF).progress["T001"]
    row = table_rows(markup(visit("leader", "/progress/")))["通川区"]
    assert row[2:5] == ["60", "65", f"{wording.amount_of(shown.target, shown.actual)}.00"]
    assert row[5] == wording.percent(shown.of_tier(Tier.GUARANTEED).completion)
    assert row[6] == wording.percent(shown.of_tier(Tier.WORKING).completion)
    assert row[7] == wording.gap(shown.of_tier(Tier.GUARANTEED).gap)


def test_the_working_tier_changes_places_with_the_guaranteed_one(city, visit):
    row = table_rows(markup(visit("leader", "/progress/?tier=working")))["通川区"]
    shown = scoreboard(2022, as_of=AS_OF).progress["T001"]
    assert row[5] == wording.percent(shown.of_tier(Tier.WORKING).completion)
    assert row[6] == wording.percent(shown.of_tier(Tier.GUARANTEED).completion)


def test_the_total_is_the_citys_own_figure_not_a_sum_of_rows(city, visit):
    page = markup(visit("leader", "/progress/"))
    total = scoreboard(2022, as_of=AS_OF).city["附件1", "到位资金"]
    assert table_rows(page)["合计"][4] == f"{wording.amount_of(total.target, total.actual)}.00"


def test_not_reported_zero_and_not_assigned_are_three_things(city, visit, people):
    returns.file_return("达川区", OCTOBER, is_zero=True, by=people["other_clerk"])
    found = table_rows(markup(visit("leader", "/progress/?tab=利用外资")))
    assert found["达川区"][4] == "0.00"
    assert found["宣汉县"][4] == "未报"
    assert found["宣汉县"][5] == "—"
    assert found["万源市"][2] == "—未下达"


def test_how_many_have_reported_is_said(city, visit):
    assert "9 家中 1 家已报" in markup(visit("leader", "/progress/"))


def test_equal_completion_shares_a_place(city, visit, people, reviewer):
    for unit, yi in (("达川区", 20), ("大竹县", 23)):
        ledger.post([signing(unit, host(unit)), funds(yi, unit, host(unit))], by=reviewer, reason="入账")
    ledger.post([funds(10, "达川区", host("达川区"))], by=reviewer, reason="入账")
    returns.file_return("达川区", OCTOBER, is_zero=False, by=people["other_clerk"])
    found = table_rows(markup(visit("leader", "/progress/")))
    assert {found[unit][5] for unit in ("通川区", "达川区")} == {"53.3"}
    assert [found[unit][0] for unit in ("通川区", "达川区")] == ["1", "1"]


def test_rates_show_numerator_denominator_and_cohort(city, visit, reviewer):
    ledger.post([entry(FactKind.REGISTRATION)], by=reviewer, reason="注册")
    page = markup(visit("leader", "/progress/?tab=四率"))
    row = table_rows(page)["通川区"]
    assert row[3] == "66.7"
    assert row[4] == "1/1.5"
    assert "2019年以来签约" in page


def test_a_met_parent_with_an_unmet_part_is_not_wholly_complete(plan, people, visit, reviewer):
    from jinghe.core.counting.entries import Credit, Entry
    from jinghe.core.counting.facts import Role

    offered = [
        Entry(
            kind=FactKind.OFFERING,
            subject=f"册{number}",
            occurred_on=date(2022, 3, 1),
            credits=(Credit(unit="市发展改革委", role=Role.SPONSOR),),
            investment_fen=YI,
        )
        for number in range(20)
    ]
    ledger.post(offered, by=reviewer, reason="推出")
    people["own_clerk"].unit = "市发展改革委"
    returns.file_return("市发展改革委", OCTOBER, is_zero=False, by=people["own_clerk"])
    assert "未全面完成" in markup(visit("leader", "/units/市发展改革委/"))


def test_a_branch_that_is_not_met_says_that_another_is_and_leads_to_it(people, visit, reviewer):
    from jinghe.core.counting.entries import Credit, Entry
    from jinghe.core.counting.facts import Role

    unit = "市科技局"
    plan = either(builtin_plan(), unit, "leads", "trips")
    leads, trips = (one.key for one in plan.targets_of(unit) if one.any_of)
    issue_plan(plan, by=reviewer, effective_on=date(2022, 1, 1), approval_document="测试文", reason="下达")
    lead = Entry(
        kind=FactKind.LEAD,
        subject="讯1",
        occurred_on=date(2022, 3, 1),
        credits=(Credit(unit=unit, role=Role.SPONSOR),),
    )
    ledger.post([lead], by=reviewer, reason="获取信息")
    assert "另一项已完成" not in visit("leader", f"/units/{unit}/").content.decode()
    people["own_clerk"].unit = unit
    returns.file_return(unit, OCTOBER, is_zero=False, by=people["own_clerk"])
    assert visit("leader", f"/units/{unit}/").content.decode().count("另一项已完成") == 1
    of_leads, of_trips = (visit("leader", f"/targets/{key}/").content.decode() for key in (leads, trips))
    assert re.search(rf'择一完成即可；<a\s+href="/targets/{leads}/[^"]*"\s*>另一项</a>已完成', of_trips)
    assert "另一项已完成" in of_trips
    assert re.search(r"择一完成即可\s*</dd>", of_leads)
    assert "另一项已完成" not in of_leads
    trip = replace(lead, kind=FactKind.TRIP, subject="队1")
    ledger.post([trip], by=reviewer, reason="外出")
    assert "另一项已完成" not in visit("leader", f"/units/{unit}/").content.decode()


def test_the_drill_down_lists_what_adds_up_to_the_figure(city, visit):
    page = markup(visit("auditor", "/targets/T001/"))
    assert "共 4 条" in page
    assert "冲销 <b>1</b> 条" in page
    assert "冲销第 3 条" in page
    assert page.count("已冲销") == 1
    assert "银行进账单 1" in page
    assert "1 条没有佐证材料" in page
    for amount in ("300000 万元", "90000 万元", "−90000 万元", "20000 万元"):
        assert amount in page


def test_a_correction_after_its_month_is_marked(city, visit):
    assert "月后更正" in markup(visit("auditor", "/targets/T001/"))
    assert "逾期补记" in markup(visit("auditor", "/targets/T001/"))


def test_two_clicks_lead_from_a_figure_to_its_posting_and_back_to_the_clause(city, visit):
    page = markup(visit("reviewer", "/progress/"))
    target = re.search(r'href="(/targets/T001/[^"]*)"', page)[1]
    why = markup(visit("reviewer", target))
    assert "确保实现到位资金60亿元、力争65亿元。" in why
    assert 'href="/plan/?table=' in why
    posting = re.search(r'href="(/entries/\d+/)"', why)[1]
    record = markup(visit("reviewer", posting))
    assert "谁、何时、为何" in record


def test_an_entry_shows_who_when_why_its_proof_and_its_reversal(city, visit):
    page = markup(visit("auditor", "/entries/2/"))
    assert "ab" * 32 in page
    assert "一季度" in page
    undone = markup(visit("auditor", "/entries/3/"))
    assert "重复入账" in undone
    assert "已冲销" in undone
    assert "还没有佐证材料" in undone


def test_many_postings_come_in_pages_and_the_total_is_said(city, visit, reviewer):
    on = date(2022, 4, 1)
    ledger.post([funds(1, on=on + timedelta(days=n)) for n in range(60)], by=reviewer, reason="二季度")
    first = markup(visit("auditor", "/targets/T001/"))
    assert "第 1–50 条，共 64 条" in first
    last = markup(visit("auditor", "/targets/T001/?page=2"))
    assert "第 51–64 条，共 64 条" in last


def test_the_ledger_pages_back_to_the_first_act_without_losing_a_line(city, visit, reviewer):
    on = date(2022, 4, 1)
    ledger.post([funds(1, on=on + timedelta(days=n)) for n in range(70)], by=reviewer, reason="二季度")
    seen, address = [], "/ledger/"
    while address:
        page = markup(visit("auditor", address))
        seen += [int(number) for number in re.findall(r'title="第\d+笔">(\d+)<', page)]
        older = re.search(r'href="([^"]*before=\d+[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else None
    assert sorted(seen) == list(range(1, 79))
    assert "下达目标任务" in page


def test_a_reversal_shows_in_the_ledger_as_an_act_with_its_reason(city, visit):
    page = markup(visit("auditor", "/ledger/"))
    assert "<b>冲销</b> 重复入账" in page


def test_the_annex_shows_figures_progress_and_what_must_be_confirmed(city, visit):
    page = markup(visit("leader", "/plan/"))
    assert "待确认" in page
    assert "请核对" in page
    assert "610" in page
    clauses = markup(visit("leader", "/plan/?table=附件3（一）"))
    assert "投资5亿元及以上有效信息5条" in clauses
    assert "规范表述" in clauses
