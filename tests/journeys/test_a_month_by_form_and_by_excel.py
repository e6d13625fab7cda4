"""A whole month of the office in a real browser, from the reminder to a correction after the month was closed.

A clerk claims once by form and twice by workbook; every figure is earned by a head, a department and the city bureau.
"""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.documents.files import saved
from tests.usecases.importing import fill, headers

pytestmark = pytest.mark.browser

MONTH = "2022-11"
END = "2022-11-30"
UNIT = "通川区"
BY_FORM = "P2022-009"
BY_WORKBOOK = "P2022-025"
FOREIGN = "P2022-046"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def clock_goes_on() -> bool:
    """November ends, and is reported and closed."""
    return True


def said(page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def press(page, name: str) -> str:
    """Presses a button and returns what the page then says of it."""
    page.get_by_role("button", name=name, exact=True).click()
    return page.locator(".banner.success").first.inner_text()


def ten_thousands(page, day: str) -> int | None:
    """到位资金 of the unit in 万元 as everybody reads it; None while it stands 未报."""
    page.goto(f"/targets/T001/?year=2022&as_of={day}")
    told = page.locator("h1").inner_text()
    return None if "未报" in told else round(float(re.search(r"([0-9.]+)亿元", told)[1]) * 10_000)


def remind(city) -> None:
    city.goto("/returns/?as_of=2022-12-31")
    city.get_by_role("link", name="催报11月").click()
    chosen = "(boxes, unit) => boxes.forEach(box => { box.checked = box.value === unit })"
    city.locator("[name=unit]").evaluate_all(chosen, UNIT)
    city.fill("[name=text]", "请于本周五前报送11月月报。")
    assert "已向1家单位发出催报" in press(city, "发出催报")


def open_the_reminder(clerk) -> None:
    clerk.goto("/")
    clerk.locator(".inbox-link b").wait_for()
    clerk.locator(".inbox-link").click()
    clerk.get_by_role("link", name="请报送2022年11月月报").click()
    assert "请于本周五前报送11月月报。" in said(clerk)
    clerk.locator(f"main a[href*='{MONTH}']").first.click()
    assert "逾期未报" in said(clerk)


def claim_by_form(clerk) -> int:
    clerk.goto(f"/records/{BY_FORM}/")
    clerk.get_by_role("link", name="申报到位资金").click()
    clerk.fill("[name=occurred_on]", f"{MONTH}-15")
    clerk.fill("[name=amount]", "2,100")
    assert "已存为草稿" in press(clerk, "存为草稿")
    return int(re.search(r"/claims/(\d+)/$", clerk.url)[1])


def claim_by_workbook(clerk, directory: Path) -> list[int]:
    """Fills the downloaded workbook as a clerk does, uploads it, looks, and takes it over. Returns funds, foreign."""
    names = {}
    for code in (BY_WORKBOOK, FOREIGN):
        clerk.goto(f"/records/{code}/")
        names[code] = clerk.locator("h1").inner_text().split("\n")[0].strip()
    clerk.goto(f"/imports/?month={MONTH}")
    with clerk.expect_download() as waiting:
        clerk.locator("button", has_text=f"下载{UNIT}的填报表").click()
    book = openpyxl.load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))
    sheet = book["项目进展"]
    named = headers(sheet)["项目名称"]
    rows = {sheet.cell(row, named).value: row - 3 for row in range(4, sheet.max_row + 1)}
    fill(
        sheet,
        rows[names[BY_WORKBOOK]],
        本月到位资金="１,２００",
        到账日期="2022年11月18日",
        付款方="某投资公司",
    )
    fill(sheet, rows[names[FOREIGN]], 实际利用外资=650, FDI到资=100, 外资到资日期=f"{MONTH}-21")
    file = directory / "十一月.xlsx"
    file.write_bytes(saved(book))
    clerk.set_input_files("form:has([value=month]) [name=file]", file)
    clerk.get_by_role("button", name="上传并预览").click()
    clerk.wait_for_url(re.compile(r"/imports/[0-9]+/$"))
    assert "本月到位资金1200万元" in said(clerk)
    assert "已采用" in press(clerk, "确认采用 2 行")
    clerk.goto("/claims/")
    rows = [clerk.locator(".waiting tr", has_text=names[code]).first for code in (BY_WORKBOOK, FOREIGN)]
    places = [row.locator("a[href^='/claims/']").first.get_attribute("href") for row in rows]
    return [int(re.search(r"(\d+)", place)[1]) for place in places]


def refused_as_a_duplicate(clerk) -> None:
    """The same project under a name a little different is caught; without a reason nothing is registered."""
    clerk.goto(f"/records/{BY_FORM}/edit/")
    told = {
        name: clerk.input_value(f"[name={name}]") for name in ("name", "investor_name", "hosts", "investment")
    }
    chosen = {name: clerk.input_value(f"[name={name}]") for name in ("industry", "region")}
    clerk.goto("/registers/project/new/")
    for name, value in (told | {"name": f"{told['name']}建设"}).items():
        clerk.fill(f"[name={name}]", value)
    for name, value in chosen.items():
        clerk.select_option(f"[name={name}]", value)
    clerk.get_by_role("button", name="登记", exact=True).click()
    warning = clerk.locator(".banner.warning")
    assert BY_FORM in warning.inner_text()
    clerk.get_by_role("button", name="仍然登记").click()
    assert warning.is_visible()
    assert clerk.url.endswith("/new/")


def prove(clerk, number: int, kind: str, slip: Path) -> None:
    clerk.goto(f"/claims/{number}/")
    clerk.select_option("#papers [name=kind]", kind)
    clerk.set_input_files("#papers [name=file]", slip)
    assert "已上传1份" in press(clerk, "上传")
    assert clerk.locator(".missing").count() == 0


def take(page, button: str, *numbers: int) -> str:
    """Ticks claims among those that wait, and takes the step with all of them."""
    page.goto("/claims/")
    for number in numbers:
        row = page.locator(".waiting tr", has=page.locator(f"a[href='/claims/{number}/']"))
        row.locator("[name=claim]").check()
    return press(page, button)


def send_back_and_correct(city, clerk, head, number: int) -> None:
    """Nothing but the named field is wrong, and the clerk is told so on that field."""
    city.goto(f"/claims/{number}/")
    city.locator("summary", has_text="退回").click()
    city.select_option("[name=field]", "amount")
    city.select_option("[name=reason]", "wrong_field")
    city.locator(".next [name=note]").first.fill("进账单为2000万元")
    press(city, "退回")
    clerk.goto(f"/claims/{number}/")
    wrong = clerk.locator("label.wrong")
    assert "进账单为2000万元" in wrong.inner_text()
    wrong.locator("input").fill("2000")
    press(clerk, "保存")
    assert "已提交1条申报" in take(head, "提交所选", number)


def close(city, month: str) -> None:
    city.goto(f"/closing/{month}/")
    assert "已关账" in press(city, "确认关账")


def test_a_month_from_the_reminder_to_a_correction_after_closing(enter, tmp_path):
    slip = tmp_path / "凭证.png"
    slip.write_bytes(PNG)
    city, clerk, head, leader = (enter(who) for who in ("shenhe", "tongchuan", "tongchuanld", "lingdao"))
    before = ten_thousands(leader, "2022-10-31")

    remind(city)
    open_the_reminder(clerk)
    refused_as_a_duplicate(clerk)
    typed = claim_by_form(clerk)
    paid, foreign = claim_by_workbook(clerk, tmp_path)
    prove(clerk, typed, "银行进账单", slip)
    prove(clerk, paid, "银行进账单", slip)
    prove(clerk, foreign, "验资报告", slip)
    assert "已提交3条申报" in take(head, "提交所选", typed, paid, foreign)

    assert "已审核通过1条申报" in take(enter("shangwu"), "审核通过所选", foreign)
    send_back_and_correct(city, clerk, head, typed)
    assert "已核定入账3条申报" in take(city, "核定入账所选", typed, paid, foreign)
    city.goto(f"/claims/{foreign}/")
    assert "外商直接投资" in city.locator(".counted").inner_text()

    head.goto(f"/returns/{UNIT}/{MONTH}/")
    assert ten_thousands(leader, END) is None
    assert "已报送2022年11月月报" in press(head, "报送11月月报")
    assert ten_thousands(leader, END) == before + 2000 + 1200
    city.goto(f"/returns/{UNIT}/{MONTH}/")
    assert f"已核定{UNIT}11月月报" in press(city, "核定")

    close(city, "2022-10")
    close(city, MONTH)
    city.goto("/closing/?year=2022")
    reversal = city.locator("table.lines tr", has_text="2022年11月15日")
    assert reversal.count() == 0
    city.goto(f"/claims/{typed}/")
    city.locator("summary", has_text="冲销").click()
    city.locator(".next [name=note]").first.fill("银行退回该笔款项")
    press(city, "冲销")
    assert ten_thousands(leader, END) == before + 1200
    city.goto("/closing/?year=2022")
    changed = (
        city.locator("table.office tr", has_text="11月").filter(has_text="到位资金").filter(has_text=UNIT)
    )
    assert "0.32" in changed.first.inner_text()
    assert "0.12" in changed.first.inner_text()
    assert "−2000 万元" in reversal.first.inner_text()
