"""A form goes out as a workbook and comes back: what the clerk sees, what is locked, what the file knows of itself."""

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.documents.forms.headers import header_key
from jinghe.documents.forms.stamps import STAMP_SHEET
from jinghe.documents.forms.values import canonical
from jinghe.documents.forms.workbooks import ROW_KEY_HEADER, FormColumn, FormRow, FormSheet
from jinghe.documents.readers.xlsx.workbook import read_workbook
from jinghe.documents.writers.xlsx import cells
from jinghe.documents.writers.xlsx.cells import TooLongForACell
from jinghe.documents.writers.xlsx.workbook import CHOICES_SHEET, HEADER_ROW, NOTES_SHEET, write_workbook
from tests.documents.workbook_forms import (
    COLUMNS,
    FORM,
    SHEET,
    filled,
    many,
    opened,
    read_here,
    rows_in,
    sign,
    texts,
)

LETTERS = {column.key: letter for column, letter in zip(COLUMNS, "BCDEFG", strict=True)}
FIRST = HEADER_ROW + 1


def cell(page, key: str, row: int = FIRST):
    return page[f"{LETTERS[key]}{row}"]


@pytest.fixture(scope="module")
def page():
    return opened(write_workbook(FORM, sign))[SHEET.name]


def test_the_title_the_headers_and_the_rows_stand_where_a_clerk_looks(page):
    assert page["A1"].value == "达川区2022年3月月报（到位资金）"
    headers = [one.value for one in page[HEADER_ROW]]
    assert headers == [
        ROW_KEY_HEADER,
        "项目名称",
        "到位资金（万元）\n【必填】",
        "签约日期",
        "产业",
        "零报告",
        "备注",
    ]
    assert [one.value for one in page[FIRST]] == [
        "P-1", "锂电项目", 1200.5, page["D4"].value, "产业3,甲", "否", "分两期\n二期五月",
    ]  # fmt: skip


def test_numbers_are_numbers_and_days_are_days(page):
    assert (cell(page, "amount").data_type, cell(page, "amount", 5).value) == ("n", 0.1)
    assert cell(page, "signed_on").value.date() == date(2022, 3, 1)
    assert cell(page, "signed_on").number_format == "yyyy-mm-dd"


def test_what_looks_like_a_formula_is_text_and_stays_text_when_edited(page):
    risky = cell(page, "name", 5)
    assert (risky.value, risky.data_type, risky.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "#REF!"]
)
def test_no_text_becomes_a_formula_or_an_error(text):
    sheet = replace(SHEET, rows=(FormRow(key="P-1", version="1", values={"note": text}),))
    content = write_workbook(replace(FORM, sheets=(sheet,)), sign)
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert rows_in(content).rows[0].cells["note"].text == text.replace("\r", "\n")


def test_what_is_fixed_is_locked_and_what_is_asked_for_is_not(page):
    assert page.protection.sheet and not page.protection.password
    assert page["A4"].protection.locked and cell(page, "name").protection.locked
    assert not any(cell(page, key).protection.locked for key in LETTERS if key != "name")


def test_a_new_row_may_be_filled_in_whole(page):
    new = FIRST + len(SHEET.rows)
    assert page[f"A{new}"].protection.locked
    assert not any(cell(page, key, new).protection.locked for key in LETTERS)


def test_a_list_to_choose_from_may_be_long_and_hold_commas(page):
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    choice = rules["E4:E8"]
    assert (choice.type, choice.formula1, choice.errorStyle) == ("list", "'选项'!$A$1:$A$90", None)
    assert rules["C4:C8"].prompt == "本月新到账，不含以前月份。\n例：1200.5"
    assert (rules["C4:C8"].type, rules["D4:D8"].type, rules["D4:D8"].errorStyle) == (
        "decimal",
        "date",
        "warning",
    )
    assert "B6:B8" in rules and "B4:B8" not in rules


def test_the_lists_and_the_stamp_are_out_of_sight_and_the_explanation_is_not():
    book = opened(write_workbook(FORM, sign))
    states = {page.title: page.sheet_state for page in book}
    assert states == {
        SHEET.name: "visible", NOTES_SHEET: "visible", CHOICES_SHEET: "hidden", STAMP_SHEET: "veryHidden"
    }  # fmt: skip
    told = [[one.value for one in row] for row in book[NOTES_SHEET].iter_rows()]
    assert told[1][0] == "请于4月5日前报送。"
    assert [SHEET.name, "到位资金（万元）", "是", "数字", "本月新到账，不含以前月份。", "1200.5"] in told


def test_it_prints_across_a4_with_its_header_on_every_page(page):
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == (
        "landscape", 9, 0,
    )  # fmt: skip
    assert (page.freeze_panes, page.print_title_rows) == ("C4", "$3:$3")


def test_a_row_is_as_high_as_its_longest_text(page):
    assert [page.row_dimensions[row].height for row in (4, 5)] == [30, None]
    long = replace(SHEET.columns[0], hint="很长的说明" * 20)
    book = opened(write_workbook(replace(FORM, sheets=(replace(SHEET, columns=(long, *COLUMNS[1:])),)), sign))
    told = {row[1].value: row[0].row for row in book[NOTES_SHEET].iter_rows()}
    assert book[NOTES_SHEET].row_dimensions[told["项目名称"]].height == 60


def test_a_form_that_nobody_changed_comes_back_as_it_went_out():
    found = read_workbook(write_workbook(FORM, sign))
    assert found == read_here(write_workbook(FORM, sign))
    rows = rows_in(write_workbook(FORM, sign))
    assert (rows.flaws, rows.notes, rows.header_row) == ((), (), HEADER_ROW)
    assert texts(rows) == [
        ["P-1", "锂电项目", "1200.5", "2022-03-01", "产业3,甲", "否", "分两期\n二期五月"],
        ["P-2", "=1+1", "0.1", "", "", "", "—"],
    ]
    sheet = found.stamp.sheet(SHEET.name)
    assert (found.stamp.unit, found.stamp.month, found.stamp.made_at) == ("达川区", "2022-03", FORM.made_at)
    assert {key: row.version for key, row in sheet.rows.items()} == {"P-1": "7", "P-2": "1"}
    assert all(
        sheet.was_made_with(row.key, key, one.canonical)
        for row in rows.rows
        for key, one in row.cells.items()
    )


def test_a_changed_cell_is_told_from_one_that_somebody_else_changed_since():
    def change(book):
        cell(book[SHEET.name], "amount").value = 1300
        cell(book[SHEET.name], "name").value = "改了锁定的格"

    content = filled(change)
    sheet, row = read_here(content).stamp.sheet(SHEET.name), rows_in(content).rows[0]
    changed = [key for key, one in row.cells.items() if not sheet.was_made_with("P-1", key, one.canonical)]
    assert changed == ["name", "amount"]
    assert sheet.was_made_with("P-1", "amount", Decimal("1200.5"))
    assert not sheet.was_made_with("P-1", "amount", Decimal("1250"))


def test_retyping_a_value_in_another_shape_changes_nothing():
    def change(book):
        cell(book[SHEET.name], "amount").value = "1200.5"
        cell(book[SHEET.name], "note").value = " 分两期\r\n二期五月 "
        cell(book[SHEET.name], "is_zero").value = False

    content = filled(change)
    sheet, row = read_here(content).stamp.sheet(SHEET.name), rows_in(content).rows[0]
    assert all(sheet.was_made_with("P-1", key, one.canonical) for key, one in row.cells.items())


def test_a_forged_stamp_is_not_ours():
    def promote(book):
        page = book[STAMP_SHEET]
        page["C3"].value = "8"

    assert read_here(write_workbook(FORM, sign)).stamp.is_signed_by(sign)
    forged = read_here(filled(promote)).stamp
    assert forged.sheet(SHEET.name).rows["P-1"].version == "8"
    assert not forged.is_signed_by(sign)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda book: book.remove(book[STAMP_SHEET]),
        lambda book: book[STAMP_SHEET].delete_cols(4),
        lambda book: setattr(book[STAMP_SHEET]["A2"], "value", "{"),
        lambda book: setattr(book[STAMP_SHEET]["A1"], "value", "another"),
    ],
)
def test_a_stamp_that_is_gone_or_broken_is_none_and_the_rows_are_read(spoil):
    content = filled(spoil)
    assert read_here(content).stamp is None
    assert len(rows_in(content).rows) == len(SHEET.rows)


def test_a_long_number_is_kept_whole():
    number = Decimal("12345678901234567.89")
    sheet = replace(SHEET, rows=(FormRow(key="P-1", version="1", values={"amount": number}),))
    content = write_workbook(replace(FORM, sheets=(sheet,)), sign)
    assert rows_in(content).rows[0].cells["amount"].canonical == canonical(number)


def test_a_text_that_excel_would_cut_off_is_refused():
    sheet = replace(SHEET, rows=(FormRow(key="P-1", version="1", values={"note": "字" * 32_768}),))
    with pytest.raises(TooLongForACell) as caught:
        write_workbook(replace(FORM, sheets=(sheet,)), sign)
    assert "32768个字" in caught.value.text


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30),
    st.decimals(-(10**12), 10**12, places=3),
)
def test_any_text_and_number_come_back_exactly(text, number):
    sheet = replace(SHEET, rows=(FormRow(key="P-1", version="1", values={"note": text, "amount": number}),))
    content = write_workbook(replace(FORM, sheets=(sheet,)), sign)
    found, row = read_here(content).stamp.sheet(SHEET.name), rows_in(content).rows[0]
    assert row.cells["amount"].value == number
    assert found.was_made_with("P-1", "note", row.cells["note"].canonical)


def test_cost_grows_with_rows_only_once(monkeypatch):
    made = []
    monkeypatch.setattr(cells, "_model", lambda *args, made_by=cells._model, **kwargs: (
        made.append(args), made_by(*args, **kwargs))[1])  # fmt: skip
    write_workbook(many(3), sign)
    few = len(made)
    write_workbook(many(300), sign)
    assert len(made) == 2 * few < 60


@pytest.mark.parametrize(
    "make",
    [
        lambda: FormColumn(key="a", header=" "),
        lambda: FormColumn(key="a", header="甲", choices=("乙",)),
        lambda: FormRow(key="a\tb", version="1", values={}),
        lambda: FormSheet(name="a/b", columns=COLUMNS),
        lambda: FormSheet(name="甲", columns=()),
        lambda: replace(SHEET, columns=(*COLUMNS, FormColumn(key="x", header="备 注"))),
        lambda: replace(SHEET, columns=(FormColumn(key="x", header="系统编号"),), rows=()),
        lambda: replace(SHEET, rows=(SHEET.rows[0], SHEET.rows[0])),
        lambda: replace(SHEET, columns=COLUMNS[:1]),
        lambda: replace(FORM, sheets=(SHEET, SHEET)),
    ],
)
def test_a_form_that_makes_no_sense_cannot_be_built(make):
    with pytest.raises(ValueError):
        make()


@pytest.mark.parametrize(
    "other",
    [
        "到位资金(万元)",
        "到位资金 （万元）",
        "到位资金\n（万元）【必填】",
        "*到位资金（萬元）".replace("萬", "万"),
    ],
)
def test_a_retyped_header_is_the_same_header(other):
    assert header_key(other) == header_key("到位资金（万元）")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="本机没有 LibreOffice，往返检查记为跳过")
def test_what_libreoffice_saves_comes_back(tmp_path):
    (tmp_path / "表.xlsx").write_bytes(write_workbook(FORM, sign))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "表.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    content = (tmp_path / "out" / "表.xlsx").read_bytes()
    assert read_here(content).stamp.is_signed_by(sign)
    assert rows_in(content) == replace(rows_in(write_workbook(FORM, sign)))
    assert isinstance(opened(content), openpyxl.Workbook)
