"""Scoring schemes that the office adopts: versions of an office rule, read from text, checked against the plan."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.scheme_checks import check_scheme
from jinghe.core.evaluation.schemes.reading import UnreadableScheme, scheme_from_json
from jinghe.core.evaluation.schemes.schemes import InputKind, Scheme
from jinghe.core.plan.plans import Plan, Unit
from jinghe.reference.scheme_loading import builtin_schemes, house_schemes
from jinghe.store.json.schemes import scheme_digest, scheme_to_json
from jinghe.store.models import OfficeRule
from jinghe.usecases.common import office_rules
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.evaluation.refusals import refused_for

PREFIX = "scheme:"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}", re.ASCII)


class Pacing(StrEnum):
    """The goals that the figures of a stage are compared with."""

    STAGE = "stage"
    WHOLE = "whole"

    @property
    def label(self) -> str:
        return {"stage": "截至阶段末的序时目标", "whole": "全年目标"}[self.value]


class NoScheme(Missing):
    """No scheme of that code and version was adopted for the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A version of a scheme that the office adopted for a year."""

    code: str
    year: int
    number: int
    scheme: Scheme
    pacing: Pacing
    row: OfficeRule

    @property
    def digest(self) -> str:
        return scheme_digest(self.scheme)


def starting_points() -> dict[str, Scheme]:
    """Schemes to begin with: examples, then real ones, both shipped with the program."""
    return {**house_schemes(), **builtin_schemes()}


def read_scheme(text: str) -> Scheme:
    """A scheme from its text in JSON or TOML. Raises UnreadableScheme."""
    try:
        content = json.loads(text, parse_float=Fraction) if text.lstrip().startswith("{") else _toml(text)
    except (ValueError, RecursionError) as wrong:
        raise UnreadableScheme("全文", "不是有效的JSON或TOML") from wrong
    return scheme_from_json(content)


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Fraction)


@door("schemes.adopt")
def adopt(
    code: str,
    year: int,
    scheme: Scheme,
    *,
    plan: Plan,
    pacing: Pacing,
    effective_on: date,
    reason: str,
    by: Actor,
    at: datetime | None = None,
) -> Adoption:
    """Adopts the next version of a scheme, if it fits the plan. Raises AccessRefused, RefusedEvaluation."""
    faults = (*_asked(code, year, effective_on, reason), *faults_of(scheme, plan))
    if faults:
        raise refused_for(faults)
    content = {"scheme": scheme_to_json(scheme), "pacing": pacing.value}
    row = office_rules.lay_down(
        f"{PREFIX}{code}", year, content, effective_on=effective_on, by=by, reason=reason.strip(), at=at
    )
    return _adoption(row)


def _asked(code: str, year: int, effective_on: date, reason: str) -> Iterator[Fault]:
    if not CODE.fullmatch(code):
        yield Fault(
            place="办法代号", text=f"“{code}”不能用", advice="请用小写字母、数字和连字符，不超过31个字符"
        )
    if not reason.strip() or len(reason) > 400:
        yield Fault(place="采用依据", text="没有写或超过400个字", advice="请写明文号或会议决定")
    if effective_on.year != year:
        yield Fault(place="生效日期", text=f"不在{year}年度内", advice="请改正")


def adopted(year: int, *, known_at: datetime | None = None) -> tuple[Adoption, ...]:
    """The latest version of every scheme of a year, by code."""
    names = (
        OfficeRule.objects.filter(name__startswith=PREFIX, year=year)
        .order_by("name")
        .values_list("name", flat=True)
        .distinct()
    )
    rows = (office_rules.in_force(name, year, known_at=known_at).row for name in names)
    return tuple(_adoption(row) for row in rows if row is not None)


def versions(code: str, year: int) -> tuple[Adoption, ...]:
    """Every version of a scheme, the latest first. Raises NoScheme."""
    rows = office_rules.versions(f"{PREFIX}{code}", year)
    if not rows:
        raise NoScheme(code)
    return tuple(map(_adoption, rows))


def adoption(code: str, year: int, *, on: date | None = None, number: int | None = None) -> Adoption:
    """A version of a scheme by its number, else the one in force on a day (None: the latest). Raises NoScheme."""
    fitting = (
        version
        for version in versions(code, year)
        if number in (None, version.number) and (on is None or version.row.effective_on <= on)
    )
    version = next(fitting, None)
    if version is None:
        raise NoScheme(code)
    return version


def _adoption(row: OfficeRule) -> Adoption:
    return Adoption(
        code=row.name.removeprefix(PREFIX),
        year=row.year,
        number=row.number,
        scheme=scheme_from_json(row.content["scheme"]),
        pacing=Pacing(row.content["pacing"]),
        row=row,
    )


def faults_of(scheme: Scheme, plan: Plan) -> tuple[Fault, ...]:
    """Every fault of a scheme, in itself and against the plan whose figures it uses."""
    return (*check_scheme(scheme), *_beside_the_plan(scheme, plan))


def _beside_the_plan(scheme: Scheme, plan: Plan) -> Iterator[Fault]:
    covered = covered_units(scheme, plan)
    if not covered:
        yield Fault(
            place="单位分组",
            text="没有一个单位在办法的分组里",
            advice=f"目标任务的分组：{'、'.join(plan.groups)}",
        )
        return
    names = {unit.name for unit in covered}
    columns: dict[str, set[str]] = {}
    for target in plan.targets:
        if target.unit in names:
            columns.setdefault(target.column, set()).add(target.tiers.floor.unit.name)
    for scheme_input in scheme.inputs:
        if scheme_input.kind is not InputKind.MEASURED:
            continue
        column = scheme_input.column or scheme_input.name
        if column not in columns:
            known = "、".join(columns)
            yield Fault(
                place=f"数据项“{scheme_input.name}”",
                text=f"目标任务没有“{column}”这一栏",
                advice=f"可用的栏：{known}",
            )
        elif scheme_input.unit_of_measure not in columns[column]:
            allowed = "、".join(sorted(columns[column]))
            yield Fault(
                place=f"数据项“{scheme_input.name}”",
                text=f"“{column}”的计量单位是{allowed}，办法写的是{scheme_input.unit_of_measure}",
                advice="请改为目标任务的计量单位",
            )
    known_units = {unit.name for unit in plan.units}
    named_units = (
        *(unit for group in scheme.groups for unit in group.units),
        *(exclusion.unit for exclusion in scheme.exclusions),
    )
    for unit in named_units:
        if unit not in known_units:
            yield Fault(place="单位", text=f"目标任务中没有“{unit}”", advice="请改用目标任务中的单位名称")


def covered_units(scheme: Scheme, plan: Plan) -> tuple[Unit, ...]:
    """The units that a scheme covers: those in its groups; where it names no groups, all with targets."""
    if not scheme.groups:
        carrying = {target.unit for target in plan.targets}
        return tuple(unit for unit in plan.units if unit.name in carrying)
    groups = {group.name for group in scheme.groups if not group.units}
    named = {unit for group in scheme.groups for unit in group.units}
    return tuple(unit for unit in plan.units if unit.name in named or unit.group in groups)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(path, before, after) of every single value in which two versions differ."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    paths = dict.fromkeys((*old, *new))
    return tuple(
        (path, old.get(path, "—"), new.get(path, "—")) for path in paths if old.get(path) != new.get(path)
    )


def _leaves(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, value) of every single value; an element of a list is named in the path by its name, else its number."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from _leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(content, list) and any(isinstance(element, Mapping) for element in content):
        for number, element in enumerate(content, start=1):
            yield from _leaves(element, f"{path}“{element.get('name', number)}”")
    else:
        yield path, json.dumps(content, ensure_ascii=False).strip('"')


def text_of(scheme: Scheme) -> str:
    """A scheme as JSON text, which `read_scheme` reads back as the same scheme."""
    return json.dumps(scheme_to_json(scheme), ensure_ascii=False)
