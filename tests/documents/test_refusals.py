"""Files that cannot be read, and files that mean harm: each ends with one clear sentence and nothing else."""

import struct
import time
import zipfile
from contextlib import suppress
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jinghe.documents import Reason, UnreadableDocument, read
from jinghe.documents.readers import package as limits
from tests.documents.files import docx_parts, package, paragraph, relationships, saved, xlsx_parts

SHEET_OF_ONE = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def refusal(content: bytes, name: str = "通知.docx") -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(content, name=name)
    assert str(caught.value).endswith("。")
    return caught.value


def ole(*streams: str) -> bytes:
    """A skeleton of the old container format: a header and a directory of named streams."""
    entries = b""
    for stream in ("Root Entry", *streams):
        name = stream.encode("utf-16-le") + b"\0\0"
        entries += name.ljust(64, b"\0") + struct.pack("<H", len(name)) + bytes(62)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(512, b"\0")


def word_file() -> bytes:
    made = docx.Document()
    made.add_paragraph("通知")
    return saved(made)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"{\\rtf1 }", "RTF文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页文件"),
        (b"MIME-Version: 1.0\r\n", "网页文件"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "RAR压缩包"),
        (bytes(range(256)), "无法识别的文件"),
        (ole("WordDocument"), "旧版Word或WPS文字文件"),
        (ole("Workbook"), "旧版Excel或WPS表格文件"),
        (ole("Contents"), "旧版Office文件"),
        (package({"OFD.xml": "<ofd/>"}), "OFD版式文件"),
        (package({"mimetype": "x", "content.xml": "<a/>"}), "ODF文件"),
        (package({"通知.docx": word_file()}), "压缩包"),
    ],
)
def test_other_formats_are_named_and_the_way_out_is_said(content, found):
    refused = refusal(content)
    assert refused.reason is Reason.OTHER_FORMAT
    assert f"这是{found}" in str(refused)
    assert "目前能读取的格式是docx、xlsx、pdf和txt" in str(refused)
    assert "另存为docx" in str(refused)


def test_presentations_and_binary_workbooks_are_named():
    slides = docx_parts("")
    slides["word/document.xml"] = "<p:presentation xmlns:p='p'/>"
    assert "演示文稿" in str(refusal(package(slides)))
    binary = {
        "_rels/.rels": relationships({"officeDocument": "xl/workbook.bin"}),
        "xl/workbook.bin": b"\x83\x01",
    }
    assert "xlsb" in str(refusal(package(binary)))


def test_the_content_decides_and_not_the_extension():
    made = openpyxl.Workbook()
    made.active["A1"] = "甲"
    assert read(saved(made), name="其实是表格.docx").kind == "xlsx"
    assert read(word_file(), name="没有扩展名").kind == "docx"


def test_a_file_may_be_given_by_its_path(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(word_file())
    assert read(path, name="通知.docx").paragraphs[0].text == "通知"


def test_an_empty_file_is_refused():
    assert refusal(b"").reason is Reason.EMPTY_FILE


def test_a_password_protected_file_is_refused():
    assert refusal(ole("EncryptionInfo", "EncryptedPackage")).reason is Reason.ENCRYPTED
    assert "取消密码" in str(refusal(ole("EncryptedPackage")))


def test_an_encrypted_zip_is_refused():
    content = bytearray(package(docx_parts(paragraph("甲"))))
    central = content.find(b"PK\x01\x02")
    content[central + 8] |= 1
    assert refusal(bytes(content)).reason is Reason.ENCRYPTED


def test_a_document_without_text_and_tables_is_refused():
    assert "没有文字和表格" in str(refusal(saved(docx.Document())))
    assert "没有文字和表格" in str(refusal(saved(openpyxl.Workbook()), "空.xlsx"))


def test_page_headers_alone_are_no_content():
    assert refusal(package(docx_parts("", header=paragraph("办公室")))).reason is Reason.NO_CONTENT


def test_a_scan_without_text_is_told_from_a_blank_document():
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    assert "只有图片" in str(refusal(package(docx_parts(picture))))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", "<w:document"),
        ("word/document.xml", ""),
        (
            "word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
        ),
        ("word/document.xml", "<x/>"),
        ("_rels/.rels", "不是XML"),
        ("_rels/.rels", relationships({"officeDocument": "word/missing.xml"})),
        ("_rels/.rels", relationships({"officeDocument": "http://127.0.0.1/document.xml"}, mode="External")),
        ("word/_rels/document.xml.rels", "<"),
    ],
)
def test_broken_parts_are_refused(part, content):
    parts = docx_parts(paragraph("甲")) | {part: content}
    assert refusal(package(parts)).reason in (Reason.DAMAGED, Reason.OTHER_FORMAT)


def test_a_sheet_that_is_missing_is_named():
    parts = xlsx_parts(SHEET_OF_ONE)
    del parts["xl/sheet.xml"]
    assert "找不到工作表“附件1”" in str(refusal(package(parts)))


def test_a_sheet_that_breaks_off_is_refused():
    parts = xlsx_parts(SHEET_OF_ONE)
    parts["xl/sheet.xml"] = parts["xl/sheet.xml"][:-20]
    assert refusal(package(parts)).reason is Reason.DAMAGED


LEVELS = "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 12))
BOMB = f"<!DOCTYPE x [<!ENTITY a0 '十'>{LEVELS}]>"
EXTERNAL = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/hostname'>]>"
REMOTE = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"


@pytest.mark.parametrize("declaration", [BOMB, EXTERNAL, REMOTE, "<!DOCTYPE x>"])
@pytest.mark.parametrize(
    ("parts", "part"),
    [
        (docx_parts(paragraph("&a11;")), "word/document.xml"),
        (docx_parts(paragraph("甲"), numbering="&a11;"), "word/numbering.xml"),
        (docx_parts("") | {"_rels/.rels": relationships({"officeDocument": "&a11;"})}, "_rels/.rels"),
        (xlsx_parts('<sheetData><row r="1"><c r="A1"><v>&a11;</v></c></row></sheetData>'), "xl/sheet.xml"),
        (xlsx_parts(SHEET_OF_ONE, strings="<si><t>&a11;</t></si>"), "xl/strings.xml"),
        (xlsx_parts(SHEET_OF_ONE), "xl/workbook.xml"),
    ],
)  # fmt: skip
def test_entity_bombs_and_external_entities_are_refused_at_once(declaration, parts, part):
    started = time.monotonic()
    refused = refusal(package(parts | {part: declaration + str(parts[part])}))
    assert time.monotonic() - started < 1
    assert refused.reason is Reason.FORBIDDEN_XML


def test_a_declaration_in_another_encoding_is_refused_as_well():
    parts = docx_parts(paragraph("甲"))
    content = (
        "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x>" + str(parts["word/document.xml"])
    ).encode("utf-16")
    assert refusal(package(parts | {"word/document.xml": content})).reason is Reason.FORBIDDEN_XML


@pytest.mark.parametrize("declaration", [BOMB, EXTERNAL, REMOTE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_that_comes_late_or_in_disguise_expands_nothing(declaration, encoding):
    parts = xlsx_parts('<sheetData><row r="1"><c r="A1" t="str"><v>&a11;</v></c></row></sheetData>')
    late = (
        f"<?xml version='1.0' encoding='{encoding}'?><!--{'x' * 9000}-->{declaration}{parts['xl/sheet.xml']}"
    )
    refused = refusal(package(parts | {"xl/sheet.xml": late.encode(encoding)}))
    assert refused.reason in (Reason.FORBIDDEN_XML, Reason.DAMAGED)


def test_external_links_are_never_followed(monkeypatch):
    def connect(*_):
        raise AssertionError("a network connection was tried")

    monkeypatch.setattr("socket.socket.connect", connect)
    parts = docx_parts(paragraph("甲"))
    parts["word/_rels/document.xml.rels"] = relationships(
        {"attachedTemplate": "http://127.0.0.1:9/a.dotm", "footnotes": "http://127.0.0.1:9/f.xml"},
        mode="External",
    )
    assert read(package(parts), name="x.docx").paragraphs[0].text == "甲"


def test_parts_outside_the_package_are_never_read(tmp_path):
    outside = tmp_path / "outside.xml"
    outside.write_text("<w:hdr/>")
    parts = docx_parts(paragraph("甲"))
    parts["word/_rels/document.xml.rels"] = relationships(
        {"header": f"../../../../../..{outside}", "footer": f"{outside}"}
    )
    parts["../../evil.xml"] = "<x/>"
    document = read(package(parts), name="x.docx")
    assert document.sections == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside.xml"]


def test_macros_are_flagged_and_the_text_is_read():
    document = read(package(docx_parts(paragraph("甲")) | {"word/vbaProject.bin": b"\0"}), name="x.docm")
    assert document.has_macros
    assert not read(word_file(), name="x.docx").has_macros


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    parts = docx_parts(paragraph("甲")) | {"word/media/image1.bmp": bytes(200 * limits.MEGABYTE)}
    content = package(parts)
    started = time.monotonic()
    assert refusal(content).reason is Reason.TOO_LARGE
    assert time.monotonic() - started < 0.5


def test_a_header_that_lies_about_its_size_unpacks_no_further():
    content = package(docx_parts("") | {"word/document.xml": bytes(30 * limits.MEGABYTE)})
    lying = content.replace(struct.pack("<L", 30 * limits.MEGABYTE), struct.pack("<L", 1000))
    assert refusal(lying).reason is Reason.DAMAGED


def test_too_many_entries_are_refused():
    parts = docx_parts(paragraph("甲")) | {f"x{number}": "" for number in range(limits.MAX_ENTRIES)}
    assert refusal(package(parts)).reason is Reason.TOO_LARGE


def test_a_file_over_the_limit_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 1000)
    assert refusal(word_file()).reason is Reason.TOO_LARGE


def test_a_part_over_the_limit_is_refused_by_its_name(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PART_BYTES", 1000)
    refused = refusal(package(docx_parts(paragraph("甲" * 1000))))
    assert (refused.reason, "word/document.xml" in str(refused)) == (Reason.TOO_LARGE, True)


def test_two_parts_of_one_name_are_refused():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in docx_parts(paragraph("甲")).items():
            file.writestr(name, content)
        file.writestr("word/Document.xml", "<x/>")
    assert "重名" in str(refusal(buffer.getvalue()))


def test_part_names_may_differ_in_case_and_slashes():
    parts = docx_parts(paragraph("甲"))
    parts["word\\Document.xml"] = parts.pop("word/document.xml")
    assert read(package(parts), name="x.docx").paragraphs[0].text == "甲"


def test_deeply_nested_xml_is_refused():
    inside = "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000
    assert refusal(package(docx_parts(f"<w:p>{inside}</w:p>"))).reason is Reason.DAMAGED


WHOLE = {"docx": word_file(), "xlsx": package(xlsx_parts(SHEET_OF_ONE))}


@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1, exclude_max=True))
def test_a_file_cut_off_anywhere_is_refused(kind, share):
    content = WHOLE[kind][: int(len(WHOLE[kind]) * share)]
    assume(content != b"P")  # a text of one letter
    assert refusal(content).reason in (Reason.DAMAGED, Reason.EMPTY_FILE, Reason.OTHER_FORMAT)


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_file_with_wrong_bytes_is_read_or_refused_but_nothing_else(kind, changes):
    content = bytearray(WHOLE[kind])
    for share, byte in changes:
        content[int(len(content) * share)] = byte
    with suppress(UnreadableDocument):
        read(bytes(content), name="x")
