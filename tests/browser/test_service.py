"""Serving in a real browser: a county's clerk, the agent of a department, and the city, at a desk and on a phone."""

import re

import pytest

from tests.browser.conftest import PHONE


def take(page, what, **told):
    """Opens a step of the case, fills in its form and sends it."""
    page.locator(".action-list summary", has_text=re.compile(rf"^\s*{what}\s*$")).click()
    form = page.locator(".action-list details[open] form")
    for name, value in told.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    form.get_by_role("button", name="登记").click()
    page.wait_for_load_state()


def clock(page):
    return page.locator(".clock-figure").inner_text()


def test_from_a_county_s_word_to_the_rating_of_the_enterprise(enter):
    county = enter("tongchuan")
    county.goto("/approvals/")
    county.locator("table.lines a").first.click()
    county.get_by_role("link", name="回到项目").click()
    county.get_by_role("link", name="登记企业诉求").click()
    assert county.locator("[name=company]").input_value()
    county.fill("[name=name]", "新车间环评报告表审批")
    county.select_option("[name=type]", label="环评审批（报告表）")
    county.select_option("[name=source]", label="走访项目")
    county.fill("[name=received_on]", "2022-10-24")
    county.fill("[name=contact_phone]", "13800000000")
    county.get_by_role("button", name="登记", exact=True).click()
    address = county.url
    assert "时限2个工作日，受理次日起计" in clock(county)
    take(county, "受理", on="2022-10-24", agent="刘洋")
    take(county, "转办", on="2022-10-25", unit="市生态环境局", agent="李静", note="属市级审批")
    assert county.get_by_text("13800000000").count() == 0

    agent = enter("shengtai")
    agent.goto("/service/")
    agent.get_by_role("link", name="新车间环评报告表审批").click()
    assert agent.get_by_text("13800000000").count() == 1
    take(agent, "环节办结", on="2022-10-25", step="受理")
    take(agent, "暂停计时", on="2022-10-25", reason="法定公示")
    assert "暂停计时" in clock(agent) and "已用 1" in clock(agent)
    take(agent, "办结", on="2022-10-28")
    assert "请填写企业评价" in agent.locator(".banner.error").inner_text()
    take(agent, "办结", on="2022-10-28", rating="4分", note="公示后当天批复")
    assert "按时办结" in clock(agent)
    held_by = agent.locator("section", has_text="谁在办").locator("tbody th")
    assert held_by.all_inner_texts() == ["通川区 刘洋", "市生态环境局 李静"]
    agent.goto("/duties/")
    assert "80.0%" in agent.locator("tbody", has_text="市生态环境局").inner_text()

    city = enter("shenhe")
    city.goto(address)
    assert "4分：公示后当天批复" in city.locator(".clock").inner_text()


def test_the_city_looks_over_lights_sends_warnings_and_confirms_a_duty(enter):
    page = enter("shenhe")
    page.goto("/service/")
    late = page.locator(".pills a.state-overdue")
    number = int(re.search(r"\d+", late.inner_text())[0])
    late.click()
    assert page.locator("table.cases tbody tr").count() == number > 0
    page.get_by_role("button", name="发出时限提醒").click()
    assert "发出提醒" in page.locator(".banner.success").inner_text()
    assert page.get_by_role("button", name="发出时限提醒").is_disabled()
    page.goto("/duties/")
    row = page.locator("table.duties tr", has_text="待市局确认").first
    row.get_by_role("link").last.click()
    page.locator(".step summary", has_text="改判").click()
    page.locator(".step[open] [name=judgement]").select_option(label="部分完成")
    page.locator(".step[open] [name=note]").fill("材料只证明了一半")
    page.locator(".step[open] button[type=submit]").click()
    assert page.locator(".tag.confirmed").inner_text() == "已确认"
    assert "材料只证明了一半" in page.locator(".events").inner_text()


def test_a_department_s_clerk_judges_its_duty(enter):
    page = enter("shengtai")
    page.goto("/duties/")
    page.locator("tbody.own").get_by_role("link", name="设计阶段").click()
    page.locator(".step summary").click()
    page.locator(".step[open] [name=judgement]").select_option(label="已完成")
    page.locator(".step[open] [name=justification]").fill("现场指导51个项目")
    page.locator(".step[open] button[type=submit]").click()
    page.goto("/duties/")
    assert "现场指导51个项目" in page.locator("tbody.own").inner_text()


PAGES = (
    "/service/",
    "/service/new/",
    "/service/limits/?type=gas",
    "/duties/",
    "/incentives/",
    "/approvals/",
    "/approvals/template/",
    "/records/S2022-012/",
    "/records/Z2022-016/",
)


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_every_page_fits_and_can_be_used_by_everybody(size, enter):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = enter("shenhe", **({"viewport": size} if size else {}))
    page.goto("/approvals/")
    plan = page.locator("table.lines a").first.get_attribute("href")
    for address in (*PAGES, plan):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
