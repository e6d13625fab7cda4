"""A workbook or table as it came back: what stands in which row under which header, each with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinghe.documents.forms.headers import HasHeader, HeaderMatch, header_key, match_headers
from jinghe.documents.forms.stamps import Stamp
from jinghe.documents.forms.values import canonical, plain
from jinghe.documents.forms.workbooks import RESULT_HEADER, ROW_KEY_HEADER
from jinghe.documents.tables import CellValue, Content, ReaderRemark, column_letters

HEADER_SEARCH_ROWS = 30
LOSSLESS = 10**15  # from here on a spreadsheet drops digits, as of identity numbers
_NAMED = 5
_ROW_KEY = "\0row"  # no column of a form can have this key


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that keeps a row, or with row 0 a whole sheet, from being taken over; in Chinese, with advice."""

    text: str
    row: int = 0
    column_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """What one cell shows, exactly, and the typed value behind it; no float noise, dates in ISO."""

    text: str
    content: Content = Content.TEXT
    value: CellValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row with content: its number as a person counts, its cells by their columns from 1."""

    number: int
    cells: Mapping[int, ShownCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRange:
    """A merged cell; rows and columns from 1, all within it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A visible sheet down to its last row with content; empty rows are left out, numbers tell them."""

    name: str
    rows: tuple[GridRow, ...]
    merges: tuple[MergedRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledWorkbook:
    """A workbook as read. `stamp`: what it says of its making, None where that sheet is gone or not whole."""

    sheets: tuple[FilledSheet, ...]
    stamp: Stamp | None = None
    remarks: tuple[ReaderRemark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCell:
    """A cell under a known header; an empty one has no text."""

    row: int
    header: str
    text: str
    content: Content
    value: CellValue | None = None

    @property
    def place(self) -> str:
        """第5行“金额（万元）”."""
        return f"第{self.row}行“{self.header}”"

    @property
    def canonical(self) -> str:
        """The text to compare with what was prefilled, however the cell was retyped or formatted."""
        if self.content is Content.NUMBER:
            return plain(self.value)  # type: ignore[arg-type]  # a NUMBER holds a Decimal
        return canonical(self.value) if isinstance(self.value, bool) else canonical(self.text)

    @property
    def flaw(self) -> str:
        """Why the cell says nothing that could be taken over; empty for a sound one."""
        if self.content is Content.ERROR:
            return f"{self.place}：单元格是错误值{self.text}。请改正公式或直接填写结果后重新上传。"
        if self.content is Content.UNCALCULATED:
            return f"{self.place}：单元格含公式但没有计算结果。请用WPS或Excel打开并保存，或直接填写结果后重新上传。"
        if isinstance(self.value, Decimal) and abs(self.value) >= LOSSLESS:
            return (
                f"{self.place}：数字超过15位，表格软件会把末尾变成0。请把这一格设为文本格式，重新填写后上传。"
            )
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A row of a form: `key` of the prefilled row it was, empty for a new one; a cell for every column found."""

    number: int
    key: str
    cells: Mapping[str, FilledCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRows:
    """What stands under the wanted columns of one sheet, in its order.

    `flaws` of row 0 concern the whole sheet: nothing of it should be taken over before they are mended.
    `result_column`: where 处理结果 stands, or may be added. `notes`: Chinese sentences about columns that were left
    out, or read although their header changed.
    """

    sheet_name: str
    header_row: int
    rows: tuple[FilledRow, ...]
    columns: frozenset[str]
    result_column: int = 0
    flaws: tuple[Flaw, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowKeyColumn:
    key: str = _ROW_KEY
    header: str = ROW_KEY_HEADER


def rows_under(filled: FilledWorkbook, name: str, columns: Sequence[HasHeader]) -> FilledRows:
    """The rows of the sheet that has these columns: best by its headers, then by its name."""
    ranked = [(_header_row(sheet, columns), sheet) for sheet in filled.sheets]
    scored = [((score, sheet.name == name), number, sheet) for (score, number), sheet in ranked if score]
    if not scored:
        headers = "、".join(f"“{column.header}”" for column in columns[:3])
        text = f"没有找到含有{headers}等表头的工作表。请使用下载的填报表，保留表头一行后重新上传。"
        return FilledRows(
            sheet_name=name, header_row=0, rows=(), columns=frozenset(), flaws=(Flaw(text=text),)
        )
    _, header_row, sheet = max(scored, key=lambda entry: entry[0])
    return read_rows(sheet, header_row, columns)


def read_rows(
    sheet: FilledSheet, header_row: int, columns: Sequence[HasHeader], *, has_row_keys: bool = True
) -> FilledRows:
    """The rows below a header row of a sheet; has_row_keys: one made by us, with the column 系统编号."""
    headers = next(row for row in sheet.rows if row.number == header_row)
    texts = {place: cell.text for place, cell in headers.cells.items()}
    match = match_headers(texts, (_RowKeyColumn(), *columns) if has_row_keys else columns)
    wanted = [(column, match.positions[column.key]) for column in columns if column.key in match.positions]
    key_place = match.positions.get(_ROW_KEY, 0)
    all_rows = [_row(row, wanted, key_place) for row in sheet.rows if row.number > header_row]
    rows = tuple(row for row in all_rows if row.key or any(cell.text for cell in row.cells.values()))
    strays = sorted({row.number for row in all_rows} - {row.number for row in rows})
    return FilledRows(
        sheet_name=sheet.name,
        header_row=header_row,
        rows=rows,
        columns=frozenset(column.key for column, _ in wanted),
        result_column=_result_column(sheet, texts),
        flaws=(
            *_header_flaws(match, header_row),
            *(
                Flaw(text=cell.flaw, row=row.number, column_key=key)
                for row in rows
                for key, cell in row.cells.items()
                if cell.flaw
            ),
            *_merge_flaws(sheet, header_row, wanted),
            *_repeated_keys(rows),
        ),
        notes=(*_notes(match), *_about_strays(strays)),
    )


def _result_column(sheet: FilledSheet, headers: Mapping[int, str]) -> int:
    """Where an earlier upload got its results, else the first column right of everything."""
    earlier = (place for place, text in headers.items() if header_key(text) == header_key(RESULT_HEADER))
    return next(earlier, 1 + max(max(row.cells) for row in sheet.rows))


def _header_row(sheet: FilledSheet, columns: Sequence[HasHeader]) -> tuple[int, int]:
    """How many of the wanted headers the best row has, and its number; one alone is enough only of one or two."""
    best, number = 0, 0
    for row in sheet.rows[:HEADER_SEARCH_ROWS]:
        texts = {place: cell.text for place, cell in row.cells.items()}
        score = len(columns) - len(match_headers(texts, columns).missing)
        if score > best:
            best, number = score, row.number
    return (best, number) if best >= min(2, len(columns)) else (0, 0)


def _row(row: GridRow, wanted: Sequence[tuple[HasHeader, int]], key_place: int) -> FilledRow:
    key = row.cells.get(key_place)
    return FilledRow(
        number=row.number,
        key="" if key is None else key.text.strip(),
        cells={
            column.key: _cell(row.number, column.header, row.cells.get(place)) for column, place in wanted
        },
    )


def _cell(row: int, header: str, shown: ShownCell | None) -> FilledCell:
    if shown is None:
        return FilledCell(row=row, header=header, text="", content=Content.EMPTY)
    return FilledCell(row=row, header=header, text=shown.text, content=shown.content, value=shown.value)


def _header_flaws(match: HeaderMatch, row: int) -> list[Flaw]:
    repeated = [
        f"第{row}行有不止一列的表头是“{header}”，不知以哪一列为准。请删去多余的一列后重新上传。"
        for header in match.repeated
    ]
    unlike = [
        f"第{row}行的表头“{header}”应为“{expected}”，括号内的计量单位或说明不同。请按“{expected}”填写后重新上传。"
        for header, expected in match.unlike
    ]
    return [Flaw(text=text) for text in (*repeated, *unlike)]


def _merge_flaws(sheet: FilledSheet, header_row: int, wanted: Sequence[tuple[HasHeader, int]]) -> list[Flaw]:
    """A merged cell holds one value; whether it stands for each row or once nobody can tell."""
    places = [place for _, place in wanted]
    return [
        Flaw(
            text=f"{column_letters(merge.left)}{merge.top}:{column_letters(merge.right)}{merge.bottom}"
            "是合并单元格，不知其中的内容是各行各列都有还是只有一处。请取消合并，逐格填写后重新上传。",
            row=max(merge.top, header_row + 1),
        )
        for merge in sheet.merges
        if merge.bottom > header_row and any(merge.left <= place <= merge.right for place in places)
    ]


def _repeated_keys(rows: Sequence[FilledRow]) -> list[Flaw]:
    first: dict[str, int] = {}
    flaws = []
    for row in rows:
        if row.key and first.setdefault(row.key, row.number) != row.number:
            text = (
                f"第{row.number}行与第{first[row.key]}行的“{ROW_KEY_HEADER}”相同。"
                f"如是新增的一行，请清空这一格；如是重复，请删去一行后重新上传。"
            )
            flaws.append(Flaw(text=text, row=row.number))
    return flaws


def _notes(match: HeaderMatch) -> list[str]:
    missing = [header for header in match.missing if header != ROW_KEY_HEADER]
    notes = [f"没有“{header}”这一列，未读取。" for header in missing]
    if ROW_KEY_HEADER in match.missing:
        notes.append(f"没有“{ROW_KEY_HEADER}”这一列，无法与下载时的各行对应，全部按新增的行处理。")
    notes += [
        f"表头“{header}”没有写括号内的计量单位或说明，按“{header}”读取。" for header in match.without_unit
    ]
    notes += [f"“{header}”不是填报表的列，未读取。" for header in match.unknown if header != RESULT_HEADER]
    return notes


def _about_strays(numbers: Sequence[int]) -> list[str]:
    """Every row is accounted for, also one that has something in other columns only."""
    if not numbers:
        return []
    named = "、".join(map(str, numbers[:_NAMED]))
    more = f"等{len(numbers)}" if len(numbers) > _NAMED else ""
    return [f"第{named}{more}行只在填报表以外的列有内容，未读取。"]
