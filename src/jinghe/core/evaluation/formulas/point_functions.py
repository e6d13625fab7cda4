"""Functions that give or take points: missing pieces, occurrences, over- and under-completion."""

from fractions import Fraction
from math import ceil

from jinghe.core.evaluation.formulas.arguments import FormulaCall
from jinghe.core.evaluation.formulas.figures import Unavailable
from jinghe.core.evaluation.formulas.ratio_functions import points_at
from jinghe.core.evaluation.schemes.inputs import FigureState
from jinghe.core.evaluation.schemes.numerals import amount, number, percent, signed
from jinghe.core.evaluation.schemes.schemes import Basis
from jinghe.core.evaluation.schemes.scores import Score

NOTHING = Fraction(0)


def bands_shortfall(call: FormulaCall) -> Score:
    """The full mark less some points for each piece missing in a size band; a band without a target misses nothing.

    A missing fraction of a piece costs like a whole one. A surplus in one band fills no other. Not below `least`.
    """
    each, least = call.figure_of("each"), call.figure_of("least")
    used, missing = [], []
    for name in call.formula.inputs:
        try:
            lacking = max(call.figure(name) - call.actual(name), NOTHING) / call.measure(name).scale
        except Unavailable as absent:
            if absent.state is not FigureState.NOT_ASSIGNED:
                raise
            used.append(absent.used)
            continue
        missing.append(Fraction(ceil(lacking)))
        used.append(call.completion_used(name))
    if not missing:
        raise Unavailable(call.name_of_input, FigureState.NOT_ASSIGNED)
    lacking = sum(missing, start=NOTHING)
    value = max(call.full - each * lacking, least)
    bands = "、".join(call.formula.inputs)
    numbers = f"{number(call.full)}−{number(each)}×{number(lacking)}"
    return call.score(
        value,
        f"{number(call.full)}−{number(each)}×缺少个数（{bands}）",
        numbers if value == call.full - each * lacking else f"({numbers}，最低{number(least)})",
        used=used,
    )


def per_unit(call: FormulaCall) -> Score:
    """So many points for each occurrence or piece; beyond_target: for each one more than the target asks."""
    name, each = call.name_of_input, call.figure_of("each")
    is_beyond = call.is_set("beyond_target")
    basis = Basis.EXCESS if is_beyond else Basis.ACTUAL
    counted = max(call.on_basis(name, basis), NOTHING)
    used = call.completion_used(name) if is_beyond else call.actual_used(name)
    return call.score(
        each * counted,
        f"{number(each)}×{name}{basis.label}",
        f"{number(each)}×{number(counted)}",
        used=[used],
    )


def completion_steps(call: FormulaCall) -> Score:
    """The full mark on completion; each step over it adds, each step under it takes away, both within limits.

    is_whole: only whole steps count. zero_if_unfinished: below 100 % there is nothing at all.
    """
    name, step = call.name_of_input, call.figure_of("step")
    completion = call.completion(name)
    used = [call.completion_used(name)]
    over = completion >= 1
    each = call.figure_of("over" if over else "under")
    formula = _steps_formula(call)
    if not over and call.is_set("zero_if_unfinished"):
        return call.score(NOTHING, formula, f"{percent(completion)}<100%，未完成", used=used)
    steps = abs(completion - 1) / step
    if call.is_set("is_whole"):
        steps = Fraction(int(steps))
    moved, most = each * steps, call.limit("most_over" if over else "most_under")
    notes = []
    if most is not None and moved > most:
        notes.append(f"{'加' if over else '扣'}{number(moved)}分，按{number(most)}分封顶")
        moved = most
    change = moved if over else -moved
    value = max(call.full + change, NOTHING)
    return call.score(
        value, formula, f"{number(call.full)}{signed(change) if change else '+0'}", used=used, notes=notes
    )


def _steps_formula(call: FormulaCall) -> str:
    step, over, under = (call.figure_of(name) for name in ("step", "over", "under"))
    text = f"{call.name_of_input}完成得{number(call.full)}分，每超{percent(step)}加{number(over)}分"
    if call.is_set("zero_if_unfinished"):
        return f"{text}，未完成0分"
    return f"{text}，每欠{percent(step)}扣{number(under)}分"


def over_completion_by_size(call: FormulaCall) -> Score:
    """For each percentage point over 100 %, points that depend on how large the target is."""
    name = call.name_of_input
    completion, figure = call.completion(name), call.figure(name)
    scale = call.measure(name).scale
    each = points_at(call.table("sizes"), figure / scale, NOTHING)
    over = max(completion - 1, NOTHING) * 100
    if call.is_set("is_whole"):
        over = Fraction(int(over))
    rows = [
        f"目标{amount(start * scale, call.measure(name))}以上每点{number(points)}分"
        for start, points in sorted(call.table("sizes"), reverse=True)
    ]
    return call.score(
        each * over,
        f"{name}超额百分点×每点得分（{'，'.join(rows)}）",
        f"{number(over)}×{number(each)}",
        used=[call.completion_used(name)],
    )
