"""Functions that combine other formulas: weighted shares, sums, what is taken from the full mark, preconditions."""

from dataclasses import replace
from fractions import Fraction

from jinghe.core.evaluation.formulas.arguments import FormulaCall
from jinghe.core.evaluation.formulas.figures import Unavailable
from jinghe.core.evaluation.schemes.inputs import FigureState
from jinghe.core.evaluation.schemes.numerals import grouped, number, percent, times
from jinghe.core.evaluation.schemes.schemes import FormulaPart, InputCondition, Treatment
from jinghe.core.evaluation.schemes.scores import Score

NOTHING = Fraction(0)


def weighted(call: FormulaCall) -> Score:
    """Full mark × Σ share × part, capped if so said. A part that is not there follows the item's rule for absences."""
    worked = [(part, _part(call, part, Fraction(1))) for part in call.formula.parts]
    _refuse_if_nothing_is_there([score for _, score in worked])
    moved = sum((part.weight for part, score in worked if _is_respread(call, score)), start=NOTHING)
    shared = [(part.weight / (1 - moved), part, score) for part, score in worked]
    factor = sum((share * score.points for share, _, score in shared), start=NOTHING)
    parts = [scaled(score, call.full * share) for share, _, score in shared]
    formulas = [
        f"{percent(part.weight)}×{grouped(score.formula_text or part.name)}" for part, score in worked
    ]
    numbers = [
        f"{percent(share)}×{percent(score.points)}" for share, _, score in shared if score.value is not None
    ]
    notes = ["部分内容不计，权重由其余部分分摊"] if moved else []
    cap, limit = call.limit("cap"), ""
    value = call.full * factor
    if cap is not None and factor > cap:
        notes.append(f"合计{percent(factor)}，按{percent(cap)}封顶")
        limit = f"，封顶{percent(cap)}"
        parts.append(adjustment("封顶", call.full * (cap - factor)))
        value = call.full * cap
    return call.score(
        value,
        times(call.full, f"[{'+'.join(formulas)}]"),
        times(call.full, f"[{'+'.join(numbers)}{limit}]"),
        parts=parts,
        notes=notes,
    )


def total_of(call: FormulaCall) -> Score:
    """Σ of the parts, each out of its own weight; at most `most`. A part that is not there adds nothing."""
    parts = [_part(call, part, part.weight, respread=Treatment.NO_POINTS) for part in call.formula.parts]
    _refuse_if_nothing_is_there(parts)
    value = sum((part.points for part in parts), start=NOTHING)
    formula = "+".join(part.formula_text or part.name for part in parts)
    numbers = "+".join(_numbers(part) for part in parts if part.value is not None)
    most = call.limit("most")
    notes = []
    if most is not None and value > most:
        notes.append(f"合计{number(value)}分，按{number(most)}分封顶")
        parts.append(adjustment("封顶", most - value))
        numbers = f"({numbers}，封顶{number(most)})"
        value = most
    return call.score(value, formula, numbers, parts=parts, notes=notes)


def full_less(call: FormulaCall) -> Score:
    """The full mark less the parts, not below `least`. A part that is not there takes nothing away."""
    taken = [_taken(call, part) for part in call.formula.parts]
    least = call.figure_of("least")
    parts = [adjustment("基础分", call.full), *(scaled(part, Fraction(-1)) for part in taken)]
    value = call.full - sum((part.points for part in taken), start=NOTHING)
    notes = []
    numbers = "−".join(
        [number(call.full), *(grouped(_numbers(part)) for part in taken if part.value is not None)]
    )
    if value < least:
        notes.append(f"扣至{number(least)}分为止")
        parts.append(adjustment("扣至下限", least - value))
        numbers = f"({numbers}，最低{number(least)})"
        value = least
    return call.score(
        value,
        "−".join([number(call.full), *(grouped(part.formula_text or part.name) for part in taken)]),
        numbers,
        parts=parts,
        notes=notes,
    )


def provided(call: FormulaCall) -> Score:
    """The points of its one part where the input is at least so much; else 0.

    Absent where the input or the part is absent.
    """
    name = call.name_of_input
    condition = InputCondition(input=name, basis=call.basis, at_least=call.figure_of("at_least"))
    holds, why = call.test(condition)
    (inner,) = call.formula.parts
    part = _worked(call, inner, call.full)
    value = part.points if holds else NOTHING
    parts = [part] if holds else [part, adjustment("前提未满足", -part.points)]
    return call.score(
        value,
        part.formula_text,
        part.substituted_text if holds else "前提未满足",
        used=[call.used(name, call.basis)],
        parts=parts,
        notes=[f"前提{'已' if holds else '未'}满足：{why}"],
    )


def adjustment(name: str, change: Fraction) -> Score:
    """A cap, a floor, a base or a veto as a part of its own, so that the parts add up to the value."""
    return Score(name=name, value=change, exact=change)


def _numbers(part: Score) -> str:
    return part.substituted_text or number(part.points)


def _worked(call: FormulaCall, part: FormulaPart, full: Fraction) -> Score:
    """The score of one of the parts. Raises Unavailable."""
    return call.work_out(replace(call, name=part.name, formula=part.formula, full=full))


def _part(
    call: FormulaCall, part: FormulaPart, full: Fraction, *, respread: Treatment = Treatment.RESPREAD
) -> Score:
    """The score of a part, or what stands for an absent one.

    Raises Unavailable where the unit is not evaluated without it.
    respread: the treatment to use instead of 权重分摊 where the parts have no shares.
    """
    try:
        return _worked(call, part, full)
    except Unavailable as missing:
        treatment = call.absences.treatment(missing.state)
        if treatment is Treatment.NOT_EVALUATED:
            raise
        return absent_score(
            part.name, full, missing, respread if treatment is Treatment.RESPREAD else treatment
        )


def _taken(call: FormulaCall, part: FormulaPart) -> Score:
    """The points that a part takes away; none where its figure is absent."""
    try:
        return _worked(call, part, part.weight)
    except Unavailable as missing:
        if call.absences.treatment(missing.state) is Treatment.NOT_EVALUATED:
            raise
        return absent_score(part.name, part.weight, missing, Treatment.NO_POINTS)


def absent_score(name: str, full: Fraction, missing: Unavailable, treatment: Treatment) -> Score:
    """The score in place of an absent figure: none, 0 or the full mark, and why."""
    value = {Treatment.FULL: full, Treatment.ZERO: NOTHING}.get(treatment)
    return Score(
        name=name,
        value=value,
        exact=value,
        full=full,
        inputs=(missing.used,),
        notes=(f"{missing.used.text}：{treatment.label}",),
    )


def scaled(score: Score, by: Fraction) -> Score:
    """The score times a factor, with all that it consists of."""
    if by == 1 or score.value is None or score.exact is None:
        return score
    return replace(
        score,
        value=score.value * by,
        exact=score.exact * by,
        full=None if score.full is None else score.full * abs(by),
        formula_text=_by(by, score.formula_text),
        substituted_text=_by(by, score.substituted_text or number(score.value)),
        parts=tuple(scaled(part, by) for part in score.parts),
    )


def _by(factor: Fraction, text: str) -> str:
    if not text:
        return ""
    return f"−{grouped(text)}" if factor == -1 else times(factor, grouped(text))


def _is_respread(call: FormulaCall, score: Score) -> bool:
    """Whether a part is left out and its share goes to the others."""
    states = {used.state for used in score.inputs} - {FigureState.GIVEN}
    return score.value is None and Treatment.RESPREAD in map(call.absences.treatment, states)


def _refuse_if_nothing_is_there(parts: list[Score]) -> None:
    """Raises Unavailable where no part was scored, so that the item as a whole is treated as absent."""
    if any(part.value is not None for part in parts):
        return
    absent = parts[0].inputs[0]
    raise Unavailable(absent.name, absent.state)
