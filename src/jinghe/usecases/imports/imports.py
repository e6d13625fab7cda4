"""Imports 导入: a file is kept as it came, looked at row by row, and filed as a whole once somebody confirms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jinghe.documents import UnreadableDocument
from jinghe.documents.forms.filled import FilledRows, FilledWorkbook
from jinghe.documents.readers.isolated.isolated import ReaderFault
from jinghe.documents.writers.xlsx.remarked import SheetRemarks, with_remarks
from jinghe.store.models import ActKind, ImportBatch, ImportUndo
from jinghe.usecases.claims.papers import stored, stored_content
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, Refused
from jinghe.usecases.imports.deciding import Decider
from jinghe.usecases.imports.forms import MONTH, read, sheet_rows, sign
from jinghe.usecases.imports.pasting import PASTED, pasted_rows
from jinghe.usecases.imports.rows import ImportPreview, RowOutcome, RowResult
from jinghe.usecases.imports.shapes import month_shapes
from jinghe.usecases.imports.world import World
from jinghe.usecases.imports.writing import coded, outcome_of, write_rows

UPLOAD = "upload"
"""Kind of a batch that is kept but not taken over; its outcome says what it is."""

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_NAME = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PreviewMoved(ChangedMeanwhile):
    """What would be filed is no longer what was looked at; `preview` is the new one."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__(
            "确认前，系统里的内容有了变动，预览已更新。没有任何一行被采用，请重新核对后确认。",
            log="preview moved",
        )
        self.preview = preview


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A kept file. filed: the import it became; undone: that it was taken back, or dropped before it was filed."""

    batch: ImportBatch
    filed: ImportBatch | None
    is_undone: bool

    @property
    def what(self) -> str:
        return str(self.batch.outcome["what"])

    @property
    def month(self) -> date | None:
        told = self.batch.outcome.get("month")
        return date.fromisoformat(f"{told}-01") if told else None

    @property
    def is_waiting(self) -> bool:
        return self.filed is None and not self.is_undone

    @property
    def state(self) -> str:
        if self.filed is None:
            return "已放弃" if self.is_undone else "待确认"
        return "已撤回" if self.is_undone else "已采用"

    @property
    def counts(self) -> dict[RowOutcome, int]:
        """Rows by what became of them, once filed."""
        found = dict.fromkeys(RowOutcome, 0)
        for row in self.filed.outcome["rows"] if self.filed else ():
            found[RowOutcome(row[2])] += 1
        return found


def upload_month(content: bytes, name: str, *, by: Actor) -> ImportBatch:
    """Keeps a filled month workbook of the actor's unit. Raises AccessRefused, Refused."""
    unit = access.acts_for_unit(by)
    access.require(bool(unit), by, "导入填报表")
    stamp = filled_of(content).stamp
    if stamp is None or not stamp.is_signed_by(sign):
        raise Refused(
            "这个文件不是系统生成的填报表，或其中的系统信息已经损坏。请重新下载本月填报表，"
            "把内容粘贴进去后上传；也可以在“粘贴”页直接粘贴。"
        )
    if stamp.kind != MONTH or stamp.unit != unit:
        raise Refused(f"这是{stamp.unit}的填报表，您只能上传{unit}的填报表。请下载本单位的填报表。")
    return keep(content, name, XLSX, unit=unit, by=by, outcome={"what": MONTH, "month": stamp.month})


def paste(text: str, what: str, month: date, *, by: Actor) -> ImportBatch:
    """Keeps a pasted block of the actor's unit. what: a key of PASTED. Raises AccessRefused, Refused."""
    unit = access.acts_for_unit(by)
    access.require(bool(unit), by, "粘贴导入")
    if what not in PASTED:
        raise Refused("请选择粘贴的是什么。")
    if not text.strip():
        raise Refused("没有粘贴任何内容。请在表格里选中要粘贴的区域，复制后再粘贴。")
    content = text.encode("utf-8", "replace")
    require_size(content)
    outcome = {"what": what, "month": f"{month:%Y-%m}"}
    return keep(content, f"粘贴：{PASTED[what].name}", "text/plain", unit=unit, by=by, outcome=outcome)


def keep(
    content: bytes, name: str, media_type: str, *, unit: str, by: Actor, outcome: Mapping[str, Any]
) -> ImportBatch:
    """Keeps an upload as it came, before anybody confirms it."""
    told = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable())
    with recorded() as recording:
        act = recording.write(ActKind.IMPORT, by, f"上传待确认：{told or '未命名'}"[:400])
        file = stored(act, content, media_type)
        return ImportBatch.objects.create(
            act=act,
            kind=UPLOAD,
            unit=unit,
            file_name=(told or "未命名")[-LONGEST_NAME:],
            digest=file.pk,
            outcome=dict(outcome),
        )


def require_size(content: bytes) -> None:
    """Raises Refused."""
    if len(content) > LARGEST_FILE:
        raise Refused(f"文件超过{LARGEST_FILE // 1024 // 1024}MB。请删去图片和多余工作表后重新上传。")


def filled_of(content: bytes) -> FilledWorkbook:
    """The workbook in a file. Raises Refused."""
    require_size(content)
    try:
        return read(sha256(content).hexdigest(), content)
    except UnreadableDocument as refused:
        raise Refused(str(refused)) from refused
    except ReaderFault as fault:
        raise Refused("读取文件时出错。请另存为xlsx后重新上传；仍然不行的，请联系市局管理员。") from fault


def upload_of(number: int, *, by: Actor) -> Upload:
    """Raises Missing, AccessRefused."""
    batch = ImportBatch.objects.select_related("act").filter(pk=number, kind=UPLOAD).first()
    if batch is None:
        raise Missing(number)
    access.require(access.may_see_import(by, batch.unit), by, f"查看导入{number}")
    return _upload(batch, _filings([batch]))


def uploads(*, by: Actor, size: int = 100) -> list[Upload]:
    """The uploads that the actor may see, latest first."""
    batches = list(_readable(by)[:size])
    filings = _filings(batches)
    return [_upload(batch, filings) for batch in batches]


def preview_of(upload: Upload) -> ImportPreview:
    """What would become of every row now. Raises Refused."""
    content = stored_content(upload.batch.digest)
    month = upload.month
    assert month is not None
    world = World(upload.batch.unit, month)
    return (
        _of_workbook(filled_of(content), world)
        if upload.what == MONTH
        else _of_block(content.decode(), upload.what, world)
    )


def _of_block(text: str, what: str, world: World) -> ImportPreview:
    found = pasted_rows(text, what, world)
    shape = replace(PASTED[what], name=found.sheet_name)
    flaws = tuple(one.text for one in found.flaws if not one.row or not found.rows)
    return ImportPreview(
        rows=tuple(Decider(shape, world, None).decide(found)), flaws=flaws, notes=found.notes
    )


def _of_workbook(filled: FilledWorkbook, world: World) -> ImportPreview:
    names = frozenset(one.name for one in month_shapes())
    rows: list[RowResult] = []
    flaws: list[str] = []
    notes: list[str] = []
    sheets: list[FilledRows] = []
    for shape in month_shapes():
        found = sheet_rows(filled, shape, names)
        if found is None:
            notes.append(f"没有“{shape.name}”这张表，未读取。")
            continue
        if not found.header_row:
            flaws += [one.text for one in found.flaws]
            continue
        sheets.append(found)
        notes += [f"{found.sheet_name}：{one}" for one in found.notes]
        flaws += [f"{found.sheet_name}：{one.text}" for one in found.flaws if not one.row]
        stamped = filled.stamp.sheet(shape.name) if filled.stamp else None
        rows += Decider(shape, world, stamped).decide(found)
    return ImportPreview(rows=tuple(rows), flaws=tuple(flaws), notes=tuple(notes), sheets=tuple(sheets))


def confirm_import(
    number: int, fingerprint: str, *, by: Actor, left_out: Collection[str] = ()
) -> ImportBatch:
    """Files the rows of a preview in one act, but for those left out by their places.

    Raises Missing, AccessRefused, Refused, PreviewMoved.
    """
    upload = upload_of(number, by=by)
    access.require(access.may_import(by, upload.batch.unit), by, "确认导入")
    with recorded() as recording:
        upload = upload_of(number, by=by)
        require_waiting(upload)
        preview = preview_of(upload)
        if preview.fingerprint != fingerprint:
            raise PreviewMoved(preview)
        filed = [one for one in preview.filed if one.place not in left_out]
        if not filed:
            raise Refused("没有可以采用的行。请更正文件后重新上传。")
        codes = coded(filed, timezone.localdate(recording.at).year)
        act = recording.write(ActKind.IMPORT, by, f"导入{upload.batch.file_name}：{len(filed)}行"[:400])
        rows = [_left(one) if one.place in left_out and one.outcome.is_filed else one for one in preview.rows]
        batch = ImportBatch.objects.create(
            act=act,
            kind=upload.what,
            unit=upload.batch.unit,
            file_name=upload.batch.file_name,
            digest=upload.batch.digest,
            outcome={"upload": number, **outcome_of(rows, filed, codes)},
        )
        write_rows(act, batch, filed, codes)
        return batch


def require_waiting(upload: Upload) -> None:
    """Raises Refused."""
    if not upload.is_waiting:
        raise Refused(f"导入{upload.batch.pk}{upload.state}，不能再次确认。")


def drop_upload(number: int, *, by: Actor) -> None:
    """Gives up an upload that was not filed. Raises Missing, AccessRefused, Refused."""
    with recorded() as recording:
        upload = upload_of(number, by=by)
        access.require(access.may_import(by, upload.batch.unit), by, "放弃导入")
        require_waiting(upload)
        act = recording.write(ActKind.UNDO_IMPORT, by, f"放弃待确认的导入：{upload.batch.file_name}"[:400])
        ImportUndo.objects.create(act=act, batch=upload.batch)


def error_file(upload: Upload, preview: ImportPreview) -> bytes:
    """The upload with one column more: what becomes of each row. Raises Refused."""
    told: dict[str, dict[int, str]] = {}
    for one in preview.rows:
        told.setdefault(one.sheet, {})[one.number] = one.text
    remarks = [
        SheetRemarks(
            sheet_name=one.sheet_name,
            header_row=one.header_row,
            column=one.result_column,
            texts=told.get(one.sheet_name, {}),
        )
        for one in preview.sheets
        if one.result_column
    ]
    if not remarks:
        raise Refused("文件里没有可以标注的表。")
    return with_remarks(stored_content(upload.batch.digest), remarks)


def _left(row: RowResult) -> RowResult:
    return replace(row, works=(), faults=("确认时选择了不采用",))


def _readable(by: Actor) -> QuerySet[ImportBatch]:
    """Every upload that the actor may see, latest first."""
    batches = ImportBatch.objects.select_related("act").filter(kind=UPLOAD).order_by("-pk")
    if own := access.acts_for_unit(by):
        return batches.filter(unit=own)
    return batches.filter(unit="") if access.may_see_import(by, "") else batches.none()


def _filings(batches: Sequence[ImportBatch]) -> dict[int, ImportBatch]:
    """Upload → what it became."""
    found = ImportBatch.objects.select_related("act", "undo").filter(
        ~Q(kind=UPLOAD), outcome__upload__in=[one.pk for one in batches]
    )
    return {one.outcome["upload"]: one for one in found}


def _upload(batch: ImportBatch, filings: Mapping[int, ImportBatch]) -> Upload:
    filed = filings.get(batch.pk)
    return Upload(batch=batch, filed=filed, is_undone=hasattr(filed or batch, "undo"))
