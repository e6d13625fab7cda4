"""From watching to the bulletin in a real browser: the city, a county's clerk and head, the performance office.

Whom the rules hit is followed up until it is closed, a unit is heard before it is named, and what was issued is proved
after the ledger was corrected; the next bulletin tells the correction by itself.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

UNIT = "通川区"
COLUMN = "25亿元及以上项目"
MATTER = "重大项目引进"
PROJECT, ENTRY = "P2022-036", 3942
"""A payment of August, whose month is closed."""
ROOT = Path(__file__).resolve().parents[2]


def said(page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def step(page, name: str, **told: str) -> str:
    """Takes a step of the record that is open; returns what the page then says."""
    box = page.locator("details.step", has=page.locator("summary", has_text=re.compile(rf"^\s*{name}\s*$")))
    box.locator("summary").click()
    for field, value in told.items():
        box.locator(f"[name={field}]").fill(value)
    box.locator("button[type=submit]").click()
    page.wait_for_load_state()
    return said(page)


def write(page, as_of: str, number: str) -> str:
    """Writes a monthly bulletin and returns its address."""
    page.goto("/bulletins/new/?year=2022")
    form = page.locator("form.record-form")
    form.locator("[name=kind]").select_option("monthly")
    form.locator("[name=as_of]").fill(as_of)
    form.locator("[name=document_number]").fill(number)
    press(page, "生成文稿")
    page.wait_for_url("**/bulletins/B*/")
    return page.url


def issue(page, reader, draft: str) -> None:
    """A second person reads the preview and approves; the city issues."""
    reader.goto(draft)
    assert "核稿通过" not in said(reader)
    reader.goto(f"{draft}preview/")
    reader.goto(draft)
    press(reader, "核稿通过")
    page.goto(draft)
    press(page, "印发")
    page.wait_for_url("**/bulletins/issued/**")


def proved(data: Path, file: Path) -> tuple[int, str]:
    """What ./jinghe bulletin verify says of a file."""
    command = [sys.executable, "-m", "jinghe", "bulletin", "verify", str(file), "--data", str(data)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JINGHE_", "DJANGO_"))}
    env |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    told = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    return told.returncode, told.stdout + told.stderr


def test_from_whom_the_rules_hit_to_the_bulletin_that_tells_the_correction(enter, tmp_path):
    city, clerk, head, office = enter("shenhe"), enter("tongchuan"), enter("tongchuanld"), enter("jixiao")

    # A rule of the office's own is tried on the months so far before it is laid down.
    city.goto("/dispatch/rules/?as_of=2022-10-31")
    city.locator("summary", has_text="修改规则").click()
    first = city.locator(".watch-row").first
    first.locator("[name=name]").fill("重大项目引进欠序时进度20个百分点以上")
    first.locator("[name=column0]").select_option(COLUMN)
    press(city, "试算")
    assert "各月末会列入谁" in said(city)
    city.fill("[name=reason]", "领导小组会议纪要")
    press(city, "保存为新版本")
    assert "已保存为新版本" in said(city)

    # Whom the rules hit; a follow-up goes to a unit, which acts, asks for closure and is verified.
    city.goto("/dispatch/?as_of=2022-10-31")
    assert f"{UNIT} {COLUMN}欠序时进度43.33个百分点" in said(city)
    assert "签约90天未注册" in said(city)
    city.goto(f"/follow-ups/new/?units={UNIT}&name={MATTER}&rule=10月调度")
    city.fill("[name=content]", "逐项目列出到资计划")
    press(city, "下达")
    assert "已下达1件督办" in said(city)
    case = city.locator("main a[href^='/records/']", has_text=MATTER).first.get_attribute("href")
    clerk.goto("/inbox/")
    assert MATTER in said(clerk)
    clerk.goto(case)
    assert "现在是“已签收”" in step(clerk, "签收", person="王强")
    assert "现在是“整改中”" in step(clerk, "报整改措施", measures="每周调度一次")
    assert clerk.locator("details.step summary", has_text="申请销号").count() == 0
    head.goto(case)
    assert "现在是“申请销号”" in step(head, "申请销号", result="已按计划到资，佐证附后")
    city.goto(case)
    assert "现在是“已销号”" in step(city, "核实销号", verified="属实，同意销号")

    # A unit that the rules list is proposed, told, heard, and named by the performance office alone.
    city.goto("/namings/?as_of=2022-10-31")
    city.locator("label.tick-box", has_text=UNIT).first.locator("input").check()
    press(city, "提出点名建议")
    clerk.goto("/namings/")
    assert "还没有点名建议" in said(clerk)
    censure = city.locator("td.subject a", has_text=UNIT).first.get_attribute("href")
    clerk.goto(censure)
    assert "没有权限" in said(clerk)
    city.goto(censure)
    city.fill("[name=person]", "王强")
    press(city, "告知单位")
    head.goto(censure)
    head.fill("[name=reply]", "个别大项目手续未齐，11月补齐")
    press(head, "提交说明")
    city.goto(censure)
    assert city.get_by_role("button", name="决定点名").count() == 0
    office.goto(censure)
    office.locator("[name=decision]").fill("说明理由不充分，予以通报")
    press(office, "决定点名")
    assert "决定点名" in said(office)

    # The bulletin of October: a number changed by hand is flagged, put back, read by another person, issued.
    draft = write(city, "2022-10-31", "达市经合办〔2022〕21号")
    city.goto(f"{draft}preview/")
    assert f"{UNIT}（时任责任人王强）工作推进不力" in said(city)
    assert re.search("万源市（时任责任人[^）]+）责任落实不到位：截至9月30日", said(city))
    city.goto(f"{draft}edit/")
    box = city.locator("textarea", has_text="全市到位资金").first
    before = box.input_value()
    number = re.search(r"〔([0-9.]+)〕", before)[1]
    box.fill(before.replace(f"〔{number}〕", "〔999.9〕", 1))
    press(city, "保存并核对数字")
    assert f"文中为“999.9”，台账为“{number}”，请改回" in said(city)
    city.locator("textarea", has_text="999.9").first.fill(before)
    press(city, "保存并核对数字")
    assert "已保存，数字与台账一致" in said(city)
    issue(city, office, draft)
    with city.expect_download() as coming:
        city.get_by_role("link", name="docx", exact=True).click()
    file = tmp_path / "通报.docx"
    coming.value.save_as(file)
    status, told = proved(tmp_path / "data", file)
    assert status == 0, told
    assert "文件与印发时逐字节一致" in told
    issued = city.url

    # A payment is taken back: what was issued is still proved, and what was corrected since is listed.
    city.goto(f"/records/{PROJECT}/restate/")
    row = city.locator("tr", has_text=f"第{ENTRY}笔")
    row.locator("summary").click()
    row.locator("[name=reason]").fill("到账凭证重复")
    press(city, f"冲销第{ENTRY}笔")
    status, told = proved(tmp_path / "data", file)
    assert status == 0, told
    assert "按现在的台账已不同的数字" in told
    assert "到账凭证重复" in told
    city.goto(f"{issued}?verify=1")
    assert "到账凭证重复" in said(city)

    # The next bulletin tells it by itself, and names nobody twice.
    city.goto(f"{write(city, '2022-10-31', '')}preview/")
    assert "更正情况" in said(city)
    assert "到账凭证重复" in said(city)
    assert "时任责任人王强" not in said(city)
