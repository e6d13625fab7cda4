"""Unified social credit codes 统一社会信用代码 (GB 32100-2015): what is wrong with one as it was typed."""

import unicodedata

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The standard leaves out I, O, S, V and Z; a character's place here is its value."""
LENGTH = 18
_AREA = range(2, 8)
_MODULUS = len(CHARACTERS)
_WEIGHTS = tuple(pow(3, index, _MODULUS) for index in range(LENGTH - 1))


def kept_code(text: str) -> str:
    """The code as it is kept: half width, capital letters, without spaces and hyphens.

    Until nothing changes any more: what a hyphen held apart may be one character without it.
    """
    kept = _tidied(text)
    while (again := _tidied(kept)) != kept:
        kept = again
    return kept


def _tidied(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in half_width if not character.isspace() and character != "-")


def check_character(body: str) -> str:
    """The last character that belongs to the first seventeen. Raises ValueError for characters outside the standard."""
    total = sum(
        CHARACTERS.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return CHARACTERS[-total % _MODULUS]


def credit_code_faults(text: str) -> tuple[str, ...]:
    """Everything that is wrong with a code, in Chinese; empty for a right one and for none at all."""
    code = kept_code(text)
    if not code:
        return ()
    if len(code) != LENGTH:
        return (f"统一社会信用代码应为{LENGTH}位，现为{len(code)}位。请对照营业执照核对是否漏填或多填。",)
    strange = [
        f"统一社会信用代码第{index}位“{character}”不是规定的字符（不用字母I、O、S、V、Z）。请核对是否与数字混淆。"
        for index, character in enumerate(code, start=1)
        if character not in CHARACTERS
    ]
    if strange:
        return tuple(strange)
    if not all(code[index].isdigit() for index in _AREA):
        return ("统一社会信用代码第3至8位是登记机关的行政区划码，应全为数字。请对照营业执照核对。",)
    if check_character(code[:-1]) != code[-1]:
        return ("统一社会信用代码校验不通过，至少有一位填错或两位颠倒。请对照营业执照逐位核对。",)
    return ()
