"""Watch rules as JSON, as an office rule holds them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from jinghe.core.oversight.watch import CensureGround, Comparator, WatchCondition, Watched, WatchRule

Json = dict[str, Any]


class UnreadableWatchRule(ValueError):
    """A rule of another shape; `text` says where in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def watch_to_json(rules: Iterable[WatchRule]) -> list[Json]:
    """Values as decimal text."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "of": rule.of.value,
            "ground": rule.ground.value,
            "groups": list(rule.groups),
            "source": rule.source,
            "conditions": [
                {
                    "measure": one.measure,
                    "column": one.column,
                    "comparator": one.comparator.value,
                    "value": _decimal(one.value),
                }
                for one in rule.conditions
            ],
        }
        for rule in rules
    ]


def watch_from_json(told: Iterable[Mapping[str, Any]]) -> tuple[WatchRule, ...]:
    """Raises UnreadableWatchRule."""
    found = []
    for place, one in enumerate(told, start=1):
        try:
            found.append(_rule(one))
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise UnreadableWatchRule(f"第{place}条督办规则的格式不对：{error}") from error
    return tuple(found)


def _rule(told: Mapping[str, Any]) -> WatchRule:
    return WatchRule(
        code=told["code"],
        name=told["name"],
        of=Watched(told["of"]),
        ground=CensureGround(told.get("ground", "")),
        groups=tuple(told.get("groups", ())),
        source=told.get("source", ""),
        conditions=tuple(
            WatchCondition(
                measure=one["measure"],
                column=one.get("column", ""),
                comparator=Comparator(one["comparator"]),
                value=Fraction(Decimal(str(one["value"]))),
            )
            for one in told["conditions"]
        ),
    )


def _decimal(value: Fraction) -> str:
    """A value with at most six decimals; what people type is no finer."""
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
