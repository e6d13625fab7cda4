"""The workbook of a unit and month: prefilled from what is known, signed, and read back row by row."""

import hashlib
import hmac
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from jinghe.documents.forms.filled import FilledRows, FilledWorkbook, rows_under
from jinghe.documents.forms.workbooks import Form, FormRow, FormSheet
from jinghe.documents.readers.xlsx.workbook import read_workbook
from jinghe.documents.writers.xlsx.workbook import write_workbook
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.imports.shapes import SheetShape, cell_values, form_column, month_shapes
from jinghe.usecases.imports.world import World

MONTH = "month"
BLANK_ROWS = 40


def month_form(unit: str, month: date, *, by: Actor) -> bytes:
    """The workbook that a unit fills in for a month. Raises AccessRefused."""
    access.require(access.may_import(by, unit), by, f"下载{unit}的填报表")
    world = World(unit, month)
    told = f"{month.year}年{month.month}月"
    form = Form(
        kind=MONTH,
        unit=unit,
        month=f"{month:%Y-%m}",
        made_at=timezone.localtime(clock.now()),
        title=f"{unit}{told}月报",
        sheets=tuple(_sheet(shape, world) for shape in month_shapes()),
        notes=marked_notes(
            (
                f"本表供{unit}填报{told}工作，填好后在“导入”页上传，核对预览后确认；由单位负责人提交。",
                "金额单位见表头；没有发生的留空。已经入账或提交审核的内容不能在表中修改。",
                "同一文件重复上传不会重复登记；下载后他人改过的格会提示冲突，不会被覆盖。",
            )
        ),
    )
    return write_workbook(form, sign)


def sign(content: bytes) -> str:
    """Proves that a stamp is ours."""
    key = hashlib.sha256(b"jinghe.form:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, content, hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def read(digest: str, content: bytes) -> FilledWorkbook:
    """A workbook as it came back; digest: of its content, which is read once. Raises as `read_workbook`."""
    return read_workbook(content)


def sheet_rows(filled: FilledWorkbook, shape: SheetShape, names: frozenset[str]) -> FilledRows | None:
    """The rows of a sheet of the form; None where it was taken out. names: of all sheets of the form."""
    own = [one for one in filled.sheets if one.name == shape.name]
    strange = [one for one in filled.sheets if one.name not in names]
    for candidates in (own, strange):
        if candidates:
            found = rows_under(replace(filled, sheets=tuple(candidates)), shape.name, shape.columns)
            if found.header_row or candidates is own:
                return found
    return None


def _sheet(shape: SheetShape, world: World) -> FormSheet:
    rows = []
    for record in world.rows_of(shape):
        facts = {kind: held.values for kind, held in world.facts(shape, record.pk).items()}
        values = cell_values(shape, world.told(shape, record), facts, world.known)
        rows.append(FormRow(key=record.pk, version=world.version(shape, record), values=values))
    return FormSheet(
        name=shape.name,
        columns=tuple(form_column(one, world.known) for one in shape.columns),
        rows=tuple(rows),
        blank_rows=BLANK_ROWS if shape.opens else 0,
    )
