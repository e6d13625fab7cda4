"""The demonstration in a real browser: from a figure to its postings and back, at a desk and on a phone."""

import re

import pytest

from jinghe.core.plan import wording
from jinghe.usecases.progress.scoreboard import scoreboard
from tests.browser.conftest import DESK, PHONE, grave_barriers, overflow, sign_in

ADDRESSES = (
    "/progress/",
    "/progress/?tab=四率",
    "/progress/?tab=全部指标",
    "/progress/?group=行业（产业）主管部门及客源优势部门",
    "/plan/",
    "/plan/?table=附件3（一）",
    "/plan/?table=职责",
    "/units/通川区/",
    "/units/市发展改革委/",
    "/targets/T001/",
    "/ledger/",
    "/returns/",
    "/rulings/",
    "/nowhere/",
)


def row(page, unit):
    return page.locator("table.scores tr", has=page.locator("th", has_text=unit)).first


def test_from_a_figure_to_its_postings_and_back_to_the_clause_in_two_clicks(page):
    sign_in(page)
    assert page.locator(".demo").first.inner_text() == "演示数据"
    figure = row(page, "达川区").locator("td.actual a")
    shown = figure.inner_text()
    figure.click()
    assert f"达川区 到位资金 {shown.rstrip('0').rstrip('.')}亿元" in page.locator("h1").inner_text()
    assert page.locator("p.clause").inner_text().startswith("确保实现到位资金60亿元")
    assert page.locator("table.lines tbody tr").count() > 10
    page.locator("table.lines tbody tr a").first.click()
    assert "笔入账" in page.locator("h1").inner_text()
    page.go_back()
    page.locator("dl.facts a", has_text="附件1").click()
    assert page.locator("table.annex").is_visible()


def test_every_figure_of_the_first_table_is_the_scoreboards(page, demonstration_ledger, db):
    sign_in(page)
    as_of = re.search(r"截至(\d+)年(\d+)月(\d+)日", page.locator(".sub").first.inner_text())
    from datetime import date

    board = scoreboard(2022, as_of=date(*map(int, as_of.groups())))
    found = board.of_column("县（市、区）及园区", "到位资金")
    assert len(found) == 9
    for one in found:
        shown = row(page, one.target.unit)
        tier = one.of_tier("guaranteed")
        if not one.is_reported:
            assert shown.locator("td.actual").inner_text() == "未报"
            continue
        assert float(shown.locator("td.actual").inner_text()) == float(
            wording.amount_of(one.target, one.actual)
        )
        assert shown.locator("td.done").first.inner_text() == wording.percent(tier.completion)
        assert shown.locator("td.gap").inner_text() == wording.gap(tier.gap)
        assert tier.light.label in shown.locator("td.light-cell").inner_text()


def test_a_tab_opens_without_a_page_load_and_the_address_follows(page):
    sign_in(page)
    page.evaluate("window.stayed = true")
    page.locator("nav.tabs a", has_text="四率").click()
    page.wait_for_url("**tab=**")
    page.locator("h2", has_text="注册率").wait_for()
    assert page.evaluate("window.stayed") is True
    assert "tab" in page.locator(".picker").inner_html()


def test_the_pickers_work_with_their_button(page):
    sign_in(page)
    page.locator(".when summary").click()
    page.fill("[name=as_of]", "2022-06-30")
    page.select_option("[name=tier]", "working")
    page.locator(".picker button").click()
    assert "截至2022年6月30日" in page.locator(".sub").first.inner_text()
    assert "按工作目标完成率排名" in page.locator(".sub").first.inner_text()
    assert "as_of=2022-06-30" in row(page, "通川区").locator("td.actual a").get_attribute("href")


def test_the_pages_work_without_any_script(chromium, demo_server):
    context = chromium.new_context(base_url=demo_server, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page)
    page.locator("nav.tabs a", has_text="四率").click()
    assert page.locator("h2", has_text="注册率").is_visible()
    page.goto("/units/通川区/")
    page.locator("details.fold summary").first.click()
    assert page.locator("table.plain tbody tr").first.is_visible()
    context.close()


def test_a_clerk_is_refused_the_postings_of_others(page):
    sign_in(page, "tongchuan")
    page.goto("/targets/T001/")
    assert page.locator("table.lines tbody tr").count() > 10
    page.goto("/progress/")
    row(page, "达川区").locator("td.actual a").click()
    page.locator("main", has_text="入账明细和佐证材料只对达川区").wait_for()
    assert page.locator("table.lines").count() == 0
    page.goto("/ledger/?unit=达川区")
    assert page.locator("h1").inner_text() == "没有权限"


def test_the_trend_is_drawn_from_its_table(page):
    sign_in(page)
    page.goto("/units/通川区/")
    assert page.locator(".chart svg").first.is_visible()


def test_a_phone_shows_cards_with_place_name_completion_bar_and_light(page):
    page.set_viewport_size(PHONE)
    sign_in(page)
    card = row(page, "通川区")
    for part in ("td.rank", "th.unit", "td.done", "svg.bar", ".light"):
        assert card.locator(part).first.is_visible(), part
    assert not card.locator("td.wide").first.is_visible()
    rail = page.locator("nav.phone-bar").bounding_box()
    assert rail["y"] + rail["height"] == pytest.approx(PHONE["height"], abs=1)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_used_by_everybody_and_fits_a_phone(screen, page):
    page.set_viewport_size(screen)
    page.goto("/login/")
    barriers = {"/login/": grave_barriers(page)}
    sign_in(page)
    for address in ADDRESSES:
        page.goto(address)
        barriers[address] = grave_barriers(page)
        assert screen is not PHONE or overflow(page) <= 0, address
    assert barriers == {address: [] for address in barriers}
