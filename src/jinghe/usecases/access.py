"""Who may see and do what; decided here and nowhere else.

| | scores | postings and evidence | post, reverse, restate | file a return | read notices, confirm plans |
|---|---|---|---|---|---|
| reviewer 市局审核员 | all | all | yes | no | yes |
| clerk 填报员 | all | own unit | no | own unit | no |
| leader 领导 | all | no | no | no | no |
| performance 目标绩效办 | all | all | no | no | how a confirmed plan was read |
| auditor 审计 | all | all | no | no | how a confirmed plan was read |
"""

from typing import Protocol

from jinghe.store.models import AccountRole


class Actor(Protocol):
    """Somebody who acts: an account."""

    username: str
    role: str
    unit: str
    is_active: bool


class AccessRefused(Exception):
    """The actor may not do that. `text` says so in Chinese."""

    def __init__(self, actor: Actor, what: str) -> None:
        super().__init__(f"{actor.username} may not {what}")
        self.text = f"您的账号没有权限{what}。如工作需要，请联系市局管理员。"


_READS_EVERYTHING = {AccountRole.REVIEWER, AccountRole.PERFORMANCE, AccountRole.AUDITOR}


def may_see_scores(actor: Actor) -> bool:
    """Every account with a role sees all scores."""
    return actor.is_active and actor.role in AccountRole.values


def may_see_postings(actor: Actor, unit: str) -> bool:
    """Postings and evidence of a unit: the unit itself, reviewers, the performance office and auditors."""
    is_own = actor.role == AccountRole.CLERK and actor.unit == unit
    return may_see_scores(actor) and (actor.role in _READS_EVERYTHING or is_own)


def may_see_all_postings(actor: Actor) -> bool:
    return may_see_scores(actor) and actor.role in _READS_EVERYTHING


def may_write_ledger(actor: Actor) -> bool:
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_read_notices(actor: Actor) -> bool:
    """Upload notices, change their drafts, teach words, approve and confirm."""
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_see_reading(actor: Actor) -> bool:
    """How a plan in force was read from its notice: reviewers, the performance office and auditors."""
    return may_see_scores(actor) and actor.role in _READS_EVERYTHING


def may_file_return(actor: Actor, unit: str) -> bool:
    return actor.is_active and actor.role == AccountRole.CLERK and actor.unit == unit


def require(allowed: bool, actor: Actor, what: str) -> None:
    """Raises AccessRefused unless allowed; `what` completes “没有权限…”."""
    if not allowed:
        raise AccessRefused(actor, what)
