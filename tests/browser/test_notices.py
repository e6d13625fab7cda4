"""A notice from its upload to the plan in force, in a real browser, on a demonstration of its own."""

import re

import pytest

from tests.usecases.notices import PREAMBLE, notice


@pytest.fixture
def visitor(enter):
    """The city bureau; nothing that the page asks for may be refused."""
    page, complaints = enter("shenhe"), []
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    yield page
    assert not complaints, complaints


def settle(page, words, choice):
    row = page.locator("#findings li", has_text=words).first
    row.locator("select").select_option(label=choice)
    row.locator("[name=reason]").fill("已对照印发件")
    row.get_by_role("button", name="处理").click()
    page.locator(".banner.success").first.wait_for()


def test_from_an_upload_to_the_second_revision(visitor, tmp_path):
    page = visitor
    file = tmp_path / "通知.docx"
    file.write_bytes(notice(preamble=PREAMBLE.replace("2031", "2022")))
    page.locator("nav.rail a", has_text="读通知").click()
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_url(re.compile("/notices/[0-9]+/$"))
    draft = page.url
    assert "必须处理 3" in page.locator("#findings").inner_text()

    marked = page.locator("a.took", has_text="主导引进投资5亿元及以上工业项目2个")
    marked.click()
    row = page.locator("tr:target")
    assert "市发展改革委" in row.inner_text()
    page.evaluate("window.stayed = true")
    row.get_by_role("link", name="改").click()
    form = page.locator("td[id^=edit-] form").first
    form.locator("[name=required]").fill("4")
    assert page.evaluate("window.stayed") is True
    form.locator("[name=reason]").fill("印发件写的是4个")
    form.get_by_role("button", name="保存更正").click()
    page.locator(".banner.success").first.wait_for()
    assert "目标 2个 → 4个" in page.locator("tr.why-row").inner_text()

    settle(page, "合计印为9个", "原文如此，按读入的结果")
    settle(page, "沿用前一项的限定、不限定", "不限定")
    page.locator("a.primary", has_text="确认下达").click()
    assert "还有1处疑点必须先处理" in page.locator("main").inner_text()
    page.goto(draft)
    page.locator("a", has_text="教词“低空旅拍”").click()
    page.locator("label", has_text=re.compile("^ ?文化旅游$")).locator("input").check()
    page.locator("[name=reason]").fill("归入文旅")
    page.get_by_role("button", name="教词").click()
    page.wait_for_url(re.compile("/notices/[0-9]+/#findings"))
    assert "疑点都已处理" in page.locator("#findings").inner_text()

    page.locator("a.primary", has_text="确认下达").click()
    page.fill("[name=effective_on]", "2022-06-01")
    page.get_by_role("button", name="确认下达").click()
    page.wait_for_url("**/plan/**")
    assert "第2版，2022年6月1日起执行" in page.locator(".sub").first.inner_text()
    page.goto("/plan/")
    page.locator(".versions a", has_text="这一版怎么读出来的").click()
    said = page.locator("main").inner_text()
    assert "2022年第2版" in said
    assert "印发件写的是4个" in said
    assert "归入文旅" in said
    assert page.locator("form.settle").count() == 0


def test_every_page_of_a_draft_fits_a_phone_and_has_no_serious_barrier(visitor, tmp_path):
    page = visitor
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = tmp_path / "通知.docx"
    file.write_bytes(notice())
    page.goto("/notices/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_url(re.compile("/notices/[0-9]+/$"))
    draft = page.url
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for part in ("", "targets/T001/", "add/", "teach/", "compare/", "confirm/"):
            page.goto(draft + part)
            assert (
                page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                <= 0
            ), part
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            grave = [
                (part, one["id"], [node["target"] for node in one["nodes"]][:3])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == []


def test_a_draft_can_be_worked_on_without_any_script(enter, tmp_path):
    page = enter("shenhe", java_script_enabled=False)
    file = tmp_path / "通知.docx"
    file.write_bytes(notice())
    page.goto("/notices/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="上传并读取").click()
    page.locator("tr#t-T001 a", has_text="改").click()
    page.locator("[name=required]").first.fill("66")
    page.get_by_role("button", name="保存更正").click()
    assert "目标 60亿元 → 66亿元" in page.locator("tr.why-row").inner_text()
