"""The zip package that a docx or xlsx is, opened as a stranger's file: bounded, nothing fetched or expanded.

python-docx and openpyxl are not used to open uploads: they load every part, follow every relationship, refuse
macro-enabled and ISO-strict files and fail with a traceback on dangling relationships.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import IO, Any

from lxml import etree  # type: ignore[import-untyped]

from jinghe.documents.readers import refusals

Element = Any  # lxml publishes no types

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 64 * MEGABYTE
MAX_ENTRIES = 4096
MAX_UNPACKED_BYTES = 512 * MEGABYTE
MAX_UNPACKING_RATIO = 150  # office files reach 20 to 40; zip bombs pass 1000
UNPACKED_BYTES_FREE_OF_RATIO = 32 * MEGABYTE  # below this a bomb does no harm
MAX_PART_BYTES = 24 * MEGABYTE  # of a part that is held in memory as a tree
MAX_STREAMED_PART_BYTES = 384 * MEGABYTE

RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_ENCRYPTED = 0x1
_OPENING = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A link between parts of the package; `kind` is the last word of its type, e.g. `styles`."""

    id: str
    kind: str
    target: str


def xpath(expression: str) -> Any:
    """A compiled XPath expression, to be called with an element."""
    return etree.XPath(expression)


class Package:
    """Parts of an office file by name. Every method raises UnreadableDocument for an unsound file."""

    def __init__(self, content: bytes) -> None:
        require_file_size(len(content))
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except ZIP_ERRORS as error:
            raise refusals.damaged("压缩包结构无法识别") from error
        _check_bounds(self._zip.infolist(), len(content))
        self._entries = _entries_by_name(self._zip.infolist())

    @property
    def part_names(self) -> tuple[str, ...]:
        """Names of all parts in lower case, without a leading slash."""
        return tuple(self._entries)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """Links of a part, or of the package itself, to parts that exist; external links are left out."""
        name = join(dirname(part), "_rels", basename(part) + ".rels")
        if name.lower() not in self._entries:
            return ()
        links = (
            Relationship(
                id=link.get("Id", ""),
                kind=link.get("Type", "").rpartition("/")[2],
                target=_resolve(part, link.get("Target", "")),
            )
            for link in self.tree(name).iterfind("{*}Relationship")
            if link.get("TargetMode") != "External"
        )
        return tuple(link for link in links if link.target.lower() in self._entries)

    def targets(self, part: str, kind: str) -> tuple[str, ...]:
        """Names of the parts that a part links to under a kind."""
        return tuple(link.target for link in self.relationships(part) if link.kind == kind)

    def related_tree(self, part: str, kind: str) -> Element | None:
        """Root element of the first part that a part links to under a kind."""
        names = self.targets(part, kind)
        return self.tree(names[0]) if names else None

    def tree(self, part: str) -> Element:
        """Root element of a part, ISO-strict namespaces turned into the usual ones."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        content = self._content(part)
        _refuse_declaration(content[:_OPENING], part)
        try:
            root = etree.fromstring(_STRICT.sub(_usual_namespace, content), parser)
        except etree.XMLSyntaxError as error:
            raise refusals.damaged(f"内部文件“{part}”不是有效的XML") from error
        _refuse_document_type(root, part)
        return root

    def stream(self, part: str, *tags: str) -> Iterator[Element]:
        """Elements of the given tags as they end, to be used one by one; for parts too large for a tree."""
        try:
            with self._zip.open(self._entry(part, MAX_STREAMED_PART_BYTES)) as file:
                _refuse_declaration(file.read(_OPENING), part)
                file.seek(0)
                yield from _elements(file, part, tags)
        except etree.XMLSyntaxError as error:
            raise refusals.damaged(f"内部文件“{part}”不是有效的XML") from error
        except ZIP_ERRORS as error:
            raise refusals.damaged(f"内部文件“{part}”无法解压") from error

    def _content(self, part: str) -> bytes:
        entry = self._entry(part, MAX_PART_BYTES)
        try:
            with self._zip.open(entry) as file:
                return file.read(entry.file_size)  # without a size, a lying header is unpacked whole
        except ZIP_ERRORS as error:
            raise refusals.damaged(f"内部文件“{part}”无法解压") from error

    def _entry(self, part: str, limit: int) -> zipfile.ZipInfo:
        entry = self._entries.get(part.lower())
        if entry is None:
            raise refusals.damaged(f"缺少内部文件“{part}”")
        if entry.file_size > limit:
            raise refusals.too_large(
                f"文件内部的“{part}”解压后超过{limit // MEGABYTE}兆字节",
                "请删去空白行列和多余内容，或拆分后重新上传。",
            )
        return entry


def require_file_size(size: int) -> None:
    """Raises UnreadableDocument for a file of more bytes than an upload may have."""
    if size > MAX_FILE_BYTES:
        raise refusals.too_large(
            f"文件超过{MAX_FILE_BYTES // MEGABYTE}兆字节", "请删去大图片或拆分后重新上传。"
        )


def _check_bounds(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    limit = max(UNPACKED_BYTES_FREE_OF_RATIO, packed * MAX_UNPACKING_RATIO)
    if unpacked > min(limit, MAX_UNPACKED_BYTES) or len(entries) > MAX_ENTRIES:
        raise refusals.too_large(
            "文件解压后异常庞大", "请用WPS或Office打开，删去空白行列和多余内容，另存后重新上传。"
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refusals.password_protected()


def _entries_by_name(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Part names are case-insensitive; two parts of one name would let programs see different documents."""
    named = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    if len(named) < len(entries):
        raise refusals.damaged("压缩包内有重名文件")
    return named


def _resolve(part: str, target: str) -> str:
    """Name of a link's target; names that climb out of the package simply match no part."""
    return normpath(join("/", dirname(part), target.replace("\\", "/"))).lstrip("/")


def _usual_namespace(match: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % match.groups()


def _elements(file: IO[bytes], part: str, tags: tuple[str, ...]) -> Iterator[Element]:
    """Elements as they end; each is emptied, and those before it dropped, when the caller moves on."""
    events = etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
    for index, (_, element) in enumerate(events):
        if index == 0:
            _refuse_document_type(element, part)
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _refuse_declaration(opening: bytes, part: str) -> None:
    """Spares the parser the declarations it would have to read first."""
    if b"<!DOCTYPE" in opening:
        raise refusals.forbidden_xml(part)


def _refuse_document_type(element: Element, part: str) -> None:
    """Office files carry no DTD (ECMA-376 part 2, 8.1.4); with one come entity bombs and file inclusion."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise refusals.forbidden_xml(part)
