"""Writers queue: sequence and time only grow, and what was known at a moment never changes while others write."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, PostingRow
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.ledger import ledger
from tests.usecases.conftest import YI, funds, signing

pytestmark = pytest.mark.database
WRITERS, ACTS_EACH = 4, 6


@pytest.fixture
def people(fresh_database):
    from datetime import date

    from jinghe.demonstration.plan import builtin_plan
    from jinghe.store.models import AccountRole
    from jinghe.usecases.plan.plans import issue_plan
    from tests.usecases.conftest import account

    reviewer = account(AccountRole.REVIEWER, "市经济合作外事局", "shenhe")
    issue_plan(
        builtin_plan(), by=reviewer, effective_on=date(2022, 1, 1), approval_document="文", reason="下达"
    )
    return reviewer


def in_threads(*jobs) -> list[BaseException]:
    failures: list[BaseException] = []

    def run(job):
        try:
            job()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_what_was_known_at_n_never_changes_while_others_write(people):
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def total(known: int) -> int:
        rows = PostingRow.objects.filter(kind=FactKind.FUNDS, sequence__lte=known)
        return sum(row.sign * row.amount_fen for row in rows)

    def write(number: int):
        for turn in range(ACTS_EACH):
            subject = f"甲{number}-{turn}"
            ledger.post([signing(subject), funds(YI + turn, subject)], by=people, reason="并发")

    def watch():
        while not done.is_set():
            known = sequence_at(None)
            seen.append((known, total(known)))

    watcher = threading.Thread(target=lambda: (watch(), connection.close()))
    watcher.start()
    failures = in_threads(*(lambda n=n: write(n) for n in range(WRITERS)))
    done.set()
    watcher.join()

    assert failures == []
    assert len(seen) > 1
    assert [total(known) for known, _ in seen] == [amount for _, amount in seen]


def test_sequence_and_time_only_grow_and_leave_no_gap(people):
    failures = in_threads(
        *(
            lambda n=n: ledger.post([signing(f"乙{n}"), funds(YI, f"乙{n}")], by=people, reason="并发")
            for n in range(8)
        )
    )
    assert failures == []
    sequences = list(PostingRow.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, 17))
    acts = list(Act.objects.order_by("pk"))
    assert all(one.recorded_at < other.recorded_at for one, other in zip(acts, acts[1:], strict=False))
    assert all(one.last_sequence <= other.last_sequence for one, other in zip(acts, acts[1:], strict=False))
    for act in acts:
        assert sequence_at(act.recorded_at) == act.last_sequence
        assert (
            sequence_at(act.recorded_at - timedelta(microseconds=1)) < act.last_sequence
            or act.last_sequence == 0
        )


def test_of_two_who_sign_the_same_project_one_is_refused(people):
    failures = in_threads(*(lambda: ledger.post([signing("丙")], by=people, reason="并发") for _ in range(2)))
    assert [type(error) for error in failures] == [ledger.RefusedEntries]
    assert PostingRow.objects.filter(subject="丙").count() == 1
