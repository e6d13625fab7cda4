"""What a file is, by its content: office files are let through, everything else is refused by its name."""

from collections.abc import Iterable

from jinghe.documents.readers import refusals
from jinghe.documents.readers.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_PDF = b"%PDF-"
_PDF_SNIFFED = 1024
_BEGINNINGS = (
    (b"{\\rtf", "RTF文件"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "gzip压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"GIF8", "图片"),
)
_OLE_STREAMS = (  # names of streams in the file's directory; WPS writes the same ones
    ("WordDocument", "旧版Word或WPS文字文件（doc、wps）"),
    ("Workbook", "旧版Excel或WPS表格文件（xls、et）"),
    ("Book", "旧版Excel文件（xls）"),
    ("PowerPoint Document", "旧版演示文稿（ppt、dps）"),
)
_WEB_PAGE_MARKS = (b"<html", b"<!doctype html", b"mime-version:", b"<table")
_ZIP_PARTS = (
    ("ofd.xml", "OFD版式文件"),
    ("content.xml", "ODF文件（odt、ods）"),
    ("index/document.iwa", "Pages或Numbers文件"),
)
_UNKNOWN = "无法识别的文件"
_DIRECTORY_ENTRY = 128
_SNIFFED = 4096


def is_pdf(content: bytes) -> bool:
    """Whether the mark of a PDF stands near the beginning; some programs write a few bytes before it."""
    return _PDF in content[:_PDF_SNIFFED] and not content.startswith((_ZIP, _OLE))


def require_office_package(content: bytes) -> None:
    """Passes for a zip package; raises UnreadableDocument that names what the file is instead."""
    if not content:
        raise refusals.empty_file()
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLE):
        raise _ole_refusal(content)
    raise refusals.other_format(_name_of(content))


def main_part(package: Package) -> str:
    """Name of the part that holds the document. Raises UnreadableDocument for other zip files."""
    parts = package.targets("", "officeDocument")
    if not parts:
        raise _other_package(package.part_names)
    if parts[0].lower().endswith(".bin"):
        raise refusals.other_format("Excel二进制工作簿（xlsb）")
    return parts[0]


def _other_package(names: Iterable[str]) -> refusals.UnreadableDocument:
    names = set(names)
    if "[content_types].xml" in names:
        return refusals.damaged("找不到主文档")
    return refusals.other_format(
        next((format_name for part, format_name in _ZIP_PARTS if part in names), "压缩包")
    )


def _ole_refusal(content: bytes) -> refusals.UnreadableDocument:
    """An encrypted docx or xlsx is one stream of an OLE container (MS-OFFCRYPTO 2.3.4.1)."""
    if _has_stream(content, "EncryptedPackage"):
        return refusals.password_protected()
    format_name = next(
        (name for stream, name in _OLE_STREAMS if _has_stream(content, stream)), "旧版Office文件"
    )
    return refusals.other_format(format_name)


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the OLE directory lists a stream: entries are 128 bytes, aligned, and begin with the name."""
    encoded = name.encode("utf-16-le") + b"\0\0"
    start = content.find(encoded)
    while start >= 0:
        length = int.from_bytes(content[start + 64 : start + 66], "little")
        if start % _DIRECTORY_ENTRY == 0 and length == len(encoded):
            return True
        start = content.find(encoded, start + 2)
    return False


def may_be_text(content: bytes) -> bool:
    """Whether nothing in the opening says that the file is of another format."""
    return bool(content) and not content.startswith((_ZIP, _OLE)) and _name_of(content) == _UNKNOWN


def _name_of(content: bytes) -> str:
    for beginning, name in _BEGINNINGS:
        if content.startswith(beginning):
            return name
    opening = content[:_SNIFFED].lower()
    if any(mark in opening for mark in _WEB_PAGE_MARKS):
        return "网页文件（扩展名可能是xls或doc）"
    return _UNKNOWN
