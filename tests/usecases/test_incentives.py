"""Incentives: promised, approved and paid side by side; nothing that counts or scores ever sees them."""

from datetime import date

import pytest

from jinghe.store.models import AccountRole, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.records import records
from jinghe.usecases.records.records import RefusedRecord
from jinghe.usecases.service.incentives import incentives, sums_by_group, total
from tests.usecases.conftest import account

WAN = 1_000_000
AS_OF = date(2022, 10, 31)
VALUES = {
    "name": "设备购置补助",
    "policy": "激励办法第七条",
    "company": "某机械公司",
    "promised": 860 * WAN,
    "applied_on": "2022-04-18",
    "review_by": "2022-05-31",
}
APPROVED = {"approved": 780 * WAN, "approved_on": "2022-05-27", "pay_by": "2022-09-30"}


@pytest.fixture
def clerk(plan):
    return account(AccountRole.CLERK, "市财政局")


@pytest.fixture
def incentive(clerk):
    return records.open_record("incentive", VALUES, by=clerk)


def move(record: Record, by, code: str, **told) -> Record:
    held = Record.objects.get(pk=record.pk)
    return records.move_record(held.pk, code, expected=held.version, by=by, **told)


def test_promised_approved_and_paid_stand_side_by_side(incentive, clerk):
    move(incentive, clerk, "approve", values=APPROVED)
    move(incentive, clerk, "pay_part", values={"paid": 400 * WAN, "paid_on": "2022-09-23"})
    (one,) = incentives(by=clerk, as_of=AS_OF)
    assert (one.promised, one.approved, one.paid) == (860 * WAN, 780 * WAN, 400 * WAN)
    assert (one.state_name, one.is_late, one.faults) == ("部分兑付", True, ())
    assert total("合计", [one]).owed == 380 * WAN


def test_each_step_has_its_own_deadline(incentive, clerk):
    def due(on: date):
        (one,) = incentives(by=clerk, as_of=on)
        return one.due, one.is_late

    assert due(date(2022, 5, 31)) == (date(2022, 5, 31), False)
    assert due(date(2022, 6, 1)) == (date(2022, 5, 31), True)
    move(incentive, clerk, "approve", values=APPROVED)
    assert due(date(2022, 9, 30)) == (date(2022, 9, 30), False)
    move(incentive, clerk, "pay", values={"paid": 780 * WAN, "paid_on": "2022-10-08"})
    assert due(AS_OF) == (None, False)


def test_a_step_asks_for_its_figures_and_a_refusal_for_its_reason(incentive, clerk):
    with pytest.raises(RefusedRecord) as refused:
        move(incentive, clerk, "approve")
    assert [fault.name for fault in refused.value.faults] == ["approved", "approved_on", "pay_by"]
    with pytest.raises(RefusedRecord, match="note"):
        move(incentive, clerk, "refuse")
    with pytest.raises(RefusedRecord, match="promised"):
        records.open_record("incentive", VALUES | {"promised": None}, by=clerk)


def test_sums_that_do_not_fit_are_told_on_the_line(incentive, clerk):
    move(incentive, clerk, "approve", values=APPROVED | {"approved": 900 * WAN})
    move(incentive, clerk, "pay", values={"paid": 950 * WAN, "paid_on": "2022-10-08"})
    (one,) = incentives(by=clerk, as_of=AS_OF)
    assert one.faults == ("审核金额大于承诺金额", "兑付金额大于审核金额")


def test_sums_that_are_the_same_fit(incentive, clerk):
    move(incentive, clerk, "approve", values=APPROVED | {"approved": 860 * WAN})
    move(incentive, clerk, "pay", values={"paid": 860 * WAN, "paid_on": "2022-10-08"})
    (one,) = incentives(by=clerk, as_of=AS_OF)
    assert (one.faults, total("合计", [one]).owed) == ((), 0)


def test_an_incentive_is_there_from_the_day_it_was_applied_for(incentive, clerk):
    assert incentives(by=clerk, as_of=date(2022, 4, 17)) == ()
    assert len(incentives(by=clerk, as_of=date(2022, 4, 18))) == 1


def test_what_was_refused_is_promised_no_longer(incentive, clerk):
    move(incentive, clerk, "refuse", note="没有达到门槛")
    held = incentives(by=clerk, as_of=AS_OF)
    assert (len(held), sums_by_group(held, lambda one: one.record.unit), total("合计", held).promised) == (
        1,
        (),
        0,
    )


def test_only_those_concerned_read_an_incentive(incentive, clerk, reviewer):
    with pytest.raises(AccessRefused):
        records.record_of(incentive.pk, by=account(AccountRole.CLERK, "通川区"))
    assert incentives(by=account(AccountRole.LEADER), as_of=AS_OF) == ()
    assert len(incentives(by=reviewer, as_of=AS_OF)) == 1
