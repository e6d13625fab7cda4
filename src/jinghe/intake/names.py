"""What the name of a responsible unit looks like, as printed and as it is kept."""

import re

_DEPARTMENT = re.compile(
    r".*(?:局|委|办|办公室|厅|处|委员会|管委会|中心|公司|集团|联合会|商会|协会|总会|红十字会|工会|妇联|工商联"
    r"|侨联|科协|文联|残联|社|行|馆|所|院|队|部|政府)(?:（.*）)?"
)
_PLACE_NAMES = re.compile(r"(?:.*[^大做推])?(?:市|县|区|镇|乡|街道|旗|州)")
_ORDINAL = re.compile(r"^(?:[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,3}）|[①-⑳])(?=[一-龥])")
_FOOTNOTE_SIGN = re.compile(r"(?<=[一-龥）])[*＊①-⑳#△▲★☆]+$")


def is_one_name(text: str) -> bool:
    """Whether a text ends as names of departments and places do."""
    return bool(_DEPARTMENT.fullmatch(text) or _PLACE_NAMES.fullmatch(text))


def kept_name(text: str) -> str:
    """A name without its list number and without the sign of a footnote: 1.青山区*."""
    return _FOOTNOTE_SIGN.sub("", _ORDINAL.sub("", text))


def footnote_sign(text: str) -> str:
    """The sign of a footnote behind a name; empty where there is none."""
    match = _FOOTNOTE_SIGN.search(text)
    return match[0] if match else ""
