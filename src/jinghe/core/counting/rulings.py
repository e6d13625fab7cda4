"""Rulings 口径裁定: named questions of interpretation, their options, and a plan's answers with their sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinghe.core.counting.facts import FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingQuestion:
    """A question an official must settle; the first option is the default."""

    name: str
    text: str
    options: dict[str, str]

    @property
    def default(self) -> str:
        return next(iter(self.options))


QUESTIONS: dict[str, RulingQuestion] = {
    question.name: question
    for question in (
        RulingQuestion(
            name="led_counts_at",
            text="“引进”项目在哪个环节计入",
            options={
                FactKind.SIGNING: "签约时计入",
                FactKind.REGISTRATION: "注册时计入",
                FactKind.CONSTRUCTION_START: "开工时计入",
            },
        ),
        RulingQuestion(
            name="shared_count",
            text="多家共享的项目，个数怎样计",
            options={"share": "按份额计（5:5 各计 0.5 个）", "whole": "各计 1 个（全市仍只计 1 个）"},
        ),
        RulingQuestion(
            name="industry_restricts",
            text="条款中写明的产业是否限定计入范围",
            options={"yes": "限定：只计该产业项目", "no": "不限定：产业只是标签，其他产业也计入"},
        ),
        RulingQuestion(
            name="real_estate",
            text="房地产项目是否计入",
            options={"counted": "计入", "excluded": "不计入"},
        ),
        RulingQuestion(
            name="government_investment",
            text="政府投资项目是否计入",
            options={"counted": "计入", "excluded": "不计入"},
        ),
        RulingQuestion(
            name="band_boundary",
            text="“50—100亿元”一类区间，正好等于端点的项目归哪一档",
            options={"half_open": "归上一档（含下限、不含上限）"},
        ),
    )
}


class UnknownRuling(ValueError):
    """The ruling or its value is not among the questions the house knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The answer to one question; indicator and group narrow where it applies (empty: everywhere)."""

    name: str
    value: str
    source: str
    indicator: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        if self.name not in QUESTIONS or self.value not in QUESTIONS[self.name].options:
            raise UnknownRuling(f"{self.name}={self.value}")

    def applies_to(self, indicator: str, group: str) -> bool:
        return self.indicator in ("", indicator) and self.group in ("", group)

    @property
    def text(self) -> str:
        return QUESTIONS[self.name].options[self.value]


def ruled(rulings: Iterable[Ruling], name: str, *, indicator: str, group: str) -> str:
    """The value in force for targets of an indicator in a unit group; the default where nothing is ruled."""
    fitting = [r for r in rulings if r.name == name and r.applies_to(indicator, group)]
    if not fitting:
        return QUESTIONS[name].default
    return max(fitting, key=lambda r: (bool(r.indicator), bool(r.group))).value
