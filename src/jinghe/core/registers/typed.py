"""From what people type or paste to values: full-width digits, thousands separators, 万元/亿元 and “—” understood."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jinghe.core.counting.facts import WHOLE_SHARE
from jinghe.core.registers.fields import UNIT_OF_MEASURE, Field, FieldKind, KnownWords
from jinghe.core.values.amounts import UNITS_OF_MEASURE, apportion
from jinghe.core.values.credit_codes import credit_code_faults

NOTHING = frozenset({"", "-", "—", "——", "–", "/", "无", "空"})
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?")
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONEY = re.compile(r"[¥￥$]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(万亿|亿|万)?\s*(美元|元)?")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?")
_SHARE = re.compile(r"(.+?)[\s:：（(]*(?:(\d{1,3}(?:\.\d{1,2})?)\s*%?[)）]?)?")
_FLAGS = {
    "是": True,
    "否": False,
    "√": True,
    "×": False,
    "有": True,
    "y": True,
    "n": False,
    "1": True,
    "0": False,
}
LARGEST_FEN = 10**15
"""Ten trillion yuan; more is a slip of units."""


class Misread(ValueError):
    """A text that is no value of its field; `text` says why in Chinese, without the field's label."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read_text(field: Field, text: str, known: KnownWords) -> Any:
    """The value that a text means; None for an empty one and for “—”. Raises Misread."""
    if field.kind is FieldKind.LONG_TEXT:
        return _long_text(field, text)
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if plain in NOTHING:
        return None
    return _READERS[field.kind](field, plain, known)


def _long_text(field: Field, text: str) -> str | None:
    content = "\n".join(line.rstrip() for line in text.strip().splitlines())
    _require_printable(content)
    if len(content) > field.longest:
        raise Misread(f"共{len(content)}个字，最多{field.longest}个字")
    return content if content not in NOTHING else None


def _text(field: Field, text: str, _: KnownWords) -> str:
    _require_printable(text)
    if len(text) > field.longest:
        raise Misread(f"共{len(text)}个字，最多{field.longest}个字")
    return text


def _require_printable(text: str) -> None:
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
        raise Misread("含有不能显示的字符，请重新输入")


def _day(_: Field, text: str, __: KnownWords) -> str:
    match = _DATE.fullmatch(text) or _PACKED_DATE.fullmatch(text)
    if match is None:
        raise Misread(f"“{text}”不是日期，请写成2022-03-01这样")
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise Misread(f"“{text}”不是有效的日期") from None
    if not 1990 <= day.year <= 2100:
        raise Misread(f"“{text}”的年份不合理")
    return day.isoformat()


def _money(field: Field, text: str, _: KnownWords) -> int:
    """Whole 分 (of the field's currency); a bare number is in the field's unit of measure."""
    usual = UNITS_OF_MEASURE[UNIT_OF_MEASURE[field.kind]]
    match = _MONEY.fullmatch(text)
    if match is None:
        raise Misread(f"“{text}”不是金额，请填数字，单位{usual.name}")
    whole, rest, size, currency = match.groups()
    is_dollar = field.kind is FieldKind.DOLLARS
    if (currency and (currency == "美元") is not is_dollar) or ("$" in text and not is_dollar):
        raise Misread(f"“{text}”的币种不对，这里填{usual.name}")
    number = Fraction(Decimal(whole.replace(",", "") + (rest or "")))
    named = currency or ("美元" if is_dollar else "元")
    scale = _SCALES[size] * UNITS_OF_MEASURE[named].scale if size or currency else usual.scale
    fen = number * scale
    if fen.denominator != 1:
        raise Misread(f"“{text}”比分还小，金额最多精确到分")
    if fen > LARGEST_FEN:
        raise Misread(f"“{text}”过大，请检查单位（{usual.name}）")
    return int(fen)


_SCALES = {None: 1, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}


def _number(_: Field, text: str, __: KnownWords) -> int:
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > 15:
        raise Misread(f"“{text}”不是整数")
    return int(match[1].replace(",", ""))


def _choice(field: Field, text: str, known: KnownWords) -> str:
    return _code(field, text, known)


def _code(field: Field, text: str, known: KnownWords) -> str:
    names = known.choices(field)
    if text in names:
        return text
    for code, name in names.items():
        if unicodedata.normalize("NFKC", name) == text:
            return code
    meant = known.vocabulary.words.get(field.dimension, {}).get(text, frozenset()) if field.dimension else ()
    if len(meant) == 1:
        return next(iter(meant))
    some = "、".join(list(names.values())[:8])
    raise Misread(f"“{text}”不在可选范围内，可选：{some}{'等' if len(names) > 8 else ''}")


def _several(field: Field, text: str, known: KnownWords) -> list[str]:
    codes = [_code(field, part.strip(), known) for part in _SEPARATORS.split(text) if part.strip()]
    return sorted(set(codes))


def _flag(_: Field, text: str, __: KnownWords) -> bool:
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise Misread(f"“{text}”请填“是”或“否”") from None


def _unit(_: Field, text: str, known: KnownWords) -> str:
    if text not in known.units:
        raise Misread(f"“{text}”不是目标任务中的责任单位，请写全称")
    return text


def _shares(_: Field, text: str, known: KnownWords) -> list[list[Any]]:
    """“达川区” or “通川区 50%、达川区 50%”; without figures several units share equally."""
    pairs: list[tuple[str, Fraction | None]] = []
    for part in (part.strip() for part in _SEPARATORS.split(text)):
        if not part:
            continue
        match = _SHARE.fullmatch(part)
        name, share = (match[1].strip(), match[2]) if match else (part, None)
        pairs.append((_unit(_, name, known), Fraction(Decimal(share)) if share else None))
    if len({name for name, _ in pairs}) != len(pairs):
        raise Misread("同一单位写了两次")
    typed = [share for _, share in pairs]
    if all(share is None for share in typed):
        shares = list(apportion(WHOLE_SHARE, (1,) * len(pairs)))
    elif any(share is None for share in typed):
        raise Misread("请为每家单位都写明份额，如“通川区 50%、达川区 50%”")
    else:
        shares = [int(share * 100) for share in typed if share is not None]
    if sum(shares) != WHOLE_SHARE or min(shares) <= 0:
        raise Misread(f"份额合计为{sum(shares) / 100:g}%，应为100%，且每家大于零")
    return [[name, share] for (name, _), share in zip(pairs, shares, strict=True)]


def _record(_: Field, text: str, __: KnownWords) -> str:
    if len(text) > 40:
        raise Misread(f"“{text[:20]}…”不是编号")
    return text


def _records(field: Field, text: str, known: KnownWords) -> list[str]:
    codes = [_record(field, part.strip(), known) for part in _SEPARATORS.split(text) if part.strip()]
    return sorted(set(codes))


def _credit_code(_: Field, text: str, __: KnownWords) -> str:
    code = text.replace(" ", "").upper()
    if faults := credit_code_faults(code):
        raise Misread("；".join(faults))
    return code


_READERS = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _day,
    FieldKind.MONEY: _money,
    FieldKind.DOLLARS: _money,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.SEVERAL: _several,
    FieldKind.FLAG: _flag,
    FieldKind.UNIT: _unit,
    FieldKind.SHARES: _shares,
    FieldKind.RECORD: _record,
    FieldKind.RECORDS: _records,
    FieldKind.CREDIT_CODE: _credit_code,
}
