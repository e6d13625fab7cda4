"""People of every role, a dossier, papers that are what they say, and claims to begin with."""

from datetime import date

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store.models import AccountRole, Act, ActKind, Claim, MonthClosing, Record, User
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.common import office_rules
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.records.records import open_in
from tests.usecases.conftest import YI, account

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
PDF = b"%PDF-1.7\n%%EOF"
BUREAU = "市经济合作外事局"

PEOPLE = {
    "reviewer": (AccountRole.REVIEWER, BUREAU),
    "second": (AccountRole.REVIEWER, BUREAU),
    "checker": (AccountRole.CHECKER, "市商务局"),
    "other_checker": (AccountRole.CHECKER, "市科技局"),
    "clerk": (AccountRole.CLERK, "通川区"),
    "head": (AccountRole.HEAD, "通川区"),
    "involved": (AccountRole.CLERK, "市发展改革委"),
    "other_clerk": (AccountRole.CLERK, "达川区"),
    "other_head": (AccountRole.HEAD, "达川区"),
    "leader": (AccountRole.LEADER, ""),
    "performance": (AccountRole.PERFORMANCE, ""),
    "auditor": (AccountRole.AUDITOR, ""),
    "system": (AccountRole.SYSTEM, ""),
    "security": (AccountRole.SECURITY, ""),
}
DOSSIER = {
    "name": "电子产业园",
    "content": "厂房和生产线",
    "industry": "electronics",
    "region": "44",
    "investor": ["private"],
    "investor_name": "某投资公司",
    "investment": 60 * YI,
    "is_real_estate": False,
    "is_government_investment": False,
    "place": "通川工业园",
    "hosts": [["通川区", 10_000]],
    "sponsors": [["市发展改革委", 10_000]],
    "channel": "event",
    "liaison": "张三",
    "company_name": "某电子有限公司",
    "company_code": "91511700MA0000000X",
}
WALK = ("draft", "submitted", "checked", "posted")


@pytest.fixture
def staff(plan, settings, tmp_path) -> dict[str, User]:
    """People by name, with the built-in plan in force and papers kept in a directory of their own."""
    settings.MEDIA_ROOT = tmp_path
    found = {name: account(role, unit, name) for name, (role, unit) in PEOPLE.items()}
    return found


def project(by: User, code: str = "P1", unit: str = "通川区", **values) -> Record:
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, by, "登记")
        return open_in(act, REGISTERS["project"], DOSSIER | values, unit=unit, code=code)


PROOF = {
    FactKind.SIGNING: ("投资协议",),
    FactKind.REGISTRATION: ("营业执照",),
    FactKind.FUNDS: ("银行进账单",),
    FactKind.FOREIGN_CAPITAL: ("验资报告",),
}


def drafted(
    kind: FactKind, by: User, code: str = "P1", *, on: date = date(2022, 3, 1), proved: bool = True, **values
) -> Claim:
    """A draft with the papers that the house demands by default."""
    claim = claims.draft_claim(kind, code, {"occurred_on": on.isoformat(), **values}, by=by)
    for paper in PROOF[kind] if proved else ():
        papers.attach_to_claim(claim.pk, PNG + str(claim.pk).encode(), "凭证.png", paper, by=by)
    return fresh(claim)


def money(by: User, yi: int = 2, code: str = "P1", **told) -> Claim:
    return drafted(FactKind.FUNDS, by, code, **{"amount": yi * YI} | told)


def fresh(claim: Claim) -> Claim:
    return claims.claim_of(claim.pk)


def posted(staff: dict[str, User], *drafts: Claim) -> Act:
    """Takes drafts of the unit all the way."""
    numbers = [one.pk for one in drafts]
    claims.submit(numbers, by=staff["head"])
    return claims.certify(numbers, by=staff["reviewer"])


def in_state(state: str, staff: dict[str, User]) -> Claim:
    """A signing in a state, reviewed by 市商务局."""
    claim = drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1))
    number = claim.pk
    if state in ("submitted", "checked", "posted", "returned", "reversed"):
        claims.submit([number], by=staff["head"])
    if state in ("checked", "posted", "reversed"):
        claims.check([number], by=staff["checker"])
    if state in ("posted", "reversed"):
        claims.certify([number], by=staff["reviewer"])
    if state == "returned":
        send_back(claim, staff["checker"])
    if state == "withdrawn":
        claims.withdraw(number, note="误填", expected=claim.version, by=staff["clerk"])
    if state == "reversed":
        version = fresh(claim).version
        claims.reverse_claim(number, note="凭证作废", expected=version, by=staff["reviewer"])
    return fresh(claim)


def send_back(claim: Claim, by: User, field: str = "occurred_on", **others) -> Claim:
    told = {"reason": "wrong_field", "note": "与协议不符"} | others
    return claims.return_claim(claim.pk, field=field, expected=fresh(claim).version, by=by, **told)


def reviewed_by(unit: str, *kinds: FactKind, year: int = 2022, by: User, **others) -> None:
    """Has a department review some kinds in a year; everything else as the house has it."""
    from dataclasses import replace

    from jinghe.core.claims.recognition import DEFAULT_RECOGNITION

    rules = tuple(
        replace(rule, checked_by=unit, **others) if rule.kind in kinds else rule
        for rule in DEFAULT_RECOGNITION
    )
    office_rules.lay_down_recognition(year, rules, effective_on=date(year, 1, 1), by=by, reason="部门审核")


def close_month(month: date, by: User) -> None:
    with recorded() as recording:
        MonthClosing.objects.create(act=recording.write(ActKind.CLOSE_MONTH, by, "关账"), month=month)
