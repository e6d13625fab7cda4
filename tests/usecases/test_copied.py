"""What is certified is what was submitted: nobody changes beside a review, or beside the ledger, what it copies."""

from datetime import date

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.usecases.claims import claims
from jinghe.usecases.claims.restating import restate_record
from jinghe.usecases.imports import imports
from jinghe.usecases.imports.undo import NotUndoable, undo_import
from jinghe.usecases.ledger.ledger import live_postings
from jinghe.usecases.records.records import RefusedRecord, change_record, record_of
from tests.usecases.attracting import followed
from tests.usecases.claiming import drafted, fresh, money, posted, project, send_back, staff  # noqa: F401
from tests.usecases.conftest import YI
from tests.usecases.importing import filed, fill, filled, said, uploaded

pytestmark = pytest.mark.django_db
MARCH = date(2022, 3, 1)
SHARED = {"hosts": [["通川区", 5_000], ["达川区", 5_000]], "share_since": "2022-01-01"}


@pytest.fixture
def people(staff):  # noqa: F811
    project(staff["reviewer"], **SHARED)
    return staff


def changed(by, **changes):
    return change_record("P1", changes, expected=record_of("P1", by=by).version, by=by)


def refused(by, **changes) -> str:
    with pytest.raises(RefusedRecord) as told:
        changed(by, **changes)
    return told.value.text


@pytest.mark.parametrize("who", ["clerk", "head", "reviewer"])
def test_what_a_claim_under_review_will_copy_stands_still(who, people):
    signing = drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 1))
    claims.submit([signing.pk], by=people["head"])
    assert f"“合同投资额”将随申报{signing.pk}入账" in refused(people[who], investment=90 * YI)
    assert "“份额截止日期”" in refused(people[who], share_until="2022-12-31")
    assert changed(people[who], liaison="李四").values["liaison"] == "李四"
    send_back(fresh(signing), people["reviewer"])
    assert changed(people[who], investment=90 * YI).values["investment"] == 90 * YI


@pytest.mark.parametrize("field", ["share_since", "share_until"])
def test_a_unit_does_not_take_the_money_to_come_by_moving_the_days_of_a_share(field, people):
    posted(people, drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 1)))
    assert "请联系市局审核员重述" in refused(people["clerk"], **{field: "2022-02-15"})
    posted(people, money(people["clerk"], on=MARCH))
    assert {line.unit for line in live_postings(kind=FactKind.FUNDS, role="host")} == {"通川区", "达川区"}


def test_the_days_of_a_share_are_restated_with_every_line(people):
    posted(
        people,
        drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 1)),
        money(people["clerk"], 2, on=MARCH),
    )
    version = record_of("P1", by=people["reviewer"]).version
    told = {"expected": version, "by": people["reviewer"], "reason": "协议自四月起"}
    restate_record("P1", {"share_since": "2022-04-01"}, **told)
    (line,) = live_postings(kind=FactKind.FUNDS, role="host")
    assert (line.unit, line.amount_fen) == ("通川区", 2 * YI)
    assert {one.unit for one in live_postings(kind=FactKind.SIGNING, role="host")} == {"通川区", "达川区"}


def test_an_import_neither_changes_nor_takes_back_what_a_review_has_seen(people):
    clerk = people["clerk"]
    code = followed(clerk, "通川区").pk
    batch = filed(filled(clerk, lambda book: fill(book["投资信息"], 1, 意向投资额=90_000)), clerk)
    lead = claims.draft_claim(FactKind.LEAD, code, {"occurred_on": "2022-09-10"}, by=clerk)
    claims.submit([lead.pk], by=people["head"])
    with pytest.raises(NotUndoable, match="reasons") as told:
        undo_import(batch.outcome["upload"], by=clerk)
    assert f"将随申报{lead.pk}入账" in told.value.text
    _, preview = uploaded(filled(clerk, lambda book: fill(book["投资信息"], 1, 意向投资额=70_000)), clerk)
    assert f"将随申报{lead.pk}入账" in said(preview)


def test_days_out_of_order_are_refused_in_a_workbook_as_in_a_form(people):
    trip = {"小分队名称": "赴深圳", "任务": "拜访", "主要目的地": "广东", "途经地点": "深圳", "人数": 3}
    trip |= {
        "带队人": "李四",
        "带队人职级": "单位主要负责人",
        "出发日期": "2022-03-05",
        "返回日期": "2022-03-04",
    }
    book = filled(people["clerk"], lambda book: fill(book["小分队"], 1, **trip))
    _, preview = uploaded(book, people["clerk"])
    assert "“返回日期”不能早于“出发日期”" in said(preview)


def test_a_row_that_was_sorted_away_from_its_number_is_refused(people):
    project(people["clerk"], "P2", name="光伏组件")

    def sort(book) -> None:
        sheet = book["项目进展"]
        first, second = sheet.cell(4, 1), sheet.cell(5, 1)
        first.value, second.value = second.value, first.value
        fill(sheet, 1, 签约日期="2022-03-02")

    _, preview = uploaded(filled(people["clerk"], sort), people["clerk"])
    assert [one.outcome.label for one in preview.rows] == ["未采用", "未采用"]
    assert "“电子产业园”不是系统编号P2（光伏组件），可能在排序或粘贴时错了行" in said(preview)


def test_a_pasted_name_is_not_told_to_be_locked(people):
    block = "项目编号或名称\t签约\nP1\t1"
    batch = imports.paste(block, "money", MARCH, by=people["clerk"])
    preview = imports.preview_of(imports.upload_of(batch.pk, by=people["clerk"]))
    assert "由系统填写" not in said(preview)
