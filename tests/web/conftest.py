"""People of every role, the built-in plan, and a small ledger with a reversal, reported for October by 通川区."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from jinghe.core.counting.entries import Credit, Entry, Evidence
from jinghe.core.counting.facts import FactKind, Role
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, ActKind, PlanRevision, User
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.records.records import open_in
from jinghe.usecases.returns import returns

BACKEND = "django.contrib.auth.backends.ModelBackend"
YI = 10_000_000_000
"""一亿元 in 分."""
SIGNED_ON = date(2022, 2, 1)
OCTOBER = date(2022, 10, 1)
HOSTILE = '<script>alert("甲")</script>'

PEOPLE = {
    "reviewer": {"role": AccountRole.REVIEWER, "unit": "市经济合作外事局"},
    "own_clerk": {"role": AccountRole.CLERK, "unit": "通川区"},
    "other_clerk": {"role": AccountRole.CLERK, "unit": "达川区"},
    "leader": {"role": AccountRole.LEADER},
    "performance": {"role": AccountRole.PERFORMANCE},
    "auditor": {"role": AccountRole.AUDITOR},
    "no_role": {"role": ""},
    "inactive": {"role": AccountRole.REVIEWER, "is_active": False},
}


def host(unit: str, share: int = 10_000) -> Credit:
    return Credit(unit=unit, role=Role.HOST, share=share)


def entry(
    kind: FactKind, subject: str = "甲", *credits: Credit, on=date(2022, 3, 1), amount: int = 0, **others
):
    return Entry(
        kind=kind,
        subject=subject,
        occurred_on=on,
        cohort_on=SIGNED_ON,
        credits=credits or (host("通川区"),),
        amount_fen=amount,
        **{"investment_fen": 60 * YI, "region": "44", "industry": "electronics"} | others,
    )


def signing(subject: str = "甲", *credits: Credit, **others):
    return entry(FactKind.SIGNING, subject, *credits, on=SIGNED_ON, amount=60 * YI, **others)


def funds(yi: int, subject: str = "甲", *credits: Credit, **others):
    return entry(FactKind.FUNDS, subject, *credits, amount=yi * YI, **others)


def dossier(code: str, by: User, **values):
    """A project as the office numbered it, in talks."""
    usual = {"investor_name": "某投资公司", "industry": "electronics", "region": "44"}
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, by, "登记期初项目")
        return open_in(act, REGISTERS["project"], usual | values, unit="通川区", code=code)


@pytest.fixture(scope="session", autouse=True)
def static_root():
    """whitenoise warns of a missing directory."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


def everybody() -> dict[str, User]:
    return {name: User.objects.create(username=name, **values) for name, values in PEOPLE.items()}


def in_force(by: User) -> PlanRevision:
    return issue_plan(
        builtin_plan(), by=by, effective_on=date(2022, 1, 1), approval_document="测试文", reason="下达"
    )


def reported(people: dict[str, User]) -> None:
    """Fills the ledger of a plan in force so that every page can say something about it."""
    by = people["reviewer"]
    dossier("甲", by, name=f"电子产业园{HOSTILE}", investor_name=HOSTILE, hosts=[["通川区", 10_000]])
    dossier("乙", by, name="共建园区", hosts=[["通川区", 5_000], ["达川区", 5_000]])
    proof = Evidence(kind="银行进账单", title=f"进账单{HOSTILE}", digest="ab" * 32)
    ledger.post([signing(), funds(30, evidence=(proof,)), funds(9)], by=by, reason=f"一季度{HOSTILE}")
    shared = (host("通川区", 5_000), host("达川区", 5_000))
    ledger.post([signing("乙", *shared), funds(4, "乙", *shared)], by=by, reason="共建")
    ledger.reverse(3, by=by, reason="重复入账")
    returns.file_return("通川区", OCTOBER, is_zero=False, by=people["own_clerk"])


@pytest.fixture(scope="module")
def lasting_city(django_db_setup, django_db_blocker):
    """The city for a module whose tests only look: built once, undone after the module. Returns the people."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = everybody()
        in_force(people["reviewer"])
        reported(people)
        yield people
        transaction.set_rollback(True)


@pytest.fixture
def people(db) -> dict[str, User]:
    return everybody()


@pytest.fixture
def reviewer(people) -> User:
    return people["reviewer"]


@pytest.fixture
def plan(reviewer):
    return in_force(reviewer)


@pytest.fixture
def city(plan, people):
    """The ledger every page can say something about. Returns the people."""
    reported(people)
    return people


@pytest.fixture
def visit(people):
    """visit("reviewer", "/progress/") → the response."""
    return visits_of(people)


def visits_of(people: dict[str, User]):
    def opened(who: str, address: str, method: str = "get", **told):
        client = Client()
        if who != "anonymous":
            client.force_login(people[who], backend=BACKEND)
        return getattr(client, method)(address, **told)

    return opened
