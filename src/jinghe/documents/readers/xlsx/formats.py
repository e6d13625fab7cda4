"""What a spreadsheet's number format adds to a number: a percent sign, a unit, or a different look."""

import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS

_CHINESE_BUILTINS = {  # ECMA-376 18.8.30, zh-cn: used by number, the file does not spell them out
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
BUILTINS: dict[int, str] = {**_CHINESE_BUILTINS, **BUILTIN_FORMATS}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>General|G/通用格式|@|[0#?][0#?.,/]*(?:E[+-][0#?]+)?)|(?P<percent>%)|(?P<end>;)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_Token = re.Match[str]
_LITERALS = ("quoted", "escaped", "currency", "plain")
_SIGNS_AND_BLANKS = "-+() \N{NO-BREAK SPACE}"  # the sign is kept with the number itself


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How a number is shown. `is_faithful`: as itself between `before` and `after`; not scaled or hidden."""

    before: str = ""
    after: str = ""
    is_percent: bool = False
    is_faithful: bool = True


@lru_cache(maxsize=4096)
def look(number_format: str, sign: int) -> NumberFormat:
    """The look of positive (1), negative (-1) or zero (0) numbers under a format code."""
    sections = _sections(number_format)
    if any((token["bracket"] or "").startswith(("<", ">", "=")) for section in sections for token in section):
        return NumberFormat(is_faithful=False)
    place = {1: 0, -1: 1, 0: 2}[sign]
    section = sections[place] if place < len(sections) else sections[0]
    digits = [index for index, token in enumerate(section) if token["digits"]]
    if not digits:
        return NumberFormat(is_faithful=False)
    inner = _words(section[digits[0] : digits[-1]])
    written = "".join(section[index]["digits"] for index in digits).upper()
    shows_zero = any(mark in written for mark in ("0", "G", "@"))
    return NumberFormat(
        before=_words(section[: digits[0]]),
        after=_words(section[digits[-1] :]),
        is_percent=any(token["percent"] for token in section),
        is_faithful=not inner and not written.endswith(",") and (sign != 0 or shows_zero),
    )


def _sections(number_format: str) -> list[list[_Token]]:
    """Tokens of the parts between semicolons: positive; negative; zero; text."""
    sections: list[list[_Token]] = [[]]
    for token in _TOKEN.finditer(number_format or "General"):
        if token["end"]:
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _words(tokens: list[_Token]) -> str:
    words = "".join(token[kind] or "" for token in tokens for kind in _LITERALS)
    return "".join(letter for letter in words if letter not in _SIGNS_AND_BLANKS)
