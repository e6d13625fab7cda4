"""Plans are immutable revisions: the later one is in force, the earlier ones stay readable."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.facts import FactKind
from jinghe.core.plan.plans import Tiers
from jinghe.core.values.amounts import quantity
from jinghe.core.values.findings import Finding
from jinghe.core.values.vocabulary import UnknownWord
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, PlanRevision
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.common.vocabulary import teach, vocabulary
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import NoPlan, issue_plan, plan_of, plan_years, revision_at, words_of
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.returns.returns import file_return
from tests.builders import either, rows
from tests.usecases.conftest import YI, account, funds, offering, signing

pytestmark = pytest.mark.django_db
JULY = date(2022, 7, 1)


def lowered(to: str = "40"):
    """The plan with 通川区's 保证目标 of 到位资金 lowered to `to` 亿元 in the middle of the year."""
    plan = builtin_plan()
    first = plan.targets[0]
    changed = replace(first, tiers=Tiers(guaranteed=quantity(to, "亿元"), working=quantity("45", "亿元")))
    return replace(plan, targets=(changed, *plan.targets[1:]), findings=())


@pytest.fixture
def adjusted(plan, reviewer):
    return issue_plan(
        lowered(), by=reviewer, effective_on=JULY, approval_document="调整文", reason="年中调整"
    )


def test_the_stored_plan_is_the_plan_that_was_issued(plan):
    assert plan_of(plan) == builtin_plan()


def test_a_later_revision_is_in_force_from_its_day_on(plan, adjusted):
    assert revision_at(2022, as_of=date(2022, 6, 30)).number == 1
    assert revision_at(2022, as_of=JULY).number == 2


def test_the_original_stays_readable(plan, adjusted):
    assert revision_at(2022, as_of=date(2022, 12, 31), basis="original").number == 1
    assert plan_of(plan).targets[0].tiers.floor.text == "60亿元"


def test_a_revision_is_unknown_before_it_was_recorded(plan, adjusted):
    at = adjusted.act.recorded_at
    before = at - timedelta(microseconds=1)
    assert revision_at(2022, as_of=date(2022, 12, 31), known_at=before).number == 1
    assert revision_at(2022, as_of=date(2022, 12, 31), known_at=at).number == 2


def test_original_and_adjusted_completion_can_both_be_shown(plan, adjusted, reviewer):
    ledger.post([signing(), funds(20 * YI)], by=reviewer, reason="首批")
    shown = {
        basis: scoreboard(2022, as_of=date(2022, 10, 31), basis=basis)
        .progress["T001"]
        .of_tier("guaranteed")
        .completion
        for basis in ("original", "adjusted")
    }
    assert shown["original"] * 60 == shown["adjusted"] * 40 == 20


@pytest.mark.database
def test_a_revision_cannot_be_changed(plan):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PlanRevision.objects.update(year=2023)


def test_a_plan_with_blocking_findings_is_not_issued(reviewer):
    wrong = Finding(
        code="total_mismatch",
        locator="附件1",
        parameters={"column": "到位资金", "printed": "1", "computed": "2"},
    )
    with pytest.raises(Refused) as blocked:
        issue_plan(
            replace(builtin_plan(), findings=(wrong,)),
            by=reviewer,
            effective_on=JULY,
            approval_document="文",
            reason="下达",
        )
    assert "1处" in blocked.value.text


def test_a_plan_with_a_word_of_no_meaning_is_not_issued(reviewer):
    """In force, it would leave no figure of the whole city countable."""
    first = builtin_plan().targets[0]
    stray = replace(first, criteria=Criteria(industry=("低空经济飞地",)))
    plan = replace(builtin_plan(), targets=(stray, *builtin_plan().targets[1:]))
    with pytest.raises(Refused) as refused:
        issue_plan(plan, by=reviewer, effective_on=JULY, approval_document="测试文", reason="下达")
    assert "词表中没有的词“低空经济飞地”" in refused.value.text
    assert not PlanRevision.objects.exists()


def test_a_year_without_a_plan_says_so(plan):
    assert plan_years() == (2022,)
    with pytest.raises(NoPlan):
        revision_at(2021, as_of=date(2021, 12, 31))
    with pytest.raises(NoPlan):
        revision_at(2022, as_of=JULY, known_at=timezone.now() - timedelta(days=1))


def test_the_city_has_a_figure_only_where_all_units_of_a_column_are_asked_the_same(reviewer):
    """A rate that differs from county to county, or money with its own restriction, is nobody's city figure."""

    def changed(target):
        if (target.unit, target.column) == ("达川区", "注册率"):
            return replace(target, tiers=Tiers(required=quantity("80", "%")))
        if (target.unit, target.column) == ("达川区", "到位资金"):
            return replace(target, criteria=Criteria(region=("省外",)))
        return target

    plan = replace(builtin_plan(), targets=tuple(map(changed, builtin_plan().targets)))
    issue_plan(plan, by=reviewer, effective_on=date(2022, 1, 1), approval_document="测试文", reason="下达")
    city = {column for _, column in scoreboard(2022, as_of=date(2022, 6, 30)).city}
    assert city.isdisjoint({"注册率", "到位资金"})
    assert {"开工率", "省外固定资产投资"} <= city


def test_a_revision_keeps_what_its_words_stood_for_and_a_word_taught_later_is_of_later_ones(plan, reviewer):
    before = vocabulary()
    teach("industry", "低空经济", ["equipment"], by=reviewer, reason="市委产业规划")
    again = issue_plan(
        lowered(), by=reviewer, effective_on=JULY, approval_document="调整文", reason="年中调整"
    )
    assert words_of(plan).words == before.words
    with pytest.raises(UnknownWord):
        words_of(plan).codes("industry", "低空经济")
    assert words_of(again).codes("industry", "低空经济") == {"equipment"}


def test_what_words_stood_for_cannot_be_changed_afterwards(plan):
    assert plan.vocabulary.act == plan.act
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(plan.vocabulary).objects.filter(revision=plan).update(words={})


@pytest.mark.parametrize(
    "row",
    rows("""
    done        | reported | leads | offerings | trips | led_projects
                | yes      |       |           |       |
    leads       | yes      |       | leads     | leads |
    trips       | yes      | trips | trips     |       |
    leads trips | yes      | trips | leads     | leads |
    leads trips | no       |       |           |       |
    """),
    ids=lambda row: f"{row['done'] or 'nothing'}, reported: {row['reported']}",
)
def test_a_branch_is_met_by_another_that_is_met_and_never_by_itself(row, reviewer):
    """What was not reported is shown as 未报, so it meets nothing either."""
    unit, branches = "市科技局", ("leads", "offerings", "trips")
    issue_plan(
        either(builtin_plan(), unit, *branches),
        by=reviewer,
        effective_on=date(2022, 1, 1),
        approval_document="测试文",
        reason="下达",
    )
    facts = {"leads": FactKind.LEAD, "trips": FactKind.TRIP}
    done = [replace(offering(name, unit), kind=facts[name]) for name in row["done"].split()]
    if done:
        ledger.post(done, by=reviewer, reason="首批")
    if row["reported"] == "yes":
        clerk = account(AccountRole.CLERK, unit)
        file_return(unit, date(2022, 10, 1), is_zero=False, by=clerk)
    board = scoreboard(2022, as_of=date(2022, 10, 31)).of_unit(unit)
    keys = {one.target.key: one.target.indicator for one in board}
    met_by = {one.target.indicator: keys.get(one.met_by_branch, "") for one in board}
    assert met_by == {name: row[name] for name in (*branches, "led_projects")}
