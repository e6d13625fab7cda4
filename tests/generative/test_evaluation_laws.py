"""Laws of scoring that hold for every scheme an office could compose and every figure it could be filled with."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import Phase, assume, event, find, given, settings
from hypothesis import strategies as st

from jinghe.core.evaluation.formulas.functions import FUNCTIONS
from jinghe.core.evaluation.scheme_checks import check_scheme
from jinghe.core.evaluation.schemes.inputs import Judgement, Measurement, UnitInputs
from jinghe.core.evaluation.schemes.reading import scheme_from_json
from jinghe.core.evaluation.schemes.schemes import (
    Absences,
    Exclusion,
    Formula,
    FormulaPart,
    Grade,
    InputCondition,
    InputKind,
    Rounding,
    Scheme,
    SchemeGroup,
    SchemeInput,
    ScoredItem,
    Treatment,
    Upgrade,
    Veto,
    VetoEffect,
)
from jinghe.core.evaluation.schemes.scores import Evaluation, UnitResult
from jinghe.core.evaluation.scoring import evaluate
from jinghe.core.evaluation.sensitivity import step_effects
from jinghe.core.plan.plans import Tier, Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity
from jinghe.store.json.schemes import scheme_digest, scheme_text

MONEY, PIECES, RETURNS, JUDGED = "到位资金", "引进项目", "缺报月报", "测评"
INPUTS = (
    SchemeInput(name=MONEY, unit_of_measure="亿元"),
    SchemeInput(name=PIECES, unit_of_measure="个"),
    SchemeInput(name=RETURNS, kind=InputKind.COUNTED, unit_of_measure="次"),
    SchemeInput(name=JUDGED, kind=InputKind.JUDGED),
)
UNITS = ("通川区", "达川区", "万源市", "宣汉县")

# --- schemes ---------------------------------------------------------------------------------------

positive = st.fractions(min_value=Fraction(1, 8), max_value=60, max_denominator=8)
shares = st.sampled_from([Fraction(1, 10), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(4, 5)])
measured_names = st.sampled_from([MONEY, PIECES])
bases = st.sampled_from(["actual", "completion", "excess"])


def numbers(**parameters: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries(parameters)


@st.composite
def tables(draw: st.DrawFn, *, falling: bool = False) -> tuple[tuple[Fraction, Fraction], ...]:
    """Steps whose points grow with their start (or fall with it), in any order."""
    starts = draw(st.lists(positive, min_size=1, max_size=3, unique=True))
    points = sorted(draw(st.lists(positive, min_size=len(starts), max_size=len(starts))), reverse=falling)
    return tuple(draw(st.permutations(list(zip(sorted(starts), points, strict=True)))))


NO_PARAMETERS = st.just({})


def leaf(function: str, parameters: st.SearchStrategy[dict] = NO_PARAMETERS) -> st.SearchStrategy[Formula]:
    return st.builds(
        lambda name, told: Formula(function=function, inputs=(name,), parameters=told),
        measured_names,
        parameters,
    )


places = st.integers(1, 4).map(Fraction)
rank_tables = st.lists(places, min_size=1, max_size=3, unique=True).flatmap(
    lambda last: st.lists(positive, min_size=len(last), max_size=len(last)).map(
        lambda points: tuple(zip(sorted(last), sorted(points, reverse=True), strict=True))
    )
)
flags = st.booleans()
leaves = st.one_of(
    leaf("capped_ratio", numbers(cap=st.sampled_from([Fraction(1), Fraction(6, 5)]))),
    leaf("uncapped_ratio", numbers(tier=st.sampled_from(["guaranteed", "working"]))),
    leaf("proportion"),
    leaf("all_or_nothing", numbers(at=positive)),
    leaf("step_table", numbers(steps=tables(), basis=bases)),
    leaf("min_max", numbers(basis=bases)),
    leaf("between_tiers", numbers(at_guaranteed=shares)),
    leaf("rank_steps", numbers(steps=rank_tables, basis=bases)),
    leaf("per_unit", numbers(each=positive, beyond_target=flags)),
    leaf(
        "completion_steps",
        numbers(over=positive, under=positive, most_over=positive, is_whole=flags, zero_if_unfinished=flags),
    ),
    leaf("over_completion_by_size", numbers(sizes=tables())),
    st.builds(
        lambda each: Formula(function="bands_shortfall", inputs=(MONEY, PIECES), parameters={"each": each}),
        positive,
    ),
    st.just(Formula(function="judged", inputs=(JUDGED,), parameters={"out_of": Fraction(100)})),
)


def combined(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Two formulas joined by each of the functions that combine."""
    first, second = (st.tuples(st.just(name), inner) for name in ("一", "二"))
    pairs = st.tuples(first, second)

    def parts(pair, weights):
        return tuple(
            FormulaPart(name=name, formula=one, weight=weight)
            for (name, one), weight in zip(pair, weights, strict=True)
        )

    return st.one_of(
        st.builds(
            lambda pair, share, cap: Formula(
                function="weighted", parameters=cap, parts=parts(pair, (share, 1 - share))
            ),
            pairs,
            shares,
            st.one_of(NO_PARAMETERS, numbers(cap=positive)),
        ),
        st.builds(
            lambda pair, weight, most: Formula(
                function="total_of", parameters=most, parts=parts(pair, (weight, weight))
            ),
            pairs,
            positive,
            st.one_of(NO_PARAMETERS, numbers(most=positive)),
        ),
        st.builds(
            lambda name, least, one: Formula(
                function="provided",
                inputs=(name,),
                parameters={"at_least": least},
                parts=parts((("一", one),), (1,)),
            ),
            measured_names,
            shares,
            inner,
        ),
    )


formulas = st.recursive(leaves, combined, max_leaves=4)
missing_returns = Formula(function="per_unit", inputs=(RETURNS,), parameters={"each": Fraction(1)})
less_returns = Formula(function="full_less", parts=(FormulaPart(name="缺报", formula=missing_returns),))
optional = st.one_of(st.none(), positive)
absences = st.builds(
    Absences,
    unassigned=st.sampled_from(sorted(set(Treatment) - {Treatment.AS_RECORDED})),
    unreported=st.sampled_from(sorted(set(Treatment) - {Treatment.RESPREAD, Treatment.FULL})),
    inapplicable=st.sampled_from(sorted(set(Treatment) - {Treatment.AS_RECORDED})),
)


def scored(name: str, formula: st.SearchStrategy[Formula]) -> st.SearchStrategy[ScoredItem]:
    return st.builds(
        ScoredItem,
        name=st.just(name),
        formula=formula,
        weight=positive,
        most=optional,
        absences=st.one_of(st.none(), absences),
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """A scheme without a fault."""
    count = draw(st.integers(1, 3))
    items = tuple(
        draw(scored(f"第{place}项", st.one_of(formulas, st.just(less_returns)))) for place in range(count)
    )
    vetoes = [
        Veto(name=effect.label, condition=InputCondition(input=RETURNS, at_least=Fraction(3)), effect=effect)
        for effect in draw(st.sets(st.sampled_from(sorted(VetoEffect)), max_size=1))
    ]
    scheme = Scheme(
        name="办法",
        source="",
        full_mark=sum((item.weight for item in items), start=Fraction(0)),
        inputs=INPUTS,
        items=items,
        bonuses=tuple(draw(st.lists(scored("加分项", leaves), max_size=1))),
        bonus_most=draw(optional),
        deductions=tuple(draw(st.lists(scored("扣分项", st.just(missing_returns)), max_size=1))),
        vetoes=tuple(vetoes),
        upgrades=draw(
            st.sampled_from(
                [(), (Upgrade(name="晋档", any_of=(InputCondition(input=PIECES, at_least=Fraction(9)),)),)]
            )
        ),
        grades=draw(
            st.sampled_from(
                [(), (Grade(name="优", top_share=Fraction(1, 2)), Grade(name="良", top=3), Grade(name="中"))]
            )
        ),
        groups=draw(
            st.sampled_from(
                [(), (SchemeGroup(name="一类", units=UNITS[:2]), SchemeGroup(name="二类", units=UNITS[2:]))]
            )
        ),
        exclusions=draw(st.sampled_from([(), (Exclusion(unit=UNITS[0], reason="新设"),)])),
        tier=draw(st.sampled_from(sorted(Tier))),
        absences=draw(absences),
        rounding=Rounding(items=draw(st.sampled_from([None, 1])), total=draw(st.sampled_from([None, 2]))),
        most=draw(st.sampled_from([None, Fraction(100)])),
    )
    assert check_scheme(scheme) == ()
    return scheme


# --- inputs ----------------------------------------------------------------------------------------


@st.composite
def measurements(draw: st.DrawFn, unit: str) -> Measurement:
    """Assigned or not, reported or not, a pair or one figure, also 0, also what was paid back."""
    measure = UNITS_OF_MEASURE[unit]
    low, more = draw(st.integers(0, 12)), draw(st.integers(0, 5))
    guaranteed, working = (Quantity(number=Decimal(figure), unit=measure) for figure in (low, low + more))
    return Measurement(
        actual=draw(st.one_of(st.none(), st.integers(-2, 20).map(lambda done: done * measure.scale))),
        tiers=draw(
            st.sampled_from([None, Tiers(required=guaranteed), Tiers(guaranteed=guaranteed, working=working)])
        ),
        is_reported=draw(st.sampled_from([True, True, True, False])),
        targets=(f"T-{unit}",),
    )


@st.composite
def inputs_of(draw: st.DrawFn, unit: str) -> UnitInputs:
    judgement = Judgement(
        score=Fraction(draw(st.integers(0, 100))), justification="见评分表", by="张三", confirmed_by="李四"
    )
    return UnitInputs(
        unit=unit,
        group="全市",
        measurements={MONEY: draw(measurements("亿元")), PIECES: draw(measurements("个"))},
        counters={RETURNS: Fraction(draw(st.integers(0, 4)))},
        judgements={JUDGED: judgement},
    )


cities = st.tuples(*(inputs_of(unit) for unit in UNITS))


def totals(result: Evaluation) -> dict[str, UnitResult]:
    return {one.unit: one for one in result.results}


# --- the laws --------------------------------------------------------------------------------------


@given(schemes(), cities)
def test_parts_add_up_to_the_value_before_rounding(scheme, units):
    for result in evaluate(scheme, units).results:
        event(result.standing.value)
        for score in result.score.walk() if result.score else ():
            if score.parts:
                assert sum((part.points for part in score.parts), start=Fraction(0)) == score.exact, (
                    score.name
                )


@given(schemes(), cities, st.permutations(range(len(UNITS))))
def test_the_order_of_units_means_nothing(scheme, units, order):
    shuffled = evaluate(scheme, [units[place] for place in order])
    assert totals(shuffled) == totals(evaluate(scheme, units))


@given(schemes(), cities)
def test_the_name_of_a_unit_means_nothing(scheme, units):
    new = {name: f"{place}号" for place, name in enumerate(reversed(UNITS))}
    renamed = replace(
        scheme,
        groups=tuple(
            replace(group, units=tuple(new[unit] for unit in group.units)) for group in scheme.groups
        ),
        exclusions=tuple(replace(one, unit=new[one.unit]) for one in scheme.exclusions),
    )
    told = evaluate(renamed, [replace(unit, unit=new[unit.unit]) for unit in units]).results
    assert told == tuple(replace(one, unit=new[one.unit]) for one in evaluate(scheme, units).results)


@given(schemes(), cities, measured_names, st.integers(1, 9))
def test_doing_more_never_scores_less(scheme, units, name, more):
    """Vetoes aside, which here hang on missing returns only, no function punishes what was achieved."""
    first, *others = units
    found = first.measurements[name]
    assume(found.actual is not None)
    step = more * UNITS_OF_MEASURE[scheme.input(name).unit_of_measure].scale
    better = replace(
        first, measurements={**first.measurements, name: replace(found, actual=found.actual + step)}
    )
    before, after = (evaluate(scheme, [one, *others]).of(first.unit) for one in (first, better))
    assert (before.total is None) == (after.total is None)
    if before.total is not None:
        event(f"total moved: {before.total != after.total}")
        assert after.total >= before.total
        assert before.rank is None or after.rank <= before.rank


@given(schemes(), cities)
def test_what_is_capped_never_exceeds_its_cap(scheme, units):
    caps = {item.name: item.most for item in (*scheme.items, *scheme.bonuses) if item.most is not None}
    for result in evaluate(scheme, units).results:
        parts = result.score.parts if result.score else ()
        bonus = next((part for part in parts if part.name == "加分"), None)
        for score in (*parts, *(bonus.parts if bonus else ())):
            if score.name in caps and score.exact is not None:
                assert score.exact <= caps[score.name]
        if bonus is not None and scheme.bonus_most is not None:
            assert bonus.value <= scheme.bonus_most
        assert result.total is None or scheme.most is None or result.total <= scheme.most


@given(st.sampled_from([Fraction(1), Fraction(6, 5)]), positive, cities)
def test_a_capped_completion_gives_at_most_the_cap_of_the_full_mark(cap, weight, units):
    formula = Formula(function="capped_ratio", inputs=(MONEY,), parameters={"cap": cap})
    item = ScoredItem(name="资金", weight=weight, formula=formula)
    scheme = Scheme(name="办法", source="", full_mark=weight, inputs=INPUTS, items=(item,))
    for result in evaluate(scheme, units).results:
        assert result.total is None or 0 <= result.total <= weight * cap


@given(schemes())
def test_a_scheme_survives_being_kept_as_json(scheme):
    back = scheme_from_json(json.loads(scheme_text(scheme)))
    assert back == scheme
    assert (scheme_text(back), scheme_digest(back)) == (scheme_text(scheme), scheme_digest(scheme))


@given(schemes(), cities, st.sampled_from(UNITS))
def test_a_move_is_what_scoring_anew_gives(scheme, units, unit):
    now = evaluate(scheme, units).of(unit)
    for move in step_effects(scheme, units, unit):
        assert move.total - move.change == now.total
        assert move.rank_before == now.rank
        assert move.change or move.changes_rank


def test_the_schemes_drawn_hold_every_function():
    """Guards the strategies themselves."""
    missing = set(FUNCTIONS)

    def leaves_none(formula) -> bool:
        missing.difference_update(inner.function for inner in formula.walk())
        return not missing

    until_found = settings(max_examples=3000, phases=(Phase.generate,), database=None)
    find(st.one_of(formulas, st.just(less_returns)), leaves_none, settings=until_found)
