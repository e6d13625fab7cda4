"""From a frame to what it asks: indicator, restrictions, figure; or the reason why it cannot be read."""

from dataclasses import dataclass, replace

from jinghe.core.clauses.canonical import canonical_words
from jinghe.core.clauses.frames import Frame, Threshold
from jinghe.core.clauses.words.lexer import Token
from jinghe.core.clauses.words.words import COUNTABLE, COUNTED, VAGUE_MONEY, Kind
from jinghe.core.counting.criteria import Criteria, InvalidCriteria
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.values.amounts import AmountKind, Currency, Quantity
from jinghe.core.values.vocabulary import Vocabulary

MONEY = frozenset(
    {"funds_arrived", "contract_amount", "foreign_capital_used", "fdi_arrived", "fixed_investment"}
)
_STAGES = frozenset({"led_projects", "signed_projects", "registered_projects", "started_projects"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding in the making: its code and what fills its sentence."""

    code: str
    said: tuple[tuple[str, str], ...] = ()


class Unreadable(Exception):
    """The phrase asks for something that cannot be held; the doubt says why."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.code)
        self.doubt = doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a phrase counts. noun, act: to be repeated by a later phrase that leaves them out."""

    indicator: str
    noun: str = ""
    act: str = ""
    doubts: tuple[Doubt, ...] = ()


def act_of(frame: Frame) -> str:
    """The one act of a phrase; 签约并注册 is the last. Raises Unreadable where the verbs pull apart."""
    acts = list(dict.fromkeys(token.meaning for token in frame.acts))
    if len(acts) < 2:
        return acts[0] if acts else ""
    between = [t.text for t in frame.tokens if frame.acts[0].end <= t.start < frame.acts[-1].start]
    if between == ["并"]:
        return acts[-1]
    if "hold" in acts:
        acts.remove("hold")
    if "contract" in acts or len(acts) == 1:
        return "contract" if "contract" in acts else acts[0]
    return "several"


def asked_of(frame: Frame, head: Token | None, figure: Token, before: Asked | None) -> Asked:
    """What the figure counts; before: what the phrases before it asked, for words left out.

    Raises Unreadable where nothing says what is counted.
    """
    act = act_of(frame)
    noun = head.meaning if head else ""
    is_rate = head is None or noun.startswith("rate_")
    if figure.kind is Kind.PERCENT and (frame.has(Kind.GROWTH) or not is_rate):
        return Asked(indicator="other", doubts=(_no_indicator(frame),)) if noun else _unread(frame)
    if head is None:
        return _elliptical(frame, act, before)
    if noun == "investment":
        return _investment(frame, before)
    if noun not in COUNTABLE:
        return _named(frame, head, act)
    if not act and (noun, "") not in COUNTED and before:
        act = before.act
    return _counted(frame, noun, act, figure)


def _elliptical(frame: Frame, act: str, before: Asked | None) -> Asked:
    if before is None or (not act and frame.lost):
        return _unread(frame)
    if not act:
        return replace(before, doubts=())
    indicator = COUNTED.get((before.noun, act))
    return Asked(indicator=indicator, noun=before.noun, act=act) if indicator else _unread(frame)


def _investment(frame: Frame, before: Asked | None) -> Asked:
    if (before and before.indicator in _STAGES) or act_of(frame) in ("lead", "sign"):
        reading = Doubt(
            "ambiguous", (("text", ""), ("readings", "合同投资额、到位资金"), ("chosen", "合同投资额"))
        )
        return Asked(indicator="contract_amount", noun="contract_amount", doubts=(reading,))
    return Asked(indicator="other", doubts=(_no_indicator(frame),))


def _named(frame: Frame, head: Token, act: str) -> Asked:
    """The noun itself names the indicator."""
    indicator = head.meaning
    is_signed = act == "contract" or (act == "sign" and head.text in VAGUE_MONEY)
    if is_signed and indicator in MONEY:
        indicator = "contract_amount"
    doubts: tuple[Doubt, ...] = ()
    is_settled = act in ("lead", "contract") or any("到位" in token.text for token in frame.tokens)
    if indicator == "other":
        doubts = (_no_indicator(frame),)
    elif head.text in VAGUE_MONEY and not is_settled:
        chosen = INDICATORS[indicator].name
        doubts = (
            Doubt(
                "ambiguous", (("text", head.text), ("readings", "到位资金、合同投资额"), ("chosen", chosen))
            ),
        )
    return Asked(indicator=indicator, noun=indicator, doubts=doubts)


def _counted(frame: Frame, noun: str, act: str, figure: Token) -> Asked:
    indicator = COUNTED.get((noun, act))
    is_money = figure.kind is Kind.MONEY
    if is_money and indicator in ("signed_projects", "led_projects"):
        readings = (("text", figure.text), ("readings", "合同投资额、到位资金"), ("chosen", "合同投资额"))
        return Asked(
            indicator="contract_amount", noun="contract_amount", doubts=(Doubt("ambiguous", readings),)
        )
    if indicator is None and _is_left_open(frame, noun, act, figure):
        readings = (("text", ""), ("readings", "引进、签约、开工"), ("chosen", "引进"))
        return Asked(indicator="led_projects", noun=noun, act="lead", doubts=(Doubt("ambiguous", readings),))
    if indicator is None:
        return Asked(indicator="other", noun=noun, act=act, doubts=(_no_indicator(frame),))
    return Asked(indicator=indicator, noun=noun, act=act)


def _is_left_open(frame: Frame, noun: str, act: str, figure: Token) -> bool:
    """外资项目290个: projects without a word of what is to become of them."""
    is_whole = not frame.lost and not frame.has(Kind.OF_WHICH)
    return noun == "project" and not act and not frame.acts and figure.kind is Kind.COUNT and is_whole


def _unread(frame: Frame) -> Asked:
    raise Unreadable(Doubt("unread_text"))


def _no_indicator(frame: Frame) -> Doubt:
    return Doubt("no_indicator")


def check_unit(indicator: str, figure: Quantity) -> None:
    """Raises Unreadable where the unit of measure does not fit the indicator."""
    if indicator == "other":
        return
    rule = INDICATORS[indicator]
    wanted = AmountKind.RATIO if rule.unit_of_measure == "%" else AmountKind.COUNT
    wanted = AmountKind.MONEY if indicator in MONEY else wanted
    is_foreign = figure.unit.currency is Currency.USD and indicator in ("funds_arrived", "fixed_investment")
    if figure.unit.kind is not wanted or is_foreign:
        raise Unreadable(Doubt("unit_mismatch", (("indicator", rule.name), ("unit", figure.unit.name))))


def criteria_of(
    frame: Frame, indicator: str, vocabulary: Vocabulary, focus: dict[str, tuple[str, ...]]
) -> Criteria:
    """The restrictions of a phrase; words it is only to be guided by (围绕…) count where it has none of its own.

    Raises Unreadable for amounts that are no investment range.
    """
    low, high, strict = investment_range(tuple(one for one in frame.thresholds if one.is_held))
    guided = canonical_words(frame.focus, vocabulary, in_focus=True)
    words = focus | guided | canonical_words(frame.restrictions, vocabulary)
    since = [int(token.meaning.partition(":")[2]) for token in frame.of(Kind.SINCE)]
    try:
        return Criteria(
            investment_at_least=low,
            investment_below=high,
            strict=strict,
            industry=words.get("industry", ()),
            region=words.get("region", ()),
            investor=words.get("investor", ()),
            signed_since=since[0] if since and indicator.startswith("rate_") else None,
        )
    except InvalidCriteria:
        raise Unreadable(Doubt("unread_text")) from None


def investment_range(thresholds: tuple[Threshold, ...]) -> tuple[int | None, int | None, bool]:
    """Lower end, upper end and strictness of the thresholds together. Raises Unreadable where they are no range."""
    low: int | None = None
    high: int | None = None
    strict = False
    for one in thresholds:
        amount, upper = one.token.quantity, one.token.upper
        assert amount is not None
        _check_threshold(one, amount)
        is_upper = one.comparator is not None and one.comparator.kind is Kind.BELOW
        if (high if is_upper else low) is not None or (upper and high is not None):
            raise Unreadable(Doubt("unread_text"))
        if upper or is_upper:
            high = int((upper or amount).base)
        if not is_upper:
            low = int(amount.base)
            strict = one.comparator is not None and one.comparator.kind is Kind.ABOVE
    return low, high, strict


def _check_threshold(one: Threshold, amount: Quantity) -> None:
    if amount.unit.currency is Currency.USD:
        raise Unreadable(Doubt("foreign_threshold", (("amount", amount.text),)))
    if one.of_money or amount.base.denominator != 1:
        raise Unreadable(Doubt("unread_text"))
