"""Why this number: the clause, the reading, the rulings, and every posting behind a figure with its evidence."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from jinghe.core.counting.facts import WHOLE_SHARE, Posting
from jinghe.core.counting.rulings import QUESTIONS, RulingQuestion
from jinghe.core.counting.tallies import Summed, Tally, tally
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.progress.measures import Measure, measure, read
from jinghe.store.models import Act, EvidenceItem, PostingRow, Record
from jinghe.store.sql.tallying import posting_of, tally_all
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import sequence_at
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.plan.plans import plan_of, revision_at, words_of

ADDED, TAKEN, DENOMINATOR = "计入", "扣减", "分母"


class FiguresDisagree(RuntimeError):
    """The listed postings do not add up to the figure shown: a defect of the house, never to be shown as a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLine:
    """One posting as the drill-down shows it. weight: what it adds to the figure, in base units."""

    posting: Posting
    subject_name: str
    part: str
    weight: Fraction
    act: Act
    evidence: tuple[EvidenceItem, ...]
    is_reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything behind one figure; lines is None for those who may not see the postings."""

    target: Target
    plan: Plan
    value: Fraction | None
    numerator: Fraction
    denominator: Fraction | None
    rulings: tuple[tuple[RulingQuestion, str, str], ...]
    subjects: int
    lines: tuple[PostingLine, ...] | None
    evidence_kinds: tuple[tuple[str, int], ...]
    without_evidence: int
    reversals: int


def explain(
    key: str,
    year: int,
    *,
    by: Actor,
    as_of: date,
    known_at: datetime | None = None,
    basis: str = "adjusted",
) -> Explanation:
    """What stands behind the figure of a target. Raises NoPlan, Missing, AccessRefused, FiguresDisagree."""
    access.require(access.may_see_scores(by), by, "查看进度")
    revision = revision_at(year, as_of=as_of, known_at=known_at, basis=basis)
    plan = plan_of(revision)
    target = plan.target(key)
    if target is None:
        raise Missing(key)
    known = sequence_at(known_at)
    asked = measure(target, plan, words_of(revision), as_of)
    sums = tally_all(asked.tallies, known)
    shown = read(asked, target.unit, lambda one: sums[one])
    may_see = access.may_see_all_postings(by) or (
        not asked.whole_city and access.may_see_postings(by, target.unit)
    )
    lines = _lines(asked, target, known)
    _require_agreement(asked, sums, lines, target)
    live = [line for line in lines if line.posting.sign == 1 and not line.is_reversed]
    return Explanation(
        target=target,
        plan=plan,
        value=shown.value,
        numerator=shown.numerator,
        denominator=shown.denominator,
        rulings=_rulings(plan, target),
        subjects=len({line.posting.subject for line in live if line.part != DENOMINATOR}),
        lines=tuple(lines) if may_see else None,
        evidence_kinds=tuple(Counter(e.kind for line in live for e in line.evidence).most_common()),
        without_evidence=sum(not line.evidence for line in live if line.part != DENOMINATOR),
        reversals=sum(line.posting.sign == -1 for line in lines),
    )


def _lines(asked: Measure, target: Target, known: int) -> list[PostingLine]:
    """The postings that the reference meaning counts, in ledger order within each part."""
    parts = [(ADDED, one) for one in asked.adds] + [(TAKEN, one) for one in asked.takes]
    parts += [(DENOMINATOR, asked.over)] if asked.over else []
    counted = [(part, one, row) for part, one in parts for row in _rows(asked, one, target, known)]
    proofs: defaultdict[int, list[EvidenceItem]] = defaultdict(list)
    for item in EvidenceItem.objects.filter(entry__in={row.entry for _, _, row in counted}).order_by("pk"):
        proofs[item.entry].append(item)
    names = dict(Record.objects.values_list("code", "name"))
    undone = {row.reverses for _, _, row in counted if row.reverses}
    return [
        PostingLine(
            posting=posting_of(row),
            subject_name=names.get(row.subject, row.subject),
            part=part,
            weight=Fraction(one.weight(posting_of(row)), 1 if one.summed is Summed.AMOUNT else WHOLE_SHARE),
            act=row.act,
            evidence=tuple(proofs[row.entry]) if row.sign == 1 else (),
            is_reversed=row.sequence in undone,
        )
        for part, one, row in counted
    ]


def _rows(asked: Measure, one: Tally, target: Target, known: int) -> list[PostingRow]:
    rows = PostingRow.objects.filter(
        kind=one.kind,
        role=one.role,
        sequence__lte=known,
        occurred_on__gte=one.occurred.start,
        occurred_on__lt=one.occurred.before,
    )
    if not asked.whole_city:
        rows = rows.filter(unit=target.unit)
    ordered = rows.select_related("act").order_by("sequence")
    return [row for row in ordered if one.counts(posting_of(row))]


def _require_agreement(
    asked: Measure, sums: dict[Tally, dict[str, int]], lines: list[PostingLine], target: Target
) -> None:
    """The cards equal the lists: the reference sum of the lines is what the SQL said. Raises FiguresDisagree."""
    postings = [line.posting for line in lines]
    for one in asked.tallies:
        listed, counted = tally(one, postings, max((p.sequence for p in postings), default=0)), sums[one]
        units = {*listed, *counted} if asked.whole_city else {target.unit}
        if any(listed.get(unit, 0) != counted.get(unit, 0) for unit in units):
            raise FiguresDisagree(f"{target.key}: {listed} is not {counted}")


def _rulings(plan: Plan, target: Target) -> tuple[tuple[RulingQuestion, str, str], ...]:
    """The rulings that touch the target: question, answer in words, source."""
    group = plan.unit(target.unit).group
    found = []
    for ruling in plan.rulings:
        if ruling.applies_to(target.indicator, group) and _bears_on(ruling.name, plan, target):
            found.append((QUESTIONS[ruling.name], ruling.text, ruling.source))
    return tuple(found)


def _bears_on(question: str, plan: Plan, target: Target) -> bool:
    """Whether a question can change the figure: where money counts, nobody asks how to count pieces."""
    restrictions = plan.restrictions(target)
    asked = {
        "led_counts_at": target.indicator == "led_projects",
        "shared_count": not target.rule.sums_money,
        "industry_restricts": bool(target.criteria.industry),
        "band_boundary": restrictions.investment_below is not None,
    }
    return asked.get(question, True)
