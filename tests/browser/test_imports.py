"""A month by workbook in a real browser: downloaded, filled in, uploaded, confirmed; the head takes it back."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.documents.files import saved
from tests.usecases.importing import fill, headers


def downloaded(page, month: str = "2022-10") -> bytes:
    page.goto("/imports/")
    page.fill("form[action='/imports/form/'] [name=month]", month)
    with page.expect_download() as waiting:
        page.locator("button", has_text="的填报表").click()
    return Path(waiting.value.path()).read_bytes()


def sent(page, content: bytes, directory: Path) -> None:
    file = directory / "填好的表.xlsx"
    file.write_bytes(content)
    page.goto("/imports/")
    page.set_input_files("form:has([value=month]) [name=file]", file)
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url(re.compile(r"/imports/[0-9]+/$"))


def first_free_row(book) -> int:
    """The first project without money in the month."""
    page = book["项目进展"]
    places = headers(page)
    return next(
        number - 3
        for number in range(4, page.max_row + 1)
        if page.cell(number, places["签约日期"]).value and not page.cell(number, places["本月到位资金"]).value
    )


def test_a_month_from_the_download_to_what_waits_for_the_head(enter, tmp_path):
    page = enter("tongchuan")
    book = openpyxl.load_workbook(BytesIO(downloaded(page)))
    row = first_free_row(book)
    fill(book["项目进展"], row, 本月到位资金="1,200.5", 到账日期="2022年10月12日", 付款方="某投资公司")
    fill(book["项目进展"], row + 1, 本月到位资金="很多")
    sent(page, saved(book), tmp_path)
    said = page.locator("main").inner_text()
    assert "本月到位资金1200.5万元" in said
    assert "“很多”不是金额" in said
    with page.expect_download() as waiting:
        page.locator("a", has_text="下载标注了处理结果的表").click()
    marked = openpyxl.load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))["项目进展"]
    assert "处理结果" in headers(marked)
    page.get_by_role("button", name=re.compile("确认采用 1 行")).click()
    page.locator(".banner.success").first.wait_for()
    page.locator("a.primary", has_text="去申报页").click()
    assert "到位资金" in page.locator("main").inner_text()

    head = enter("tongchuanld")
    head.goto("/claims/")
    assert "某投资公司" in head.locator("main").inner_text() or "1200.5" in head.locator("main").inner_text()
    head.goto("/imports/")
    head.locator("a", has_text="填好的表.xlsx").first.click()
    head.get_by_role("button", name="整体撤回这次导入").click()
    assert "已整体撤回" in head.locator(".banner.success").first.inner_text()


def test_every_page_fits_a_phone_and_has_no_serious_barrier(enter, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = enter("tongchuan")
    book = openpyxl.load_workbook(BytesIO(downloaded(page)))
    row = first_free_row(book)
    fill(book["项目进展"], row, 本月到位资金=12, 到账日期="2022-10-12")
    fill(book["项目进展"], row + 1, 本月到位资金="很多")
    sent(page, saved(book), tmp_path)
    for address in (page.url, "/imports/", "/imports/paste/"):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(address)
            too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(too_wide) <= 0, (address, width)
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            grave = [
                (one["id"], [node["target"] for node in one["nodes"]][:3])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == [], (address, width)


def test_a_workbook_that_went_through_libreoffice_is_read_the_same(enter, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("本机没有 LibreOffice，往返测试记为跳过。")
    page = enter("tongchuan")
    book = openpyxl.load_workbook(BytesIO(downloaded(page, "2022-09")))
    fill(book["项目进展"], first_free_row(book), 本月到位资金=12.5, 到账日期="2022-09-12")
    source = tmp_path / "月报.xlsx"
    source.write_bytes(saved(book))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "out"), str(source)], check=True, timeout=180, capture_output=True
    )
    sent(page, (tmp_path / "out" / "月报.xlsx").read_bytes(), tmp_path)
    assert page.locator(".outcomes .created b").inner_text() == "1"
    assert page.locator(".outcomes .refused b").inner_text() == "0"
    assert page.locator(".outcomes .conflict b").inner_text() == "0"
    assert "本月到位资金12.5万元" in page.locator("main").inner_text()
