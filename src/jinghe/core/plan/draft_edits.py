"""Edits of what a draft asks: one frozen class for each kind of change a person can make, in the words of the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from jinghe.core.counting.criteria import NO_CRITERIA, Criteria
from jinghe.core.counting.dimensions import phrase
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.counting.rulings import QUESTIONS, Ruling
from jinghe.core.plan.drafts import (
    AMENDED,
    Edit,
    EditedDraft,
    EditStep,
    RefusedEdit,
    Settled,
)
from jinghe.core.plan.plans import InvalidTarget, Target, Tiers, Unit
from jinghe.core.values.amounts import UNITS_OF_MEASURE
from jinghe.core.values.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a target asks for: indicator, figures, restrictions, period (None: the plan year)."""

    indicator: str
    tiers: Tiers
    criteria: Criteria = NO_CRITERIA
    period: Period | None = None


def terms_of(target: Target) -> Terms:
    return Terms(
        indicator=target.indicator, tiers=target.tiers, criteria=target.criteria, period=target.period
    )


def figures(tiers: Tiers) -> str:
    """The figures of a target in words: 保证目标60亿元、工作目标75亿元; or 5条."""
    pairs = tiers.items()
    if tiers.required is not None:
        return pairs[0][1].text
    return "、".join(f"{tier.label}{quantity.text}" for tier, quantity in pairs)


def in_one_line(target: Target) -> str:
    """A target in one line: 通川区“到位资金”60亿元."""
    words = phrase(target.criteria)
    return f"{target.unit}“{target.column}”{figures(target.tiers)}{f'（{words}）' if words else ''}"


def with_terms(target: Target, terms: Terms) -> Target:
    """The target with other terms. Raises RefusedEdit where indicator and unit of measure do not go together."""
    rule, unit = INDICATORS[terms.indicator], terms.tiers.floor.unit
    is_same = terms.indicator == target.indicator
    window = target.window if is_same else rule.window
    usual = UNITS_OF_MEASURE[rule.unit_of_measure]
    is_other = terms.indicator == "other"
    if not is_other and (unit.kind, unit.currency) != (usual.kind, usual.currency):
        raise RefusedEdit(f"“{rule.name}”不能用“{unit.name}”计量，请改选指标或计量单位。")
    try:
        return replace(
            target,
            indicator=terms.indicator,
            tiers=terms.tiers,
            criteria=terms.criteria,
            period=terms.period,
            window=window,
            role=target.role if is_same else rule.role or target.role,
            column=target.column if is_same else rule.name,
        )
    except InvalidTarget as impossible:
        raise RefusedEdit(f"“{rule.name}”不能用“{unit.name}”计量，请改选指标或计量单位。") from impossible


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Edit):
    """更正: a target asks for something else than was read."""

    key: str
    terms: Terms

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        before = draft.target(self.key)
        after = with_terms(before, self.terms)
        if after == before:
            raise RefusedEdit("没有改动任何内容，未保存。")
        changes = "；".join(f"{what} {old} → {new}" for what, old, new in differences(before, after))
        text = f"更正 {before.unit}“{before.column}”：{changes}"
        return draft.with_target(after), EditStep(number=draft.next_number, text=text, keys=(self.key,))


def differences(before: Target, after: Target) -> tuple[tuple[str, str, str], ...]:
    """(what, old, new) for everything that two targets ask differently."""
    aspects: tuple[tuple[str, Callable[[Target], str]], ...] = (
        ("单位", lambda target: target.unit),
        ("指标", lambda target: target.rule.name),
        ("目标", lambda target: figures(target.tiers)),
        ("口径", lambda target: phrase(target.criteria) or "不限"),
        ("期限", lambda target: period_text(target.period)),
        ("统计方式", lambda target: WINDOWS[target.window]),
        ("作用", lambda target: ROLES[target.role]),
        ("其中", lambda target: "是" if target.of_which else "否"),
    )
    pairs = ((what, say(before), say(after)) for what, say in aspects)
    return tuple((what, old, new) for what, old, new in pairs if old != new)


WINDOWS = {Window.FLOW: "期内发生", Window.STOCK: "期末存量", Window.COHORT: "同批签约"}
ROLES = {Role.SPONSOR: "主导引进", Role.HOST: "承接落地"}


def period_text(period: Period | None) -> str:
    return f"{period.start}至{period.last}" if period else "计划年度"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition(Edit):
    """补录: a target the reader did not find. group: of the unit, where the plan does not know it yet."""

    key: str
    unit: str
    terms: Terms
    group: str = ""
    of_which: str | None = None
    table: str = "补录"
    role: Role = Role.HOST
    locator: str = ""

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        if draft.plan.target(self.key) or not self.unit.strip():
            raise RefusedEdit("请写明由哪个单位承担，再补录这项目标。")
        if self.of_which is not None:
            _require_parent(draft, draft.target(self.of_which), self.unit)
        rule = INDICATORS[self.terms.indicator]
        blank = Target(
            key=self.key,
            unit=self.unit,
            indicator="other",
            tiers=self.terms.tiers,
            role=rule.role or self.role,
            window=Window.FLOW,
            of_which=self.of_which,
            table=self.table,
            column="",
            locator=self.locator or "补录",
        )
        added = replace(
            with_terms(blank, self.terms), column=f"{rule.name}·其中" if self.of_which else rule.name
        )
        units = draft.plan.units
        if self.unit not in {unit.name for unit in units}:
            if not self.group.strip():
                raise RefusedEdit(f"“{self.unit}”是新的责任单位，请填写它的单位分组。")
            units = (*units, Unit(name=self.unit, group=self.group))
        after = draft.with_plan(units=units, targets=(*draft.plan.targets, added))
        return after, EditStep(number=draft.next_number, text=f"补录 {in_one_line(added)}", keys=(self.key,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion(Edit):
    """删除: what was read is no target."""

    key: str

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        gone = draft.target(self.key)
        if parts := draft.plan.children(self.key):
            names = "、".join(f"“{part.column}”{figures(part.tiers)}" for part in parts)
            raise RefusedEdit(f"这项目标还有“其中”{names}，请先删除它们，或改变它们的所属任务。")
        left = tuple(target for target in draft.plan.targets if target.key != self.key)
        step = EditStep(number=draft.next_number, text=f"删除 {in_one_line(gone)}", keys=(self.key,))
        return draft.with_plan(targets=left), step


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting(Edit):
    """拆分: what was read as one target is two; the first keeps its key."""

    key: str
    tiers: Tiers
    new_key: str
    new_unit: str
    new_terms: Terms

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        whole = draft.target(self.key)
        if self.new_unit not in {unit.name for unit in draft.plan.units} or draft.plan.target(self.new_key):
            raise RefusedEdit(f"“{self.new_unit}”不是这份草稿里的责任单位，请先用“补录”添加该单位的目标。")
        if whole.of_which and self.new_unit != whole.unit:
            raise RefusedEdit("“其中”任务只能拆给同一个单位。请先改变它的所属任务，再拆给别的单位。")
        first = with_terms(whole, replace(terms_of(whole), tiers=self.tiers))
        second = replace(with_terms(whole, self.new_terms), key=self.new_key, unit=self.new_unit)
        targets = [part for t in draft.plan.targets for part in ((first, second) if t is whole else (t,))]
        after = replace(
            draft.with_plan(targets=tuple(targets)), origins=(*draft.origins, (self.new_key, self.key))
        )
        text = f"拆分 {in_one_line(whole)} 为 {in_one_line(first)} 和 {in_one_line(second)}"
        return after, EditStep(number=draft.next_number, text=text, keys=(self.key, self.new_key))


def _require_parent(draft: EditedDraft, parent: Target, unit: str) -> None:
    if parent.unit != unit:
        raise RefusedEdit(f"“其中”与它所属的任务须是同一个单位，而“{parent.column}”由{parent.unit}承担。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparenting(Edit):
    """改所属: which target a 其中 is part of; None: it stands by itself."""

    key: str
    parent: str | None

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        part = draft.target(self.key)
        if part.of_which == self.parent:
            raise RefusedEdit("所属任务没有变化，未保存。")
        whole = draft.target(self.parent) if self.parent is not None else None
        if whole is not None:
            _require_parent(draft, whole, part.unit)
        text = (
            f"{in_one_line(part)} 改为{f'“{in_one_line(whole)}”的其中' if whole else '单独一项，不再是其中'}"
        )
        after = draft.with_target(replace(part, of_which=self.parent))
        return after, EditStep(number=draft.next_number, text=text, keys=(self.key,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Edit):
    """裁定: the answer to a question of interpretation, in place of the one for the same targets."""

    ruling: Ruling

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        def scope(ruling: Ruling) -> tuple[str, str, str]:
            return ruling.name, ruling.indicator, ruling.group

        if self.ruling.group and self.ruling.group not in draft.plan.groups:
            raise RefusedEdit(f"草稿里没有“{self.ruling.group}”这个单位分组，请重新选择。")
        kept = tuple(ruling for ruling in draft.plan.rulings if scope(ruling) != scope(self.ruling))
        text = f"口径裁定 {QUESTIONS[self.ruling.name].text}：{self.ruling.text}"
        after = draft.with_plan(rulings=(*kept, self.ruling))
        return after, EditStep(number=draft.next_number, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeHeading(Edit):
    """文件信息: year, number, issuer, day and title of the notice."""

    asks_findings: ClassVar[bool] = True
    year: int
    title: str
    document_number: str
    issuer: str
    issued_on: date | None

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        number = draft.next_number
        if not 1949 < self.year < 2200:
            raise RefusedEdit("请填写四位数的计划年度，例如2026。")
        answered = tuple(
            Settled(finding=finding, choice=AMENDED, number=number)
            for finding in draft.open
            if finding.code == "no_year"
        )
        after = draft.with_plan(
            year=self.year,
            title=self.title,
            document_number=self.document_number,
            issuer=self.issuer,
            issued_on=self.issued_on,
        )
        text = f"文件信息 {self.year}年度 {self.title} {self.document_number}".rstrip()
        return replace(after, settled=(*after.settled, *answered)), EditStep(number=number, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Edit):
    """撤回: the draft will never be confirmed."""

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        return replace(draft, is_withdrawn=True), EditStep(number=draft.next_number, text="撤回草稿")
