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


def bands_shortfall(asked: FormulaCall) -> Score:
    """The full mark less so much for each piece that a band lacks; a band without a target lacks nothing.

    A part of a piece lacks like a whole one. What one band has too many does not fill another. Not below `least`.
    """
    each, least = asked.figure_of("each"), asked.figure_of("least")
    used, missing = [], []
    for name in asked.formula.inputs:
        try:
            lacking = max(asked.figure(name) - asked.actual(name), NOTHING) / asked.measure(name).scale
        except Unavailable as absent:
            if absent.state is not FigureState.NOT_ASSIGNED:
                raise
            used.append(absent.used)
            continue
        missing.append(Fraction(ceil(lacking)))
        used.append(asked.completion_used(name))
    if not missing:
        raise Unavailable(asked.name_of_input, FigureState.NOT_ASSIGNED)
    lacking = sum(missing, start=NOTHING)
    value = max(asked.full - each * lacking, least)
    bands = "、".join(asked.formula.inputs)
    numbers = f"{number(asked.full)}−{number(each)}×{number(lacking)}"
    return asked.score(
        value,
        f"{number(asked.full)}−{number(each)}×缺少个数（{bands}）",
        numbers if value == asked.full - each * lacking else f"({numbers}，最低{number(least)})",
        used=used,
    )


def per_unit(asked: FormulaCall) -> Score:
    """So many points for each occurrence or piece; beyond_target: for each one more than the target asks."""
    name, each = asked.name_of_input, asked.figure_of("each")
    is_beyond = asked.is_set("beyond_target")
    basis = Basis.EXCESS if is_beyond else Basis.ACTUAL
    counted = max(asked.on_basis(name, basis), NOTHING)
    used = asked.completion_used(name) if is_beyond else asked.actual_used(name)
    return asked.score(
        each * counted,
        f"{number(each)}×{name}{basis.label}",
        f"{number(each)}×{number(counted)}",
        used=[used],
    )


def completion_steps(asked: FormulaCall) -> Score:
    """The full mark on completion; each step over it adds, each step under it takes away, both within limits.

    is_whole: only whole steps count. zero_if_unfinished: below 100 % there is nothing at all.
    """
    name, step = asked.name_of_input, asked.figure_of("step")
    completion = asked.completion(name)
    used = [asked.completion_used(name)]
    over = completion >= 1
    each = asked.figure_of("over" if over else "under")
    formula = _steps_formula(asked)
    if not over and asked.is_set("zero_if_unfinished"):
        return asked.score(NOTHING, formula, f"{percent(completion)}<100%，未完成", used=used)
    steps = abs(completion - 1) / step
    if asked.is_set("is_whole"):
        steps = Fraction(int(steps))
    moved, most = each * steps, asked.limit("most_over" if over else "most_under")
    notes = []
    if most is not None and moved > most:
        notes.append(f"{'加' if over else '扣'}{number(moved)}分，按{number(most)}分封顶")
        moved = most
    change = moved if over else -moved
    value = max(asked.full + change, NOTHING)
    return asked.score(
        value, formula, f"{number(asked.full)}{signed(change) if change else '+0'}", used=used, notes=notes
    )


def _steps_formula(asked: FormulaCall) -> str:
    step, over, under = (asked.figure_of(name) for name in ("step", "over", "under"))
    text = f"{asked.name_of_input}完成得{number(asked.full)}分，每超{percent(step)}加{number(over)}分"
    if asked.is_set("zero_if_unfinished"):
        return f"{text}，未完成0分"
    return f"{text}，每欠{percent(step)}扣{number(under)}分"


def over_completion_by_size(asked: FormulaCall) -> Score:
    """For each percentage point over 100 %, points that depend on how large the target is."""
    name = asked.name_of_input
    completion, figure = asked.completion(name), asked.figure(name)
    scale = asked.measure(name).scale
    each = points_at(asked.table("sizes"), figure / scale, NOTHING)
    over = max(completion - 1, NOTHING) * 100
    if asked.is_set("is_whole"):
        over = Fraction(int(over))
    rows = [
        f"目标{amount(start * scale, asked.measure(name))}以上每点{number(points)}分"
        for start, points in sorted(asked.table("sizes"), reverse=True)
    ]
    return asked.score(
        each * over,
        f"{name}超额百分点×每点得分（{'，'.join(rows)}）",
        f"{number(over)}×{number(each)}",
        used=[asked.completion_used(name)],
    )
