"""Two at the same claim at the same moment: one is taken, the other is told."""

import threading
from datetime import date

import pytest
from django.db import connection

from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import PostingRow
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.claims.claims import RefusedClaims
from jinghe.usecases.common.refusals import ChangedMeanwhile
from jinghe.usecases.plan.plans import issue_plan
from tests.usecases.claiming import PEOPLE, PNG, drafted, fresh, project
from tests.usecases.conftest import account

pytestmark = pytest.mark.database


@pytest.fixture
def people(fresh_database, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "papers"
    found = {name: account(role, unit, name) for name, (role, unit) in PEOPLE.items()}
    day = date(2022, 1, 1)
    issue_plan(builtin_plan(), by=found["reviewer"], effective_on=day, approval_document="文", reason="下达")
    project(found["reviewer"])
    return found


def at_once(*jobs) -> list[BaseException]:
    """Runs the jobs together, each with a connection of its own; what they raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_of_two_who_certify_the_same_claim_one_posts(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 1))
    claims.submit([claim.pk], by=people["head"])
    told = {claim.pk: fresh(claim).version}
    raised = at_once(
        *(
            lambda who=who: claims.certify([claim.pk], expected=told, by=people[who])
            for who in ("reviewer", "second")
        )
    )
    assert [type(error) for error in raised] == [RefusedClaims]
    assert PostingRow.objects.count() == 2
    assert fresh(claim).version == told[claim.pk] + 1


def test_of_a_return_and_a_certification_only_the_first_happens(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], on=date(2022, 2, 1))
    claims.submit([claim.pk], by=people["head"])
    version = fresh(claim).version
    told = {"field": "record", "reason": "other", "note": "核对", "expected": version, "by": people["second"]}
    raised = at_once(
        lambda: claims.certify([claim.pk], expected={claim.pk: version}, by=people["reviewer"]),
        lambda: claims.return_claim(claim.pk, **told),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], RefusedClaims | ChangedMeanwhile)
    assert (fresh(claim).state == "posted") == PostingRow.objects.exists()


def test_the_same_file_sent_twice_at_once_is_kept_once(people):
    claim = drafted(FactKind.SIGNING, people["clerk"], proved=False)

    def send(title):
        papers.attach_to_claim(claim.pk, PNG, title, "投资协议", by=people["clerk"])

    raised = at_once(*(lambda n=n: send(f"{n}.png") for n in range(4)))
    assert raised == []
    assert fresh(claim).attachments.values("file").distinct().count() == 1
    assert fresh(claim).version == 5
