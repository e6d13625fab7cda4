"""The ledger: post, reverse, restate. `post` is the only door through which a figure comes in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jinghe.core.counting.entries import Credit, Entry, Evidence, entry_of, reversed_posting
from jinghe.core.counting.facts import FACT_RULES, FactKind, Posting
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import Act, ActKind, Claim, EvidenceItem, PostingRow
from jinghe.store.sql.tallying import posting_of, row_of
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import Recording, recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.ledger.live_entries import LiveEntries, standing_of
from jinghe.usecases.plan.plans import known_units


class RefusedEntries(Refused):
    """Entries that may not be posted; `faults` pairs the index of an entry with what is wrong, all at once."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        texts = "；".join(f"第{index + 1}笔：{fault}" for index, fault in faults)
        log = f"{len(faults)} faults: {list(faults)[:5]}"
        super().__init__(f"{texts}。全部未入账，请更正后重试。", log=log)
        self.faults = tuple(faults)


@door("ledger.post")
def post(entries: Sequence[Entry], *, by: Actor, reason: str, at: datetime | None = None) -> Act:
    """Posts entries in one act, all or none. Raises AccessRefused, RefusedEntries, TimeRunsBackwards."""
    access.require(access.may_write_ledger(by), by, "入账")
    with recorded(at) as recording:
        return post_in(recording, entries, by=by, reason=reason)


def post_in(recording: Recording, entries: Sequence[Entry], *, by: Actor, reason: str) -> Act:
    """Posts entries within an act that is under way, and writes it. Raises RefusedEntries."""
    _require_sound(
        entries, timezone.localdate(recording.at), standing_of({entry.subject for entry in entries})
    )
    rows, evidence = _numbered(entries, recording)
    return _save(recording, ActKind.POST, by, reason, rows, evidence)


@door("ledger.reverse")
def reverse(entry: int, *, by: Actor, reason: str, at: datetime | None = None) -> Act:
    """Answers a mistaken entry with the opposite of each of its postings. Raises AccessRefused, Refused."""
    access.require(access.may_write_ledger(by), by, "冲销")
    with recorded(at) as recording:
        require_no_claim(entry)
        return reverse_in(recording, [entry], by=by, reason=reason)


def reverse_in(recording: Recording, entries: Sequence[int], *, by: Actor, reason: str) -> Act:
    """Reverses entries within an act that is under way, in the order given, and writes it. Raises Refused."""
    rows: list[PostingRow] = []
    for entry in entries:
        live = live_postings(entry=entry)
        if not live:
            raise Refused(f"第{entry}笔入账不存在或已经冲销，没有可冲销的内容。")
        _require_no_dependents(live[0])
        rows += [row_of(_number(reversed_posting(posting), recording, entry)) for posting in live]
    return _save(recording, ActKind.REVERSE, by, reason, rows, [])


def reverse_span_in(recording: Recording, first: int, last: int, *, by: Actor, reason: str) -> Act:
    """Reverses every posting of a span of sequences within an act that is under way: an opening goes back whole."""
    live = live_postings(sequence__gte=first, sequence__lte=last)
    rows = [row_of(_number(reversed_posting(posting), recording, posting.entry)) for posting in live]
    return _save(recording, ActKind.REVERSE, by, reason, rows, [])


@door("ledger.restate")
def restate(
    subject: str, changes: Mapping[str, Any], *, by: Actor, reason: str, at: datetime | None = None
) -> Act:
    """Corrects a fact that all postings of a subject copied: reverses and re-enters them in one act.

    changes: cohort_on (the signing date), investment_fen, industry, region, investor, is_real_estate,
    is_government_investment. A changed signing date or investment moves the signing itself too.
    Raises AccessRefusedEntries.
    """
    access.require(access.may_write_ledger(by), by, "重述")
    with recorded(at) as recording:
        return restate_in(recording, subject, changes, by=by, reason=reason)


def restate_in(
    recording: Recording,
    subject: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    recredit: Callable[[Entry], tuple[Credit, ...]] | None = None,
) -> Act:
    """Restates within an act that is under way, and writes it. recredit: whose each entry is from now on.

    Raises Refused, RefusedEntries.
    """
    live, entries = restatement_of(subject, changes, recredit=recredit)
    reversals = [row_of(_number(reversed_posting(p), recording, p.entry)) for p in live]
    _require_sound(entries, timezone.localdate(recording.at), LiveEntries())
    rows, evidence = _numbered(entries, recording)
    return _save(recording, ActKind.RESTATE, by, reason, reversals + rows, evidence)


def restatement_of(
    subject: str,
    changes: Mapping[str, Any],
    *,
    recredit: Callable[[Entry], tuple[Credit, ...]] | None = None,
) -> tuple[list[Posting], list[Entry]]:
    """The postings of a subject that a restatement reverses, and the entries that take their place.

    Raises Refused.
    """
    if unknown := set(changes) - RESTATABLE:
        raise Refused(f"不能重述：{'、'.join(sorted(unknown))}。")
    live = live_postings(subject=subject)
    if not live:
        raise Refused(f"“{subject}”没有有效的入账，无从重述。")
    entries = [_changed(entry, changes) for entry in _entries_of(live)]
    if recredit is not None:
        entries = [replace(entry, credits=recredit(entry)) for entry in entries]
    return live, entries


RESTATABLE = frozenset(
    {
        "cohort_on",
        "investment_fen",
        "industry",
        "region",
        "investor",
        "is_real_estate",
        "is_government_investment",
    }
)


def live_postings(**where: Any) -> list[Posting]:
    """Postings that stand: not reversals and not reversed, in the order they were posted."""
    rows = PostingRow.objects.filter(**where).order_by("sequence")
    postings = [posting_of(row) for row in rows]
    reversed_ones = {posting.reverses for posting in postings}
    return [p for p in postings if p.sign == 1 and p.sequence not in reversed_ones]


def _changed(entry: Entry, changes: Mapping[str, Any]) -> Entry:
    if entry.kind is not FactKind.SIGNING:
        return replace(entry, **changes)
    moved = {"occurred_on": changes["cohort_on"]} if "cohort_on" in changes else {}
    sized = {"amount_fen": changes["investment_fen"]} if "investment_fen" in changes else {}
    return replace(entry, **changes, **moved, **sized)


def _entries_of(live: Iterable[Posting]) -> list[Entry]:
    by_entry: defaultdict[int, list[Posting]] = defaultdict(list)
    for posting in live:
        by_entry[posting.entry].append(posting)
    proofs: defaultdict[int, list[Evidence]] = defaultdict(list)
    for item in EvidenceItem.objects.filter(entry__in=by_entry).order_by("pk"):
        proofs[item.entry].append(Evidence(kind=item.kind, title=item.title, digest=item.digest))
    claims = dict(PostingRow.objects.filter(entry__in=by_entry, sign=1).values_list("entry", "claim"))
    return [
        replace(entry_of(postings), evidence=tuple(proofs[number]), claim=claims[number])
        for number, postings in by_entry.items()
    ]


def _require_sound(entries: Sequence[Entry], today: date, standing: LiveEntries) -> None:
    """Raises RefusedEntries with every fault of every entry."""
    units = known_units()
    faults = []
    for place, entry in enumerate(entries):
        found = [*entry.faults(), *_unknown_codes(entry), *_unknown_units(entry, units)]
        if entry.occurred_on > today:
            found.append(f"发生日期{entry.occurred_on}在将来")
        found += standing.faults(entry)
        standing.add(entry)
        faults += [(place, fault) for fault in found]
    if faults:
        raise RefusedEntries(faults)


def _unknown_units(entry: Entry, units: frozenset[str]) -> list[str]:
    return [f"“{c.unit}”不是目标任务中的责任单位" for c in entry.credits if c.unit not in units]


def _unknown_codes(entry: Entry) -> list[str]:
    names = lexicon().names
    pairs = [("industry", entry.industry), ("region", entry.region)]
    pairs += [("investor", code) for code in entry.investor]
    return [f"词表中没有代码“{code}”" for dimension, code in pairs if code and code not in names[dimension]]


def _require_no_dependents(posting: Posting) -> None:
    """A signing stays as long as its stages stand: a registered project that never signed makes no sense."""
    needing = [kind for kind, rule in FACT_RULES.items() if rule.needs is posting.kind]
    standing = {needed.kind for needed in live_postings(subject=posting.subject, kind__in=needing)}
    if standing:
        names = "、".join(FACT_RULES[kind].name for kind in sorted(standing))
        raise Refused(f"“{posting.subject}”还有“{names}”入账以它为前提，请先冲销这些入账。")


def require_no_claim(entry: int) -> None:
    """What came in by a claim goes out by it, so that the claim says what became of it. Raises Refused."""
    told = PostingRow.objects.filter(entry=entry, sign=1).values_list("claim", flat=True).first() or ""
    if told.isdecimal() and Claim.objects.filter(pk=told).exists():
        raise Refused(f"第{entry}笔入账来自申报{told}，请在申报{told}中冲销。")


def _number(posting: Posting, recording: Recording, entry: int) -> Posting:
    return replace(posting, sequence=recording.next_sequence(), entry=entry)


def _numbered(
    entries: Sequence[Entry], recording: Recording
) -> tuple[list[PostingRow], list[tuple[int, Evidence]]]:
    """Rows of new entries; an entry's number is the sequence of its first posting."""
    rows, evidence = [], []
    for entry in entries:
        number = recording.last_sequence + 1
        for posting in entry.postings():
            row = row_of(_number(posting, recording, number))
            row.claim = entry.claim
            row.evidence_digest = entry.evidence_digest
            rows.append(row)
        evidence += [(number, item) for item in entry.evidence]
    return rows, evidence


def _save(
    recording: Recording,
    kind: ActKind,
    by: Actor,
    reason: str,
    rows: list[PostingRow],
    evidence: list[tuple[int, Evidence]],
) -> Act:
    act = recording.write(kind, by, reason)
    for row in rows:
        row.act = act
    PostingRow.objects.bulk_create(rows, batch_size=500)
    EvidenceItem.objects.bulk_create(
        EvidenceItem(act=act, entry=entry, kind=item.kind, title=item.title, digest=item.digest)
        for entry, item in evidence
    )
    return act
