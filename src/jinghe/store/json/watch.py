"""Watch rules as JSON, as an office rule holds them and the shipped file writes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinghe.core.oversight.watch import WatchRule
from jinghe.store.json.converter import Json, exact_converter

_converter = exact_converter()


class UnreadableWatchRule(ValueError):
    """A rule of another shape; `text` says where in Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def watch_to_json(rules: Iterable[WatchRule]) -> list[Json]:
    """Values as decimal text."""
    return [_converter.unstructure(rule) for rule in rules]


def watch_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[WatchRule, ...]:
    """Raises UnreadableWatchRule with the number of the rule."""
    rules = []
    for number, row in enumerate(rows, start=1):
        try:
            rules.append(_converter.structure(row, WatchRule))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise UnreadableWatchRule(f"第{number}条督办规则的格式不对：{error}") from error
    return tuple(rules)
