"""任务分解: versions of parts, who gives them, and a scoreboard below that adds up to the unit's own."""

from datetime import date

import pytest

from jinghe.core.counting.entries import Credit
from jinghe.core.counting.facts import Role
from jinghe.core.plan.plans import Tier, Tiers
from jinghe.core.values.amounts import quantity
from jinghe.store.models import AccountRole, RecordEvent
from jinghe.usecases.carrying.decomposition import decomposition, overview, split, versions
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import ChangedMeanwhile, Missing, RefusedFaults
from jinghe.usecases.ledger import ledger
from tests.usecases.conftest import YI, account, funds, signing
from tests.usecases.test_sign_off import adjusted

pytestmark = pytest.mark.django_db
END = date(2022, 12, 31)


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "通川区", "tongchuan")


def parts(**figures: tuple[str, str]) -> dict[str, Tiers]:
    return {
        name: Tiers(guaranteed=quantity(low, "亿元"), working=quantity(high, "亿元"))
        for name, (low, high) in figures.items()
    }


ENOUGH = parts(园区=("40", "45"), 复兴镇=("20", "20"))


def given(by, told=ENOUGH, *, expected=0, key="T001"):
    return split(2022, "通川区", key, told, expected=expected, by=by, as_of=END)


def below(by, key="T001"):
    held = decomposition(2022, "通川区", by=by, as_of=END)
    return next(one for one in held.targets if one.target.key == key)


def test_a_unit_splits_its_target_and_keeps_every_version(clerk):
    assert given(clerk).number == 1
    changed = given(clerk, parts(园区=("60", "65")), expected=1)
    assert (changed.number, list(changed.parts["T001"])) == (2, ["园区"])
    assert [len(one.payload["parts"]["T001"]) for one in versions(2022, "通川区", by=clerk)] == [1, 2]


def test_parts_that_do_not_reach_the_whole_are_refused_with_what_is_missing(clerk):
    with pytest.raises(RefusedFaults) as refused:
        given(clerk, parts(园区=("59.5", "70")))
    assert "保证目标还差0.5亿元" in refused.value.text
    assert not RecordEvent.objects.filter(kind="decomposed").exists()


def test_a_rate_is_not_split(clerk):
    with pytest.raises(RefusedFaults) as refused:
        given(clerk, {"园区": Tiers(required=quantity("90", "%"))}, key="T007")
    assert "比率不能分解" in refused.value.text


def test_a_target_is_no_longer_split_when_no_parts_are_given(clerk):
    given(clerk)
    assert given(clerk, {}, expected=1).parts == {}


def test_two_who_split_at_once_do_not_overwrite_each_other(clerk):
    given(clerk)
    with pytest.raises(ChangedMeanwhile):
        given(clerk, parts(园区=("60", "65")))


@pytest.mark.parametrize(
    ("role", "unit"), [("clerk", "达川区"), ("reviewer", "市经济合作外事局"), ("leader", "")]
)
def test_only_the_unit_itself_splits(clerk, role, unit):
    with pytest.raises(AccessRefused):
        given(account(role, unit, "other"))


def test_a_target_of_another_unit_is_none(clerk):
    with pytest.raises(Missing):
        given(clerk, key="T011")


def test_the_city_and_leaders_look_and_other_units_do_not(clerk):
    assert below(account(AccountRole.LEADER)).target.key == "T001"
    with pytest.raises(AccessRefused):
        below(account(AccountRole.CLERK, "达川区"))


def hosted(sub_unit: str) -> Credit:
    return Credit(unit="通川区", role=Role.HOST, sub_unit=sub_unit)


@pytest.mark.database
def test_sub_units_stand_below_and_add_up_to_the_unit(clerk, reviewer):
    ledger.post(
        [signing("甲", hosted("园区")), funds(12 * YI, "甲", hosted("园区"))], by=reviewer, reason="甲"
    )
    ledger.post(
        [signing("乙", hosted("凤北街道")), funds(2 * YI, "乙", hosted("凤北街道"))], by=reviewer, reason="乙"
    )
    ledger.post([signing("丙", hosted("")), funds(3 * YI, "丙", hosted(""))], by=reviewer, reason="丙")
    given(clerk)
    held = below(clerk).below
    assert {name: one.actual / YI for name, one in held.parts.items()} == {"园区": 12, "复兴镇": 0}
    assert {name: one.actual / YI for name, one in held.others.items()} == {"凤北街道": 2, "": 3}
    assert held.own.actual == sum(one.actual for one in (*held.parts.values(), *held.others.values()))
    assert (
        held.parts["园区"].of_tier(Tier.GUARANTEED).completion
        == 12 / held.parts["园区"].target.tiers.floor.number
    )
    assert held.own.of_tier(Tier.GUARANTEED).figure == 60 * YI


def test_splitting_never_changes_the_units_own_figures(clerk, reviewer):
    ledger.post(
        [signing("甲", hosted("园区")), funds(12 * YI, "甲", hosted("园区"))], by=reviewer, reason="甲"
    )
    before = below(clerk).below.own
    given(clerk)
    assert below(clerk).below.own == before


def test_a_raised_target_shows_that_its_parts_no_longer_suffice(clerk, reviewer):
    given(clerk)
    adjusted(reviewer)
    assert below(clerk).is_short
    (line,) = overview(2022, as_of=END, by=clerk)
    assert [one.key for one in line.short] == ["T001"]
    (line,) = overview(2022, as_of=date(2022, 6, 30), by=clerk)
    assert line.short == ()


@pytest.mark.database
def test_an_earlier_instant_knows_the_earlier_version(clerk):
    given(clerk)
    (first,) = versions(2022, "通川区", by=clerk)
    given(clerk, parts(园区=("60", "65")), expected=1)
    then = decomposition(2022, "通川区", by=clerk, as_of=END, known_at=first.act.recorded_at)
    assert then.version.number == 1
    assert then.sub_units == ("园区", "复兴镇")
