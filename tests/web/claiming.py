"""An office that claims: everybody of it, a dossier of 通川区, and drafts as its clerk would file them."""

from datetime import date

import pytest
from django.test import Client

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Claim, User
from jinghe.usecases.claims import claims
from tests.usecases.claiming import drafted, fresh, reviewed_by
from tests.usecases.claiming import project as opened
from tests.web.conftest import BACKEND, HOSTILE
from tests.web.markup import markup

FEBRUARY = date(2022, 2, 1)
MORE_PEOPLE = {
    "head": (AccountRole.HEAD, "通川区"),
    "checker": (AccountRole.CHECKER, "市商务局"),
    "other_checker": (AccountRole.CHECKER, "市科技局"),
    "system": (AccountRole.SYSTEM, ""),
    "security": (AccountRole.SECURITY, ""),
}


@pytest.fixture(name="office")
def claiming_office(plan, people, settings, tmp_path) -> dict[str, User]:
    """Everybody, a dossier of 通川区, and signings reviewed by 市商务局."""
    settings.MEDIA_ROOT = tmp_path
    for name, (role, unit) in MORE_PEOPLE.items():
        if name not in people:
            people[name] = User.objects.create(username=name, role=role, unit=unit)
    opened(people["reviewer"], name=f"电子产业园{HOSTILE}")
    reviewed_by("市商务局", FactKind.SIGNING, by=people["reviewer"])
    return people


@pytest.fixture(name="signed_in")
def own_session(office):
    def session(who: str) -> Client:
        client = Client()
        client.force_login(office[who], backend=BACKEND)
        return client

    return session


def draft(office, **told) -> Claim:
    return drafted(FactKind.SIGNING, office["own_clerk"], **{"on": FEBRUARY, "note": HOSTILE} | told)


def certified(office) -> Claim:
    one = draft(office)
    claims.submit([one.pk], by=office["head"])
    claims.check([one.pk], by=office["checker"])
    claims.certify([one.pk], by=office["reviewer"])
    return fresh(one)


def page(answer) -> str:
    return markup(answer)
