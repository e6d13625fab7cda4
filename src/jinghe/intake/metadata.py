"""What a notice says of itself: number 文号, issuer, title, date, year; found by shape, never by place alone."""

import re
from dataclasses import dataclass
from datetime import date

from jinghe.intake.layouts.layout import Line, tight

_NARROW = {ord("０") + digit: str(digit) for digit in range(10)}
_NUMBER = re.compile(r"（?([一-龥]{2,14}[〔\[［（](20[0-9]{2})[〕\]］）](?:第)?[0-9]{1,4}号)）?")
_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ISSUER = re.compile(r"([一-龥]{2,20}(?:人民政府办公室|人民政府|办公室|领导小组|委员会|局|厅))(?:文件)?")
_TITLE = re.compile(r"关于(?:印发|分解下达|下达|印发下达|分解|调整)?(.+?)的(?:通知|意见|函)")
_PLAIN_TITLE = re.compile(r".*(?:目标任务|目标任务表|任务分解表|目标分解表|任务表).*")
_YEAR = re.compile(r"(20[0-9]{2})年")
_CITY = re.compile(r"([一-龥]{1,8}(?:市|州|盟|地区|县|区))(?=人民政府|委员会|招商|投资|商务|经济|办公室)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """year None: nothing in the document names it."""

    document_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    title: str = ""
    year: int | None = None
    city: str = ""


def metadata(lines: tuple[Line, ...]) -> Metadata:
    """The particulars in the lines of a notice; whatever it does not state stays empty."""
    texts = [tight(line.text).translate(_NARROW) for line in lines]
    number = next((m for text in texts if (m := _NUMBER.fullmatch(text))), None)
    issuer = next((m[1] for text in texts if (m := _ISSUER.fullmatch(text))), "")
    title = _title(texts)
    issued_on = _issued_on(texts)
    city = _CITY.match(issuer)
    return Metadata(
        document_number=number[1] if number else "",
        issuer=issuer,
        issued_on=issued_on,
        title=title,
        year=_year(title, texts, number[2] if number else None, issued_on),
        city=city[1] if city else "",
    )


def _title(texts: list[str]) -> str:
    """The subject of 关于…的通知, which may run over several lines; else the first line that names a task table."""
    for at, text in enumerate(texts):
        if "关于" in text and len(text) < 60:
            joined = "".join(texts[at : at + 4])
            if match := _TITLE.search(joined):
                return match[1].strip("《》")
    return next((text for text in texts if len(text) < 60 and _PLAIN_TITLE.fullmatch(text)), "")


def _issued_on(texts: list[str]) -> date | None:
    match = next((m for text in texts if (m := _DATE.fullmatch(text))), None)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _year(title: str, texts: list[str], of_number: str | None, issued_on: date | None) -> int | None:
    headings = (text for text in texts if len(text) < 60 and _PLAIN_TITLE.fullmatch(text))
    named = next((m[1] for text in (title, *headings) if (m := _YEAR.search(text))), of_number)
    return int(named) if named else (issued_on.year if issued_on else None)
