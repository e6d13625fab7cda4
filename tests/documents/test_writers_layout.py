"""An official document measured on paper (GB/T 9704-2012): the PDF of typst, and the docx as LibreOffice prints it.

Within 1 mm throughout. What the standard counts in lines is measured from em square to em square.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from jinghe.documents.blocks import (
    HeadingBlock,
    ParagraphBlock,
    Signature,
    TableBlock,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.writers import Face, choose, installed_families, write_docx, write_pdf
from jinghe.documents.writers.measures import table_size
from tests.documents.layout import MM, pages, through_libreoffice
from tests.documents.layout_samples import FULL_LINE, MADE_AT, bulletin, long_letter, progress_table

PITCH = (225 - 16 * MM) / 21
CHARACTER = 156 / 28
BODY, TITLE = 16 * MM, 22 * MM
ABOVE_BODY, ABOVE_TITLE = (PITCH - BODY) / 2, (PITCH - TITLE) / 2
TOLERANCE = 1.0


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


@pytest.fixture(scope="module")
def typefaces():
    wanted = dict.fromkeys(Face, "Noto Serif CJK SC") | {Face.HEITI: "Noto Sans CJK SC"}
    installed = installed_families()
    if not {"Noto Serif CJK SC", "Noto Sans CJK SC"} <= installed:
        pytest.skip("本机没有安装 Noto CJK 字体，公文版面测量记为跳过。")
    return choose(installed, wanted)


def headings_after(lines: int):
    body = (
        ParagraphBlock(runs=(FULL_LINE * lines,)),
        HeadingBlock(level=1, runs=("一、标题",)),
        HeadingBlock(level=2, runs=("（一）小标题",)),
        ParagraphBlock(runs=("正文" + FULL_LINE,)),
    )
    return long_letter(body=body)


def caption_after(lines: int):
    return long_letter(
        body=(ParagraphBlock(runs=(FULL_LINE * lines,)), replace(progress_table(), caption="表题"))
    )


CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LONG_CELLS = TableBlock(
    columns=(TableColumn(width=1), TableColumn(width=2), TableColumn(width=1)),
    header=(TableRow(cells=(cell("序号"), cell("内容"), cell("编号"))),),
    rows=(TableRow(cells=(cell("1"), cell(FULL_LINE * 40), cell(CODES))),),
)
UNSEALED = Signature(issuer="达州市经济合作局综合科", signed_on=date(2026, 11, 23), is_sealed=False)
DOCUMENTS = {
    "notice": bulletin(),
    "letter": long_letter(),
    "unsealed": long_letter(3, signature=UNSEALED),
    "without unit line": long_letter(body=(replace(progress_table(repeat=2), unit_line="", notes=()),)),
    "long cells": long_letter(body=(LONG_CELLS,)),
    **{f"imprint after {lines}": long_letter(lines, imprint=bulletin().imprint) for lines in (16, 17, 19)},
    **{f"headings after {lines}": headings_after(lines) for lines in (17, 18, 19)},
    **{f"caption after {lines}": caption_after(lines) for lines in (13, 15, 16)},
}
"""What is printed, by name: all at once, since a word processor takes longer to start than to print them."""


@pytest.fixture(scope="module", params=["typst", "libreoffice"])
def printed(request, typefaces, tmp_path_factory):
    """printed("letter") → its pages."""
    write = write_pdf if request.param == "typst" else write_docx
    files = {name: write(one, typefaces=typefaces, made_at=MADE_AT) for name, one in DOCUMENTS.items()}
    if request.param == "libreoffice":
        files = through_libreoffice(files, tmp_path_factory.mktemp("libreoffice"))
    return cache(lambda name: pages(files[name]))


@pytest.fixture(scope="module")
def notice(printed):
    return printed("notice")


def test_a_full_page_holds_22_lines_of_28_characters_on_the_text_area(printed):
    sheet = printed("letter")[1]
    assert (sheet.width, sheet.height) == (near(210), near(297))
    lines = sheet.lines[:-1]
    assert [len(line.text) for line in lines] == [28] * 22
    assert {round(line.left, 1) for line in lines} == {round(lines[0].left, 1)}
    assert (lines[0].left, lines[0].right) == (near(28), near(184))
    assert (lines[0].top, lines[-1].bottom) == (near(37), near(262))
    steps = [below.top - above.top for above, below in zip(lines, lines[1:], strict=False)]
    assert steps == pytest.approx([PITCH] * 21, abs=0.1)


def test_the_ink_of_a_full_page_fills_the_text_area(printed):
    left, top, right, bottom = printed("letter")[1].ink(0, 0, 210, 264)
    assert (left, top, right, bottom) == (near(28), near(37), near(184), near(262))


def test_the_issuers_mark_is_red_and_begins_35_mm_below_the_text_area(notice):
    first = notice[0]
    mark = first.line("达州市人民政府办公室文件")
    _, top, _, _ = first.ink(28, 66, 184, 90)
    assert (top, mark.middle) == (near(37 + 35), near(106))
    assert mark.left >= 28 - TOLERANCE and mark.right <= 184 + TOLERANCE


def test_the_document_number_is_two_blank_lines_below_the_mark(notice):
    mark, number = notice[0].line("达州市人民政府办公室文件"), notice[0].line("达市府办函〔2026〕73号")
    assert (number.top - mark.bottom, number.middle) == (near(2 * PITCH + ABOVE_BODY), near(106))


def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text_area(notice):
    line = notice[0].rules[0]
    assert tuple(line.colour) == (1, 0, 0)
    assert line.top - notice[0].line("达市府办函").bottom == near(4)
    assert (line.left, line.right) == (near(28), near(184))


def test_the_title_is_two_blank_lines_below_the_red_line_and_the_addressees_one_below_it(notice):
    first = notice[0]
    below = [line for line in first.lines if line.top > first.rules[0].bottom]
    title, last, addressees = below[0], below[2], below[3]
    assert (title.text, title.middle) == ("达州市人民政府办公室", near(106))
    assert title.top - first.rules[0].bottom == near(2 * PITCH + ABOVE_TITLE)
    assert (last.text, last.top - title.top) == ("目标任务完成情况的通报", near(2 * PITCH))
    assert addressees.top - last.bottom == near(ABOVE_TITLE + PITCH + ABOVE_BODY)
    assert addressees.left == near(28)


def test_levels_of_headings_have_their_faces(notice):
    assert "Sans" in notice[0].line("一、总体情况").font
    assert "Serif" in notice[1].line("（一）完成较好的单位").font
    assert notice[0].line("一、总体情况").left == near(28 + 2 * CHARACTER)


def test_annex_notes_begin_two_characters_in_and_their_titles_are_aligned(notice):
    sheet = next(sheet for sheet in notice if any("附件：" in line.text for line in sheet.lines))
    first, second = sheet.line("附件："), sheet.line("2.有关情况说明")
    assert (first.left, second.left) == (near(28 + 2 * CHARACTER), near(28 + 5 * CHARACTER))


def test_a_sealed_date_leaves_four_characters_and_the_issuer_stands_over_it(notice):
    sheet = next(sheet for sheet in notice if any(line.text == "（此件公开发布）" for line in sheet.lines))
    issuer, day = sheet.line("达州市人民政府办公室"), sheet.line("2026年7月6日")
    assert day.right == near(184 - 4 * CHARACTER)
    # LibreOffice parts digits from Chinese whatever the docx says, so the width of a date is not what 仿宋 makes it.
    assert issuer.middle == near(184 - (4 + 6 / 2) * CHARACTER)
    assert day.top - issuer.top == near(PITCH)
    note = sheet.line("2.有关情况说明")
    assert issuer.top - note.top == near(3 * PITCH)


def test_an_unsealed_signature_leaves_two_characters_and_the_date_begins_two_to_its_right(printed):
    (sheet,) = printed("unsealed")
    issuer, day = sheet.line("达州市经济合作局综合科"), sheet.line("2026年11月23日")
    assert issuer.right == near(184 - 2 * CHARACTER)
    assert day.left - issuer.left == near(2 * CHARACTER)
    assert issuer.top - sheet.lines[-4].top == near(2 * PITCH)


def test_page_numbers_stand_7_mm_below_the_text_right_on_odd_and_left_on_even_pages(notice):
    upright = [sheet for sheet in notice if sheet.height > sheet.width]
    for sheet in upright:
        number = sheet.line(f"—{sheet.at + 1}—")
        if sheet.at % 2 == 0:
            assert number.right == near(184 - 14 * MM)
        else:
            assert number.left == near(28 + 14 * MM)
        _, top, _, bottom = sheet.ink(number.left, 264, number.left + 14 * MM * 0.9, 280)
        assert (top, bottom) == (near(262 + 7), near(262 + 7))
    assert len(upright) >= 4


def test_an_annex_begins_a_page_with_its_label_on_the_first_and_its_title_on_the_third_line(notice):
    label, title = notice[-1].lines[:2]
    assert (label.text, label.top, label.left) == ("附件2", near(37), near(28))
    assert "Sans" in label.font
    assert (title.text, title.top, title.middle) == (
        "有关情况说明",
        near(37 + 2 * PITCH - (TITLE - BODY) / 2),
        near(106),
    )


def test_a_landscape_table_lies_with_its_head_at_the_left_edge_of_the_sheet(notice):
    """That is the binding edge of an odd page and the fore-edge of an even one; the number stays at the foot."""
    sheets = [sheet for sheet in notice if sheet.width > sheet.height]
    assert len(sheets) >= 3 and {sheet.at % 2 for sheet in sheets} == {0, 1}
    for sheet in sheets:
        assert (sheet.width, sheet.height) == (near(297), near(210))
        left, top, right, bottom = sheet.ink(33, 0, 297, 210)
        assert left >= 35 - TOLERANCE and right <= 260 + TOLERANCE
        assert top >= 28 - TOLERANCE and bottom <= 184 + TOLERANCE
        # Seen from the foot of the sheet the number is 7 mm below the text, at the right of odd pages.
        left, top, right, bottom = sheet.ink(20, 0, 33, 210)
        if sheet.at % 2 == 0:
            assert bottom == near(184 - 14 * MM)
        else:
            assert top == near(28 + 14 * MM)
        assert (left + right) / 2 == near(297 - 262 - 7)


def test_a_table_stays_within_the_text_area_and_repeats_its_head(notice):
    with_table = [sheet for sheet in notice if any("责任单位" in line.text for line in sheet.lines)]
    assert len(with_table) >= 5
    for sheet in with_table:
        assert any("单位：万元" in line.text for line in sheet.lines)
        sides = (28, 184, 37, 262) if sheet.height > sheet.width else (35, 260, 28, 184)
        assert min(rule.left for rule in sheet.rules) >= sides[0] - TOLERANCE
        assert max(rule.right for rule in sheet.rules) <= sides[1] + TOLERANCE
        assert min(rule.top for rule in sheet.rules) >= sides[2] - TOLERANCE
        assert max(rule.bottom for rule in sheet.rules) <= sides[3] + TOLERANCE


def test_the_imprint_ends_on_the_bottom_of_the_text_area(notice):
    rules = notice[-1].rules
    places = sorted({round(rule.top, 1) for rule in rules})
    last = max(rules, key=lambda rule: rule.bottom)
    assert len(places) == 3
    assert (last.bottom, last.left, last.right) == (near(262), near(28), near(184))
    thick = [max(rule.thickness for rule in rules if round(rule.top, 1) == place) for place in places]
    assert thick == pytest.approx([0.35, 0.25, 0.35], abs=0.06)
    copied, done = notice[-1].line("抄送："), notice[-1].line("达州市人民政府办公室")
    assert (copied.left, done.left, done.right) == (
        near(28 + 14 * MM),
        near(28 + 14 * MM),
        near(184 - 14 * MM),
    )


def test_an_imprint_that_finds_no_room_begins_a_page(printed):
    for lines in (16, 17, 19):
        sheets = printed(f"imprint after {lines}")
        last = max(sheets[-1].rules, key=lambda rule: rule.bottom)
        assert last.bottom == near(262)
        above = [line for line in sheets[-1].lines if line.text[:4] in FULL_LINE]
        assert all(line.bottom < min(rule.top for rule in sheets[-1].rules) for line in above)


def test_no_character_is_printed_over_another(notice):
    for sheet in notice:
        centres = sorted(sheet.centres)
        crowded = [
            (one, other)
            for at, one in enumerate(centres)
            for other in centres[at + 1 : at + 40]
            if other[0] - one[0] < 0.6 and abs(other[1] - one[1]) < 1
        ]
        assert crowded == []


def test_no_heading_is_left_at_the_foot_of_a_page(printed):
    for lines in (17, 18, 19):
        for sheet in printed(f"headings after {lines}"):
            texts = [line.text for line in sheet.lines if "—" not in line.text]
            assert not texts[-1].startswith(("一、", "（一）"))


def test_no_caption_is_left_without_a_row_of_its_table(printed):
    for lines in (13, 15, 16):
        sheets = printed(f"caption after {lines}")
        (captioned,) = (sheet for sheet in sheets if any(line.text == "表题" for line in sheet.lines))
        assert any("合计" in line.text for line in captioned.lines)
        assert any(line.text.startswith("注：") for line in sheets[-1].lines)
        assert sum("市工商业联合会" in line.text for line in sheets[-1].lines) == 1


def test_a_table_without_a_unit_line_continues_within_the_text_area(printed):
    for sheet in printed("without unit line")[1:]:
        assert min(rule.top for rule in sheet.rules) == near(37)
        assert max(rule.bottom for rule in sheet.rules) <= 262 + TOLERANCE


def test_nothing_of_a_long_cell_or_a_long_word_is_lost(printed):
    sheets = printed("long cells")
    centres = [place for sheet in sheets for place in sheet.centres]
    assert len([1 for x, y in centres if 28 < x < 184 and 36 < y < 263]) >= 28 * 40 + 36
    assert [1 for x, y in centres if not (28 < x < 184 and 36 < y < 272)] == []


def test_a_table_with_long_figures_is_set_smaller():
    assert table_size(progress_table()) == 12
    columns = tuple(TableColumn(width=1) for _ in range(12))
    rows = (TableRow(cells=tuple(cell("1,234,567") for _ in columns)),)
    assert table_size(TableBlock(columns=columns, header=rows, rows=rows)) == 7.5
    assert table_size(TableBlock(columns=columns, header=rows, rows=rows, is_landscape=True)) == 9
    coded = (TableRow(cells=tuple(cell("A" * 40) for _ in columns)),)
    assert table_size(TableBlock(columns=columns, header=coded, rows=coded)) == 12
