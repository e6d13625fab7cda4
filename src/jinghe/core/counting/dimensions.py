"""Dimensions 限定维度: one row for each way to restrict a target: its ledger column, how it matches, its wording."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jinghe.core.counting.conditions import Condition, Conditions, Operator
from jinghe.core.counting.criteria import Criteria
from jinghe.core.values.amounts import yuan
from jinghe.core.values.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """name: the attribute of Criteria (and of `read --json`); 中文: what pages call it; column: of Posting."""

    name: str
    label: str
    column: str
    conditions: Callable[[Criteria, Vocabulary], tuple[Condition, ...]]
    phrase: Callable[[Criteria], str]


def _investment_conditions(criteria: Criteria, _: Vocabulary) -> tuple[Condition, ...]:
    low = Operator.ABOVE if criteria.strict else Operator.AT_LEAST
    bounds = ((low, criteria.investment_at_least), (Operator.BELOW, criteria.investment_below))
    return tuple(Condition("investment_fen", op, bound) for op, bound in bounds if bound is not None)


def _investment_phrase(criteria: Criteria) -> str:
    low, high = criteria.investment_at_least, criteria.investment_below
    if low is None and high is None:
        return ""
    if low is None:
        return f"投资{yuan(high)}以下"
    if high is None:
        return f"投资超过{yuan(low)}" if criteria.strict else f"投资{yuan(low)}及以上"
    return f"投资{'超过' if criteria.strict else ''}{yuan(low)}—{yuan(high)}（不含{yuan(high)}）"


def _worded(name: str, label: str, column: str, operator: Operator) -> Dimension:
    """A dimension whose restriction is a list of words, each standing for codes; any of them will do."""

    def conditions(criteria: Criteria, vocabulary: Vocabulary) -> tuple[Condition, ...]:
        words: tuple[str, ...] = getattr(criteria, name)
        if not words:
            return ()
        codes = frozenset().union(*(vocabulary.codes(name, word) for word in words))
        return (Condition(column, operator, tuple(sorted(codes))),)

    def phrase(criteria: Criteria) -> str:
        words: tuple[str, ...] = getattr(criteria, name)
        return f"{label}：{'、'.join(words)}" if words else ""

    return Dimension(name=name, label=label, column=column, conditions=conditions, phrase=phrase)


def _excluded(name: str, label: str, column: str) -> Dimension:
    """A dimension that leaves out the postings flagged in `column`."""
    return Dimension(
        name=name,
        label=label,
        column=column,
        conditions=lambda criteria, _: (
            (Condition(column, Operator.IS_FALSE),) if getattr(criteria, name) else ()
        ),
        phrase=lambda criteria: label if getattr(criteria, name) else "",
    )


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        name="investment",
        label="投资额",
        column="investment_fen",
        conditions=_investment_conditions,
        phrase=_investment_phrase,
    ),
    _worded("industry", "产业", "industry", Operator.ONE_OF),
    _worded("region", "来源地", "region", Operator.ONE_OF),
    _worded("investor", "投资方", "investor", Operator.HAS_ANY),
    Dimension(
        name="signed_since",
        label="签约年份",
        column="cohort_on",
        conditions=lambda criteria, _: (
            (Condition("cohort_on", Operator.AT_LEAST, date(criteria.signed_since, 1, 1)),)
            if criteria.signed_since is not None
            else ()
        ),
        phrase=lambda criteria: (
            f"{criteria.signed_since}年以来签约" if criteria.signed_since is not None else ""
        ),
    ),
    _excluded("excludes_real_estate", "非房地产项目", "is_real_estate"),
    _excluded("excludes_government_investment", "非政府投资项目", "is_government_investment"),
)


def resolve(criteria: Criteria, vocabulary: Vocabulary) -> Conditions:
    """The conditions a posting must satisfy. Raises UnknownWord: a word without codes never counts silently."""
    return Conditions(
        tuple(condition for row in DIMENSIONS for condition in row.conditions(criteria, vocabulary))
    )


def phrase(criteria: Criteria) -> str:
    """The restrictions in words, e.g. 投资5亿元及以上、产业：能源化工；empty when there are none."""
    return "、".join(text for row in DIMENSIONS if (text := row.phrase(criteria)))
