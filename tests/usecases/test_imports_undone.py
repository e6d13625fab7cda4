"""Imports taken back as a whole, and laws: nothing is lost, nothing is filed twice, queries do not grow."""

from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Claim, ClaimEvent, ImportBatch, Record
from jinghe.usecases.claims import claims
from jinghe.usecases.imports import imports
from jinghe.usecases.imports.undo import NotUndoable, undo_import
from jinghe.usecases.records import records
from tests.usecases.claiming import PNG, YI, drafted, fresh, money, posted, project, staff  # noqa: F401
from tests.usecases.importing import (
    filed,
    fill,
    filled,
    form,
    funded,
    headers,
    new_project,
    said,
    uploaded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(staff):  # noqa: F811
    """A signed project with its dossier, and another one in talks."""
    project(staff["clerk"], "P1")
    project(staff["clerk"], "P2", name="光伏组件", investor_name="某光伏公司", hosts=[["通川区", 10_000]])
    posted(staff, drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1)))
    return staff


def test_an_import_goes_back_as_a_whole_and_restores_everything(office):
    filed(funded(office["clerk"]), office["clerk"])
    before = standing()

    def change(book) -> None:
        fill(book["项目进展"], 1, 本月到位资金=2600, 说明="二期", 注册日期="2022-03-05")
        new_project(book)

    batch, preview = uploaded(filled(office["clerk"], change), office["clerk"])
    imports.confirm_import(batch.pk, preview.fingerprint, by=office["clerk"])
    assert standing() != before
    undo_import(batch.pk, by=office["head"])
    assert standing() == before
    assert imports.upload_of(batch.pk, by=office["clerk"]).state == "已撤回"
    with pytest.raises(NotUndoable) as refused:
        undo_import(batch.pk, by=office["clerk"])
    assert "已经撤回过" in refused.value.text
    assert ClaimEvent.objects.filter(payload__note=f"撤回导入{batch.pk}").exists()


def standing() -> tuple[object, ...]:
    """What units see: records under way with their values, and claims that are not withdrawn."""
    held = (
        Record.objects.exclude(state="dropped")
        .order_by("pk")
        .values_list("pk", "name", "values", "units", "state")
    )
    told = (
        Claim.objects.exclude(state="withdrawn")
        .order_by("pk")
        .values_list("pk", "values", "occurred_on", "state")
    )
    return list(held), list(told)


def test_after_a_taking_back_the_same_file_may_come_again(office):
    content = filled(office["clerk"], new_project)
    first = filed(content, office["clerk"])
    undo_import(first.outcome["upload"], by=office["clerk"])
    second = filed(content, office["clerk"])
    assert [row[2] for row in second.outcome["rows"] if row[0] == "新登记项目"] == ["created"]


def test_what_has_gone_on_since_keeps_an_import_and_every_reason_is_said(office):
    def change(book) -> None:
        fill(book["项目进展"], 1, 本月到位资金=2600, 到账日期="2022-03-05")
        new_project(book)

    batch = filed(filled(office["clerk"], change), office["clerk"])
    claim = batch.claims.get(kind="funds")
    claims.change_claim(claim.pk, {"payer": "某公司"}, expected=1, by=office["clerk"])
    (code,) = batch.outcome["opened"]
    records.change_record(code, {"chain": "低空"}, expected=1, by=office["clerk"])
    with pytest.raises(NotUndoable) as refused:
        undo_import(batch.outcome["upload"], by=office["clerk"])
    assert len(refused.value.reasons) == 2
    assert f"申报{claim.pk}" in refused.value.text and code in refused.value.text
    assert fresh(claim).state == "draft"


def test_queries_do_not_grow_with_rows(office):
    def counted(name: str, projects: int) -> tuple[int, int]:
        def change(book) -> None:
            for row in range(1, projects + 1):
                new_project(
                    book,
                    row,
                    name=f"{name}{'甲乙丙丁戊己庚辛壬癸子丑'[row - 1]}{row}厂",
                    签约日期="2022-03-02",
                    确属另一项的理由="另一项",
                )

        content = filled(office["clerk"], change)
        batch, _ = uploaded(content, office["clerk"])
        upload = imports.upload_of(batch.pk, by=office["clerk"])
        with CaptureQueriesContext(connection) as looking:
            preview = imports.preview_of(upload)
        with CaptureQueriesContext(connection) as filing:
            imports.confirm_import(batch.pk, preview.fingerprint, by=office["clerk"])
        assert len(preview.filed) == projects, said(preview)
        return len(looking), len(filing)

    few, many = counted("锂电", 2), counted("玄武岩", 12)
    assert few == many


def test_a_month_that_is_prefilled_shows_what_stands(office):
    money(office["clerk"], on=date(2022, 3, 4))
    posted(office, money(office["clerk"], yi=1, on=date(2022, 2, 20)))
    page = form(office["clerk"])["项目进展"]
    places = headers(page)
    shown = {header: page.cell(row=4, column=place).value for header, place in places.items()}
    assert shown["截至上月累计到位"] == 10_000
    assert (shown["本月到位资金"], shown["到账日期"].date()) == (20_000, date(2022, 3, 4))
    assert (shown["目前阶段"], shown["签约日期"].date()) == ("资金到位", date(2022, 2, 1))
    assert page.cell(row=4, column=places["合同投资额"]).protection.locked
    assert not page.cell(row=4, column=places["本月到位资金"]).protection.locked
    assert shown["合同投资额"] * 1_000_000 == YI * 60


@pytest.mark.parametrize("seed", range(8))
def test_any_grid_is_filed_once_and_goes_back_to_where_it_was(office, seed):
    dice = Random(seed)
    amounts = ("", "0", "—", "120", "1.5亿", "很多", "３００", "1,000.25")
    days = ("", "2022-03-01", "2022/3/31", "2022-04-01", "三月", "20220315")
    before = standing()

    def change(book) -> None:
        for row in (1, 2):
            fill(
                book["项目进展"],
                row,
                签约日期=dice.choice(days),
                本月到位资金=dice.choice(amounts),
                到账日期=dice.choice(days),
                注册日期=dice.choice(days),
                固定资产投资=dice.choice(amounts),
                实际利用外资=dice.choice(amounts),
                外资到资日期=dice.choice(days),
            )
        new_project(book, 1, 合同投资额=dice.choice(amounts), 签约日期=dice.choice(days))

    content = filled(office["clerk"], change)
    number, preview = uploaded(content, office["clerk"])
    assert len(preview.rows) == sum(preview.counts.values()) == 3
    if not preview.filed:
        return
    imports.confirm_import(number.pk, preview.fingerprint, by=office["clerk"])
    _, again = uploaded(content, office["clerk"])
    assert again.filed == (), said(again)
    kept = {one.place: one.outcome for one in preview.rows if not one.outcome.is_filed}
    assert {one.place: one.outcome for one in again.rows if one.place in kept} == kept
    undo_import(number.pk, by=office["clerk"])
    assert standing() == before
    assert ImportBatch.objects.filter(undo__isnull=False).count() == 1
