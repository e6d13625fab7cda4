"""Schemes from JSON or TOML: what `store.json.schemes` writes is read back, strictly, with the place of each fault."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Basis,
    Exclusion,
    Formula,
    FormulaPart,
    Grade,
    InputCondition,
    InputKind,
    Rounding,
    Scheme,
    SchemeGroup,
    SchemeInput,
    ScoredItem,
    Treatment,
    Upgrade,
    Value,
    Veto,
    VetoEffect,
)
from jinghe.core.plan.plans import Tier

NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30}|/[1-9]\d{0,29})?", re.ASCII)
DEEPEST = 8
"""How deep formulas may stand within each other."""

T = TypeVar("T")
Code = TypeVar("Code", bound=StrEnum)


class UnreadableScheme(ValueError):
    """The source is no scheme; `text` says in Chinese where and why."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__(f"{place}: {text}")
        self.text = f"评分办法的“{place}”{text}，请改正后重新载入。"


def scheme_from_json(source: object) -> Scheme:
    """The scheme that `scheme_to_json` wrote; what is left out has its default. Raises UnreadableScheme."""
    whole = _Fields("全文", source)
    scheme = Scheme(
        name=whole.text("name"),
        source=whole.text("source"),
        full_mark=whole.number("full_mark"),
        inputs=whole.each("inputs", _input),
        items=whole.each("items", _item),
        bonuses=whole.each("bonuses", _item),
        bonus_most=whole.limit("bonus_most"),
        deductions=whole.each("deductions", _item),
        deduction_most=whole.limit("deduction_most"),
        vetoes=whole.each("vetoes", _veto),
        upgrades=whole.each("upgrades", _upgrade),
        grades=whole.each("grades", _grade),
        groups=whole.each("groups", _group),
        exclusions=whole.each("exclusions", _exclusion),
        tier=whole.code("tier", Tier, Tier.GUARANTEED),
        absences=whole.optional("absences", _absences) or Absences(),
        rounding=whole.optional("rounding", _rounding) or Rounding(),
        least=whole.limit("least"),
        most=whole.limit("most"),
        remarks=whole.texts("remarks"),
    )
    whole.refuse_the_rest()
    return scheme


class _Fields:
    """A JSON object read field by field. `left`: the fields nobody has asked for yet, refused at the end."""

    def __init__(self, place: str, source: object, depth: int = 0) -> None:
        if not isinstance(source, Mapping):
            raise UnreadableScheme(place, "不是一组字段")
        self.place, self.left, self.depth = place, dict(source), depth

    def _take(self, name: str, default: Any = None) -> Any:
        return self.left.pop(name, default)

    def place_of(self, name: str) -> str:
        return name if self.place == "全文" else f"{self.place}.{name}"

    def text(self, name: str, default: str | None = None) -> str:
        value = self._take(name, default)
        if not isinstance(value, str):
            raise UnreadableScheme(self.place_of(name), "应为文字" if value is not None else "没有写")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._take(name, ())
        if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
            raise UnreadableScheme(self.place_of(name), "应为一列文字")
        return tuple(values)

    def number(self, name: str, default: int | None = None) -> Fraction:
        return _number(self.place_of(name), self._take(name, default))

    def limit(self, name: str) -> Fraction | None:
        value = self._take(name)
        return None if value is None else _number(self.place_of(name), value)

    def whole_number(self, name: str, default: int | None = None) -> int | None:
        value = self._take(name, default)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise UnreadableScheme(self.place_of(name), "应为整数")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise UnreadableScheme(self.place_of(name), "应为 true 或 false")
        return value

    def code(self, name: str, codes: type[Code], default: Code | None = None) -> Code:
        value = self._take(name, default)
        if value not in list(codes):
            raise UnreadableScheme(self.place_of(name), f"应为{'、'.join(codes)}之一")
        return codes(value)

    def optional(self, name: str, read: Callable[["_Fields"], T]) -> T | None:
        value = self._take(name)
        return None if value is None else self._inner(self.place_of(name), value, read)

    def each(self, name: str, read: Callable[["_Fields"], T]) -> tuple[T, ...]:
        values = self._take(name, ())
        if not isinstance(values, list | tuple):
            raise UnreadableScheme(self.place_of(name), "应为一列")
        return tuple(
            self._inner(f"{self.place_of(name)}[{number}]", value, read)
            for number, value in enumerate(values, start=1)
        )

    def _inner(self, place: str, source: object, read: Callable[["_Fields"], T]) -> T:
        fields = _Fields(place, source, self.depth)
        value = read(fields)
        fields.refuse_the_rest()
        return value

    def refuse_the_rest(self) -> None:
        if self.left:
            raise UnreadableScheme(self.place, f"有不认识的字段{'、'.join(map(str, self.left))}")


def _number(place: str, value: object) -> Fraction:
    """A whole number, an exact fraction, or a text of either; never a float."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return Fraction(value)
    raise UnreadableScheme(place, "没有写" if value is None else "应为数字")


def _input(fields: _Fields) -> SchemeInput:
    return SchemeInput(
        name=fields.text("name"),
        kind=fields.code("kind", InputKind, InputKind.MEASURED),
        unit_of_measure=fields.text("unit_of_measure", "个"),
        column=fields.text("column", ""),
    )


def _item(fields: _Fields) -> ScoredItem:
    formula = fields.optional("formula", _formula)
    if formula is None:
        raise UnreadableScheme(fields.place_of("formula"), "没有写")
    return ScoredItem(
        name=fields.text("name"),
        formula=formula,
        weight=fields.number("weight", 1),
        most=fields.limit("most"),
        absences=fields.optional("absences", _absences),
    )


def _formula(fields: _Fields) -> Formula:
    fields.depth += 1
    if fields.depth > DEEPEST:
        raise UnreadableScheme(fields.place, f"套了超过{DEEPEST}层")
    return Formula(
        function=fields.text("function"),
        inputs=fields.texts("inputs"),
        parameters=fields.optional("parameters", _parameters) or {},
        parts=fields.each("parts", _part),
    )


def _part(fields: _Fields) -> FormulaPart:
    formula = fields.optional("formula", _formula)
    if formula is None:
        raise UnreadableScheme(fields.place_of("formula"), "没有写")
    return FormulaPart(name=fields.text("name"), formula=formula, weight=fields.number("weight", 1))


def _parameters(fields: _Fields) -> dict[str, Value]:
    parameters = {str(name): _value(fields.place_of(str(name)), value) for name, value in fields.left.items()}
    fields.left.clear()
    return parameters


def _value(place: str, value: object) -> Value:
    """A flag, a table, a number, or the name of a choice."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        if not all(isinstance(row, list | tuple) and len(row) == 2 for row in value):
            raise UnreadableScheme(place, "每一行应是两个数：起点和得分")
        return tuple((_number(place, start), _number(place, points)) for start, points in value)
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        return value
    return _number(place, value)


def _condition(fields: _Fields) -> InputCondition:
    return InputCondition(
        input=fields.text("input"),
        basis=fields.code("basis", Basis, Basis.ACTUAL),
        at_least=fields.limit("at_least"),
        below=fields.limit("below"),
    )


def _veto(fields: _Fields) -> Veto:
    condition = fields.optional("condition", _condition)
    if condition is None:
        raise UnreadableScheme(fields.place_of("condition"), "没有写")
    return Veto(name=fields.text("name"), condition=condition, effect=fields.code("effect", VetoEffect))


def _upgrade(fields: _Fields) -> Upgrade:
    return Upgrade(
        name=fields.text("name"),
        any_of=fields.each("any_of", _condition),
        by=fields.whole_number("by", 1) or 0,
    )


def _grade(fields: _Fields) -> Grade:
    return Grade(
        name=fields.text("name"),
        at_least=fields.limit("at_least"),
        top=fields.whole_number("top"),
        top_share=fields.limit("top_share"),
    )


def _group(fields: _Fields) -> SchemeGroup:
    return SchemeGroup(
        name=fields.text("name"),
        units=fields.texts("units"),
        is_ranked=fields.flag("is_ranked", default=True),
    )


def _exclusion(fields: _Fields) -> Exclusion:
    return Exclusion(unit=fields.text("unit"), reason=fields.text("reason"))


def _absences(fields: _Fields) -> Absences:
    usual = Absences()
    return Absences(
        unassigned=fields.code("unassigned", Treatment, usual.unassigned),
        unreported=fields.code("unreported", Treatment, usual.unreported),
        inapplicable=fields.code("inapplicable", Treatment, usual.inapplicable),
    )


def _rounding(fields: _Fields) -> Rounding:
    return Rounding(items=fields.whole_number("items"), total=fields.whole_number("total"))
