"""Results to write bulletins from: drawn as a table, or at random; no ledger and no database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from jinghe.bulletins.office import Office
from jinghe.bulletins.results import Reported, Results
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS, Window
from jinghe.core.plan.plans import Plan, Target, Tier, Tiers, Unit
from jinghe.core.progress.progress import Progress, tier_progress
from jinghe.core.values.amounts import UNITS_OF_MEASURE, AmountKind, Quantity
from jinghe.core.values.periods import closed_months, plan_year, share_elapsed
from tests.builders import rows

YEAR = 2022
OFFICE = Office(issuer="市经济合作办公室", signed_on=date(2022, 11, 10), addressees="各责任单位")


def quantity(text: str, unit: str) -> Quantity:
    return Quantity(number=Decimal(text), unit=UNITS_OF_MEASURE[unit])


def target(key: str, unit: str, column: str, indicator: str, tiers: Tiers, table: str = "附件1") -> Target:
    rule = INDICATORS[indicator]
    is_rate = tiers.floor.unit.kind is AmountKind.RATIO
    return Target(
        key=key,
        unit=unit,
        indicator=indicator,
        tiers=tiers,
        role=rule.role or Role.HOST,
        window=Window.COHORT if is_rate else Window.FLOW,
        table=table,
        column=column,
    )


def progress(one: Target, actual: Fraction | None, as_of: date, *, is_reported: bool = True) -> Progress:
    """Where a target stands with so much, in base units."""
    period = plan_year(YEAR)
    elapsed = share_elapsed(period, as_of)
    left = 12 - len(closed_months(period, as_of))
    return Progress(
        target=one,
        actual=actual,
        numerator=actual or Fraction(0),
        denominator=None,
        elapsed=elapsed,
        is_reported=is_reported,
        tiers={
            tier: tier_progress(one, tier, actual, elapsed=elapsed, months_left=left, is_reported=is_reported)
            for tier, _ in one.tiers.items()
        },
    )


def results(plan: Plan, actuals: dict[str, Fraction | None], as_of: date, **others) -> Results:
    """actuals: by target key, in base units; others: city, unreported, last_year …"""
    silent = others.pop("unreported", frozenset())
    told = {
        one.key: progress(one, actuals[one.key], as_of, is_reported=one.unit not in silent)
        for one in plan.targets
    }
    return Results(
        plan=plan,
        as_of=as_of,
        known_at=datetime(2023, 1, 9, tzinfo=UTC),
        elapsed=share_elapsed(plan_year(YEAR), as_of),
        progress=told,
        unreported=silent,
        **{"city": {}} | others,
    )


def drawn(
    table: str, *, as_of: date = date(2022, 10, 31), indicator: str = "funds_arrived", **others
) -> Results:
    """unit | goal | actual, in 亿元; actual empty: 未报; goal empty: 未下达."""
    lines = rows(table)
    units = tuple(Unit(name=line["unit"], group="县（市、区）") for line in lines)
    held = [line for line in lines if line["goal"]]
    targets = tuple(
        target(
            f"T{at}", line["unit"], "到位资金", indicator, Tiers(guaranteed=quantity(line["goal"], "亿元"))
        )
        for at, line in enumerate(held)
    )
    plan = Plan(year=YEAR, title="目标任务", units=units, targets=targets)
    yi = UNITS_OF_MEASURE["亿元"].scale
    actuals = {f"T{at}": Fraction(line["actual"] or 0) * yi for at, line in enumerate(held)}
    silent = frozenset(line["unit"] for line in held if not line["actual"])
    return results(plan, actuals, as_of, unreported=silent, **others)


COLUMNS = (
    ("到位资金", "funds_arrived", "亿元"),
    ("新设外商企业", "foreign_enterprises", "个"),
    ("开工率", "rate_start", "%"),
)
UNITS = ("甲县", "乙县", "丙区", "丁区", "戊园区")


@st.composite
def any_results(draw) -> Results:
    """Two groups, three kinds of columns, units without a target, ties, nothing done, returns that are missing."""
    units = tuple(Unit(name=name, group="县（市、区）") for name in UNITS) + tuple(
        Unit(name=name, group="市级部门") for name in ("市一局", "市二局", "市三局")
    )
    targets, actuals = [], {}
    for unit in units:
        for column, indicator, measure in COLUMNS:
            if draw(st.integers(0, 5)) == 5:
                continue
            key = f"T{len(targets) + 1}"
            low = draw(st.sampled_from((Decimal(0), Decimal("2.5"), Decimal(10), Decimal(60))))
            tiers = (
                Tiers(required=Quantity(number=low, unit=UNITS_OF_MEASURE[measure]))
                if measure == "%" or draw(st.booleans())
                else Tiers(guaranteed=quantity(str(low), measure), working=quantity(str(low + 5), measure))
            )
            targets.append(target(key, unit.name, column, indicator, tiers))
            scale = UNITS_OF_MEASURE[measure].scale
            done = draw(st.sampled_from((0, 1, 5, 10, 30, 50, 65)) | st.fractions(0, 100, max_denominator=30))
            actual = Fraction(done) * scale
            actuals[key] = None if measure == "%" and draw(st.integers(0, 4)) == 4 else actual
    silent = frozenset(draw(st.sets(st.sampled_from([unit.name for unit in units]), max_size=3)))
    as_of = draw(
        st.sampled_from(
            [date(2022, month, 28) for month in range(1, 13)]
            + [date(2022, 6, 30), date(2022, 12, 31), date(2022, 10, 31)]
        )
    )
    city, last_year = {}, {}
    for column, _, _ in COLUMNS:
        first = next((one for one in targets if one.column == column), None)
        if first is not None and draw(st.booleans()):
            total = sum((actuals[one.key] or 0 for one in targets if one.column == column), Fraction(0))
            total /= draw(st.sampled_from((1, 10, 40)))  # the figure of one unit stands for the city's
            city["附件1", column] = progress(first, total, as_of)
            last_year["附件1", column] = draw(st.sampled_from((Fraction(1), total or Fraction(1), total + 1)))
    plan = Plan(year=YEAR, title="目标任务", units=units, targets=tuple(targets))
    reported = {
        unit.name: Reported(due=draw(st.integers(0, 12)), filed=0, timely=0, zero=0)
        if unit.name in silent
        else Reported(due=9, filed=9, timely=draw(st.integers(0, 9)), zero=0)
        for unit in units
    }
    return results(plan, actuals, as_of, unreported=silent, city=city, last_year=last_year, reported=reported)


def offices() -> st.SearchStrategy[Office]:
    return st.builds(
        lambda tier, top, bottom, places: Office(
            issuer="市经济合作办公室",
            signed_on=date(2022, 11, 10),
            tier=tier,
            top=top,
            bottom=bottom,
            percent_places=places,
        ),
        st.sampled_from((Tier.GUARANTEED, Tier.WORKING)),
        st.integers(0, 4),
        st.integers(0, 4),
        st.sampled_from((1, 2)),
    )
