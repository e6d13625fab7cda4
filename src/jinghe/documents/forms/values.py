"""What one cell of a form holds, and how typed words for a day or for yes and no are read. Money is read in `core`."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

FormValue = str | int | Decimal | date | bool | None

YES, NO = "是", "否"
_YES_WORDS = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
_NO_WORDS = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:00?:00(?::00)?)?")


def storable(text: str) -> str:
    """Text as a workbook can hold it: line breaks as `\\n`, no control characters."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(number: Decimal) -> str:
    """Decimal digits without exponent or needless zeros: 3500, 0.9, 0."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def canonical(value: FormValue) -> str:
    """One text for one value, the same before a workbook is sent and after it came back: 1200.5, 2022-03-01, 是."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | Decimal):
        return plain(Decimal(value))
    return value.isoformat() if isinstance(value, date) else storable(value).strip()


def date_in(text: str) -> date | None:
    """The day that a person typed: 2022-3-1, 2022/03/01, 2022.3.1, 2022年3月1日, 20220301, also in full width."""
    match = _DAY.fullmatch("".join(_narrow(text).split()))
    if match is None:
        return None
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def flag_in(text: str) -> bool | None:
    """Yes or no as a person typed it; None for anything else, also for a blank."""
    word = _narrow(text).strip().lower()
    return True if word in _YES_WORDS else False if word in _NO_WORDS else None


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
