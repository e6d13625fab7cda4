"""People, a plan in force, and entries with defaults."""

from datetime import date

import pytest

from jinghe.core.counting.entries import Credit, Entry
from jinghe.core.counting.facts import FactKind, Role
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, User
from jinghe.usecases.plan.plans import issue_plan


def account(role: str, unit: str = "", name: str = "") -> User:
    return User.objects.create(username=name or f"{role}-{unit}", role=role, unit=unit)


def host(unit: str, share: int = 10_000) -> Credit:
    return Credit(unit=unit, role=Role.HOST, share=share)


def sponsor(unit: str, share: int = 10_000) -> Credit:
    return Credit(unit=unit, role=Role.SPONSOR, share=share)


SIGNED_ON = date(2022, 2, 1)
YI = 10_000_000_000
"""一亿元 in 分."""


def signing(
    subject: str = "甲", *credits: Credit, investment: int = 6 * YI, on: date = SIGNED_ON, **others
) -> Entry:
    return Entry(
        kind=FactKind.SIGNING,
        subject=subject,
        occurred_on=on,
        cohort_on=on,
        credits=credits or (host("通川区"),),
        amount_fen=investment,
        investment_fen=investment,
        **{"region": "44", "industry": "electronics"} | others,
    )


def stage(
    kind: FactKind, subject: str = "甲", *credits: Credit, on: date = date(2022, 3, 1), **others
) -> Entry:
    return Entry(
        kind=kind,
        subject=subject,
        occurred_on=on,
        cohort_on=SIGNED_ON,
        credits=credits or (host("通川区"),),
        **{"region": "44", "industry": "electronics", "investment_fen": 6 * YI} | others,
    )


def funds(amount: int, subject: str = "甲", *credits: Credit, on: date = date(2022, 3, 1), **others) -> Entry:
    return stage(FactKind.FUNDS, subject, *credits, on=on, amount_fen=amount, **others)


def offering(subject: str = "册1", unit: str = "市发展改革委", on: date = SIGNED_ON, **others) -> Entry:
    return Entry(kind=FactKind.OFFERING, subject=subject, occurred_on=on, credits=(sponsor(unit),), **others)


@pytest.fixture
def reviewer(db) -> User:
    return account(AccountRole.REVIEWER, "市经济合作外事局", "shenhe")


@pytest.fixture
def plan(reviewer):
    revision = issue_plan(
        builtin_plan(), by=reviewer, effective_on=date(2022, 1, 1), approval_document="测试文", reason="下达"
    )
    return revision


@pytest.fixture
def people(demonstration_ledger, db) -> dict[str, User]:
    """The accounts of the demonstration by name."""
    return {user.username: user for user in User.objects.all()}
