"""Who may see and do what; decided here and nowhere else.

| | scores | postings and evidence | post, reverse, restate | claim, file a return | read notices, confirm plans |
|---|---|---|---|---|---|
| reviewer 市局审核员 | all | all | yes | no | yes |
| checker 部门审核员 | all | own unit, and what it reviews | no | no | no |
| head 单位负责人 | all | own unit | no | submits for its unit | no |
| clerk 填报员 | all | own unit | no | drafts for its unit | no |
| leader 领导 | all | no | no | no | no |
| performance 目标绩效办 | all | all | no | no | how a confirmed plan was read |
| auditor 审计 | all | all | no | no | how a confirmed plan was read |
| system 系统管理员 | no | no | no | no | no: makes and locks accounts |
| security 安全管理员 | no | no | no | no | no: gives roles and units to accounts |

Records of a register are read, written and moved by the parties that the register names (core.registers): who
somebody is to a record is decided by `parties_of`.
"""

from collections.abc import Iterable
from typing import Protocol

from jinghe.core.claims.claims import ClaimState
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import Party, Register
from jinghe.store.models import OF_A_UNIT, AccountRole, Claim, Record


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
_KEEPS_ACCOUNTS = {AccountRole.SYSTEM, AccountRole.SECURITY}
_CITY_PARTIES = {
    AccountRole.REVIEWER: Party.CITY,
    AccountRole.PERFORMANCE: Party.PERFORMANCE,
    AccountRole.AUDITOR: Party.AUDITOR,
    AccountRole.LEADER: Party.LEADER,
}
_UNIT_PARTIES = {AccountRole.CLERK: Party.CLERK, AccountRole.HEAD: Party.HEAD}


_OWN = frozenset(_UNIT_PARTIES.values())
_PRIVATE_CLAIMS = {ClaimState.DRAFT, ClaimState.WITHDRAWN}


def may_see_scores(actor: Actor) -> bool:
    """Every account with a role sees all scores, but for those who keep the accounts themselves."""
    return actor.is_active and actor.role in AccountRole.values and actor.role not in _KEEPS_ACCOUNTS


def may_see_postings(actor: Actor, unit: str) -> bool:
    """Postings and evidence of a unit: the unit itself, reviewers, the performance office and auditors."""
    is_own = actor.role in OF_A_UNIT and actor.unit == unit
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
    return actor.is_active and actor.role in _UNIT_PARTIES and actor.unit == unit


def may_submit_claims(actor: Actor, unit: str) -> bool:
    """Submit what the clerks of a unit drafted: its head."""
    return actor.is_active and actor.role == AccountRole.HEAD and actor.unit == unit


def acts_for_unit(actor: Actor) -> str:
    """The unit a clerk or a head writes for; empty for everybody else."""
    return actor.unit if actor.is_active and actor.role in _UNIT_PARTIES else ""


def parties_of(
    actor: Actor, unit: str, involved: Iterable[str] = (), checked_by: str = ""
) -> frozenset[Party]:
    """Who the actor is to something that `unit` keeps, that names the `involved` units and `checked_by` reviews."""
    if not may_see_scores(actor):
        return frozenset()
    found = {_CITY_PARTIES[AccountRole(actor.role)]} if actor.role in _CITY_PARTIES else set()
    if actor.role in _UNIT_PARTIES and actor.unit == unit:
        found.add(_UNIT_PARTIES[AccountRole(actor.role)])
    elif actor.role in OF_A_UNIT and actor.unit in involved:
        found.add(Party.INVOLVED)
    if actor.role == AccountRole.CHECKER and checked_by and actor.unit == checked_by:
        found.add(Party.CHECKER)
    return frozenset(found)


def involved_in(record: Record) -> tuple[str, ...]:
    """Every unit that a record names."""
    return tuple(name for name in record.units.split(",") if name)


def may_list(actor: Actor, register: Register) -> bool:
    """Whether a register is anything to the actor: it may read all of it, or may be named in it."""
    parties = parties_of(actor, actor.unit, checked_by=actor.unit)
    return may_see_scores(actor) and bool(
        parties & register.reads or (actor.unit and Party.INVOLVED in register.reads)
    )


def may_list_all(actor: Actor, register: Register) -> bool:
    """Read every record of a register that is not private to a unit."""
    return bool(parties_of(actor, "") & register.reads)


def may_open_record(actor: Actor, register: Register, unit: str) -> bool:
    """Begin a record that `unit` keeps."""
    return bool(parties_of(actor, unit) & register.opens)


def may_see_record(actor: Actor, register: Register, record: Record) -> bool:
    parties = parties_of(actor, record.unit, involved_in(record), checked_by=actor.unit)
    if register.state(record.state).is_private:
        return bool(parties & _OWN)
    return bool(parties & register.reads)


def may_change_record(actor: Actor, register: Register, record: Record) -> bool:
    return bool(parties_of(actor, record.unit, involved_in(record)) & register.writes)


def may_see_confidential(actor: Actor, record: Record) -> bool:
    """The confidential fields of a record, such as contacts of an enterprise: its own unit, the unit that was asked to
    follow it, and the city."""
    working = {record.unit, record.values.get("assigned_unit") or record.unit}
    return any(parties_of(actor, unit) & {*_OWN, Party.CITY} for unit in working)


def may_lay_out_approvals(actor: Actor, project: Record) -> bool:
    """Plan the approvals of a project: the units that keep or host it, by those who write for them, and the city."""
    own = acts_for_unit(actor)
    concerned = bool(own) and own in (project.unit, *involved_in(project))
    return concerned or may_write_ledger(actor)


def claim_parties(actor: Actor, claim: Claim, checked_by: str) -> frozenset[Party]:
    """Who the actor is to a claim. A draft is known to its own unit alone."""
    parties = parties_of(actor, claim.unit, (claim.unit, *involved_in(claim.record)), checked_by)
    return parties & _OWN if claim.state in _PRIVATE_CLAIMS else parties - {Party.LEADER}


def may_list_leads(actor: Actor) -> bool:
    """Lists of leads: whoever may open some, and leaders."""
    return may_list(actor, REGISTERS["lead"]) or may_read_lines(actor)


def may_read_lines(actor: Actor) -> bool:
    """Every line of the lists of leads, without the investors' contacts and without opening any: leaders."""
    return may_see_scores(actor) and actor.role == AccountRole.LEADER


def may_award_leads(actor: Actor) -> bool:
    """Say whose a lead is that two units reported: the city bureau."""
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_write_bulletins(actor: Actor) -> bool:
    """Write, read and issue bulletins: the city bureau and the performance office."""
    return actor.is_active and actor.role in (AccountRole.REVIEWER, AccountRole.PERFORMANCE)


def may_decide_censure(actor: Actor) -> bool:
    """Decide who is named in a bulletin: the performance office alone."""
    return actor.is_active and actor.role == AccountRole.PERFORMANCE


def may_send_messages(actor: Actor) -> bool:
    """Remind units and answer them: the city bureau and the performance office."""
    return actor.is_active and actor.role in (AccountRole.REVIEWER, AccountRole.PERFORMANCE)


def may_review_returns(actor: Actor) -> bool:
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_list_claims(actor: Actor) -> bool:
    """Everybody who may read some claims: units, reviewing departments, the city, the performance office, auditors."""
    return may_see_all_postings(actor) or (may_see_scores(actor) and actor.role in OF_A_UNIT)


def may_lay_down_rules(actor: Actor) -> bool:
    """Lay down rules of the office and close months: the city bureau."""
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_keep_accounts(actor: Actor) -> bool:
    """Make, rename, lock and unlock accounts: the system administrator."""
    return actor.is_active and actor.role == AccountRole.SYSTEM


def may_grant_roles(actor: Actor) -> bool:
    """Give accounts their role and unit: the security administrator, who can make none."""
    return actor.is_active and actor.role == AccountRole.SECURITY


def may_see_accounts(actor: Actor) -> bool:
    return may_keep_accounts(actor) or may_grant_roles(actor) or may_audit(actor)


def may_audit(actor: Actor) -> bool:
    """Read every act of everybody: auditors."""
    return actor.is_active and actor.role == AccountRole.AUDITOR


def may_sign_in(actor: Actor) -> bool:
    """Every account with a role has a page to begin with."""
    return actor.is_active and actor.role in AccountRole.values


def may_have_password(actor: Actor) -> bool:
    """Change one's own password: everybody who could sign in, also before there is a role."""
    return actor.is_active


def may_see_reconciliation(actor: Actor, unit: str) -> bool:
    """Projects of a unit beside the official statistics: who sees its postings, and every reviewing department."""
    return may_see_postings(actor, unit) or may_see_all_reconciliation(actor)


def may_see_all_reconciliation(actor: Actor) -> bool:
    """The bureaus of statistics and commerce sign in as reviewing departments: what they miss they must see."""
    return may_see_all_postings(actor) or (actor.is_active and actor.role == AccountRole.CHECKER)


def may_import(actor: Actor, unit: str) -> bool:
    """Bring in a workbook or a pasted block: a unit's own people for it, for the whole city (no unit) the bureau."""
    return acts_for_unit(actor) == unit if unit else may_write_ledger(actor)


def may_see_import(actor: Actor, unit: str) -> bool:
    """Files of a unit hold its drafts, so they are its own; the opening ledger is for who may see all postings."""
    return may_import(actor, unit) or (not unit and may_see_all_postings(actor))


def may_open_imports(actor: Actor) -> bool:
    return bool(acts_for_unit(actor)) or may_see_all_postings(actor)


def may_see_carrying(actor: Actor, unit: str) -> bool:
    """How a unit carries its targets (signatures, parts, persons, contacts): itself, the city and its leaders."""
    is_own = actor.role in OF_A_UNIT and actor.unit == unit
    return may_see_all_carrying(actor) or (may_see_scores(actor) and is_own)


def may_see_all_carrying(actor: Actor) -> bool:
    return may_see_scores(actor) and actor.role in {*_READS_EVERYTHING, AccountRole.LEADER}


def may_sign_off(actor: Actor, unit: str) -> bool:
    """Sign for the letter of targets and object to it: the head of the unit alone."""
    return Party.HEAD in parties_of(actor, unit)


def may_adjust_plan(actor: Actor) -> bool:
    """Propose other figures for the plan in force, and put them into force: the city bureau."""
    return actor.is_active and actor.role == AccountRole.REVIEWER


def may_see_adjustments(actor: Actor) -> bool:
    return may_list(actor, REGISTERS["adjustment"])


def may_evaluate(actor: Actor) -> bool:
    """Open an evaluation, publish and settle its results, answer objections: the performance office."""
    return actor.is_active and actor.role == AccountRole.PERFORMANCE


def may_mark(actor: Actor, unit: str) -> bool:
    """Give judged scores: the city bureau; nobody marks the unit he belongs to."""
    return actor.is_active and actor.role == AccountRole.REVIEWER and actor.unit != unit


def may_confirm_marks(actor: Actor, unit: str, given_by: str) -> bool:
    """Confirm a mark as the second person: the city bureau and the performance office, never who gave it."""
    is_other = actor.username != given_by and actor.unit != unit
    return is_other and (may_evaluate(actor) or may_mark(actor, unit))


def may_work_on_marks(actor: Actor) -> bool:
    """Give or confirm marks of some unit."""
    return may_evaluate(actor) or may_mark(actor, "")


def may_see_assessments(actor: Actor, unit: str) -> bool:
    """What a unit said of itself, and the marks people give, while nothing is published."""
    return may_see_postings(actor, unit)


def may_object(actor: Actor, unit: str) -> bool:
    """Object to a provisional result, and submit a self-assessment: the head of the unit."""
    return may_submit_claims(actor, unit)


def require(allowed: bool, actor: Actor, what: str) -> None:
    """Raises AccessRefused unless allowed; `what` completes “没有权限…”."""
    if not allowed:
        raise AccessRefused(actor, what)
