"""Every address of the site × every role, in one table: tests/web/addresses.py."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Act, Message, Record, User
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.claims.claims import draft_claim
from jinghe.usecases.common.messages import NewMessage, send
from jinghe.web.urls import urlpatterns
from tests.usecases.claiming import PNG, drafted, project, reviewed_by
from tests.web.addresses import ALL, ROLES
from tests.web.conftest import BACKEND, everybody, in_force, reported, visits_of
from tests.web.evaluations import published
from tests.web.test_attracting import attracted
from tests.web.test_bulletins import issued_by, written
from tests.web.test_imports import uploaded
from tests.web.test_service import WORKS, served

MORE_PEOPLE = {
    "checker": {"role": AccountRole.CHECKER, "unit": "市商务局"},
    "other_checker": {"role": AccountRole.CHECKER, "unit": "市科技局"},
    "head": {"role": AccountRole.HEAD, "unit": "通川区"},
    "system": {"role": AccountRole.SYSTEM},
    "security": {"role": AccountRole.SECURITY},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """answers: who is answered what. sent: what is posted to the address, by field."""

    method: str
    address: str
    sent: dict[str, str]
    answers: dict[str, int]


def row(line: str) -> Row:
    statuses, request, *others = (part.strip() for part in line.split("|"))
    method, address, *sent = request.split()
    answers = dict(zip(ROLES, map(int, statuses.split()), strict=True))
    answers |= {who: int(status) for part in others for who, status in [part.split()]}
    return Row(method=method, address=address, sent=dict(field.split("=") for field in sent), answers=answers)


ROWS = [row(line) for line in ALL.strip().splitlines()]
VISITORS = (*ROLES, "other_checker", "department")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """people: those of the table and more. named: what the table puts in braces."""

    people: dict[str, User]
    named: dict[str, str]


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once, for every role; undone after the module."""
    files_of_its_own = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files_of_its_own, transaction.atomic():
        yield filled_office()
        transaction.set_rollback(True)


def filled_office() -> Office:
    """The city with everybody and one of everything, most of it of 通川区."""
    city = everybody()
    in_force(city["reviewer"])
    reported(city)
    for name, values in MORE_PEOPLE.items():
        city[name] = User.objects.create(username=name, **values)
    claim = draft_claim(FactKind.FUNDS, "甲", {"occurred_on": "2022-09-01"}, by=city["own_clerk"])
    paper = papers.attach_to_claim(claim.pk, b"%PDF-1.4", "进账单.pdf", "银行进账单", by=city["own_clerk"])
    asked = NewMessage(unit="通川区", title="请报送", body="请报送九月月报")
    send([asked], by=city["reviewer"], reason="催报")
    message = Message.objects.latest("pk")
    published(city)
    rows = {"claim": claim, "paper": paper, "message": message, "act": Act.objects.earliest("pk")}
    rows |= {"bulletin": written(city), "issued": issued_by(city)}
    named = {name: str(row.pk) for name, row in rows.items()}
    named |= claimed(city) | recorded(attracted(served(city))) | uploaded(visits_of(city))
    return Office(people=city, named=named)


def claimed(people: dict[str, User]) -> dict[str, str]:
    """A signing of 通川区 ready to be submitted, and one before its reviewer, 市商务局."""
    reviewed_by("市商务局", FactKind.SIGNING, by=people["reviewer"])
    for code in ("丙", "丁"):
        project(people["reviewer"], code)
    draft, sent = (
        drafted(FactKind.SIGNING, people["own_clerk"], code, on=date(2022, 2, 1)) for code in ("丙", "丁")
    )
    claims.submit([sent.pk], by=people["head"])
    named = {
        "draft": draft.pk,
        "now": draft.version,
        "sent": sent.pk,
        "sent_paper": sent.attachments.get().pk,
    }
    return {name: str(number) for name, number in named.items()}


def recorded(office: dict) -> dict[str, str]:
    """Codes of records that no table of codes could know."""
    of_kind = Record.objects.order_by("pk").filter
    return {
        "approval": of_kind(kind="approval").first().pk,
        "case": of_kind(kind="service_case").get().pk,
        "duty": of_kind(kind="duty", unit=WORKS).first().pk,
        **{name: office[name].pk for name in ("lead", "offer", "trip")},
    }


def answer(office: Office, client: Client, asked: Row) -> tuple[int, bool]:
    """The status, and whether anything was written; the office stays as it was."""
    before, acts = transaction.savepoint(), Act.objects.count()
    sent = {name: value.format(**office.named) for name, value in asked.sent.items()}
    if "file" in sent:
        sent["file"] = SimpleUploadedFile(sent["file"], PNG)
    address, method = asked.address.format(**office.named), getattr(client, asked.method.lower())
    status = method(address, sent).status_code
    is_written = Act.objects.count() > acts
    transaction.savepoint_rollback(before)
    return status, is_written


ON_EITHER_DATABASE = ("reviewer", "own_clerk")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=pytest.mark.database if who in ON_EITHER_DATABASE else ()) for who in VISITORS],
)
def test_every_address_answers_each_role_as_the_table_says(who, office):
    """What was refused has written nothing, and what was posted whole and accepted is written."""
    cookies, wrong = signed_in(office.people.get(who)), []
    for asked in (row for row in ROWS if who in row.answers):
        client = Client()
        client.cookies.load(cookies)
        status, is_written = answer(office, client, asked)
        is_refused = status >= 400 or who in ("anonymous", "inactive")
        if (
            status != asked.answers[who]
            or (is_written and is_refused)
            or (asked.sent and is_written == is_refused)
        ):
            done = "and wrote" if is_written else "and wrote nothing"
            wrong.append(f"{asked.method} {asked.address}: answered {status} ({asked.answers[who]}) {done}")
    assert "\n".join(wrong) == ""


def signed_in(person: User | None) -> dict[str, str]:
    client = Client()
    if person:
        client.force_login(person, backend=BACKEND)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def test_no_address_is_left_out_of_the_table():
    """A new page begins with a row here: who may open it, and who may not."""
    named = {resolve(row.address.partition("?")[0].format_map(ANY)).url_name for row in ROWS}
    pages = (page for feature in urlpatterns for page in feature.url_patterns)
    assert sorted(page.name for page in pages if page.name not in named) == []


def test_whoever_is_not_signed_in_sees_nothing_but_the_way_in():
    shown = {row.address for row in ROWS if row.answers["anonymous"] not in (302, 405)}
    assert shown == {"/login/"}


def test_who_keeps_the_accounts_sees_no_figure_and_who_has_figures_keeps_no_account():
    opened = {row.address for row in ROWS if 200 in (row.answers["system"], row.answers["security"])}
    own = {"/login/", "/password/", "/inbox/", "/menu/"}
    assert opened == own | {"/accounts/", "/accounts/own_clerk/", "/accounts/own_clerk/reset/"}


class _AnyNumber(dict):
    """Something that fits every pattern of an address."""

    def __missing__(self, name: str) -> str:
        return "1"


ANY = _AnyNumber()
