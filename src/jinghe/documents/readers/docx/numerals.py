"""Automatic list numbers as Word prints them, from a count and a number format (ECMA-376 17.18.59)."""

from collections.abc import Callable

_CHINESE_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def format_count(count: int, number_format: str) -> str | None:
    """The number as printed: (12, "chineseCounting") → 十二; None for an unknown format or out of range."""
    write = _FORMATS.get(number_format)
    return write(count) if write and count >= 0 else None


def _chinese(digits: str, tens: str) -> Callable[[int], str | None]:
    """Counting with 十百千 up to 9999; a leading 一 before 十 falls away in the everyday form only."""

    def write(count: int) -> str | None:
        if not 0 < count < 10_000:
            return digits[0] if count == 0 else None
        text, zero = "", False
        for place, unit in ((1000, tens[2]), (100, tens[1]), (10, tens[0]), (1, "")):
            digit = count // place % 10
            if digit:
                text += ("零" if zero and text else "") + digits[digit] + unit
            zero = not digit
        return text.removeprefix("一") if text.startswith("一十") else text

    return write


def _digit_by_digit(count: int) -> str:
    return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(count))


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


def _roman(count: int) -> str | None:
    if not 0 < count < 4000:
        return None
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text


def _letters(count: int) -> str | None:
    """Word repeats a letter after z: aa, bb."""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 780 else None


def _from_run(start: str, length: int) -> Callable[[int], str | None]:
    """Formats that are consecutive Unicode characters beginning with `start`."""
    return lambda count: chr(ord(start) + count - 1) if 0 < count <= length else None


def _from_list(names: str) -> Callable[[int], str | None]:
    return lambda count: names[count - 1] if 0 < count <= len(names) else None


def _lower(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    def write_lower(count: int) -> str | None:
        text = write(count)
        return text and text.lower()

    return write_lower


_EVERYDAY = _chinese(_CHINESE_DIGITS, "十百千")
_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": _EVERYDAY,
    "chineseCountingThousand": _EVERYDAY,
    "japaneseCounting": _EVERYDAY,
    "taiwaneseCounting": _EVERYDAY,
    "taiwaneseCountingThousand": _EVERYDAY,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _chinese(_FORMAL_DIGITS, "拾佰仟"),
    "ideographTraditional": _from_list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_list("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _from_run("①", 20),
    "decimalEnclosedCircleChinese": _from_run("①", 20),
    "decimalEnclosedParen": _from_run("⑴", 20),
    "decimalEnclosedFullstop": _from_run("⒈", 20),
    "ideographEnclosedCircle": _from_run("㊀", 10),
    "upperLetter": _letters,
    "lowerLetter": _lower(_letters),
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "none": lambda count: "",
}
