"""A form as an office would send it, and ways to fill in what it looks like, for the tests of workbooks."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl

from jinghe.documents.forms.filled import FilledRows, FilledWorkbook, rows_under
from jinghe.documents.forms.workbooks import ColumnKind, Form, FormColumn, FormRow, FormSheet
from jinghe.documents.readers.xlsx.workbook import read_workbook
from jinghe.documents.writers.xlsx.workbook import write_workbook
from tests.documents.files import saved

COLUMNS = (
    FormColumn(key="name", header="项目名称", is_locked=True, width=30),
    FormColumn(
        key="amount",
        header="到位资金（万元）",
        kind=ColumnKind.NUMBER,
        is_required=True,
        hint="本月新到账，不含以前月份。",
        example="1200.5",
    ),
    FormColumn(key="signed_on", header="签约日期", kind=ColumnKind.DATE),
    FormColumn(
        key="industry",
        header="产业",
        kind=ColumnKind.CHOICE,
        choices=tuple(f"产业{n},甲" for n in range(90)),
    ),
    FormColumn(key="is_zero", header="零报告", kind=ColumnKind.FLAG),
    FormColumn(key="note", header="备注"),
)
SHEET = FormSheet(
    name="到位资金",
    columns=COLUMNS,
    rows=(
        FormRow(
            key="P-1",
            version="7",
            values={
                "name": "锂电项目",
                "amount": Decimal("1200.50"),
                "signed_on": date(2022, 3, 1),
                "industry": "产业3,甲",
                "is_zero": False,
                "note": "分两期\n二期五月",
            },
        ),
        FormRow(key="P-2", version="1", values={"name": "=1+1", "amount": Decimal("0.1"), "note": "—"}),
    ),
    blank_rows=3,
)
FORM = Form(
    kind="monthly",
    unit="达川区",
    month="2022-03",
    made_at=datetime(2022, 4, 1, 8, 30, tzinfo=UTC),
    title="达川区2022年3月月报",
    notes=("请于4月5日前报送。",),
    sheets=(SHEET,),
)


def sign(content: bytes) -> str:
    return hmac.new(b"office", content, hashlib.sha256).hexdigest()


def many(rows: int) -> Form:
    """The form with so many prefilled rows."""
    model = SHEET.rows[0]
    made = tuple(replace(model, key=f"P-{number}") for number in range(rows))
    return replace(FORM, sheets=(replace(SHEET, rows=made, blank_rows=0),))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def filled(change: Callable[[openpyxl.Workbook], None], form: Form = FORM) -> bytes:
    """The form after somebody worked on it in a spreadsheet program."""
    book = opened(write_workbook(form, sign))
    change(book)
    return saved(book)


def read_here(content: bytes) -> FilledWorkbook:
    return read_workbook(content, isolated=False)


def rows_in(content: bytes) -> FilledRows:
    """What stands under the columns of the form in a file."""
    return rows_under(read_here(content), SHEET.name, COLUMNS)


def texts(found: FilledRows) -> list[list[str]]:
    """Key and texts of every row."""
    return [[row.key, *(cell.text for cell in row.cells.values())] for row in found.rows]
