"""Random people take random steps with random claims: what happens is what a model of ten lines says, and nothing else.

The model knows the lattice of states, who stands where in it, and that money needs its signing. After every step the
ledger holds exactly the lines of the posted claims, and every claim is the sum of its events.
"""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Claim, ClaimEvent, PostingRow, Record
from jinghe.usecases.claims import claims
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger.ledger import live_postings
from tests.usecases.claiming import (
    drafted,
    fresh,
    money,
    project,
    reviewed_by,
    send_back,
    staff,  # noqa: F401  a fixture
)
from tests.usecases.conftest import YI

pytestmark = pytest.mark.django_db

UNIT, CITY = {"clerk", "head"}, {"reviewer", "second"}
LATTICE: dict[str, dict[str, tuple[set[str], str]]] = {
    "draft": {"submit": ({"head"}, "submitted"), "withdraw": (UNIT, "withdrawn"), "change": (UNIT, "draft")},
    "submitted": {
        "check": ({"checker"}, "checked"),
        "certify": (CITY, "posted"),
        "return": ({"checker"} | CITY, "returned"),
        "withdraw": (UNIT, "withdrawn"),
    },
    "checked": {"certify": (CITY, "posted"), "return": ({"checker"} | CITY, "returned")},
    "returned": {
        "submit": ({"head"}, "submitted"),
        "withdraw": (UNIT, "withdrawn"),
        "change": (UNIT, "returned"),
    },
    "posted": {"reverse": (CITY, "reversed")},
    "withdrawn": {},
    "reversed": {},
}
SIGNING, FIRST, SECOND = range(3)
"""A signing, which 市商务局 reviews, and two arrivals of money, which the city bureau certifies alone."""

STEPS = ("submit", "check", "certify", "return", "withdraw", "reverse", "change")
SEVERAL = {"submit": claims.submit, "check": claims.check, "certify": claims.certify}
WHO = ("clerk", "head", "checker", "reviewer", "second", "other_head", "other_checker", "leader", "auditor")
LIKELY = st.sampled_from(
    [
        ("head", "submit"),
        ("checker", "check"),
        ("reviewer", "certify"),
        ("second", "reverse"),
        ("head", "submit"),
    ]
)
walks = st.lists(
    st.tuples(
        LIKELY | st.tuples(st.sampled_from(WHO), st.sampled_from(STEPS)),
        st.sets(st.sampled_from((SIGNING, FIRST, SECOND)), min_size=1),
    ),
    max_size=24,
)


def expected(states: tuple[str, ...], who: str, step: str, chosen: Iterable[int]) -> tuple[str, ...] | None:
    """The states after a step, by the model; None where it must be refused."""
    after = list(states)
    for one in chosen:
        by, to = LATTICE[states[one]].get(step, (set(), ""))
        is_reviewed = one == SIGNING
        if who not in by or (who == "checker" and not is_reviewed):
            return None
        if step == "certify" and is_reviewed and states[one] == "submitted":
            return None
        after[one] = to
    has_signing, has_money = after[SIGNING] == "posted", "posted" in after[FIRST:]
    return None if has_money and not has_signing else tuple(after)


def taken(step: str, numbers: list[int], by) -> None:
    if step in SEVERAL:
        SEVERAL[step](numbers, by=by)
        return
    (number,) = numbers
    version = claims.claim_of(number).version
    match step:
        case "return":
            send_back(claims.claim_of(number), by)
        case "withdraw":
            claims.withdraw(number, note="误填", expected=version, by=by)
        case "reverse":
            claims.reverse_claim(number, note="作废", expected=version, by=by)
        case "change":
            claims.change_claim(number, {"note": f"改{version}"}, expected=version, by=by)


def require_sound(numbers: list[int]) -> None:
    """What holds whatever anybody did."""
    held = {claim.pk: claim for claim in Claim.objects.filter(pk__in=numbers)}
    posted = {number for number, claim in held.items() if claim.state == "posted"}
    live = live_postings()
    rows = {row.sequence: row.claim for row in PostingRow.objects.filter(sign=1)}
    assert {int(rows[posting.sequence]) for posting in live} == posted
    for number, claim in held.items():
        lines = {posting.entry for posting in live if rows[posting.sequence] == str(number)}
        assert lines == (set(claim.entries) if number in posted else set())
        events = list(ClaimEvent.objects.filter(claim=claim).order_by("number"))
        assert [event.number for event in events] == list(range(1, claim.version + 1))
        moves = [event.payload["state"] for event in events if "state" in event.payload]
        assert [before for before, _ in moves] == ["draft", *(after for _, after in moves)][: len(moves)]
        assert claim.state == (moves[-1][1] if moves else "draft")
        assert claim.changed_id == events[-1].act_id
    kinds = {posting.kind for posting in live}
    stands = Record.objects.get(pk="P1").state
    assert stands == ("funds" if FactKind.FUNDS in kinds else "signing" if kinds else "talks")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(walk=walks)
def test_every_walk_is_a_walk_of_the_model(walk, staff):  # noqa: F811
    with transaction.atomic():
        project(staff["reviewer"])
        reviewed_by("市商务局", FactKind.SIGNING, by=staff["reviewer"])
        drafts = [
            drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1)),
            money(staff["clerk"], 2),
            money(staff["clerk"], 3),
        ]
        numbers = [one.pk for one in drafts]
        states: tuple[str, ...] = ("draft",) * 3
        for (who, step), several in walk:
            chosen = sorted(several) if step in SEVERAL else [min(several)]
            after = expected(states, who, step, chosen)
            try:
                with transaction.atomic():
                    taken(step, [numbers[one] for one in chosen], staff[who])
                assert after is not None, (states, who, step, chosen)
            except (AccessRefused, Refused):
                assert after is None, (states, who, step, chosen)
            states = after or states
            assert tuple(fresh(one).state for one in drafts) == states
            require_sound(numbers)
        brought = sum(p.amount_fen for p in live_postings(subject="P1", kind="funds", role="host"))
        assert brought == sum(
            yi * YI for yi, state in zip((2, 3), states[FIRST:], strict=True) if state == "posted"
        )
        transaction.set_rollback(True)
