"""Years later: what was issued is computed again from what was known then, and what was corrected since is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from jinghe.bulletins.editing import edited, pieces
from jinghe.core.values.amounts import Quantity
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, IssuedDocument
from jinghe.usecases.bulletins import bulletins
from jinghe.usecases.bulletins.files import docx_of
from jinghe.usecases.bulletins.freezing import issued_file
from jinghe.usecases.bulletins.verification import verify, verify_issued
from jinghe.usecases.closing import closing
from jinghe.usecases.common.vocabulary import teach
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.returns import returns
from tests.usecases.conftest import YI, account, funds, signing
from tests.usecases.test_bulletins import MARCH, OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db):
    return account(AccountRole.PERFORMANCE, "", "jixiao")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def issued(kind, reviewer, second, as_of=MARCH):
    draft = bulletins.write(kind, 2022, as_of=as_of, office=OFFICE, by=reviewer)
    number = bulletins.look_at(draft.pk, by=second).number
    bulletins.approve(draft.pk, expected=number, by=second)
    return bulletins.issue(draft.pk, expected=number, by=reviewer)


@pytest.fixture
def document(plan, reviewer, second):
    """March: 通川区 has 12亿 of 60; the first quarter is closed after the issue."""
    ledger.post([signing(), funds(12 * YI)], by=reviewer, reason="一季度")
    clerk = account(AccountRole.CLERK, "通川区", "填报")
    returns.file_return("通川区", date(2022, 3, 1), is_zero=False, by=clerk)
    made = issued("monthly", reviewer, second)
    for month in (1, 2, 3):
        closing.close(date(2022, month, 1), by=reviewer)
    return made


def corrected(found):
    return {one.name: (one.issued, one.now) for one in found.corrected}


@pytest.mark.database
@pytest.mark.parametrize(
    "kind", ["monthly", "ranking", "pipeline", "trips", "reporting", "commendation", "allocation"]
)
def test_every_kind_is_proved_by_its_own_file(kind, plan, reviewer, second):
    ledger.post([signing(), funds(12 * YI)], by=reviewer, reason="一季度")
    made = issued(kind, reviewer, second)
    for form in ("docx", "xlsx"):
        told = verify(issued_file(made.pk, form, by=reviewer))
        assert told.document == made
        assert told.is_same_file
        assert told.is_proved
        assert (told.proved, told.corrected) == (len(made.content["figures"]), ())


def test_late_money_a_reversal_and_a_restatement_change_nothing_that_was_proved(document, reviewer):
    ledger.post([funds(3 * YI)], by=reviewer, reason="补报三月")
    ledger.restate("甲", {"region": "33"}, by=reviewer, reason="来源地更正")
    found = verify_issued(document)
    assert found.is_proved
    assert corrected(found)["通川区“到位资金”完成数"] == ("12", "15")
    assert corrected(found)["全市“到位资金”完成数"] == ("12", "15")
    reasons = {late.line.act.reason for late in found.corrections.lines}
    assert {"补报三月", "来源地更正"} <= reasons


def test_later_revisions_of_the_plan_change_nothing_that_was_proved(document, reviewer):
    plan = builtin_plan()
    first = plan.targets[0]
    more = replace(first.tiers, guaranteed=Quantity(number=Decimal(66), unit=first.tiers.floor.unit))
    issue_plan(
        replace(plan, targets=(replace(first, tiers=more), *plan.targets[1:])),
        by=reviewer,
        effective_on=date(2022, 1, 1),
        approval_document="调整文",
        reason="年中调整",
    )
    found = verify_issued(document)
    assert found.is_proved
    assert corrected(found)["通川区“到位资金”目标数（保证目标）"] == ("60", "66")


def test_words_taught_later_change_nothing_that_was_proved(document, reviewer):
    teach("industry", "低空经济", ["electronics"], by=reviewer, reason="新词")
    assert verify_issued(document).is_proved


def test_a_later_bulletin_of_an_earlier_instant_moves_no_corrections(document, reviewer, second):
    before = document.known_at
    late = bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=reviewer, known_at=before)
    number = bulletins.look_at(late.pk, by=second).number
    bulletins.approve(late.pk, expected=number, by=second)
    bulletins.issue(late.pk, expected=number, by=reviewer)
    assert verify_issued(document).is_proved
    assert all(verify_issued(one).is_proved for one in IssuedDocument.objects.all())


def test_a_file_with_another_figure_is_found_and_refuted(document):
    held = bulletins.draft_of(document.content["record"], by=account(AccountRole.AUDITOR, "", "shenji"))
    texts = {piece.name: piece.text.replace("〔12〕", "〔21〕") for piece in pieces(held.document)}
    told = verify(docx_of(edited(held.document, texts), timezone.now()))
    assert told.document == document
    assert not told.is_same_file
    assert not told.is_proved
    assert ("全市“到位资金”完成数", "12", "21") in {(one.name, one.issued, one.now) for one in told.altered}


def test_what_was_never_issued_proves_nothing(document):
    for content in (b"", b"%PDF-1.7 stranger", b"PK\x03\x04"):
        told = verify(content)
        assert (told.document, told.is_proved) == (None, False)
