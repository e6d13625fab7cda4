"""Plans: issue a revision, and find the one in force."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max

from jinghe.core.counting.dimensions import resolve
from jinghe.core.plan.plans import Plan
from jinghe.core.values.findings import Severity
from jinghe.core.values.vocabulary import UnknownWord, Vocabulary
from jinghe.reference import REFERENCE_VERSION
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.json.plans import plan_from_json, plan_to_json
from jinghe.store.models import Act, ActKind, NoticeDraft, PlanRevision, PlanVocabulary
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.common.vocabulary import vocabulary


class NoPlan(Missing):
    """No plan of that year was known then. `text` says so in Chinese."""

    text = "该年度在所选的入账时点还没有下达目标任务。请改选年度或入账时点。"


def _blocked(findings: int, unknown: Sequence[str]) -> Refused:
    """Why a plan with blocking findings, or with words that nothing can be counted by, is not issued."""
    reasons = [f"还有{findings}处必须处理的疑点"] if findings else []
    reasons += [f"用到词表中没有的词“{'”“'.join(unknown)}”，请先教词"] if unknown else []
    log = f"{findings} blocking findings, unknown words {unknown}"
    return Refused(f"目标任务{'，'.join(reasons)}，不能下达。", log=log)


@door("plans.issue_plan")
def issue_plan(
    plan: Plan,
    *,
    by: Actor,
    effective_on: date,
    approval_document: str,
    reason: str,
    at: datetime | None = None,
    draft: NoticeDraft | None = None,
) -> PlanRevision:
    """Records a plan as the next revision of its year. Raises AccessRefused, Refused, ValueError.

    approval_document: the paper that allows it. draft: the notice it was confirmed from. Revisions after the first keep
    the earlier ones readable.
    """
    access.require(access.may_write_ledger(by), by, "下达目标任务")
    blocking = sum(finding.severity is Severity.BLOCKS for finding in plan.findings)
    unknown = _unknown_words(plan)
    if blocking or unknown:
        raise _blocked(blocking, unknown)
    with recorded(at) as recording:
        act = recording.write(ActKind.ISSUE_PLAN, by, reason)
        last = PlanRevision.objects.filter(year=plan.year).aggregate(last=Max("number"))["last"] or 0
        revision = PlanRevision.objects.create(
            act=act,
            year=plan.year,
            number=last + 1,
            effective_on=effective_on,
            approval_document=approval_document,
            content=plan_to_json(plan),
            draft=draft,
        )
        _freeze_words(act, revision)
        return revision


def _freeze_words(act: Act, revision: PlanRevision) -> None:
    words = {
        dimension: {word: sorted(codes) for word, codes in meanings.items()}
        for dimension, meanings in vocabulary().words.items()
    }
    PlanVocabulary.objects.create(act=act, revision=revision, reference=REFERENCE_VERSION, words=words)


def _unknown_words(plan: Plan) -> tuple[str, ...]:
    """Words of criteria without a meaning: a plan in force that holds one could not be counted at all."""
    words, found = vocabulary(), []
    for target in plan.targets:
        try:
            resolve(plan.restrictions(target), words)
        except UnknownWord as unknown:
            found.append(unknown.word)
    return tuple(dict.fromkeys(found))


def revision_at(
    year: int, *, as_of: date, known_at: datetime | None = None, basis: str = "adjusted"
) -> PlanRevision:
    """The revision in force at as_of as known then; basis "original" is the first one. Raises NoPlan."""
    revisions = PlanRevision.objects.filter(year=year).select_related("act").order_by("number")
    if known_at is not None:
        revisions = revisions.filter(act__recorded_at__lte=known_at)
    known = list(revisions.defer("content"))
    if not known:
        raise NoPlan(year)
    effective = [revision for revision in known if revision.effective_on <= as_of]
    return effective[-1] if basis == "adjusted" and effective else known[0]


def plan_of(revision: PlanRevision) -> Plan:
    """The plan of a revision; revisions never change, so it is read once per process."""
    return _plan(revision.pk, revision.act.recorded_at)


def words_of(revision: PlanRevision) -> Vocabulary:
    """What the words of a revision stood for when it was confirmed: what it counts by, whatever words mean since."""
    return _words(revision.pk, revision.act.recorded_at)


@lru_cache(maxsize=32)
def _words(pk: int, recorded_at: datetime) -> Vocabulary:
    frozen = PlanVocabulary.objects.get(revision=pk, revision__act__recorded_at=recorded_at).words
    words = {
        dimension: {word: frozenset(codes) for word, codes in meanings.items()}
        for dimension, meanings in frozen.items()
    }
    return Vocabulary(words=words, names=lexicon().names)


@lru_cache(maxsize=32)
def _plan(pk: int, recorded_at: datetime) -> Plan:
    """recorded_at tells a revision from one of another database (a restored copy) with the same key."""
    return plan_from_json(PlanRevision.objects.get(pk=pk, act__recorded_at=recorded_at).content)


def plan_years() -> tuple[int, ...]:
    """The years with a plan, latest first."""
    return tuple(PlanRevision.objects.order_by("-year").values_list("year", flat=True).distinct())


def known_units() -> frozenset[str]:
    """Every unit that any revision of any year names."""
    revisions = PlanRevision.objects.values_list("pk", "act__recorded_at")
    return frozenset(unit.name for revision in revisions for unit in _plan(*revision).units)
