"""Scoring: a scheme and the inputs of its units → totals, ranks, grades, each with its reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.formulas.arguments import FormulaCall
from jinghe.core.evaluation.formulas.combining import absent_score, adjustment, scaled
from jinghe.core.evaluation.formulas.figures import Unavailable, UnitFigures
from jinghe.core.evaluation.formulas.functions import compares_with_target, work_out
from jinghe.core.evaluation.grading import placed_and_graded
from jinghe.core.evaluation.input_checks import check_inputs
from jinghe.core.evaluation.scheme_checks import check_scheme
from jinghe.core.evaluation.schemes.inputs import UnitInputs
from jinghe.core.evaluation.schemes.numerals import added, number
from jinghe.core.evaluation.schemes.schemes import Formula, Scheme, ScoredItem, Treatment, Veto, VetoEffect
from jinghe.core.evaluation.schemes.scores import Evaluation, EvaluationStatus, Score, UnitResult
from jinghe.core.values.amounts import rounded

NOTHING = Fraction(0)
BONUSES, DEDUCTIONS = "加分", "扣分"


class Unscorable(ValueError):
    """The scheme or its inputs have faults; `faults` lists all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults
        self.text = f"评分办法或数据有{len(faults)}处问题，请先处理：" + "".join(
            fault.message for fault in faults
        )


class _NotEvaluated(Exception):
    """By the scheme, a unit without this figure is not evaluated."""


def evaluate(scheme: Scheme, units: Iterable[UnitInputs]) -> Evaluation:
    """The results of all units, in the order given. Raises Unscorable with every fault of scheme and inputs."""
    checked = tuple(units)
    faults = check_scheme(scheme)
    faults = faults or check_inputs(scheme, checked)
    if faults:
        raise Unscorable(faults)
    return score_checked(scheme, checked)


def score_checked(scheme: Scheme, units: tuple[UnitInputs, ...]) -> Evaluation:
    """The results, for a scheme and inputs that were found without faults."""
    groups = {unit.unit: scheme.group_of(unit.unit, unit.group) for unit in units}
    left_out = {unit.unit: result for unit in units if (result := _left_out(scheme, unit, groups[unit.unit]))}
    evaluated = [unit for unit in units if unit.unit not in left_out]
    results = []
    for unit in units:
        peers = tuple(other for other in evaluated if groups[other.unit] == groups[unit.unit])
        excused = left_out.get(unit.unit)
        results.append(excused or _Scoring(scheme=scheme, unit=unit, peers=peers).result(groups[unit.unit]))
    return Evaluation(scheme=scheme, results=placed_and_graded(scheme, tuple(results), units))


def _left_out(scheme: Scheme, unit: UnitInputs, group: str) -> UnitResult | None:
    """The result of a unit that is not evaluated, so that no other is compared with it; None: it is evaluated."""
    reasons = [exclusion.reason for exclusion in scheme.exclusions if exclusion.unit == unit.unit]
    standing = EvaluationStatus.EXCLUDED if reasons else EvaluationStatus.NOT_EVALUATED
    if not reasons and _is_without_target(scheme, unit):
        reasons = ["未下达任何目标，不评价"]
    if not reasons:
        try:
            _Scoring(scheme=scheme, unit=unit, peers=(unit,)).items()
        except _NotEvaluated as why:
            reasons = [str(why)]
    if not reasons:
        return None
    return UnitResult(unit=unit.unit, group=group, standing=standing, reason=reasons[0])


def _is_without_target(scheme: Scheme, unit: UnitInputs) -> bool:
    """Whether the scheme compares with targets, and the unit was assigned none of them."""
    formulas = (formula for item in scheme.items for formula in item.formula.walk())
    compared = {name for formula in formulas for name in _inputs_with_target(scheme, formula)}
    return bool(compared) and all(unit.measurements[name].tiers is None for name in compared)


def _inputs_with_target(scheme: Scheme, formula: Formula) -> Iterator[str]:
    if compares_with_target(formula):
        yield from formula.inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scoring:
    """The scoring of one unit among its peers."""

    scheme: Scheme
    unit: UnitInputs
    peers: tuple[UnitInputs, ...]

    def items(self) -> list[Score]:
        """The scores of all items. Raises _NotEvaluated, for reasons of the unit alone, whoever its peers are."""
        items = [self._item(item) for item in self.scheme.items]
        return [*items, *self._respread(items)]

    def result(self, group: str) -> UnitResult:
        scheme = self.scheme
        parts = self.items()
        bonuses = self._extras(BONUSES, scheme.bonuses, scheme.bonus_most)
        deductions = self._extras(DEDUCTIONS, scheme.deductions, scheme.deduction_most)
        parts += [*bonuses, *(scaled(score, Fraction(-1)) for score in deductions)]
        sum_of_parts = sum((part.points for part in parts), start=NOTHING)
        bounded = self._bounded(sum_of_parts)
        if bounded != sum_of_parts:
            name = "总分封顶" if bounded < sum_of_parts else "总分下限"
            parts.append(adjustment(name, bounded - sum_of_parts))
        vetoes, undecided = self._vetoes()
        if bounded and any(veto.effect is VetoEffect.ZERO for veto, _ in vetoes):
            parts.append(adjustment("一票否决", -bounded))
            bounded = NOTHING
        return UnitResult(
            unit=self.unit.unit,
            group=group,
            standing=_standing(vetoes),
            score=self._total(parts, bounded),
            reason="；".join(f"{veto.name}：{why}" for veto, why in vetoes),
            effects=tuple(veto.effect for veto, _ in vetoes),
            notes=(
                *(f"一票否决“{veto.name}”：{why}，{veto.effect.label}" for veto, why in vetoes),
                *undecided,
            ),
        )

    def _item(self, item: ScoredItem) -> Score:
        """The score of one item. Raises _NotEvaluated where the item's rule for absences says so."""
        absences = item.absences or self.scheme.absences
        try:
            score = self._capped(item, self._worked(item))
        except Unavailable as missing:
            treatment = absences.treatment(missing.state)
            if treatment is Treatment.NOT_EVALUATED:
                raise _NotEvaluated(f"评分项“{item.name}”：{missing.used.text}，按办法不评价") from missing
            full = item.weight if item.most is None else min(item.weight, item.most)
            score = absent_score(item.name, full, missing, treatment)
        return self._rounded(score, self.scheme.rounding.items)

    def _worked(self, item: ScoredItem) -> Score:
        return work_out(
            FormulaCall(
                name=item.name,
                scheme=self.scheme,
                formula=item.formula,
                unit=self.unit,
                tier=self.scheme.tier,
                peers=self.peers,
                absences=item.absences or self.scheme.absences,
                full=item.weight,
                defaults={},
                work_out=work_out,
            )
        )

    def _capped(self, item: ScoredItem, score: Score) -> Score:
        """The score held within the cap of the item; what the cap cuts off is a part of its own."""
        if item.most is None or score.points <= item.most:
            return score
        bare = replace(score, notes=())
        return replace(
            score,
            substituted_text=f"({score.substituted_text or number(score.points)}，封顶{number(item.most)})",
            value=item.most,
            exact=item.most,
            parts=(bare, adjustment("封顶", item.most - score.points)),
            notes=(*score.notes, f"得{number(score.points)}分，按{number(item.most)}分封顶"),
        )

    def _extras(self, name: str, extras: tuple[ScoredItem, ...], most: Fraction | None) -> list[Score]:
        """All bonuses, or all deductions, as one score within their common cap; an absent figure adds nothing."""
        if not extras:
            return []
        parts = [self._extra(item) for item in extras]
        value = sum((part.points for part in parts), start=NOTHING)
        notes: tuple[str, ...] = ()
        if most is not None and value > most:
            notes = (f"合计{number(value)}分，按{number(most)}分封顶",)
            parts.append(adjustment("封顶", most - value))
            value = most
        substituted = added([part.points for part in parts])
        return [
            Score(
                name=name,
                value=value,
                exact=value,
                formula_text=f"{name}合计",
                substituted_text=substituted,
                parts=tuple(parts),
                notes=notes,
            )
        ]

    def _extra(self, item: ScoredItem) -> Score:
        try:
            score = self._capped(item, self._worked(item))
        except Unavailable as missing:
            score = absent_score(item.name, item.weight, missing, Treatment.NO_POINTS)
        return self._rounded(score, self.scheme.rounding.items)

    def _respread(self, items: list[Score]) -> Iterator[Score]:
        """What the weights of items that were left out add to the others. Raises _NotEvaluated when none is left."""
        rules = {item.name: item.absences or self.scheme.absences for item in self.scheme.items}
        weights = {item.name: item.weight for item in self.scheme.items}
        if all(score.value is None for score in items):
            raise _NotEvaluated("没有可以计分的评分项，不评价")
        moved = [
            score
            for score in items
            if score.value is None
            and rules[score.name].treatment(score.inputs[0].state) is Treatment.RESPREAD
        ]
        if not moved:
            return
        whole = sum(weights.values(), start=NOTHING)
        left = whole - sum((weights[score.name] for score in moved), start=NOTHING)
        gained = sum((score.points for score in items), start=NOTHING)
        change = gained * whole / left - gained
        names = "、".join(score.name for score in moved)
        yield Score(
            name="权重分摊",
            value=change,
            exact=change,
            formula_text=f"其余评分项得分×{number(whole)}÷{number(left)}−其余评分项得分",
            substituted_text=f"{number(gained)}×{number(whole)}÷{number(left)}−{number(gained)}",
            notes=(f"{names}不计分，{number(whole - left)}分权重由其余{number(left)}分按比例分摊",),
        )

    def _bounded(self, value: Fraction) -> Fraction:
        least, most = self.scheme.least, self.scheme.most
        if most is not None and value > most:
            return most
        return least if least is not None and value < least else value

    def _vetoes(self) -> tuple[list[tuple[Veto, str]], list[str]]:
        """The vetoes that hold, with why; and in words, those that could not be decided and hence do not hold."""
        figures = UnitFigures(
            scheme=self.scheme, unit=self.unit, tier=self.scheme.tier, absences=self.scheme.absences
        )
        holding, undecided = [], []
        for veto in self.scheme.vetoes:
            try:
                holds, why = figures.test(veto.condition)
            except Unavailable as missing:
                undecided.append(f"一票否决“{veto.name}”：{missing.used.text}，未作判断")
                continue
            if holds:
                holding.append((veto, why))
        return holding, undecided

    def _total(self, parts: list[Score], value: Fraction) -> Score:
        score = Score(
            name="总分",
            value=value,
            exact=value,
            formula_text=_sum_of_names([part.name for part in parts if part.value is not None]),
            substituted_text=added([part.points for part in parts if part.value is not None]),
            full=self.scheme.full_mark,
            parts=tuple(parts),
        )
        return self._rounded(score, self.scheme.rounding.total)

    def _rounded(self, score: Score, places: int | None) -> Score:
        if places is None or score.value is None:
            return score
        value = Fraction(rounded(score.value, places))
        if value == score.value:
            return score
        return replace(score, value=value, notes=(*score.notes, f"{number(score.value)}保留{places}位小数"))


def _standing(vetoes: list[tuple[Veto, str]]) -> EvaluationStatus:
    is_out = any(veto.effect is VetoEffect.DISQUALIFIED for veto, _ in vetoes)
    return EvaluationStatus.DISQUALIFIED if is_out else EvaluationStatus.EVALUATED


def _sum_of_names(names: list[str]) -> str:
    """The formula of a total by the names of its parts: 甲+乙−扣分."""
    return "".join(f"{'−' if name == DEDUCTIONS else '+'}{name}" for name in names).removeprefix("+")
