"""The named functions that a scheme may compose: one row each; a new way of scoring is a new row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from jinghe.core.evaluation.formulas import combining, point_functions, ratio_functions
from jinghe.core.evaluation.formulas.arguments import FormulaCall
from jinghe.core.evaluation.schemes.schemes import Basis, Formula, InputKind, Value
from jinghe.core.evaluation.schemes.scores import Score
from jinghe.core.plan.plans import Tier

MANY = 99
"""As many inputs or parts as one likes."""


class ParameterKind(StrEnum):
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    TABLE = "table"

    @property
    def label(self) -> str:
        return {"number": "数字", "flag": "是或否", "choice": "给定的选项", "table": "分档表"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRule:
    """A parameter of a function. default None: left out it means “none”, unless it is required."""

    name: str
    text: str
    kind: ParameterKind = ParameterKind.NUMBER
    default: Value | None = None
    is_required: bool = False
    choices: tuple[str, ...] = ()

    def fits(self, value: Value) -> bool:
        return {
            ParameterKind.NUMBER: isinstance(value, Fraction),
            ParameterKind.FLAG: isinstance(value, bool),
            ParameterKind.CHOICE: isinstance(value, str) and value in self.choices,
            ParameterKind.TABLE: isinstance(value, tuple),
        }[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRule:
    """A named function: what it is called, what it takes, and how it is worked out.

    inputs, parts: how few and how many. asks_target: it compares with a target, whatever its basis.
    """

    name: str
    text: str
    evaluate: Callable[[FormulaCall], Score]
    inputs: tuple[int, int] = (1, 1)
    kinds: tuple[InputKind, ...] = (InputKind.MEASURED,)
    parts: tuple[int, int] = (0, 0)
    parameters: tuple[ParameterRule, ...] = ()
    asks_target: bool = False

    @property
    def defaults(self) -> Mapping[str, Value]:
        return {rule.name: rule.default for rule in self.parameters if rule.default is not None}


def _number(
    name: str, text: str, default: int | str | None = None, *, is_required: bool = False
) -> ParameterRule:
    value = None if default is None else Fraction(default)
    return ParameterRule(name=name, text=text, default=value, is_required=is_required)


def _flag(name: str, text: str, *, default: bool = False) -> ParameterRule:
    return ParameterRule(name=name, text=text, kind=ParameterKind.FLAG, default=default)


def _table(name: str, text: str) -> ParameterRule:
    return ParameterRule(name=name, text=text, kind=ParameterKind.TABLE, is_required=True)


def _basis(default: Basis) -> ParameterRule:
    choices = tuple(basis.value for basis in Basis)
    return ParameterRule(
        name="basis", text="比较什么", kind=ParameterKind.CHOICE, default=default.value, choices=choices
    )


_TIER = ParameterRule(
    name="tier", text="按哪一档目标", kind=ParameterKind.CHOICE, choices=tuple(tier.value for tier in Tier)
)
_ANY_FIGURE = (InputKind.MEASURED, InputKind.COUNTED)

FUNCTIONS: dict[str, FunctionRule] = {
    rule.name: rule
    for rule in (
        FunctionRule(
            name="capped_ratio",
            text="按完成率计分，封顶",
            evaluate=ratio_functions.completion_ratio,
            parameters=(_number("cap", "封顶完成率", 1), _TIER),
            asks_target=True,
        ),
        FunctionRule(
            name="uncapped_ratio",
            text="按完成率计分，不封顶",
            evaluate=ratio_functions.completion_ratio,
            parameters=(_TIER,),
            asks_target=True,
        ),
        FunctionRule(
            name="proportion",
            text="按比率计分",
            evaluate=ratio_functions.proportion,
            inputs=(1, 2),
            kinds=_ANY_FIGURE,
            parameters=(_number("cap", "封顶比率", 1),),
        ),
        FunctionRule(
            name="all_or_nothing",
            text="完成得满分，否则0分",
            evaluate=ratio_functions.all_or_nothing,
            parameters=(_number("at", "完成率达到", 1), _TIER),
            asks_target=True,
        ),
        FunctionRule(
            name="step_table",
            text="分档计分",
            evaluate=ratio_functions.step_table,
            kinds=_ANY_FIGURE,
            parameters=(
                _table("steps", "各档起点和得分"),
                _number("otherwise", "其余得分", 0),
                _basis(Basis.COMPLETION),
                _TIER,
            ),
        ),
        FunctionRule(
            name="min_max",
            text="功效系数法",
            evaluate=ratio_functions.min_max,
            kinds=_ANY_FIGURE,
            parameters=(
                _number("worst", "最差得分（百分制）", 60),
                _number("best", "最好得分（百分制）", 100),
                _flag("is_lower_better", "数值越小越好"),
                _basis(Basis.ACTUAL),
                _TIER,
            ),
        ),
        FunctionRule(
            name="between_tiers",
            text="在保证目标与工作目标之间按比例计分",
            evaluate=ratio_functions.between_tiers,
            parameters=(
                _number("at_guaranteed", "保证目标得分比例", is_required=True),
                _number("at_working", "工作目标得分比例", 1),
            ),
            asks_target=True,
        ),
        FunctionRule(
            name="rank_steps",
            text="按名次分档计分",
            evaluate=ratio_functions.rank_steps,
            kinds=_ANY_FIGURE,
            parameters=(
                _table("steps", "名次和得分"),
                _number("otherwise", "其余得分", 0),
                _basis(Basis.COMPLETION),
                _TIER,
            ),
        ),
        FunctionRule(
            name="judged",
            text="人工评分",
            evaluate=ratio_functions.judged,
            kinds=(InputKind.JUDGED,),
            parameters=(_number("out_of", "评分的满分"),),
        ),
        FunctionRule(
            name="bands_shortfall",
            text="各档缺一个扣分",
            evaluate=point_functions.bands_shortfall,
            inputs=(1, MANY),
            parameters=(
                _number("each", "每缺一个扣", is_required=True),
                _number("least", "最低得分", 0),
                _TIER,
            ),
            asks_target=True,
        ),
        FunctionRule(
            name="per_unit",
            text="按个数计分",
            evaluate=point_functions.per_unit,
            kinds=_ANY_FIGURE,
            parameters=(
                _number("each", "每个得分", is_required=True),
                _flag("beyond_target", "只计超出目标的"),
                _TIER,
            ),
        ),
        FunctionRule(
            name="completion_steps",
            text="每超（欠）一步加（扣）分",
            evaluate=point_functions.completion_steps,
            parameters=(
                _number("step", "一步的完成率", "0.1"),
                _number("over", "每超一步加", is_required=True),
                _number("under", "每欠一步扣", 0),
                _number("most_over", "加分上限"),
                _number("most_under", "扣分上限"),
                _flag("is_whole", "不足一步不计", default=True),
                _flag("zero_if_unfinished", "未完成得0分"),
                _TIER,
            ),
            asks_target=True,
        ),
        FunctionRule(
            name="over_completion_by_size",
            text="超额百分点按目标大小计分",
            evaluate=point_functions.over_completion_by_size,
            parameters=(_table("sizes", "目标起点和每点得分"), _flag("is_whole", "不足一点不计"), _TIER),
            asks_target=True,
        ),
        FunctionRule(
            name="weighted",
            text="各部分加权",
            evaluate=combining.weighted,
            inputs=(0, 0),
            kinds=(),
            parts=(1, MANY),
            parameters=(_number("cap", "封顶比例"),),
        ),
        FunctionRule(
            name="total_of",
            text="各部分相加",
            evaluate=combining.total_of,
            inputs=(0, 0),
            kinds=(),
            parts=(1, MANY),
            parameters=(_number("most", "合计最高"),),
        ),
        FunctionRule(
            name="full_less",
            text="满分减去各部分",
            evaluate=combining.full_less,
            inputs=(0, 0),
            kinds=(),
            parts=(1, MANY),
            parameters=(_number("least", "最低得分", 0),),
        ),
        FunctionRule(
            name="provided",
            text="满足前提才计分",
            evaluate=combining.provided,
            kinds=_ANY_FIGURE,
            parts=(1, 1),
            parameters=(_number("at_least", "前提的下限", is_required=True), _basis(Basis.COMPLETION), _TIER),
        ),
    )
}


def work_out(call: FormulaCall) -> Score:
    """The score of a formula by the function that it names. Raises figures.Unavailable."""
    rule = FUNCTIONS[call.formula.function]
    tier = str(call.formula.parameters.get("tier", call.tier.value))
    return rule.evaluate(replace(call, defaults=rule.defaults, tier=Tier(tier)))


def compares_with_target(formula: Formula) -> bool:
    """Whether the formula itself (not its parts) needs a target of its inputs."""
    rule = FUNCTIONS[formula.function]
    basis = formula.parameters.get("basis", rule.defaults.get("basis", Basis.ACTUAL.value))
    return rule.asks_target or basis != Basis.ACTUAL.value or formula.parameters.get("beyond_target") is True
