"""What the name of a responsible unit looks like, as printed and as it is kept."""

import re

LONGEST_NAME = 60
"""Characters; longer texts are not tried, so that no text takes long."""
_DEPARTMENT = re.compile(
    r".*(?:局|委|办|办公室|厅|处|委员会|管委会|中心|公司|集团|联合会|商会|协会|总会|红十字会|工会|妇联|工商联"
    r"|侨联|科协|文联|残联|社|行|馆|所|院|队|部|政府)(?:（.*）)?"
)
_PLACE_NAMES = re.compile(r"(?:.*[^大做推])?(?:市|县|区|镇|乡|街道|旗|州)")
_ORDINAL = re.compile(r"^(?:[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,3}）|[①-⑳])(?=[一-龥])")
_NO_NAME = re.compile(
    r".*(?:平均|均值|完成|实绩|实际|增长|增幅|增速|占比|比重|备注|说明|同期|上年|去年|比例|目标|任务|差额|指标|基数).*"
    r"|.*[0-9]{4}年.*|其中.*|[0-9.,%]+"
)
_USUAL = re.compile(
    r".*(?:单位|部门|区域?|园区?|基地|组|专班|站|会|校|学院|医院|银行|分行|支行|高新|经开|新城|片区|组团|县域|处|厂"
    r"|集团|公司|本级|市直|县直|开发|联络|支队|总队|商会|港|枢纽|度假区|林场|农场|师|团|党校|史志|档案)(?:（.*）)?"
)
_FOOTNOTE_SIGN = re.compile(r"(?<=[一-龥）])[*＊①-⑳#△▲★☆]+$")


def is_one_name(text: str) -> bool:
    """Whether a text ends as names of departments and places do."""
    is_short = len(text) <= LONGEST_NAME
    return is_short and bool(_DEPARTMENT.fullmatch(text) or _PLACE_NAMES.fullmatch(text))


def is_no_name(text: str) -> bool:
    """Whether a row is plainly about something else than one unit: 平均, 2030年完成数, 备注."""
    if len(text) > LONGEST_NAME:
        return False
    return _NO_NAME.fullmatch(text) is not None and _DEPARTMENT.fullmatch(text) is None


def is_unusual(text: str) -> bool:
    """Whether a name is none of the forms that names of units have: a person should look."""
    return len(text) > LONGEST_NAME or (not is_one_name(text) and _USUAL.fullmatch(text) is None)


def kept_name(text: str) -> str:
    """A name without its list number and without the sign of a footnote: 1.青山区*."""
    return _FOOTNOTE_SIGN.sub("", _ORDINAL.sub("", text))


def footnote_sign(text: str) -> str:
    """The sign of a footnote behind a name; empty where there is none."""
    match = _FOOTNOTE_SIGN.search(text)
    return match[0] if match else ""
