"""期初台账: every project since 2019 from one file, uploaded by one reviewer and entered by another, in one act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.utils import timezone

from jinghe.core.claims.claims import CLAIM_KINDS, entries_of
from jinghe.core.counting.entries import Entry, Evidence
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.documents.forms.filled import rows_under
from jinghe.documents.forms.workbooks import Form, FormSheet
from jinghe.documents.writers.xlsx.workbook import write_workbook
from jinghe.store.models import Act, ActKind, ImportBatch
from jinghe.usecases.claims.papers import stored_content
from jinghe.usecases.claims.stages import proved_state
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.imports.forms import sign
from jinghe.usecases.imports.imports import (
    XLSX,
    PreviewMoved,
    Upload,
    filled_of,
    keep,
    require_waiting,
    upload_of,
)
from jinghe.usecases.imports.opening_shape import OpeningDecider, OpeningWorld, opening_shape
from jinghe.usecases.imports.rows import DraftClaim, ImportPreview, OpenRecord, RowResult
from jinghe.usecases.imports.shapes import form_column
from jinghe.usecases.imports.writing import coded, outcome_of
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import known_words
from jinghe.usecases.records.writing import RecordChange, opening, write_records

OPENING = "opening"
BLANK_ROWS = 500
EVIDENCE = "期初台账"
_SIZE = 500
Tell = Callable[[str, int, int], None]
"""Is told a step, and how much of how much is done."""


def silent(_: str, __: int, ___: int) -> None:
    """Nobody waits to be told."""


def opening_form(*, by: Actor) -> bytes:
    """The empty workbook of the opening ledger. Raises AccessRefused."""
    access.require(access.may_import(by, ""), by, "下载期初台账")
    today = clock.today()
    known = known_words()
    shape = opening_shape(today)
    form = Form(
        kind=OPENING,
        unit="",
        month=f"{today:%Y-%m}",
        made_at=timezone.localtime(clock.now()),
        title="期初台账",
        sheets=(
            FormSheet(
                name=shape.name,
                columns=tuple(form_column(one, known) for one in shape.columns),
                blank_rows=BLANK_ROWS,
            ),
        ),
        notes=marked_notes(
            (
                "每行一个项目，2019年以来签约的都填；在谈的只填项目情况。列的次序可以变，没有的列可以删去。",
                "各年到位资金填当年全年的数，今年按月填。入账日期取该年、该月的最后一天。",
                "由一名审核员上传，另一名审核员核对后确认入账。",
            )
        ),
    )
    return write_workbook(form, sign)


def upload_opening(content: bytes, name: str, *, by: Actor) -> ImportBatch:
    """Keeps an opening ledger until another reviewer confirms it. Raises AccessRefused, Refused."""
    access.require(access.may_import(by, ""), by, "导入期初台账")
    filled = filled_of(content)
    shape = opening_shape(clock.today())
    found = rows_under(filled, shape.name, shape.columns)
    if not found.header_row or not found.rows:
        raise Refused(
            "；".join(flaw.text for flaw in found.flaws) or "表里没有填写任何项目，请填写后重新上传。"
        )
    outcome = {"what": OPENING, "rows": len(found.rows)}
    return keep(content, name, XLSX, unit="", by=by, outcome=outcome)


_looked_at: dict[tuple[object, ...], ImportPreview] = {}
"""The last preview of this process, by everything it rests on: checking ten thousand rows takes its time."""


def preview_of_opening(upload: Upload, tell: Tell = silent) -> ImportPreview:
    """What would become of every row now. Raises Refused."""
    key = (upload.batch.digest, clock.today(), *_last_act())
    if key not in _looked_at:
        found = _checked(upload, tell)
        _looked_at.clear()
        _looked_at[key] = found
    return _looked_at[key]


def _checked(upload: Upload, tell: Tell) -> ImportPreview:
    tell("读取文件", 0, 0)
    filled = filled_of(stored_content(upload.batch.digest))
    today = clock.today()
    shape = opening_shape(today)
    found = rows_under(filled, shape.name, shape.columns)
    flaws = [one.text for one in found.flaws if not one.row]
    if not found.header_row:
        return ImportPreview(flaws=tuple(flaws))
    found = replace(found, rows=tuple(replace(one, key="") for one in found.rows))
    tell("核对各行", 0, len(found.rows))
    decider = OpeningDecider(
        shape, OpeningWorld(), today, lambda done: tell("核对各行", done, len(found.rows))
    )
    return ImportPreview(
        rows=tuple(decider.decide(found)), flaws=tuple(flaws), notes=found.notes, sheets=(found,)
    )


def confirm_opening(number: int, fingerprint: str, *, by: Actor, tell: Tell = silent) -> ImportBatch:
    """Enters an opening ledger: records and postings in one act. Raises Missing, AccessRefused, Refused,
    PreviewMoved, ledger.RefusedEntries.
    """
    upload = upload_of(number, by=by)
    require_another(upload, by)
    preview_of_opening(upload, tell)
    with recorded() as recording:
        upload = upload_of(number, by=by)
        require_waiting(upload)
        preview = preview_of_opening(upload, tell)
        if preview.fingerprint != fingerprint:
            raise PreviewMoved(preview)
        if not preview.filed:
            raise Refused("没有可以采用的行。请更正文件后重新上传。")
        tell("入账", 0, len(preview.filed))
        return _enter(recording, upload, preview, by, tell)


def require_another(upload: Upload, by: Actor) -> None:
    """Raises AccessRefused, Refused: who uploaded does not confirm."""
    access.require(access.may_import(by, ""), by, "确认期初台账")
    if upload.batch.act.recorded_by == by.username:
        raise Refused("期初台账由您上传，须由另一名审核员核对并确认。")


def _enter(
    recording: Recording, upload: Upload, preview: ImportPreview, by: Actor, tell: Tell
) -> ImportBatch:
    filed = preview.filed
    codes = coded(filed, timezone.localdate(recording.at).year)
    proof = Evidence(kind=EVIDENCE, title=upload.batch.file_name, digest=upload.batch.digest)
    entries = [entry for row in filed for entry in _entries(row, codes[row.place], proof)]
    reason = f"期初台账：{upload.batch.file_name}，{len(filed)}个项目"[:400]
    first = recording.last_sequence + 1
    act = (
        ledger.post_in(recording, entries, by=by, reason=reason)
        if entries
        else recording.write(ActKind.IMPORT, by, reason)
    )
    tell("登记项目", len(filed) // 2, len(filed))
    batch = ImportBatch.objects.create(
        act=act,
        kind=OPENING,
        unit="",
        file_name=upload.batch.file_name,
        digest=upload.batch.digest,
        outcome={
            "upload": upload.batch.pk,
            "postings": [first, recording.last_sequence],
            **outcome_of(preview.rows, filed, codes),
        },
    )
    write_records(act, [_registering(row, codes[row.place]) for row in filed])
    tell("登记项目", len(filed), len(filed))
    return batch


def _opened(row: RowResult) -> OpenRecord:
    return next(one for one in row.works if isinstance(one, OpenRecord))


def _facts(row: RowResult) -> list[DraftClaim]:
    return [one for one in row.works if isinstance(one, DraftClaim)]


def _kept_by(opened: OpenRecord) -> str:
    return str(opened.values["hosts"][0][0])


def _entries(row: RowResult, code: str, proof: Evidence) -> list[Entry]:
    opened, facts = _opened(row), _facts(row)
    if not facts:
        return []
    signed_on = date.fromisoformat(facts[0].values["occurred_on"])
    return [
        entry
        for one in facts
        for entry in entries_of(
            CLAIM_KINDS[one.kind],
            one.values,
            code,
            opened.values,
            unit=_kept_by(opened),
            signed_on=signed_on,
            evidence=(proof,),
            claim="",
        )
    ]


def _registering(row: RowResult, code: str) -> RecordChange:
    opened = _opened(row)
    state = proved_state(PROJECT.kind, {fact.kind for fact in _facts(row)})
    return opening(PROJECT, opened.values, code=code, unit=_kept_by(opened), state=state, note=opened.note)


def _last_act() -> tuple[int, object]:
    """What nothing was written after; the instant tells one database from another."""
    return Act.objects.order_by("-pk").values_list("pk", "recorded_at")[0]
