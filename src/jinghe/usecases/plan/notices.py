"""Notices as uploaded: a file becomes a draft with all that was read from it; a hostile one becomes a sentence."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from jinghe import __version__
from jinghe.documents.readers import UnreadableDocument, read
from jinghe.documents.readers.pdf.process import page_picture
from jinghe.documents.tables import Cell, Document, Paragraph, Table
from jinghe.intake import PlanReading, read_plan
from jinghe.intake.text.tables import with_tables
from jinghe.store.json.plans import plan_to_json
from jinghe.store.models import ActKind, NoticeDraft
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.common.vocabulary import vocabulary
from jinghe.usecases.plan.drafts import record_of

Json = dict[str, Any]
LARGEST_FILE = 20 * 1024 * 1024
MOST_CELLS = 30_000
LONGEST_NAME = 120
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_log = logging.getLogger(__name__)


def too_large() -> Refused:
    return Refused(
        f"文件超过{LARGEST_FILE // 1024 // 1024}MB，没有上传。请删去图片后另存，或只保留通知和附件后重新上传。"
    )


def upload(content: bytes, file_name: str, *, by: Actor, at: datetime | None = None) -> NoticeDraft:
    """Reads a notice and keeps it as a draft. Raises AccessRefused, Refused."""
    access.require(access.may_read_notices(by), by, "上传通知")
    if len(content) > LARGEST_FILE:
        raise too_large()
    name = plain_name(file_name)
    document, reading = _read(content, name)
    kept = _kept(document, reading)
    with recorded(at) as recording:
        act = recording.write(ActKind.UPLOAD_NOTICE, by, f"上传通知“{name}”")
        return NoticeDraft.objects.create(
            act=act,
            file_name=name,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            reading=kept,
            reader_version=__version__,
        )


def earlier_copies(draft: NoticeDraft) -> tuple[int, ...]:
    """The numbers of earlier drafts of the very same file."""
    same = NoticeDraft.objects.filter(digest=draft.digest, pk__lt=draft.pk).order_by("pk")
    return tuple(same.values_list("pk", flat=True))


def picture_of(draft: int, page: int, *, by: Actor) -> bytes:
    """A page of a notice in PDF as a PNG, counted from 1. Raises as `record_of`, and Missing."""
    record = record_of(draft, by=by)
    if not 1 <= page <= len(record.draft.reading.get("pages", ())):
        raise Missing(page)
    content = NoticeDraft.objects.values_list("content", flat=True).get(pk=draft)
    try:
        return page_picture(bytes(content), page)
    except UnreadableDocument as refused:
        raise Missing(page) from refused


def plain_name(told: str) -> str:
    """The name of a file without its folder and without what cannot be printed; never empty."""
    name = PurePosixPath(told.replace("\\", "/")).name
    name = _UNPRINTABLE.sub("", name).strip() or "通知"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]


def _read(content: bytes, name: str) -> tuple[Document, PlanReading]:
    """What the file says. Whatever goes wrong with a strange file becomes a sentence; the log has the rest."""
    try:
        words = vocabulary()
        document = with_tables(read(content, name=name, isolated=True), words)
        reading = read_plan(document, words)
    except UnreadableDocument as refused:
        raise Refused(refused.message) from refused
    except Exception as fault:
        _log.exception("a notice of %d bytes could not be read", len(content))
        raise Refused(
            "文件的结构无法识别，没有上传。请用WPS或Office打开确认内容无误，另存为docx或xlsx后重新上传。"
        ) from fault
    if reading.plan is None:
        raise Refused(reading.error or "没有找到目标任务，请确认上传的是目标任务通知。")
    return document, reading


def _kept(document: Document, reading: PlanReading) -> Json:
    """All that was read, as JSON that both databases hold."""
    assert reading.plan is not None
    told: Json = {
        "title": reading.plan.title or None,
        "year": reading.plan.year or None,
        "plan": plan_to_json(reading.plan),
        "account": reading.numbers.text,
        "unread": reading.numbers.unread,
        "places": {key: list(places) for key, places in reading.places.items()},
        "source": _source(document),
        "pages": document.page_sizes,
    }
    clean: Json = json.loads(json.dumps(told, ensure_ascii=True).replace("\\u0000", ""))
    return clean


def _source(document: Document) -> list[Json]:
    """The text of the document as it stands in reading order; a very large one is cut, and says so."""
    blocks: list[Json] = []
    cells = 0
    beside = chain.from_iterable(section.blocks for section in document.sections)
    for block in chain(document.blocks, beside):
        for one in _told(block):
            cells += sum(len(row) for row in one.get("rows", ()))
            if cells > MOST_CELLS:
                blocks.append({"kind": "cut"})
                return blocks
            blocks.append(one)
    return blocks


def _told(block: Paragraph | Table) -> Iterator[Json]:
    if isinstance(block, Paragraph):
        yield {"kind": "line", "place": str(block.locator), "text": block.text}
        return
    yield {"kind": "table", "place": str(block.locator), "rows": list(_rows(block))}
    for cell in block.cells:
        for nested in cell.tables:
            yield from _told(nested)


def _rows(table: Table) -> Iterator[list[Json]]:
    """The rows that hold something, blank cells in their place; no more than will be kept."""
    kept = 0
    used = {cell.row for cell in table.cells if not cell.is_blank}
    width = max((cell.column + cell.column_span for cell in table.cells if not cell.is_blank), default=0)
    for row in sorted(used):
        cells = [table.cell(row, column) for column in range(width) if table.is_origin(row, column)]
        yield [_cell(cell) for cell in cells]
        kept += len(cells)
        if kept > MOST_CELLS:
            return


def _cell(cell: Cell) -> Json:
    told: Json = {"place": str(cell.locator), "text": cell.text}
    if cell.row_span > 1:
        told["down"] = cell.row_span
    if cell.column_span > 1:
        told["across"] = cell.column_span
    if cell.is_hidden:
        told["hidden"] = True
    return told
