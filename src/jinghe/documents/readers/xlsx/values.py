"""What one spreadsheet cell says: its text as a person reads it, exact, and the typed value behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from jinghe.documents.forms.values import plain
from jinghe.documents.readers import refusals
from jinghe.documents.readers.package import Element, Package
from jinghe.documents.readers.xlsx.formats import BUILTINS, look
from jinghe.documents.tables import CellValue, Content

MAX_SHARED_STRINGS = 1_000_000
_MAX_FORMAT_CODE = 255  # of Excel; codes are kept in a cache
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})(E[+-]?\d{1,3})?", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d+")
_SHOWN_DIGITS = Context(prec=15)  # Excel shows and compares 15 digits; it stores 0.29 as 0.28999999999999998
_EXACT = Context(prec=1000)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """`is_faithful` is False where a person sees something else than `text`, e.g. a scaled number."""

    text: str
    content: Content
    value: CellValue | None = None
    formula: str = ""
    number_format: str = ""
    is_faithful: bool = True


class Values:
    """Reads cells of one workbook: knows its shared strings, number formats and date system.

    `is_uncalculated`: the workbook asks to be calculated when opened, as one does that no spreadsheet program
    has saved yet; its writer may have put 0 for every result.
    """

    def __init__(
        self, package: Package, workbook: str, *, starts_in_1904: bool, is_uncalculated: bool
    ) -> None:
        self._strings = tuple(_shared_strings(package, workbook))
        self._formats = tuple(_formats(package.related_tree(workbook, "styles")))
        self._placeholder = "0" if is_uncalculated else None
        self._epoch = CALENDAR_MAC_1904 if starts_in_1904 else CALENDAR_WINDOWS_1900

    def read(self, cell: Element) -> CellReading | None:
        """What a `c` element says; None where it shows nothing. Raises UnreadableDocument."""
        kind, formula = cell.get("t", "n"), _formula(cell)
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return _text("" if inline is None else rich_text(inline), formula)
        stored = cell.findtext("{*}v")
        if formula and kind != "str" and (not stored or stored == self._placeholder):
            return CellReading(text=formula, content=Content.UNCALCULATED, formula=formula)
        if not stored:
            return None
        if kind in ("s", "str"):
            return _text(self._shared(stored) if kind == "s" else clean(stored), formula)
        if kind == "b":
            is_true = stored.strip() == "1"
            text = "TRUE" if is_true else "FALSE"
            return CellReading(text=text, content=Content.BOOLEAN, value=is_true, formula=formula)
        if kind == "e":
            return CellReading(text=stored, content=Content.ERROR, formula=formula)
        if kind == "d":
            return _iso_date(stored, formula)
        return self._number(stored, self._format(cell), formula)

    def _shared(self, index: str) -> str:
        if not index.strip().isdecimal() or int(index) >= len(self._strings):
            raise refusals.damaged("单元格引用了不存在的文字")
        return self._strings[int(index)]

    def _format(self, cell: Element) -> str:
        index = cell.get("s", "0")
        known = index.isdecimal() and int(index) < len(self._formats)
        return self._formats[int(index)] if known else "General"

    def _number(self, stored: str, number_format: str, formula: str) -> CellReading:
        value = _decimal(stored)
        if value is None:
            return CellReading(text=clean(stored), content=Content.TEXT, formula=formula)
        if _is_date(number_format):
            dated = self._date(value, number_format)
            if dated is not None:
                return CellReading(
                    text=_iso(dated),
                    content=Content.DATE,
                    value=dated,
                    formula=formula,
                    number_format=number_format,
                )
        shown = look(number_format, (value > 0) - (value < 0))
        number = plain(_EXACT.scaleb(value, 2)) + "%" if shown.is_percent else plain(value)
        return CellReading(
            text=f"{shown.before}{number}{shown.after}" if shown.is_faithful else plain(value),
            content=Content.NUMBER,
            value=value,
            formula=formula,
            number_format=number_format,
            is_faithful=shown.is_faithful,
        )

    def _date(self, serial: Decimal, number_format: str) -> date | time | timedelta | None:
        """None for serials that are no date, such as negative ones, which Excel shows as ####."""
        if serial < 0:
            return None
        try:
            instant = from_excel(float(serial), self._epoch, timedelta=is_timedelta_format(number_format))
        except (OverflowError, ValueError):
            return None
        return _without_midnight(instant)


@lru_cache(maxsize=4096)
def _is_date(number_format: str) -> bool:
    return bool(is_date_format(number_format))


def clean(text: str) -> str:
    """Stored text as typed: escapes (`_x000D_`) undone, line breaks as `\\n`, control characters dropped."""
    text = unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)


def rich_text(element: Element) -> str:
    """Text of all runs; readings printed above characters (`rPh`) are left out."""
    runs = (run.text or "" for run in element.iter("{*}t") if not run.getparent().tag.endswith("}rPh"))
    return clean("".join(runs))


def _text(text: str, formula: str) -> CellReading | None:
    return CellReading(text=text, content=Content.TEXT, formula=formula) if text.strip() else None


def _formula(cell: Element) -> str:
    """The formula with `=`; a shared formula is spelled out only in its first cell."""
    formula = cell.find("{*}f")
    return "" if formula is None else f"={formula.text or '…'}"


def _decimal(stored: str) -> Decimal | None:
    """The number, rounded to the digits Excel works with unless it is whole; None for what is no number."""
    stored = stored.strip()
    if not _NUMBER.fullmatch(stored):
        return None
    return Decimal(stored) if _WHOLE.fullmatch(stored) else _SHOWN_DIGITS.create_decimal(stored)


def _iso_date(stored: str, formula: str) -> CellReading:
    try:
        instant = _without_midnight(datetime.fromisoformat(stored.strip()))
    except ValueError:
        return CellReading(text=clean(stored), content=Content.TEXT, formula=formula)
    return CellReading(text=_iso(instant), content=Content.DATE, value=instant, formula=formula)


def _without_midnight(instant: date | time | timedelta) -> date | time | timedelta:
    """A day without a time of day is a date."""
    is_midnight = isinstance(instant, datetime) and instant.time() == time.min
    return instant.date() if isinstance(instant, datetime) and is_midnight else instant


def _iso(instant: date | time | timedelta) -> str:
    """ISO text: 2022-05-18, 2022-05-18 09:30:00, 09:30:00; a length of time as hours, 26:30:00."""
    if isinstance(instant, datetime):
        return instant.isoformat(sep=" ")
    if isinstance(instant, timedelta):
        minutes, seconds = divmod(round(instant.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return instant.isoformat()


def _shared_strings(package: Package, workbook: str) -> Iterator[str]:
    for part in package.targets(workbook, "sharedStrings")[:1]:
        for count, element in enumerate(package.stream(part, "{*}si")):
            if count >= MAX_SHARED_STRINGS:
                raise refusals.too_large(f"工作簿里的文字超过{MAX_SHARED_STRINGS}条", "请拆分后重新上传。")
            yield rich_text(element)


def _formats(styles: Element | None) -> Iterator[str]:
    """The format code of each cell style, by its index."""
    if styles is None:
        return
    custom = {
        element.get("numFmtId"): element.get("formatCode", "")
        for element in styles.iterfind("{*}numFmts/{*}numFmt")
        if len(element.get("formatCode", "")) <= _MAX_FORMAT_CODE
    }
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId", "0")
        builtin = BUILTINS.get(int(number), "General") if number.isdecimal() else "General"
        yield custom.get(number, builtin)
