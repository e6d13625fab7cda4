"""Checks of a scheme: everything that would keep it from being scored, with the place in the scheme."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from jinghe.core.evaluation.faults import Fault
from jinghe.core.evaluation.formulas.functions import FUNCTIONS, MANY, FunctionRule, ParameterKind
from jinghe.core.evaluation.schemes.numerals import number
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Basis,
    Formula,
    Grade,
    InputCondition,
    InputKind,
    Scheme,
    ScoredItem,
    Treatment,
)
from jinghe.core.values.amounts import UNITS_OF_MEASURE


def check_scheme(scheme: Scheme) -> tuple[Fault, ...]:
    """Every fault of the scheme, in its order; none: it can be scored."""
    return (
        *_inputs(scheme),
        *_items(scheme),
        *_weights(scheme),
        *_conditions(scheme),
        *_grades(scheme.grades),
        *_groups(scheme),
        *_absences("缺数处理", scheme.absences),
        *_limits(scheme),
    )


def _inputs(scheme: Scheme) -> Iterator[Fault]:
    yield from _repeated("数据项", (entry.name for entry in scheme.inputs))
    for entry in scheme.inputs:
        if entry.unit_of_measure not in UNITS_OF_MEASURE:
            yield Fault(
                place=f"数据项“{entry.name}”",
                text=f"没有计量单位“{entry.unit_of_measure}”",
                advice=f"请改用{'、'.join(UNITS_OF_MEASURE)}之一",
            )


def _repeated(place: str, names: Iterable[str]) -> Iterator[Fault]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Fault(place=place, text=f"“{name}”出现{times}次", advice="请改用不同的名称")
        if not name.strip():
            yield Fault(place=place, text="有一项没有名称", advice="请补上名称")


def _items(scheme: Scheme) -> Iterator[Fault]:
    sections = (("评分项", scheme.items), ("加分项", scheme.bonuses), ("扣分项", scheme.deductions))
    if not scheme.items:
        yield Fault(place="评分项", text="一项也没有", advice="请至少写一个评分项")
    for section, items in sections:
        yield from _repeated(section, (item.name for item in items))
        for item in items:
            place = f"{section}“{item.name}”"
            yield from _formula(scheme, place, item.formula)
            yield from _caps(place, item)
            if item.absences is not None:
                yield from _absences(f"{place}的缺数处理", item.absences)


def _caps(place: str, item: ScoredItem) -> Iterator[Fault]:
    for what, value in (("分值", item.weight), ("封顶", item.most)):
        if value is not None and value <= 0:
            yield Fault(place=place, text=f"{what}{number(value)}不是正数", advice="请改为正数")


def _formula(scheme: Scheme, place: str, formula: Formula) -> Iterator[Fault]:
    rule = FUNCTIONS.get(formula.function)
    if rule is None:
        yield Fault(
            place=place,
            text=f"没有计分函数“{formula.function}”",
            advice=f"请改用{'、'.join(f'{function.name}（{function.text}）' for function in FUNCTIONS.values())}之一",
        )
        return
    yield from _inputs_of(scheme, place, formula, rule)
    yield from _parameters(place, formula, rule)
    yield from _parts(scheme, place, formula, rule)


def _inputs_of(scheme: Scheme, place: str, formula: Formula, rule: FunctionRule) -> Iterator[Fault]:
    yield from _counted(place, "数据项", len(formula.inputs), rule.inputs)
    kinds = {entry.name: entry.kind for entry in scheme.inputs}
    for name in formula.inputs:
        if name not in kinds:
            yield _unknown_input(place, name)
        elif rule.inputs != (0, 0) and kinds[name] not in rule.kinds:
            yield Fault(
                place=place,
                text=f"“{name}”是{kinds[name].label}，“{rule.text}”要用{'或'.join(k.label for k in rule.kinds)}",
                advice="请改选数据项或计分函数",
            )
        elif kinds[name] is InputKind.COUNTED and _compares(formula, rule):
            yield Fault(
                place=place,
                text=f"“{name}”是计数，没有目标，不能计算完成率",
                advice='请把比较的内容改为数值（basis = "actual"），或把数据项改为指标',
            )


def _compares(formula: Formula, rule: FunctionRule) -> bool:
    basis = formula.parameters.get("basis", rule.defaults.get("basis", Basis.ACTUAL.value))
    return basis != Basis.ACTUAL.value or formula.parameters.get("beyond_target") is True


def _unknown_input(place: str, name: str) -> Fault:
    return Fault(place=place, text=f"办法的数据项里没有“{name}”", advice="请在数据项中列出，或改正名称")


def _counted(place: str, what: str, count: int, limits: tuple[int, int]) -> Iterator[Fault]:
    fewest, most = limits
    if not fewest <= count <= most:
        wanted = (
            f"至少{fewest}个" if most == MANY else f"{fewest}个" if fewest == most else f"{fewest}至{most}个"
        )
        yield Fault(place=place, text=f"{what}有{count}个，应为{wanted}", advice=f"请增减{what}")


def _parameters(place: str, formula: Formula, rule: FunctionRule) -> Iterator[Fault]:
    rules = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in formula.parameters.items():
        if name not in rules:
            known = (
                "、".join(f"{parameter.name}（{parameter.text}）" for parameter in rule.parameters)
                or "没有参数"
            )
            yield Fault(place=place, text=f"“{rule.text}”没有参数“{name}”", advice=f"可用的参数：{known}")
        elif not rules[name].fits(value):
            wanted = "、".join(rules[name].choices) or rules[name].kind.label
            yield Fault(place=place, text=f"参数“{name}”（{rules[name].text}）应为{wanted}", advice="请改正")
        elif rules[name].kind is ParameterKind.TABLE and isinstance(value, tuple):
            yield from _table(f"{place}的“{rules[name].text}”", value)
    for parameter in rule.parameters:
        if parameter.is_required and parameter.name not in formula.parameters:
            yield Fault(place=place, text=f"缺少参数“{parameter.name}”（{parameter.text}）", advice="请补上")
    if formula.parameters.get("step") == Fraction(0):
        yield Fault(place=place, text="一步的完成率为0", advice="请改为正数，如0.1表示10%")


def _table(place: str, rows: tuple[tuple[Fraction, ...], ...]) -> Iterator[Fault]:
    if not rows or any(len(row) != 2 for row in rows):
        yield Fault(place=place, text="每一行应是两个数：起点和得分", advice="请改正，至少写一行")
        return
    for start, times in Counter(row[0] for row in rows).items():
        if times > 1:
            yield Fault(place=place, text=f"起点{number(start)}出现{times}次", advice="请只保留一行")


def _parts(scheme: Scheme, place: str, formula: Formula, rule: FunctionRule) -> Iterator[Fault]:
    yield from _counted(place, "组成部分", len(formula.parts), rule.parts)
    yield from _repeated(f"{place}的组成部分", (part.name for part in formula.parts))
    for part in formula.parts:
        if part.weight <= 0:
            yield Fault(place=f"{place}的“{part.name}”", text="权重不是正数", advice="请改为正数")
        yield from _formula(scheme, f"{place}的“{part.name}”", part.formula)
    whole = sum((part.weight for part in formula.parts), start=Fraction(0))
    if formula.function == "weighted" and whole != 1:
        yield Fault(place=place, text=f"各部分权重合计{number(whole * 100)}%", advice="请改为合计100%")


def _weights(scheme: Scheme) -> Iterator[Fault]:
    whole = sum((item.weight for item in scheme.items), start=Fraction(0))
    if whole != scheme.full_mark:
        yield Fault(
            place="评分项",
            text=f"各项分值合计{number(whole)}分，满分写的是{number(scheme.full_mark)}分",
            advice="请核对各项分值或满分",
        )


def _conditions(scheme: Scheme) -> Iterator[Fault]:
    conditions = [(f"一票否决“{veto.name}”", veto.condition) for veto in scheme.vetoes]
    for upgrade in scheme.upgrades:
        conditions += [(f"晋档“{upgrade.name}”", condition) for condition in upgrade.any_of]
        if upgrade.by < 1 or not upgrade.any_of:
            yield Fault(
                place=f"晋档“{upgrade.name}”", text="没有条件或晋升档数", advice="请至少写一个条件，晋升一档"
            )
    yield from _repeated("一票否决", (veto.name for veto in scheme.vetoes))
    for place, condition in conditions:
        yield from _condition(scheme, place, condition)


def _condition(scheme: Scheme, place: str, condition: InputCondition) -> Iterator[Fault]:
    kinds = {entry.name: entry.kind for entry in scheme.inputs}
    if condition.input not in kinds:
        yield _unknown_input(place, condition.input)
    elif kinds[condition.input] is InputKind.JUDGED or (
        kinds[condition.input] is InputKind.COUNTED and condition.basis is not Basis.ACTUAL
    ):
        yield Fault(
            place=place, text=f"“{condition.input}”不能这样比较", advice="请改选指标，或只比较计数本身"
        )
    if condition.at_least is None and condition.below is None:
        yield Fault(place=place, text="条件没有写界限", advice="请写明不低于（at_least）或低于（below）多少")


def _grades(grades: tuple[Grade, ...]) -> Iterator[Fault]:
    yield from _repeated("等次", (grade.name for grade in grades))
    if not grades:
        return
    if any(value is not None for value in (grades[-1].at_least, grades[-1].top, grades[-1].top_share)):
        yield Fault(
            place=f"等次“{grades[-1].name}”", text="最后一个等次不应有条件", advice="请增加一个兜底的等次"
        )
    limits = [grade.at_least for grade in grades if grade.at_least is not None]
    if sorted(limits, reverse=True) != limits:
        yield Fault(place="等次", text="分数线不是由高到低", advice="请按由高到低排列")
    for grade in grades[:-1]:
        if grade.at_least is None and grade.top is None and grade.top_share is None:
            yield Fault(
                place=f"等次“{grade.name}”", text="没有条件，其后的等次永远轮不到", advice="请补上条件"
            )


def _groups(scheme: Scheme) -> Iterator[Fault]:
    yield from _repeated("单位分组", (group.name for group in scheme.groups))
    yield from _repeated("单位分组", (unit for group in scheme.groups for unit in group.units))
    yield from _repeated("不参与评价的单位", (exclusion.unit for exclusion in scheme.exclusions))


def _absences(place: str, absences: Absences) -> Iterator[Fault]:
    treatments = (("未下达", absences.unassigned), ("不适用", absences.inapplicable))
    for what, treatment in treatments:
        if treatment is Treatment.AS_RECORDED:
            yield Fault(place=place, text=f"{what}时没有台账数可用", advice="“按台账已有数计”只用于未报")
    if absences.unreported in (Treatment.RESPREAD, Treatment.FULL):
        yield Fault(
            place=place,
            text=f"未报的{absences.unreported.label}，等于鼓励不报",
            advice="请改为按0分计、按台账已有数计或该单位不评价",
        )


def _limits(scheme: Scheme) -> Iterator[Fault]:
    for what, value in (("加分合计封顶", scheme.bonus_most), ("扣分合计封顶", scheme.deduction_most)):
        if value is not None and value <= 0:
            yield Fault(place=what, text=f"{number(value)}不是正数", advice="请改为正数，不封顶请不写")
    if scheme.least is not None and scheme.most is not None and scheme.least > scheme.most:
        yield Fault(place="总分", text="下限高于上限", advice="请核对两个界限")
    for what, places in (("评分项", scheme.rounding.items), ("总分", scheme.rounding.total)):
        if places is not None and not 0 <= places <= 6:
            yield Fault(place=f"{what}保留小数", text=f"{places}位不在0至6之间", advice="请改正")
