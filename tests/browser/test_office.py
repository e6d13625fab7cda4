"""账号, 审计, 关账, 对账, 认定规则 in a real browser, at a desk and on a phone."""

import pytest

from tests.browser.conftest import grave_barriers, overflow, sign_in

PAGES = {
    "xitong": ("/accounts/",),
    "anquan": ("/accounts/tongchuan/",),
    "shenji": ("/audit/", "/audit/400/", "/audit/sign-ins/", "/audit/check/", "/audit/seal/"),
    "shenhe": (
        "/closing/",
        "/closing/2022-10/",
        "/reconciliation/",
        "/rulings/recognition/",
        "/rulings/recognition/?edit=1",
    ),
    "tongchuan": ("/reconciliation/uncounted/",),
    "lingdao": ("/password/",),
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("who", PAGES)
def test_every_page_fits_and_has_no_serious_barrier(who, width, page):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, who)
    for address in PAGES[who]:
        assert page.goto(address).status == 200, address
        assert overflow(page) <= 0, address
        assert grave_barriers(page) == [], address


def test_figures_beside_each_other_do_not_overlap_on_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "shenhe")
    page.goto("/reconciliation/")
    row = page.locator("table.office tbody tr").first
    tops = [cell.bounding_box()["y"] for cell in row.locator("td.n").all()]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops) == 4


def test_a_new_colleague_gets_a_role_and_an_own_password(enter, visit):
    system, colleague = enter("xitong"), visit()
    system.fill("[name=username]", "zhangsan")
    system.fill("[name=name]", "张三")
    system.fill("[name=reason]", "新进人员")
    system.click("text=新建 >> nth=-1")
    password = system.locator(".value code").inner_text()
    security = enter("anquan")
    security.goto("/accounts/zhangsan/")
    security.select_option("[name=role]", "clerk")
    security.fill("[name=unit]", "大竹县")
    security.fill("[name=reason]", "任命")
    security.click("button:has-text('保存')")
    assert "角色：无 → 填报员" in " ".join(security.locator("table.lines").inner_text().split())
    colleague.goto("/login/")
    colleague.fill("[name=username]", "zhangsan")
    colleague.fill("[name=password]", password)
    colleague.click("button[type=submit]")
    colleague.wait_for_url("**/password/")
    assert "由他人设置" in colleague.locator(".banner.warning").inner_text()
    for name, value in (("old", password), ("new", "Dazhu-xian-8"), ("again", "Dazhu-xian-8")):
        colleague.fill(f"[name={name}]", value)
    colleague.click("button.primary")
    colleague.wait_for_url("**/progress/")
    assert "大竹县 · 填报员" in colleague.locator(".who").inner_text()


def test_official_figures_are_pasted_looked_at_and_recorded(enter):
    page = enter("shenhe")
    page.goto("/reconciliation/?kind=fixed_investment&month=2022-10")
    row = page.locator("table.office tbody tr", has_text="通川区").first
    assert "未报" in row.inner_text()
    page.fill("[name=stated_on]", "2022-11-18")
    page.fill("textarea[name=block]", "单位\t累计（亿元）\n通川区\t38.5\n达川区\t未报")
    page.click("button:has-text('预览')")
    assert "385000" in page.locator("#preview").inner_text()
    page.click("button:has-text('确认录入')")
    assert "台账没有任何改动" in page.locator(".banner.success").inner_text()
    assert "385000" in row.inner_text()


def test_the_city_closes_october_after_seeing_what_waits(enter):
    page = enter("shenhe")
    page.goto("/closing/")
    page.click("text=核对并关账")
    assert "还没有入账的申报" in page.locator("main").inner_text()
    page.click("button:has-text('确认关账')")
    assert "2022年10月已关账" in page.locator(".banner.success").inner_text()
    october = page.locator("table.months-closed tr", has_text="10月").last
    assert "已关账" in october.inner_text()
