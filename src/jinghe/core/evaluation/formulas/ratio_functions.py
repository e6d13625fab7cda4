"""Functions that give a share of the full mark: completion, steps, 功效系数, tiers."""

from fractions import Fraction

from jinghe.core.evaluation.formulas.arguments import FormulaCall
from jinghe.core.evaluation.formulas.figures import Unavailable
from jinghe.core.evaluation.schemes.inputs import FigureState
from jinghe.core.evaluation.schemes.numerals import amount, number, percent, times
from jinghe.core.evaluation.schemes.schemes import StepTable
from jinghe.core.evaluation.schemes.scores import Score
from jinghe.core.plan.plans import Tier
from jinghe.core.progress.ranking import ranks

WHOLE = Fraction(1)


def completion_ratio(call: FormulaCall) -> Score:
    """Full mark × completion, not above the cap if there is one and never below 0."""
    name = call.name_of_input
    completion = call.completion(name)
    factor, notes = _within(completion, call.limit("cap"))
    return call.score(
        call.full * factor,
        times(call.full, f"{name}完成率"),
        times(call.full, percent(factor)),
        used=[call.completion_used(name)],
        notes=notes,
    )


def proportion(call: FormulaCall) -> Score:
    """Full mark × a rate: the one input, or the first divided by the second."""
    first, *rest = call.formula.inputs
    used = [call.actual_used(name) for name in call.formula.inputs]
    if rest:
        rate, name = call.quotient(first, rest[0]), f"{first}÷{rest[0]}"
    else:
        rate, name = call.actual(first), first
    factor, notes = _within(rate, call.limit("cap"))
    return call.score(
        call.full * factor,
        times(call.full, f"({name})" if rest else name),
        times(call.full, percent(factor)),
        used=used,
        notes=notes,
    )


def all_or_nothing(call: FormulaCall) -> Score:
    """The full mark from a completion on (100 % unless said otherwise), else nothing."""
    name, limit = call.name_of_input, call.figure_of("at")
    completion = call.completion(name)
    value = call.full if completion >= limit else Fraction(0)
    sign = "≥" if completion >= limit else "<"
    return call.score(
        value,
        f"{name}完成率≥{percent(limit)}得{number(call.full)}分，否则0分",
        f"{percent(completion)}{sign}{percent(limit)}",
        used=[call.completion_used(name)],
    )


def step_table(call: FormulaCall) -> Score:
    """The points of the highest step that is reached; below all steps, the parameter `otherwise`."""
    name, basis, steps = call.name_of_input, call.basis, call.table("steps")
    value = call.on_basis(name, basis)
    rows = [
        f"≥{call.worded(name, basis, start)}得{number(points)}分"
        for start, points in sorted(steps, reverse=True)
    ]
    rows.append(f"其余{number(call.figure_of('otherwise'))}分")
    return call.score(
        points_at(steps, value, call.figure_of("otherwise")),
        f"{name}{basis.label}：{'，'.join(rows)}",
        call.worded(name, basis, value),
        used=[call.used(name, basis)],
    )


def min_max(call: FormulaCall) -> Score:
    """功效系数: full mark × [(x − min) ÷ (max − min) × span + worst] ÷ 100, over the units of the group."""
    name, basis = call.name_of_input, call.basis
    worst, best = call.figure_of("worst"), call.figure_of("best")
    value = call.on_basis(name, basis)
    peers = call.of_peers(name, basis)
    low, high = min(peers.values()), max(peers.values())
    label = f"{name}{basis.label}"
    lowest, highest, actual = (call.worded(name, basis, figure) for figure in (low, high, value))
    notes = [f"{label}最高{highest}，最低{lowest}，共{len(peers)}个单位"]
    if low == high:
        coefficient = best
        substituted = number(best)
        notes.append("各单位相同，均按最好计")
    elif call.is_set("is_lower_better"):
        coefficient = (high - value) / (high - low) * (best - worst) + worst
        substituted = f"({highest}−{actual})÷({highest}−{lowest})×{number(best - worst)}+{number(worst)}"
    else:
        coefficient = (value - low) / (high - low) * (best - worst) + worst
        substituted = f"({actual}−{lowest})÷({highest}−{lowest})×{number(best - worst)}+{number(worst)}"
    distance = "(最大值−本值)" if call.is_set("is_lower_better") else "(本值−最小值)"
    formula = f"{distance}÷(最大值−最小值)×{number(best - worst)}+{number(worst)}"
    return call.score(
        call.full * coefficient / 100,
        f"{times(call.full / 100, f'[{formula}]')}",
        times(call.full / 100, f"[{substituted}]"),
        used=[call.used(name, basis)],
        notes=notes,
    )


def between_tiers(call: FormulaCall) -> Score:
    """Full mark × a share that grows evenly: from 0 to `at_guaranteed` at 保证目标, on to `at_working` at 工作目标."""
    name = call.name_of_input
    low, high = call.figure(name, Tier.GUARANTEED), call.figure(name, Tier.WORKING)
    if not low:
        raise Unavailable(name, FigureState.NOT_APPLICABLE)
    at_low, at_high = call.figure_of("at_guaranteed"), call.figure_of("at_working")
    actual, unit = call.actual(name), call.measure(name)
    done, guaranteed, working = (amount(base, unit) for base in (actual, low, high))
    if actual >= high:
        factor, substituted = at_high, percent(at_high)
    elif actual >= low:
        factor = at_low + (at_high - at_low) * (actual - low) / (high - low)
        rise = f"({done}−{guaranteed})÷({working}−{guaranteed})×{percent(at_high - at_low)}"
        substituted = f"({percent(at_low)}+{rise})"
    else:
        factor = at_low * max(actual, Fraction(0)) / low
        substituted = f"({done}÷{guaranteed}×{percent(at_low)})"
    return call.score(
        call.full * factor,
        times(call.full, f"{name}（保证目标得{percent(at_low)}，工作目标得{percent(at_high)}，其间按比例）"),
        times(call.full, substituted),
        used=[call.completion_used(name, Tier.GUARANTEED), call.completion_used(name, Tier.WORKING)],
    )


def rank_steps(call: FormulaCall) -> Score:
    """Points by the rank within the group; ties share the rank and its points."""
    name, basis, steps = call.name_of_input, call.basis, sorted(call.table("steps"))
    call.on_basis(name, basis)
    peers = call.of_peers(name, basis)
    rank = ranks(dict(peers))[call.unit.unit]
    otherwise = call.figure_of("otherwise")
    points = next((points for last, points in steps if rank <= last), otherwise)
    rows = [f"前{number(last)}名得{number(points)}分" for last, points in steps]
    return call.score(
        points,
        f"{name}{basis.label}在本组的名次：{'，'.join(rows)}，其余{number(otherwise)}分",
        f"{len(peers)}个单位中第{rank}名",
        used=[call.used(name, basis)],
    )


def judged(call: FormulaCall) -> Score:
    """Full mark × the share a person gave; out_of: what the person could give, the full mark unless said otherwise."""
    name = call.name_of_input
    given = call.unit.judgements[name]
    out_of = call.limit("out_of")
    scale = WHOLE if out_of is None else call.full / out_of
    text = name if out_of is None else times(call.full, f"({name}÷{number(out_of)})")
    return call.score(
        given.score * scale,
        text,
        "" if out_of is None else times(call.full, f"({number(given.score)}÷{number(out_of)})"),
        notes=[f"{given.by}评分，{given.confirmed_by}复核：{given.justification}"],
    )


def points_at(steps: StepTable, value: Fraction, otherwise: Fraction) -> Fraction:
    """The points of the highest step that the value reaches."""
    return next((points for start, points in sorted(steps, reverse=True) if value >= start), otherwise)


def _within(ratio: Fraction, cap: Fraction | None) -> tuple[Fraction, list[str]]:
    """The ratio held between 0 and the cap, and notes that say where it was cut."""
    if cap is not None and ratio > cap:
        return cap, [f"实际{percent(ratio)}，按{percent(cap)}封顶"]
    if ratio < 0:
        return Fraction(0), [f"实际{percent(ratio)}，按0计"]
    return ratio, []
