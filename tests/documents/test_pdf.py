"""PDF files: tables over pages, reading order, furniture, and files that cannot be trusted."""

import struct
import time
import zlib

import pytest

from jinghe.documents import Paragraph, Reason, RemarkCode, UnreadableDocument, read
from jinghe.documents.readers.isolated import process
from jinghe.documents.readers.pdf.process import page_picture
from tests.documents.files import drawn
from tests.documents.pdf_files import HEIGHT, MARGIN, Page, Writer, assembled, pdf_file
from tests.intake.notices import areas_of, rows_of


def document(*blocks: str, head: int = 1, bottom: float = HEIGHT - MARGIN):
    """The lines and drawn tables of a PDF, read."""
    writer = Writer(bottom=bottom)
    for block in blocks:
        if "|" in block:
            rows = rows_of(block)
            writer.table(rows, areas_of(rows), head)
        else:
            for line in block.strip().splitlines():
                writer.line(line)
    return read(pdf_file(writer.pages), name="通知.pdf")


def refusal(content: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(content, name="通知.pdf")
    assert str(caught.value).endswith("。")
    return caught.value


def codes(found) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_paragraphs_and_tables_stand_in_reading_order():
    found = document("关于下达目标的通知", "单位 | 数量\n青山区 | 5", "以上任务请完成。")
    kinds = [type(block).__name__ for block in found.blocks]
    assert kinds == ["Paragraph", "Table", "Paragraph"]
    assert found.tables[0].context[-1].text == "关于下达目标的通知"
    assert found.remarks == ()


def test_merged_cells_keep_their_extent():
    table = document(
        "单位 | 到位资金 | < | 备注\n^ | 保证 | 工作 | ^\n青山区 | 5 | 6 | 共用\n碧水县 | 7 | 8 | ^"
    ).tables[0]
    assert drawn(table) == [
        ["单位", "到位资金", "<", "备注"],
        ["^", "保证", "工作", "^"],
        ["青山区", "5", "6", "共用"],
        ["碧水县", "7", "8", "^"],
    ]


LONG = "单位 | 目标 | 备注\n" + "\n".join(
    f"第{n}区 | {n} | {'共用' if n == 1 else '^'}" for n in range(1, 60)
)


def test_a_table_over_pages_is_one_and_its_repeated_head_is_gone():
    found = document(LONG)
    (table,) = found.tables
    assert [cell.text for cell in table.column(1)] == ["目标", *map(str, range(1, 60))]
    assert table.cell(1, 2).row_span == 59
    assert found.remarks == ()


def test_a_cell_is_found_by_its_page_table_row_and_column():
    (table,) = document(LONG).tables
    assert str(table.cell(4, 1).locator) == "第1页 表1 第5行第2列"
    assert str(table.cell(59, 1).locator) == "第3页 表1 第60行第2列"


def page_with(rows: list[list[str]], top: float, more: str = "") -> Page:
    writer = Writer(top=top)
    writer.table(rows, areas_of(rows))
    if more:
        writer.pages[-1].write(400, HEIGHT - 30, more)
    return writer.pages[-1]


def test_a_row_broken_by_the_page_end_is_one_row():
    first = page_with([["单位", "任务"], ["青山区", "引进项目3个，其中投资1亿元及以"]], 400)
    second = page_with([["单位", "任务"], ["", "上项目1个。"], ["碧水县", "引进项目2个。"]], MARGIN)
    (table,) = read(pdf_file([first, second]), name="x").tables
    texts = ["".join(row[1].text.split()) for row in table.rows]
    assert texts == ["任务", "引进项目3个，其中投资1亿元及以上项目1个。", "引进项目2个。"]


def test_figures_at_a_page_end_are_never_joined():
    first = page_with([["单位", "任务"], ["青山区", "1"]], 400)
    second = page_with([["单位", "任务"], ["", "5"], ["碧水县", "2"]], MARGIN)
    (table,) = read(pdf_file([first, second]), name="x").tables
    assert [cell.text for cell in table.column(1)] == ["任务", "1", "5", "2"]


def test_a_sentence_that_seems_to_go_on_under_another_name_is_told():
    first = page_with(
        [["单位", "任务"], ["青山区", "引进现代农业项目3个。"], ["碧水县", "引进项目3个，其中投资1亿元"]], 380
    )
    second = page_with([["单位", "任务"], ["高新区", "及以上项目1个。"]], MARGIN)
    assert codes(read(pdf_file([first, second]), name="x")) == [RemarkCode.PAGE_BREAK]


def test_another_head_on_the_next_page_begins_another_table():
    first = page_with([["单位", "到位资金"], ["青山区", "1"]], 400)
    second = page_with([["单位", "外资"], ["青山区", "5"]], MARGIN)
    assert len(read(pdf_file([first, second]), name="x").tables) == 2


def test_page_numbers_are_no_text_and_do_not_part_a_table():
    first = page_with([["单位", "任务"], ["青山区", "11"]], 400, "— 1 —")
    second = page_with([["单位", "任务"], ["碧水县", "12"]], MARGIN, "2")
    found = read(pdf_file([first, second]), name="x")
    assert found.paragraphs == ()
    assert len(found.tables) == 1


def test_a_full_line_goes_on_in_the_next_one():
    text = "为深入贯彻落实全市招商引资工作部署，" * 6 + "经市政府同意，现将2031年目标任务印发给你们。"
    found = document(text + "\n请遵照执行。")
    assert [one.text for one in found.paragraphs] == [text, "请遵照执行。"]
    assert isinstance(found.blocks[0], Paragraph)


def test_text_drawn_twice_to_look_bold_is_read_once():
    page = page_with([["单位", "任务"], ["青山区", "11"]], 100)
    page.content += page.content
    (table,) = read(pdf_file([page]), name="x").tables
    assert table.cell(1, 1).text == "11"


def test_glyphs_without_unicode_are_no_digits():
    page = page_with([["单位", "任务"], ["青山区", "11"]], 100)
    found = read(pdf_file([page], to_unicode=b""), name="x")
    assert not any(char.isdigit() for cell in found.tables[0].cells for char in cell.text)
    assert RemarkCode.UNKNOWN_SYMBOL in codes(found)


# --- files that cannot be read -------------------------------------------------------------------------------------


def whole() -> bytes:
    return pdf_file([page_with([["单位", "任务"], ["青山区", "11"]], 100)])


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(kept):
    content = whole()
    refused = refusal(content[: int(len(content) * kept)])
    assert refused.reason is Reason.DAMAGED
    assert "PDF文件不完整或已损坏" in str(refused)


def test_a_damaged_page_is_refused_and_not_read_in_part():
    packed = bytearray(zlib.compress(b"BT /F1 10 Tf 50 500 Td <0031> Tj ET " * 200))
    packed[len(packed) // 2 :] = bytes(len(packed) - len(packed) // 2)
    assert refusal(pdf_file([bytes(packed)])).reason is Reason.DAMAGED


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6, 0.9])
def test_a_flipped_bit_never_changes_a_figure(share):
    packed = bytearray(
        zlib.compress("\n".join(page_with([["单位", "任务"], ["青山区", "11"]], 100).content).encode())
    )
    packed[int(len(packed) * share)] ^= 4
    assert refusal(pdf_file([bytes(packed)])).reason is Reason.DAMAGED


def test_a_broken_table_of_places_is_refused():
    assert refusal(whole().replace(b"startxref\n", b"startxref\n9")).reason is Reason.DAMAGED


def test_an_empty_page_is_no_content():
    assert refusal(pdf_file([Page()])).reason is Reason.NO_CONTENT


def test_a_password_is_asked_for_in_words():
    locked = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [<00> <00>]"
    )
    assert refusal(pdf_file([page_with([["单位"]], 100)], trailer=locked)).reason is Reason.ENCRYPTED


def test_a_bomb_is_refused_within_bounds(monkeypatch):
    monkeypatch.setattr(process, "MAX_MEGABYTES", 256)
    assert read(whole(), name="x").tables
    bomb = zlib.compress(b" " * (400 << 20), 1)
    started = time.monotonic()
    refused = refusal(pdf_file([bomb]))
    assert refused.reason in (Reason.TOO_LARGE, Reason.DAMAGED)
    assert time.monotonic() - started < process.MAX_SECONDS


def test_deep_and_circular_objects_are_refused():
    deep = b"[" * 50_000 + b"]" * 50_000
    for kids in (b"[2 0 R]", deep):
        pages = b"<< /Type /Pages /Count 1 /Kids " + kids + b" >>"
        assert refusal(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages])).reason in (
            Reason.DAMAGED,
            Reason.NO_CONTENT,
        )


def test_too_many_pages_are_refused():
    assert "300页" in str(refusal(pdf_file([Page()] * 301)))


def test_what_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(process, "MAX_SECONDS", 0.01)
    assert refusal(whole()).reason is Reason.TOO_LARGE


def test_a_file_that_is_no_pdf_inside_is_refused():
    assert refusal(b"%PDF-1.7\nnothing\n%%EOF").reason is Reason.DAMAGED


def test_a_page_is_drawn_as_a_picture_of_moderate_size():
    picture = page_picture(whole(), 1)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1600, 1131)
    assert read(whole(), name="x").page_sizes == ((842, 595),)


@pytest.mark.parametrize("number", [2, 99])
def test_a_page_that_is_not_there_is_refused(number):
    with pytest.raises(UnreadableDocument):
        page_picture(whole(), number)


def test_drawing_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(process, "MAX_SECONDS", 0.01)
    with pytest.raises(UnreadableDocument) as caught:
        page_picture(whole(), 1)
    assert caught.value.reason is Reason.TOO_LARGE
