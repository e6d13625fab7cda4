"""From a figure down to its postings: they add up to it, and only those who may see them do."""

from datetime import date

import pytest

from jinghe.store.models import AccountRole, PostingRow, User
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.ledger import ledger
from jinghe.usecases.progress import explanation
from jinghe.usecases.progress.explanation import DENOMINATOR, explain
from jinghe.usecases.progress.scoreboard import scoreboard

pytestmark = pytest.mark.django_db
END = date(2022, 10, 31)


def key_of(unit: str, indicator: str) -> str:
    board = scoreboard(2022, as_of=END)
    return next(t.key for t in board.plan.targets_of(unit) if t.indicator == indicator)


def test_the_lines_of_every_target_add_up_to_its_figure(people):
    board = scoreboard(2022, as_of=END)
    for target in board.plan.targets:
        told = explain(target.key, 2022, by=people["shenhe"], as_of=END)
        listed = sum(line.weight for line in told.lines if line.part == "计入")
        listed -= sum(line.weight for line in told.lines if line.part == "扣减")
        assert listed == told.numerator == board.progress[target.key].numerator
        if told.denominator is not None:
            assert sum(line.weight for line in told.lines if line.part == DENOMINATOR) == told.denominator


def test_a_disagreement_is_never_shown_as_a_figure(people, monkeypatch):
    key = key_of("通川区", "funds_arrived")
    rows = explanation._rows
    monkeypatch.setattr(explanation, "_rows", lambda *told: rows(*told)[1:])
    with pytest.raises(explanation.FiguresDisagree):
        explain(key, 2022, by=people["shenhe"], as_of=END)


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("shenhe", True),
        ("jixiao", True),
        ("shenji", True),
        ("tongchuan", True),
        ("fagai", False),
        ("lingdao", False),
    ],
)
def test_lines_are_for_the_unit_itself_and_those_who_check(people, username, sees):
    told = explain(key_of("通川区", "funds_arrived"), 2022, by=people[username], as_of=END)
    assert (told.lines is not None) == sees
    assert told.value > 0


def test_a_reserve_of_the_whole_city_is_not_one_clerks_own(people):
    clerk = User.objects.create(username="jinghe", role=AccountRole.CLERK, unit="市经济合作外事局")
    reserve = next(t.key for t in scoreboard(2022, as_of=END).plan.targets if t.scope == "city")
    assert explain(reserve, 2022, by=clerk, as_of=END).lines is None


@pytest.mark.parametrize("role", ["", "reviewer"])
def test_an_account_without_a_role_or_not_active_sees_nothing(people, role):
    nobody = User.objects.create(username="nobody", role=role, is_active=role == "")
    with pytest.raises(AccessRefused):
        explain(key_of("通川区", "funds_arrived"), 2022, by=nobody, as_of=END)


def test_what_the_plan_does_not_hold_is_said_to_be_missing(people):
    with pytest.raises(Missing):
        explain("T999", 2022, by=people["shenhe"], as_of=END)


def test_a_reversal_shows_with_what_it_undid(people):
    undone = PostingRow.objects.filter(reverses__isnull=False, act__kind="reverse").first()
    told = explain(key_of(undone.unit, "funds_arrived"), 2022, by=people["shenhe"], as_of=END)
    assert told.reversals >= 1
    assert any(line.is_reversed and line.posting.sequence == undone.reverses for line in told.lines)


def test_evidence_and_what_lacks_it_are_counted(people):
    told = explain(key_of("宣汉县", "funds_arrived"), 2022, by=people["shenhe"], as_of=END)
    assert dict(told.evidence_kinds)
    lacking = [
        line for line in told.lines if line.posting.sign == 1 and not line.is_reversed and not line.evidence
    ]
    assert told.without_evidence == len(lacking)


def test_explaining_takes_as_many_queries_for_many_lines_as_for_few(people, django_assert_max_num_queries):
    key = key_of("宣汉县", "funds_arrived")
    with django_assert_max_num_queries(10):
        assert len(explain(key, 2022, by=people["shenhe"], as_of=END).lines) > 50


def test_live_lines_are_what_is_left_after_reversals(people):
    rows = list(PostingRow.objects.filter(subject="P2022-001"))
    assert len(ledger.live_postings(subject="P2022-001")) == sum(row.sign for row in rows)
