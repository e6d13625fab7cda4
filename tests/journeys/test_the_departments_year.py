"""The departments' year in a real browser: a clerk of the reform commission, its head, an agent, a county, the city.

A lead is filed and answered within its clock, becomes a project that somebody looks after, a trip is approved, the
letter is signed for, a case is paused, finished and rated; the city sees each of them on its own pages.
"""

import re

import pytest

pytestmark = pytest.mark.browser

UNIT = "市发展改革委"
COUNTY = "通川区"
LEAD = "宽温储能电池投资意向"


def said(page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def fill(form, told: dict[str, str]) -> None:
    """Fills in a form by the names of its fields; a choice or a tick by its label."""
    for name, value in told.items():
        field = form.locator(f"[name={name}]")
        if field.count() > 1:
            form.get_by_label(value, exact=True).check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def file(page, address: str, **told: str) -> str:
    """Files a new record and returns its address."""
    page.goto(address)
    form = page.locator("form.record-form")
    fill(form, told)
    form.locator("button[type=submit]").click()
    page.wait_for_url("**/records/**")
    return page.url


def step(page, name: str, **told: str) -> str:
    """Takes a step of the record that is open; returns what the page then says."""
    box = page.locator("details.step", has=page.locator("summary", has_text=re.compile(rf"^\s*{name}\s*$")))
    box.locator("summary").click()
    fill(box, told)
    box.locator("button[type=submit]").click()
    page.wait_for_load_state()
    return said(page)


def act(page, name: str, **told: str) -> None:
    """Takes a step of a service case."""
    page.locator(".action-list summary", has_text=re.compile(rf"^\s*{name}\s*$")).click()
    form = page.locator(".action-list details[open] form")
    fill(form, told)
    form.get_by_role("button", name="登记").click()
    page.wait_for_load_state()


def test_the_year_of_the_departments(enter):
    clerk, head, city = enter("fagai"), enter("fagaild"), enter("shenhe")

    # A lead, answered, assigned and fed back within the clock, becomes a project in talks.
    lead = file(
        clerk,
        "/registers/lead/new/",
        name=LEAD,
        intent="拟建储能电池生产线",
        industry="能源化工",
        investor_name="苏州曜澜储能科技有限公司",
        region="江苏",
        channel="来访洽谈",
        contact_phone="13900001111",
        first_contact_unit=UNIT,
        first_reported_on="2022-10-25",
        investment="60000",
        investor="民企",
        **dict.fromkeys(("has_investor", "has_intent", "has_means", "fits_policy"), "是"),
    )
    assert "2022年10月26日到期" in said(clerk)
    assert "现在是“待研判”" in step(clerk, "响应", responded_on="2022-10-26")
    assert "现在是“已交办”" in step(clerk, "研判交办", assigned_on="2022-10-27", assigned_unit=COUNTY)
    county = enter("tongchuan")
    county.goto("/inbox/")
    assert LEAD in said(county)
    county.goto(lead)
    assert "现在是“跟进中”" in step(county, "反馈进展", fed_back_on="2022-10-28", note="已实地考察")
    county.locator("summary", has_text="转为在谈项目").click()
    county.locator("[name=host]").select_option(label=COUNTY)
    county.get_by_role("button", name="转为在谈项目").click()
    county.wait_for_url("**/records/P*/")
    project = county.url
    assert LEAD in said(county)
    clerk.goto(lead)
    assert project.split("/")[-2] in said(clerk)

    # The host names who keeps the talk going.
    county.goto(f"{project}edit/")
    county.fill("[name=liaison]", "周敏")
    county.locator("form.record-form button[type=submit]").click()
    county.wait_for_url(project)
    assert "周敏" in said(county)

    # A trip waits for the head, who approves it; its report comes after the return.
    trip = file(
        clerk,
        "/registers/trip/new/",
        name="赴苏州储能招商小分队",
        purpose="拜访储能企业",
        region="江苏",
        places="苏州、无锡",
        starts_on="2022-10-26",
        ends_on="2022-10-28",
        people="3",
        leader_name="陈立",
        leader_rank="单位分管负责人",
    )
    assert clerk.locator("details.step summary", has_text="批准").count() == 0
    head.goto(trip)
    assert "现在是“已批准”" in step(head, "批准", approved_on="2022-10-25", approved_by="王主任")
    clerk.goto(trip)
    assert "现在是“已返回”" in step(clerk, "返回")
    report = {"reported_on": "2022-10-31", "companies": "苏州曜澜储能科技有限公司", "report": "已邀请来访"}
    assert "现在是“已报告”" in step(clerk, "提交报告", **report, expenses="1.2")
    city.goto("/inbox/")
    assert "小分队批准：赴苏州储能招商小分队" in said(city)

    # A measure of the work plan, a talk the head held in person, and the letter with the head's name.
    file(
        clerk,
        "/registers/work_item/new/",
        name="储能产业链招商",
        year="2022",
        ends_on="2022-12-20",
        person="陈立",
        substitute="吴倩",
    )
    file(
        clerk,
        "/registers/leadership/new/",
        name="专题研究储能招商",
        held_on="2022-10-24",
        way="研究",
        person="王主任",
        post="主任",
        content="确定对接名单",
    )
    head.goto(f"/sign-off/{UNIT}/")
    head.fill("[name=reason]", "引进项目目标偏高，请核对")
    head.get_by_role("button", name="提出异议").click()
    city.goto(f"/sign-off/{UNIT}/")
    assert "引进项目目标偏高" in said(city)
    city.locator("[name=outcome]").select_option(label="作出说明，目标不变")
    city.fill("[name=answer]", "与上年持平")
    city.get_by_role("button", name="答复", exact=True).click()
    city.wait_for_load_state()
    head.goto(f"/sign-off/{UNIT}/")
    head.fill("[name=name]", "王主任")
    head.get_by_role("button", name="签收", exact=True).click()
    head.wait_for_load_state()
    assert "签收人：王主任" in said(head)

    # An agent takes a case, pauses it with a reason, finishes it, and the enterprise rates it.
    agent = enter("shengtai")
    case = file(
        agent,
        "/service/new/",
        name="储能电池厂房环评报告表",
        type="环评审批（报告表）",
        source="企业提出",
        company="苏州曜澜储能科技有限公司",
        received_on="2022-10-24",
        contact_phone="13900002222",
    )
    act(agent, "受理", on="2022-10-24", agent="李静")
    act(agent, "暂停计时", on="2022-10-25", reason="法定公示")
    assert "暂停计时" in agent.locator(".clock-figure").inner_text()
    act(agent, "恢复计时", on="2022-10-27")
    act(agent, "办结", on="2022-10-28", rating="4分", note="公示后即办")
    assert "按时办结" in agent.locator(".clock-figure").inner_text()

    # The city sees all of it on pages of its own.
    seen = {
        "/leads/?text=曜澜": LEAD,
        "/trips/": "赴苏州储能招商小分队",
        "/funnel/": "转为在谈",
        f"/work-plans/{UNIT}/": "储能产业链招商",
        f"/leadership/{UNIT}/": "专题研究储能招商",
        f"/sign-off/{UNIT}/": "签收人：王主任",
        "/duties/": "市生态环境局",
        case: "4分：公示后即办",
        project: LEAD,
    }
    for address, words in seen.items():
        city.goto(address)
        assert words in said(city), address
    city.goto("/funnel/list/?what=talks")
    assert LEAD in said(city)

    # Nobody else reads the telephone of the enterprise, nor the lead of another department.
    county.goto(case)
    assert "13900002222" not in said(county)
    agent.goto(lead)
    assert "没有权限" in said(agent)
