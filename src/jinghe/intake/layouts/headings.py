"""What the heading of a column (or of a row, in a transposed table) means."""

import re
from dataclasses import dataclass
from itertools import chain

from jinghe.core.clauses.canonical import canonical_words
from jinghe.core.clauses.frames import Restriction, Threshold
from jinghe.core.clauses.tasks import MONEY, Unreadable, investment_range
from jinghe.core.clauses.words.lexer import Token, lex
from jinghe.core.clauses.words.periods import Due, due
from jinghe.core.clauses.words.source import source
from jinghe.core.clauses.words.words import COUNTABLE, COUNTED, NOUNS, VAGUE_MONEY, Kind
from jinghe.core.counting.criteria import NO_CRITERIA, Criteria, InvalidCriteria
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.values.amounts import UNITS_OF_MEASURE, UnitOfMeasure
from jinghe.core.values.periods import Period
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.intake.layouts.layout import tight

UNIT_HEADS = frozenset(
    ["单位", "责任单位", "部门", "县（市、区）", "单位名称", "牵头单位", "责任部门", "县区", "地区"]
)
"""The commonest of the headings above the names of units; `names_units` knows all."""
LONGEST_UNIT_HEAD = 16
_UNIT_HEAD = re.compile(
    r"(?:各|责任|牵头|承担|承办|主办|目标|考核|招商|任务|驻外|市级|市直|县直|区直)*"
    r"(?:单位|部门|地区|区域|区县|市县|[县市区州旗乡镇](?:（[县市区、]+）)?|街道|园区|开发区|镇街|乡镇|管委会|机构|（街道）|（园区）|（镇）|[、和及/])+"
    r"(?:名称|名)?"
)
INDICATOR_HEADS = frozenset(["指标", "指标名称", "项目", "任务", "目标任务", "考核指标", "内容", "任务名称"])
VALUE_HEADS = frozenset(
    ["目标值", "数值", "指标值", "任务值", "目标", "年度目标", "年度目标值", "全年目标", "目标数值"]
)
"""Headings of a column of figures that say nothing of what is counted."""
ORDINAL_HEADS = frozenset(["序号", "编号", "号"])
ASIDE_HEADS = frozenset(
    "排名 名次 电话 联系电话 联系方式 手机 联系人 责任人 责任领导 分管领导 牵头领导 联络员 负责人 备案号".split()
)
"""Headings of columns that place or name people: no task stands below them."""
MEASURE_HEADS = frozenset(["计量单位", "单位", "计算单位"])
TIER_HEADS = frozenset(["目标类别", "类别", "档次", "目标档次"])
LOW_TIERS = frozenset(
    [
        "保证目标",
        "保证",
        "确保",
        "确保目标",
        "任务数",
        "基本目标",
        "计划",
        "计划数",
        "目标数",
        "目标任务",
        "任务",
        "保底",
        "保底目标",
        "底线",
        "底线目标",
        "必成目标",
    ]
)
HIGH_TIERS = frozenset(
    [
        "工作目标",
        "工作",
        "力争",
        "力争目标",
        "奋斗目标",
        "奋斗",
        "争取目标",
        "奋斗数",
        "冲刺",
        "冲刺目标",
        "挑战",
        "挑战目标",
        "期成目标",
    ]
)
_TIER_ENDING = re.compile(
    "(?:（("
    + "|".join(sorted(LOW_TIERS | HIGH_TIERS, key=len, reverse=True))
    + ")）|("
    + "|".join(
        sorted(
            HIGH_TIERS | {"保证目标", "确保目标", "确保", "任务数", "计划数", "基本目标"},
            key=len,
            reverse=True,
        )
    )
    + "))$"
)
"""A tier at the end of a heading: 到位资金奋斗目标, 到位资金（确保）."""
_SUPERSEDED = re.compile(
    r"原(?:定|有|下达)?(?:的)?(?:年度)?(?:目标|任务|计划)|调整前|调[增减]|调整(?:数|额|幅度|量)|增减"
)
_RESTATED = re.compile(r"(?:本次)?调整后的?|变更后的?|现(?=目标|任务|计划)")
_MEASURE_ASIDE = re.compile(r"[（(]?(?:计量)?单位[：:]([^（）()]+?)[）)]?$")
_CORNER = re.compile(r"[\\/／|]")
_NOUNS = tuple(noun for nouns in NOUNS.values() for noun in nouns.split())
_DUTY = re.compile(r"服务|职责|保障|工作任务|工作内容|主要任务|工作要求|任务内容")
_REMARK = re.compile(r"备注|说明|^注$")
_ACTUAL = re.compile(r"完成(?:数|情况|额|值|率)|实绩|上年|去年|往年|基数|同期")
_IN_BRACKETS = re.compile(r"[（(]([^（）()]+)[）)]$")
_BEHIND_STROKE = re.compile(r"[/／:：，,](亿元|万元|万美元|亿美元|个|家|条|次|项|%)$")
_NAME = re.compile(r"“[^”]*”")
_ENDINGS = ("目标任务数", "目标任务", "任务数", "任务", "目标")
_MEASURES = UNITS_OF_MEASURE | {"％": UNITS_OF_MEASURE["%"]}
_LEAVES_OUT = re.compile("不含|不包|不计|除|非|剔|扣|净")
_COMPARATORS = (Kind.AT_LEAST, Kind.ABOVE, Kind.BELOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """label: what the column is called when targets are compared; indicator empty: the heading names none.

    is_low, is_high: the tier it states. is_actual: it reports what was done, or tells of another year.
    vague: a noun that does not say whether money has arrived. unknown: pieces that were not understood.
    """

    label: str
    heading: str
    indicator: str = ""
    criteria: Criteria = NO_CRITERIA
    period: Period | None = None
    unheld_period: str = ""
    unit: UnitOfMeasure | None = None
    units_named: tuple[str, ...] = ()
    is_part: bool = False
    tier: str = ""
    is_low: bool = False
    is_high: bool = False
    is_rival: bool = False
    is_actual: bool = False
    is_duty: bool = False
    is_remark: bool = False
    is_ordinal: bool = False
    vague: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[object, ...]:
        """Columns with the same subject are tiers of one target."""
        return self.label, self.indicator, self.criteria, self.period, self.unheld_period, self.unit

    @property
    def asks_with_clauses(self) -> bool:
        return not (self.is_duty or self.is_remark or self.is_ordinal)


def meaning(parts: tuple[str, ...], vocabulary: Vocabulary, year: int | None = None) -> Meaning:
    """What the stacked parts of a heading mean together, outermost first."""
    texts = tuple(dict.fromkeys(tight(part) for part in parts if part.strip()))
    bare = tuple(_without_unit(text) for text in texts)
    named = tuple(name for text in texts if (name := _unit_in(text)))
    is_superseded = any(_SUPERSEDED.search(text) for text in bare)
    bare = tuple(left for text in bare if (left := _RESTATED.sub("", text)))
    tier = next((text for text in reversed(bare) if text in LOW_TIERS | HIGH_TIERS), "")
    said = tuple(text for text in bare if text != tier)
    if not tier:
        tier, said = _ending_tier(said)
    heading = "".join(said)
    tokens = tuple(lex(source(_NAME.sub("", text)), vocabulary) for text in said)
    criteria = _criteria(tokens, vocabulary)
    when = due(tuple(chain(*tokens)), year) or Due()
    return Meaning(
        label=_label(said, tokens) or tier,
        heading=heading,
        indicator=_indicator(tokens) if criteria is not None and not _is_strange(tokens) else "",
        criteria=criteria or NO_CRITERIA,
        period=when.period,
        unheld_period=when.unheld,
        unit=_MEASURES[named[-1]] if named else None,
        units_named=named,
        is_part=any(text.startswith("其中") for text in said),
        tier=tier,
        is_low=tier in LOW_TIERS,
        is_high=tier in HIGH_TIERS,
        is_actual=is_superseded or bool(_ACTUAL.search(heading)) or _is_other_year(when, year),
        is_duty=bool(_DUTY.search(heading)) and not _indicator(tokens),
        is_remark=bool(_REMARK.search(heading)),
        is_ordinal=heading in ORDINAL_HEADS | ASIDE_HEADS,
        vague=next((t.text for t in chain(*tokens) if t.text in VAGUE_MONEY), "")
        if _is_vague(tokens)
        else "",
        unknown=tuple(token.text for token in chain(*tokens) if token.kind is Kind.UNKNOWN),
    )


def _ending_tier(said: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The tier at the end of the innermost part that has one, and the parts without it."""
    for at in reversed(range(len(said))):
        match = _TIER_ENDING.search(said[at])
        if match and match.start() > 0:
            return match[1] or match[2], (*said[:at], said[at][: match.start()], *said[at + 1 :])
    return "", said


def names_units(text: str) -> bool:
    """Whether a heading stands above the names of units: 单位, 县（市、区）, 镇（街道）, 县区\\指标."""
    sides = _CORNER.split(without_measure(text))
    return any(len(side) <= LONGEST_UNIT_HEAD and _UNIT_HEAD.fullmatch(side) for side in sides)


def names_indicators(text: str) -> bool:
    """Whether a heading stands above the names of indicators."""
    return any(side in INDICATOR_HEADS for side in _CORNER.split(without_measure(text)))


def says_what(text: str) -> bool:
    """Whether a text holds a word for something that is counted."""
    return any(noun in text for noun in _NOUNS)


def measure_aside(text: str) -> str:
    """The units of measure that a heading, a corner or a title states aside: （单位：个）."""
    match = _MEASURE_ASIDE.search(tight(text))
    return match[1] if match else ""


def without_measure(text: str) -> str:
    return _MEASURE_ASIDE.sub("", tight(text))


def _is_strange(tokens: tuple[tuple[Token, ...], ...]) -> bool:
    """Whether nothing in the innermost part is known: then the part around it may not speak for it."""
    kinds = {token.kind for token in tokens[-1]} if tokens else set()
    return Kind.UNKNOWN in kinds and kinds <= {Kind.UNKNOWN, Kind.FILLER}


def _is_vague(tokens: tuple[tuple[Token, ...], ...]) -> bool:
    """Whether every noun for money leaves open what has become of it."""
    nouns = [token.text for token in chain(*tokens) if token.kind is Kind.NOUN]
    return bool(nouns) and all(noun in VAGUE_MONEY for noun in nouns)


def _is_other_year(when: Due, year: int | None) -> bool:
    return when.period is not None and year is not None and when.period.start.year != year


def measure_named(text: str) -> UnitOfMeasure | None:
    """The unit of measure that a text is, and nothing else."""
    return _MEASURES.get(tight(text))


def _unit_in(text: str) -> str:
    match = _IN_BRACKETS.search(text) or _BEHIND_STROKE.search(text)
    said = re.sub("^(?:计量)?单位[：:]", "", match[1]) if match else ""
    return said if said in _MEASURES else ""


def _without_unit(text: str) -> str:
    return _BEHIND_STROKE.sub("", _IN_BRACKETS.sub("", text)) if _unit_in(text) else text


def _label(said: tuple[str, ...], tokens: tuple[tuple[Token, ...], ...]) -> str:
    """The innermost part that says what is counted; a bare size takes the campaign's quoted name before it."""
    for at in reversed(range(len(said))):
        if all(
            token.kind in (Kind.FILLER, Kind.PERIOD, Kind.YEAR, Kind.FLOOR, Kind.STRETCH)
            for token in tokens[at]
        ):
            continue
        if any(token.kind is Kind.NOUN for token in tokens[at]):
            return _shortened(said[at])
        outer = next((text for text in reversed(said[:at])), "")
        name = _NAME.search(outer)
        return f"{name[0] if name else _shortened(outer)} {_shortened(said[at])}".strip()
    return ""


def _shortened(text: str) -> str:
    ending = next((e for e in _ENDINGS if text.endswith(e) and len(text) > len(e)), "")
    return text.removesuffix(ending)


def _indicator(tokens: tuple[tuple[Token, ...], ...]) -> str:
    """The noun of the innermost part that has one, with the act of the innermost part that has one."""
    nouns = [[t for t in part if t.kind is Kind.NOUN] for part in tokens]
    acts = [[t for t in part if t.kind is Kind.ACT] for part in tokens]
    noun = next((part[-1].meaning for part in reversed(nouns) if part), "")
    meanings = next((list(dict.fromkeys(t.meaning for t in part)) for part in reversed(acts) if part), [""])
    said = {t.meaning for part in acts for t in part}
    is_vague = next((part[-1].text for part in reversed(nouns) if part), "") in VAGUE_MONEY
    if noun in MONEY and ("contract" in said or ("sign" in said and is_vague)):
        return "contract_amount"
    if noun in INDICATORS:
        return "" if noun == "other" else noun
    counted = COUNTED.get((noun, meanings[0]), "") if noun in COUNTABLE and len(meanings) == 1 else ""
    is_part = bool(tokens) and any(token.kind is Kind.OF_WHICH for token in tokens[-1])
    return counted or (_indicator(tokens[:-1]) if is_part and not any(acts) else "")


def _criteria(tokens: tuple[tuple[Token, ...], ...], vocabulary: Vocabulary) -> Criteria | None:
    """None where an amount in the heading is no investment range, or something is left out of the count (不含房地产):
    then the column cannot be read.
    """
    if any(t.kind is Kind.UNKNOWN and _LEAVES_OUT.search(t.text) for t in chain(*tokens)):
        return None
    words = tuple(
        Restriction(token.start, token.end, token.text, token.words)
        for part in tokens
        for token in part
        if token.kind is Kind.WORD
        or (token.words and token is not [t for t in part if t.kind is Kind.NOUN][-1])
    )
    named = canonical_words(words, vocabulary)
    since = [int(token.meaning.partition(":")[2]) for token in chain(*tokens) if token.kind is Kind.SINCE]
    try:
        low, high, strict = investment_range(tuple(chain(*(_thresholds(part) for part in tokens))))
        return Criteria(
            investment_at_least=low,
            investment_below=high,
            strict=strict,
            industry=named.get("industry", ()),
            region=named.get("region", ()),
            investor=named.get("investor", ()),
            signed_since=since[0] if since else None,
        )
    except (Unreadable, InvalidCriteria):
        return None


def _thresholds(part: tuple[Token, ...]) -> tuple[Threshold, ...]:
    """In a heading every amount restricts, and stands beside its comparator."""
    found = []
    for at, token in enumerate(part):
        if token.kind in (Kind.MONEY, Kind.RANGE):
            beside = [
                t for t in (*part[at + 1 : at + 2], *part[max(at - 1, 0) : at]) if t.kind in _COMPARATORS
            ]
            before = [t for t in part[:at] if t.kind not in (*_COMPARATORS, Kind.FILLER)]
            is_other_sum = (
                bool(before) and before[-1].kind is Kind.NOUN and before[-1].meaning not in COUNTABLE
            )
            found.append(Threshold(token, beside[0] if beside else None, of_money=is_other_sum))
    return tuple(found)
