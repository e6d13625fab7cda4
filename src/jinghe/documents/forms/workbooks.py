"""A workbook made for somebody to fill in and send back: its sheets, columns and prefilled rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jinghe.documents.forms.headers import header_key
from jinghe.documents.forms.values import FormValue

ROW_KEY_HEADER = "系统编号"  # the column that tells which row is which, however the sheet was sorted
RESULT_HEADER = "处理结果"  # the column that a returned error file has more
_RESERVED = frozenset({header_key(ROW_KEY_HEADER), header_key(RESULT_HEADER)})
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
_ONE_LINE = re.compile(r"[^\t\r\n]+")


class ColumnKind(StrEnum):
    """What a column asks for; the value is the word an explanation uses."""

    TEXT = "文字"
    DATE = "日期"
    NUMBER = "数字"
    CHOICE = "从列表选择"
    FLAG = "是或否"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """One column: `header` carries the unit of measure (到位资金（万元）), `width` counts narrow characters."""

    key: str
    header: str
    kind: ColumnKind = ColumnKind.TEXT
    choices: tuple[str, ...] = ()
    is_locked: bool = False
    is_required: bool = False
    width: int = 14
    hint: str = ""
    example: str = ""

    def __post_init__(self) -> None:
        if not _ONE_LINE.fullmatch(self.key) or not header_key(self.header):
            raise ValueError(f"a column needs a key and a header: {self.key!r}, {self.header!r}")
        if bool(self.choices) is not (self.kind is ColumnKind.CHOICE):
            raise ValueError(f"choices belong to a column of choices: {self.key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A prefilled row: `key` and `version` say what it was made from, `values` by the keys of columns."""

    key: str
    version: str
    values: Mapping[str, FormValue]

    def __post_init__(self) -> None:
        if not _ONE_LINE.fullmatch(self.key) or not _ONE_LINE.fullmatch(self.version):
            raise ValueError(f"a row needs a key and a version of one line: {self.key!r}, {self.version!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """One sheet; `blank_rows` are for what is new. Raises ValueError where two columns or rows look alike."""

    name: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...] = ()
    blank_rows: int = 0

    def __post_init__(self) -> None:
        if not _SHEET_NAME.fullmatch(self.name):
            raise ValueError(f"no name for a sheet: {self.name!r}")
        keys = {column.key for column in self.columns}
        headers = {header_key(column.header) for column in self.columns} - _RESERVED
        if not keys or len(keys) < len(self.columns) or len(headers) < len(self.columns):
            raise ValueError(f"columns of {self.name} are missing, repeated or reserved")
        if len({row.key for row in self.rows}) < len(self.rows):
            raise ValueError(f"rows of {self.name} are repeated")
        if any(not row.values.keys() <= keys for row in self.rows):
            raise ValueError(f"a row of {self.name} holds a value of no column")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One workbook for one unit and month; `kind` is the program's name for what is asked."""

    kind: str
    unit: str
    month: str
    made_at: datetime
    title: str
    sheets: tuple[FormSheet, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.sheets or len({sheet.name.lower() for sheet in self.sheets}) < len(self.sheets):
            raise ValueError("a form needs sheets of different names")
