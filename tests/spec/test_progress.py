"""Where one target stands: completion, pace, gap in points, what is missing, forecast, light."""

from fractions import Fraction

import pytest

from jinghe.core.plan.lights import Light, LightRule
from jinghe.core.plan.plans import Target, Tier
from jinghe.core.progress.progress import Progress, TierProgress, forecast, pace_gap, tier_progress
from tests.builders import Window, money, rows, target

LABELS = {light.label: light for light in Light}


def stand(
    asked: Target, actual: str | None, closed_months: int, tier: Tier = Tier.GUARANTEED, **others
) -> TierProgress:
    """Progress at the end of a month of the year; actual as it is said, None without a denominator."""
    return tier_progress(
        asked,
        tier,
        None if actual is None else money(actual).base,
        elapsed=Fraction(closed_months, 12),
        months_left=12 - closed_months,
        **others,
    )


def check(row: dict[str, str]) -> None:
    asked = target(
        row["indicator"], row["figure"], window=Window(row.get("window") or target(row["indicator"]).window)
    )
    found = stand(asked, row["actual"], int(row["month"]))
    expected = {"light": LABELS[row["light"]]}
    for name in ("expected", "missing", "monthly_need"):
        if name in row:
            expected[name] = money(row[name]).base if row[name] else None
    for name in ("completion", "gap"):
        if name in row:
            expected[name] = Fraction(row[name]) / 100 if row[name] else None
    assert {name: getattr(found, name) for name in expected} == expected


MONEY = rows("""
    indicator    |figure   |month|actual  |completion|expected |gap   |missing  |monthly_need|light
    funds_arrived|60亿元   |6    |30亿元  |50        |30亿元   |0     |30亿元   |5亿元       |达序时
    funds_arrived|60亿元   |6    |33亿元  |55        |30亿元   |5     |27亿元   |4.5亿元     |达序时
    funds_arrived|60亿元   |9    |42亿元  |70        |45亿元   |-5    |18亿元   |6亿元       |偏慢
    funds_arrived|60亿元   |9    |39亿元  |65        |45亿元   |-10   |21亿元   |7亿元       |偏慢
    funds_arrived|60亿元   |9    |36.6亿元|61        |45亿元   |-14   |23.4亿元 |7.8亿元     |滞后
    funds_arrived|60亿元   |9    |0亿元   |0         |45亿元   |-75   |60亿元   |20亿元      |滞后
    funds_arrived|60亿元   |3    |66亿元  |110       |15亿元   |85    |0亿元    |0亿元       |达序时
    funds_arrived|60亿元   |12   |54亿元  |90        |60亿元   |-10   |6亿元    |            |偏慢
    funds_arrived|60亿元   |0    |0亿元   |0         |0亿元    |0     |60亿元   |5亿元       |达序时
    fdi_arrived  |350万美元|6    |80万美元|160/7     |175万美元|-190/7|270万美元|45万美元    |滞后
""")


@pytest.mark.parametrize("row", MONEY, ids=lambda row: f"{row['figure']}-{row['month']}-{row['actual']}")
def test_money_is_expected_in_proportion_to_the_year(row):
    check(row)


COUNTS = rows("""
    indicator | figure | month | actual | completion | expected | gap    | missing | light
    leads     | 5条    | 2     | 0条    | 0          | 0条      | -50/3  | 5条     | 达序时
    leads     | 5条    | 3     | 0条    | 0          | 1条      | -25    | 5条     | 滞后
    leads     | 5条    | 3     | 1条    | 20         | 1条      | -5     | 4条     | 达序时
    leads     | 5条    | 4     | 1条    | 20         | 1条      | -40/3  | 4条     | 达序时
    leads     | 5条    | 5     | 2条    | 40         | 2条      | -5/3   | 3条     | 达序时
    leads     | 5条    | 5     | 1.5条  | 30         | 2条      | -35/3  | 3.5条   | 滞后
    leads     | 5条    | 12    | 4条    | 80         | 5条      | -20    | 1条     | 滞后
    trips     | 6次    | 8     | 4次    | 200/3      | 4次      | 0      | 2次     | 达序时
    trips     | 6次    | 8     | 7次    | 350/3      | 4次      | 50     | 0次     | 达序时
    offerings | 1个    | 11    | 0个    | 0          | 0个      | -275/3 | 1个     | 达序时
    offerings | 1个    | 12    | 0个    | 0          | 1个      | -100   | 1个     | 滞后
""")


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: f"{row['figure']}-{row['month']}-{row['actual']}")
def test_pieces_are_expected_whole_so_nobody_is_late_for_half_a_lead(row):
    check(row)


def test_what_is_missing_is_spread_over_the_months_that_remain():
    assert stand(target("leads", "5条"), "1条", 4).monthly_need == Fraction(1, 2)
    assert stand(target("leads", "5条"), "5条", 4).monthly_need == 0
    assert stand(target("leads", "5条"), "1条", 12).monthly_need is None


STOCKS = rows("""
    indicator|window|figure|month|actual|completion|expected|gap|missing|monthly_need|light
    offerings|stock |300个 |1    |300个 |100       |        |0  |0个    |            |达序时
    offerings|stock |300个 |1    |315个 |105       |        |5  |0个    |            |达序时
    offerings|stock |300个 |1    |285个 |95        |        |-5 |15个   |            |偏慢
    offerings|stock |300个 |11   |285个 |95        |        |-5 |15个   |            |偏慢
    offerings|stock |300个 |11   |150个 |50        |        |-50|150个  |            |滞后
""")


@pytest.mark.parametrize("row", STOCKS, ids=lambda row: f"{row['month']}-{row['actual']}")
def test_a_stock_has_no_pace_it_is_there_or_it_is_not(row):
    check(row)


RATES = rows("""
    indicator        |figure|month|actual|completion|expected|gap|missing|monthly_need|light
    rate_registration|90%   |3    |95%   |950/9     |        |5  |0%     |            |达序时
    rate_registration|90%   |3    |81%   |90        |        |-9 |9%     |            |偏慢
    rate_registration|90%   |3    |70%   |700/9     |        |-20|20%    |            |滞后
    rate_funds       |30%   |9    |30%   |100       |        |0  |0%     |            |达序时
""")


@pytest.mark.parametrize("row", RATES, ids=lambda row: f"{row['figure']}-{row['actual']}")
def test_the_gap_of_a_rate_is_actual_less_target_in_points(row):
    check(row)


def test_a_rate_without_a_denominator_says_nothing_and_lights_nothing():
    found = stand(target("rate_start", "80%"), None, 6)
    assert (found.completion, found.gap, found.missing, found.light, found.is_met) == (
        None,
        None,
        None,
        None,
        False,
    )


def test_a_target_of_nothing_is_met_and_has_no_completion():
    found = stand(target("leads", "0条"), "0条", 6)
    assert (found.completion, found.gap, found.is_met, found.light) == (None, None, True, Light.ON_PACE)


def test_nothing_done_is_0_and_no_report_is_a_light_of_its_own():
    asked = target("leads", "12条")
    assert stand(asked, "0条", 6).light is Light.LATE
    assert stand(asked, "0条", 6).completion == 0
    assert stand(asked, "0条", 6, is_reported=False).light is Light.NOT_REPORTED


def test_a_unit_that_did_not_report_shows_it_whatever_the_ledger_holds():
    assert stand(target("leads", "5条"), "5条", 6, is_reported=False).light is Light.NOT_REPORTED


def test_each_tier_has_its_own_progress():
    asked = target("funds_arrived", "60亿元/65亿元")
    floor, stretch = (stand(asked, "62.4亿元", 12, tier) for tier in (Tier.GUARANTEED, Tier.WORKING))
    assert (floor.completion, floor.is_met) == (Fraction(104, 100), True)
    assert (stretch.completion, stretch.is_met) == (Fraction(96, 100), False)


def test_one_figure_answers_at_every_tier():
    asked = target("leads", "5条")
    only = stand(asked, "3条", 6, Tier.REQUIRED)
    progress = Progress(
        target=asked,
        actual=only.figure,
        numerator=only.figure,
        denominator=None,
        elapsed=Fraction(1, 2),
        is_reported=True,
        tiers={Tier.REQUIRED: only},
    )
    assert progress.of_tier(Tier.WORKING) is only
    assert stand(asked, "3条", 6, Tier.WORKING).figure == 5


def test_over_completion_is_completion_less_the_whole():
    """福州: 273 of 88 was printed as 超额210.23%, which is a completion of 310.23 %."""
    found = stand(target("trips", "88次"), "273次", 12)
    assert found.completion == Fraction(273, 88)
    assert found.gap == Fraction(273, 88) - 1


# --- lights are data ---------------------------------------------------------------------------

STRICTER = (
    LightRule(light=Light.ON_PACE, gap_at_least=Fraction(5, 100)),
    LightRule(light=Light.SLOW, gap_at_least=Fraction(0)),
    LightRule(light=Light.LATE, gap_at_least=None),
)


@pytest.mark.parametrize(
    "row",
    rows("""
    actual | house | stricter
    36亿元 | 达序时 | 达序时
    33亿元 | 达序时 | 达序时
    30亿元 | 达序时 | 偏慢
    29亿元 | 偏慢   | 滞后
    24亿元 | 偏慢   | 滞后
    23亿元 | 滞后   | 滞后
    60亿元 | 达序时 | 达序时
    """),
    ids=lambda row: row["actual"],
)
def test_an_office_sets_which_gap_shows_which_light(row):
    asked = target("funds_arrived", "60亿元")
    assert stand(asked, row["actual"], 6).light is LABELS[row["house"]]
    assert stand(asked, row["actual"], 6, lights=STRICTER).light is LABELS[row["stricter"]]


def test_the_first_rule_that_fits_wins_and_without_one_there_is_no_light():
    only_late = (LightRule(light=Light.LATE, gap_at_least=Fraction(-50, 100)),)
    assert stand(target("funds_arrived", "60亿元"), "20亿元", 6, lights=only_late).light is Light.LATE
    assert stand(target("funds_arrived", "60亿元"), "0亿元", 12, lights=only_late).light is None


# --- forecast ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    rows("""
    actual | lately | months | left | forecast
    30亿元 | 15亿元 | 3      | 6    | 60亿元
    30亿元 | 0亿元  | 3      | 6    | 30亿元
    4亿元  | 4亿元  | 1      | 11   | 48亿元
    7亿元  | 7亿元  | 2      | 10   | 42亿元
    55亿元 | 9亿元  | 3      | 0    | 55亿元
    """),
    ids=lambda row: row["forecast"],
)
def test_a_forecast_goes_on_as_the_last_three_closed_months_went(row):
    actual, lately = (money(row[name]).base for name in ("actual", "lately"))
    assert forecast(actual, lately, int(row["months"]), int(row["left"])) == money(row["forecast"]).base


def test_before_a_month_has_closed_there_is_no_forecast():
    assert forecast(Fraction(5), Fraction(0), 0, 12) is None


def test_the_gap_is_in_points_not_in_percent():
    assert pace_gap(Fraction(12564, 10000), Fraction(10, 12)) * 100 == Fraction(12564, 100) - Fraction(
        1000, 12
    )
