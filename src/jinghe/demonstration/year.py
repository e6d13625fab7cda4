"""The demonstration year: replays built-in acts through the same doors as real work, and marks the ledger for good."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from jinghe.demonstration.attracting import add_attracting
from jinghe.demonstration.bulletins import add_bulletins, bulletin_days, send_out_bulletins
from jinghe.demonstration.carrying import add_carrying
from jinghe.demonstration.claims import add_claims
from jinghe.demonstration.dispatch import add_follow_ups
from jinghe.demonstration.evaluation import add_evaluations
from jinghe.demonstration.office import add_official_figures, close_months, closing_days, tell_accounts
from jinghe.demonstration.plan import builtin_plan
from jinghe.demonstration.records import register_subjects
from jinghe.demonstration.service import add_service
from jinghe.demonstration.story import (
    Demonstration,
    PostAct,
    RestateAct,
    ReturnAct,
    ReverseAct,
    demonstration_year,
)
from jinghe.store.models import AccountRole, Act, ActKind, MonthlyReturn, User
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.demonstration import DEMO_PASSWORD
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.returns import returns
from jinghe.usecases.security.accounts import create_account

ACCOUNTS: tuple[tuple[str, AccountRole, str], ...] = (
    ("shenhe", AccountRole.REVIEWER, "市经济合作外事局"),
    ("tongchuan", AccountRole.CLERK, "通川区"),
    ("tongchuanld", AccountRole.HEAD, "通川区"),
    ("fagai", AccountRole.CLERK, "市发展改革委"),
    ("fagaild", AccountRole.HEAD, "市发展改革委"),
    ("shengtai", AccountRole.CLERK, "市生态环境局"),
    ("zhengguan", AccountRole.CLERK, "市政管局"),
    ("shangwu", AccountRole.CHECKER, "市商务局"),
    ("jixiao", AccountRole.PERFORMANCE, ""),
    ("shenji", AccountRole.AUDITOR, ""),
    ("lingdao", AccountRole.LEADER, ""),
    ("xitong", AccountRole.SYSTEM, ""),
    ("anquan", AccountRole.SECURITY, ""),
)


class NotEmpty(RuntimeError):
    """The demonstration goes into a new ledger only; it never mixes with real work."""


def load(progress: Callable[[int, int], None] = lambda done, total: None) -> Demonstration:
    """Fills an empty database with accounts, the 2022 plan and the demonstration year. Raises NotEmpty.

    progress is told acts done and acts in all.
    """
    if Act.objects.exists():
        raise NotEmpty
    story = demonstration_year()
    people = {
        username: create_account(username, DEMO_PASSWORD, role=role, unit=unit, check_password=False)
        for username, role, unit in ACCOUNTS
    }
    reviewer = people["shenhe"]
    _mark(reviewer, story.acts[0].at - timedelta(minutes=2))
    plan = builtin_plan()
    issue_plan(
        plan,
        by=reviewer,
        effective_on=date(plan.year, 1, 1),
        approval_document=plan.document_number,
        reason="演示：下达2022年目标任务",
        at=story.acts[0].at - timedelta(minutes=1),
    )
    due, bulletins = list(closing_days(plan.year)), list(bulletin_days(plan.year))
    for done, act in enumerate(story.acts, start=1):
        close_months(reviewer, due, before=act.at)
        send_out_bulletins(people, bulletins, before=act.at)
        _replay(act, reviewer)
        progress(done, len(story.acts))
    at = story.acts[-1].at + timedelta(minutes=1)
    register_subjects(story.subjects, by=reviewer, at=at)
    for place, load_more in enumerate(LOADERS, start=1):
        load_more(people, at + place * BETWEEN_LOADERS)
    add_attracting(by=reviewer)
    add_evaluations(people, plan.year)
    return story


def _mark(by: User, at: datetime) -> None:
    with recorded(at) as recording:
        recording.write(ActKind.DEMONSTRATION, by, "演示数据，非真实业务")


def _replay(act: PostAct | ReverseAct | RestateAct | ReturnAct, reviewer: User) -> None:
    match act:
        case PostAct():
            ledger.post(act.entries, by=reviewer, reason=act.reason, at=act.at)
        case ReverseAct():
            ledger.reverse(_entry_number(act), by=reviewer, reason=act.reason, at=act.at)
        case RestateAct():
            ledger.restate(act.subject, act.changes, by=reviewer, reason=act.reason, at=act.at)
        case ReturnAct():
            clerk = User(username=act.by, role=AccountRole.CLERK, unit=act.unit)
            returns.file_return(act.unit, act.month, is_zero=act.is_zero, by=clerk, at=act.at)


def _certify_returns(people: dict[str, User], at: datetime) -> None:
    """All returns to September; those of October wait for the reader."""
    filed = MonthlyReturn.objects.filter(month__lt=date(2022, 10, 1)).order_by("month", "unit")
    returns.certify_returns(list(filed.values_list("unit", "month")), by=people["shenhe"], at=at)


def _entry_number(act: ReverseAct) -> int:
    """The latest live entry the act means."""
    live = ledger.live_postings(subject=act.subject, kind=act.kind, occurred_on=act.occurred_on)
    return live[-1].entry


BETWEEN_LOADERS = timedelta(minutes=10)
"""Each loader's acts lie within so much of the instant it is told, later ones after earlier ones."""

LOADERS: tuple[Callable[[dict[str, User], datetime], None], ...] = (
    _certify_returns,
    add_claims,
    add_service,
    add_official_figures,
    add_carrying,
    add_follow_ups,
    tell_accounts,
    add_bulletins,
)
"""What fills the pages beside the ledger, in order: told the accounts by name, and the instant of its first act."""
