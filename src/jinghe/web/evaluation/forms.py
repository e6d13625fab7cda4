"""The form of a scoring scheme: every number and word of it as a field named by its place, read back into JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from jinghe.core.evaluation.formulas.functions import FUNCTIONS, ParameterKind, ParameterRule
from jinghe.core.evaluation.schemes.numerals import exact
from jinghe.core.evaluation.schemes.schemes import Basis, Scheme, Treatment
from jinghe.core.plan.plans import Plan, Tier
from jinghe.store.json.schemes import scheme_to_json

Json = dict[str, Any]
REMOVED = "remove"
_ROW = re.compile(r"[;；\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """name: the place in the scheme, e.g. items.0.weight. options: code and label of a choice."""

    name: str
    label: str
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_wide: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormItem:
    """One scored item with its fields; parts: the formulas it combines, each with its own."""

    place: str
    title: str
    function: str
    fields: tuple[FormField, ...]
    parts: tuple["FormItem", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeForm:
    general: tuple[FormField, ...]
    sections: tuple[tuple[str, tuple[FormItem, ...]], ...]
    grades: tuple[tuple[FormField, ...], ...]
    rest: tuple[FormField, ...]


SECTIONS = (("items", "评分项"), ("bonuses", "加分项"), ("deductions", "扣分项"))
_TIERS = tuple((tier.value, tier.label) for tier in Tier)
_CHOICES = {
    "basis": tuple((basis.value, basis.label or "数值") for basis in Basis),
    "tier": _TIERS,
}
_YES_NO = (("true", "是"), ("false", "否"))
MORE_GRADES = 1
"""Empty rows for grades to add."""


def form_of(scheme: Scheme, plan: Plan) -> SchemeForm:
    told = scheme_to_json(scheme)
    return SchemeForm(
        general=tuple(_general(told)),
        sections=tuple(
            (label, tuple(_item(one, f"{name}.{place}") for place, one in enumerate(told.get(name, ()))))
            for name, label in SECTIONS
        ),
        grades=tuple(
            _grade(one, place) for place, one in enumerate([*told.get("grades", ()), *([{}] * MORE_GRADES)])
        ),
        rest=tuple(_rest(told, plan)),
    )


def typed_again(form: SchemeForm, told: Mapping[str, str]) -> SchemeForm:
    """The form with what was typed, where it could not be read."""

    def field(one: FormField) -> FormField:
        return replace(one, text=told.get(one.name, one.text))

    def item(one: FormItem) -> FormItem:
        return replace(
            one, fields=tuple(map(field, one.fields)), parts=tuple(item(part) for part in one.parts)
        )

    return SchemeForm(
        general=tuple(map(field, form.general)),
        sections=tuple((label, tuple(map(item, held))) for label, held in form.sections),
        grades=tuple(tuple(map(field, row)) for row in form.grades),
        rest=tuple(map(field, form.rest)),
    )


def _general(told: Json) -> Iterator[FormField]:
    yield FormField(name="name", label="办法名称", text=told["name"], is_wide=True)
    yield FormField(name="source", label="依据", text=told["source"], is_wide=True)
    yield FormField(name="full_mark", label="满分", text=told["full_mark"])
    yield FormField(name="tier", label="按哪一档目标", text=told["tier"], options=_TIERS)
    for name, label in (
        ("bonus_most", "加分合计封顶"),
        ("deduction_most", "扣分合计封顶"),
        ("least", "总分下限"),
        ("most", "总分上限"),
    ):
        yield FormField(name=name, label=label, text=told.get(name) or "", hint="不限的不填")
    for name, label in (("items", "评分项保留小数"), ("total", "总分保留小数")):
        held = told.get("rounding", {}).get(name)
        yield FormField(
            name=f"rounding.{name}",
            label=label,
            text="" if held is None else str(held),
            hint="位数；不填为不取整",
        )
    for name, label in (("unassigned", "未下达"), ("unreported", "未报"), ("inapplicable", "不适用")):
        yield FormField(
            name=f"absences.{name}",
            label=f"{label}的怎么计",
            text=told["absences"][name],
            options=tuple((one.value, one.label) for one in Treatment),
        )


def _item(told: Json, place: str) -> FormItem:
    fields = [
        FormField(name=f"{place}.name", label="名称", text=told["name"]),
        FormField(
            name=f"{place}.weight", label="权重" if ".parts." in place else "分值", text=told["weight"]
        ),
    ]
    if ".parts." not in place:
        fields.append(FormField(name=f"{place}.most", label="封顶", text=told.get("most") or ""))
    return _formula(told, place, fields)


def _formula(told: Json, place: str, fields: list[FormField]) -> FormItem:
    formula = told["formula"]
    rule = FUNCTIONS.get(formula["function"])
    held = formula.get("parameters", {})
    fields += [
        _parameter(one, held.get(one.name), f"{place}.formula.parameters.{one.name}")
        for one in (rule.parameters if rule else ())
    ]
    return FormItem(
        place=place,
        title="、".join(formula.get("inputs", ())),
        function=rule.text if rule else formula["function"],
        fields=tuple(fields),
        parts=tuple(
            _item(part, f"{place}.formula.parts.{number}")
            for number, part in enumerate(formula.get("parts", ()))
        ),
    )


def _parameter(rule: ParameterRule, held: Any, name: str) -> FormField:
    usual = _said(rule.default)
    hint = (
        f"不填为{dict(_YES_NO).get(usual, usual)}" if usual and rule.kind is not ParameterKind.CHOICE else ""
    )
    if rule.kind is ParameterKind.TABLE:
        text = "；".join(f"{start}:{points}" for start, points in held or ())
        return FormField(name=name, label=rule.text, text=text, hint="起点:得分，用分号隔开", is_wide=True)
    options: tuple[tuple[str, str], ...] = ()
    if rule.kind is ParameterKind.FLAG:
        options = (("", f"—（{dict(_YES_NO).get(usual, '')}）"), *_YES_NO)
    elif rule.kind is ParameterKind.CHOICE:
        options = (("", "—（办法统一规定）" if rule.name == "tier" else "—（默认）"), *_CHOICES[rule.name])
    return FormField(name=name, label=rule.text, text=_said(held), options=options, hint=hint)


def _said(value: Any) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else exact(value)


def _grade(told: Json, place: int) -> tuple[FormField, ...]:
    start = f"grades.{place}"
    return (
        FormField(name=f"{start}.name", label="等次", text=told.get("name", "")),
        FormField(name=f"{start}.at_least", label="总分不低于", text=told.get("at_least") or ""),
        FormField(name=f"{start}.top", label="前几名", text=str(told.get("top") or "")),
        FormField(
            name=f"{start}.top_share", label="前多大比例", text=told.get("top_share") or "", hint="0.3即30%"
        ),
    )


def _rest(told: Json, plan: Plan) -> Iterator[FormField]:
    groups = "\n".join(
        f"{one['name']}{'' if one['is_ranked'] else '（不排名）'}"
        + (f"：{'、'.join(one['units'])}" if one["units"] else "")
        for one in told.get("groups", ())
    )
    hint = f"每行一组；写“组名：单位、单位”自行编组；目标任务的分组：{'、'.join(plan.groups)}"
    yield FormField(name="groups", label="评价的分组", text=groups, hint=hint, is_long=True)
    out = "\n".join(f"{one['unit']}：{one['reason']}" for one in told.get("exclusions", ()))
    yield FormField(
        name="exclusions", label="不参与评价的单位", text=out, hint="每行“单位：理由”", is_long=True
    )


# --- reading back ---


def edited(scheme: Scheme, told: Mapping[str, str]) -> Json:
    """The JSON of a scheme with what the form says; what cannot be read stays as it was typed, for the reader of it."""
    held: Json = deepcopy(scheme_to_json(scheme))
    for name in ("name", "source", "full_mark", "tier"):
        held[name] = told.get(name, held[name]).strip()
    for name in ("bonus_most", "deduction_most", "least", "most"):
        _put(held, name, told.get(name, held.get(name) or ""))
    rounding = held.setdefault("rounding", {})
    for name in ("items", "total"):
        _put(rounding, name, told.get(f"rounding.{name}", str(rounding.get(name, ""))), whole=True)
    for name in held["absences"]:
        held["absences"][name] = told.get(f"absences.{name}", held["absences"][name])
    for name, _ in SECTIONS:
        for place, one in enumerate(held.get(name, ())):
            _edit(one, f"{name}.{place}", told)
        held[name] = [
            one
            for place, one in enumerate(held.get(name, ()))
            if told.get(f"{name}.{place}.{REMOVED}") != "1"
        ]
    if "grades.0.name" in told:
        held["grades"] = list(_grades(told))
    if "groups" in told:
        held["groups"] = [_group(line) for line in _lines(told["groups"])]
    if "exclusions" in told:
        held["exclusions"] = [_exclusion(line) for line in _lines(told["exclusions"])]
    return _without_unused(held)


def _without_unused(held: Json) -> Json:
    """Without the inputs that nothing uses any more."""
    told = json.dumps(
        [held.get(name) for name, _ in SECTIONS] + [held.get("vetoes"), held.get("upgrades")],
        ensure_ascii=False,
    )
    used = [one for one in held["inputs"] if json.dumps(one["name"], ensure_ascii=False) in told]
    return held | {"inputs": used}


def _put(held: Json, name: str, text: str, *, whole: bool = False) -> None:
    """A number that may be left out; a whole one as such, so that its reader can tell what is none."""
    told = text.strip()
    if not told:
        held.pop(name, None)
    else:
        held[name] = int(told) if whole and told.isascii() and told.isdigit() else told


def _edit(one: Json, place: str, told: Mapping[str, str]) -> None:
    one["name"] = told.get(f"{place}.name", one["name"]).strip()
    one["weight"] = told.get(f"{place}.weight", one["weight"]).strip()
    if f"{place}.most" in told:
        _put(one, "most", told[f"{place}.most"])
    formula = one["formula"]
    rule = FUNCTIONS.get(formula["function"])
    parameters = formula.setdefault("parameters", {})
    for parameter in rule.parameters if rule else ():
        name = f"{place}.formula.parameters.{parameter.name}"
        if name in told:
            _set(parameters, parameter, told[name].strip())
    for number, part in enumerate(formula.get("parts", ())):
        _edit(part, f"{place}.formula.parts.{number}", told)


def _set(parameters: Json, rule: ParameterRule, text: str) -> None:
    if not text:
        parameters.pop(rule.name, None)
    elif rule.kind is ParameterKind.FLAG:
        parameters[rule.name] = text == "true"
    elif rule.kind is ParameterKind.TABLE:
        rows = [row.replace("：", ":").split(":") for row in _ROW.split(text) if row.strip()]
        parameters[rule.name] = [[cell.strip() for cell in row] for row in rows]
    else:
        parameters[rule.name] = text


def _grades(told: Mapping[str, str]) -> Iterator[Json]:
    place = 0
    while f"grades.{place}.name" in told:
        grade: Json = {"name": told[f"grades.{place}.name"].strip()}
        if grade["name"]:
            _put(grade, "at_least", told.get(f"grades.{place}.at_least", ""))
            _put(grade, "top", told.get(f"grades.{place}.top", ""), whole=True)
            _put(grade, "top_share", told.get(f"grades.{place}.top_share", ""))
            yield grade
        place += 1


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _group(line: str) -> Json:
    name, _, units = line.replace(":", "：").partition("：")
    is_ranked = "（不排名）" not in name
    named = [unit.strip() for unit in re.split(r"[、,，]", units) if unit.strip()]
    return {"name": name.replace("（不排名）", "").strip(), "units": named, "is_ranked": is_ranked}


def _exclusion(line: str) -> Json:
    unit, _, reason = line.replace(":", "：").partition("：")
    return {"unit": unit.strip(), "reason": reason.strip() or "未写明理由"}
