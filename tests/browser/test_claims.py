"""Money from the clerk's draft to the scoreboard and back out, in a real browser, by the people of the office."""

import re
from datetime import date

import pytest

from tests.browser.conftest import PHONE

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PROJECT = "P2022-009"


def ten_thousands(page) -> int:
    """到位资金 of 通川区 in 万元, as the page of its target says it to everybody."""
    page.goto("/targets/T001/?year=2022&as_of=2022-10-31")
    found = re.search(r"([0-9.]+)亿元", page.locator("h1").inner_text())
    return round(float(found[1]) * 10_000)


def test_from_a_draft_through_a_return_to_the_scoreboard_and_back(enter, tmp_path):
    slip = tmp_path / "进账单.png"
    slip.write_bytes(PNG)
    leader = enter("lingdao")
    before = ten_thousands(leader)

    clerk = enter("tongchuan")
    clerk.goto(f"/records/{PROJECT}/")
    clerk.get_by_role("link", name="申报到位资金").click()
    clerk.fill("[name=occurred_on]", date(2022, 10, 28).isoformat())
    clerk.fill("[name=amount]", "２，１００")
    clerk.get_by_role("button", name="存为草稿").click()
    clerk.wait_for_url(re.compile(r"/claims/\d+/$"))
    claim = clerk.url
    assert "请上传佐证：银行进账单或" in clerk.locator(".missing").inner_text()
    clerk.select_option("#papers [name=kind]", "银行进账单")
    clerk.set_input_files("#papers [name=file]", [slip])
    clerk.get_by_role("button", name="上传", exact=True).click()
    clerk.locator(".shown-papers img").first.wait_for()
    assert clerk.locator(".missing").count() == 0

    head = enter("tongchuanld")
    head.goto("/claims/")
    row = head.locator(".waiting tr", has=head.locator(f"a[href='{claim[claim.index('/claims/') :]}']"))
    row.locator("[name=claim]").check()
    head.get_by_role("button", name="提交所选").click()
    assert "已提交1条申报" in head.locator(".banner.success").inner_text()

    city = enter("shenhe")
    city.goto(claim)
    becoming = city.locator(".becoming").inner_text()
    assert "通川区" in becoming
    assert "2100 万元" in becoming
    city.locator("summary", has_text="退回").click()
    city.select_option("[name=field]", "amount")
    city.select_option("[name=reason]", "wrong_field")
    city.locator(".next [name=note]").first.fill("进账单为2000万元")
    city.get_by_role("button", name="退回").click()
    city.locator(".banner.success").wait_for()

    clerk.goto(claim)
    wrong = clerk.locator("label.wrong")
    assert "进账单为2000万元" in wrong.inner_text()
    wrong.locator("input").fill("2000")
    clerk.get_by_role("button", name="保存").click()
    clerk.locator(".banner.success").wait_for()

    head.goto(claim)
    head.get_by_role("button", name="提交", exact=True).click()
    head.locator(".banner.success").wait_for()
    assert ten_thousands(leader) == before

    city.goto(claim)
    city.get_by_role("button", name="核定入账").click()
    assert "已核定入账" in city.locator(".banner.success").inner_text()
    assert "到位资金" in city.locator(".counted").inner_text()
    assert ten_thousands(leader) == before + 2000

    city.locator("summary", has_text="冲销").click()
    city.locator(".next [name=note]").fill("银行退回")
    city.get_by_role("button", name="冲销").click()
    city.locator(".banner.success").wait_for()
    assert "已冲销" in city.locator("main .sub").inner_text()
    assert ten_thousands(leader) == before


def test_all_or_none_tells_each_fault_where_the_claim_is(enter):
    head = enter("tongchuanld")
    head.goto("/claims/")
    for box in head.locator(".waiting [name=claim]").all():
        box.check()
    head.get_by_role("button", name="提交所选").click()
    told = head.locator(".banner.error").inner_text()
    assert "没有任何一条被处理" in told
    assert "请上传佐证" in told
    assert head.locator("tr.faulty").count() >= 1
    assert (
        head.locator(".waiting [name=claim]:checked").count() == head.locator(".waiting [name=claim]").count()
    )


@pytest.mark.parametrize("who", ["tongchuan", "shenhe"])
def test_on_a_phone_nothing_is_wider_than_the_screen(enter, who):
    page = enter(who, viewport=PHONE)
    for address in ("/claims/", "/claims/7/", f"/claims/new/?kind=funds&record={PROJECT}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
    page.goto("/claims/7/")
    assert page.locator(".next").bounding_box()["y"] < page.locator("#papers").bounding_box()["y"]


def test_without_javascript_the_forms_work(enter):
    page = enter("tongchuan", java_script_enabled=False)
    page.goto(f"/claims/new/?kind=funds&record={PROJECT}")
    page.fill("[name=occurred_on]", "2022-10-11")
    page.fill("[name=amount]", "12")
    page.get_by_role("button", name="存为草稿").click()
    assert re.search(r"/claims/\d+/$", page.url)
