"""Compiles tallies to SQL: one conditional-aggregate statement per fact kind over the one narrow table.

Integers only; no AVG, no division, no decimal literals, no ordering: the same text means the same on every dialect.
The meaning is core.tallies.tally.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, reduce

from sqlglot import exp

from jinghe.core.dimensions import Condition, Operator
from jinghe.core.facts import WHOLE_SHARE, FactKind
from jinghe.core.tallies import Summed, Tally

INVESTOR_SEPARATOR = ","


@lru_cache(maxsize=64)
def compile_tallies(kind: FactKind, tallies: Sequence[Tally], known_sequence: int, dialect: str) -> str:
    """A SELECT of role, unit and one sum per tally; all tallies are of `kind`. Rows come in no order."""
    sums = [exp.alias_(_sum(tally), f"s{i}") for i, tally in enumerate(tallies)]
    first = min(tally.occurred.start for tally in tallies)
    before = max(tally.occurred.before for tally in tallies)
    where = [
        exp.EQ(this=exp.column("kind"), expression=_literal(str(kind))),
        exp.LTE(this=exp.column("sequence"), expression=_literal(known_sequence)),
        exp.LT(this=exp.column("occurred_on"), expression=_literal(before)),
    ]
    if first > date.min:
        where.append(exp.GTE(this=exp.column("occurred_on"), expression=_literal(first)))
    query = exp.select("role", "unit", *sums).from_("posting").where(*where).group_by("role", "unit")
    return query.sql(dialect=dialect)


def _sum(tally: Tally) -> exp.Expression:
    case = exp.Case(ifs=[exp.If(this=_matches(tally), true=_weight(tally))], default=_literal(0))
    return exp.Sum(this=case)


def _weight(tally: Tally) -> exp.Expression:
    factor = {
        Summed.SHARES: exp.column("share"),
        Summed.ENTRIES: _literal(WHOLE_SHARE),
        Summed.AMOUNT: exp.column("amount_fen"),
    }[tally.summed]
    return exp.Mul(this=exp.column("sign"), expression=factor)


def _matches(tally: Tally) -> exp.Expression:
    tests = [exp.EQ(this=exp.column("role"), expression=_literal(str(tally.role)))]
    if tally.currency is not None:
        tests.append(exp.EQ(this=exp.column("currency"), expression=_literal(str(tally.currency))))
    tests.append(exp.GTE(this=exp.column("occurred_on"), expression=_literal(tally.occurred.start)))
    tests.append(exp.LT(this=exp.column("occurred_on"), expression=_literal(tally.occurred.before)))
    tests += [condition_sql(condition) for condition in tally.conditions.all_of]
    return exp.and_(*tests)


def condition_sql(condition: Condition) -> exp.Expression:
    """One condition as a SQL test; NULL satisfies none, as in core.dimensions."""
    column, value = exp.column(condition.column), condition.value
    match condition.operator:
        case Operator.AT_LEAST:
            return exp.GTE(this=column, expression=_literal(value))
        case Operator.ABOVE:
            return exp.GT(this=column, expression=_literal(value))
        case Operator.BELOW:
            return exp.LT(this=column, expression=_literal(value))
        case Operator.ONE_OF:
            return exp.In(this=column, expressions=[_literal(code) for code in _codes(value)])
        case Operator.HAS_ANY:
            likes = [exp.Like(this=column, expression=_literal(f"%{joined((c,))}%")) for c in _codes(value)]
            return exp.paren(reduce(lambda one, other: exp.or_(one, other), likes))
        case Operator.IS_FALSE:
            return exp.Not(this=column)


def joined(codes: Sequence[str]) -> str:
    """Codes as one text that SQL can look inside: ",a,b,"; empty for none."""
    return f"{INVESTOR_SEPARATOR}{INVESTOR_SEPARATOR.join(codes)}{INVESTOR_SEPARATOR}" if codes else ""


def split(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(INVESTOR_SEPARATOR) if code)


def _codes(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def _literal(value: object) -> exp.Expression:
    if isinstance(value, bool) or not isinstance(value, (int, str, date)):
        raise TypeError(f"no SQL literal for {value!r}")
    return exp.Literal.number(value) if isinstance(value, int) else exp.Literal.string(str(value))


