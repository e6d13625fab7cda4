"""What the pages of claims show: facts in words, steps as they were taken, who may do what next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinghe.core.claims.claims import (
    CLAIM_KINDS,
    CLAIM_MOVES,
    RETURN,
    SUBMIT,
    ClaimKind,
    ClaimState,
    kinds_of,
)
from jinghe.core.claims.recognition import EXCLUSION_REASONS
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import NO_VALUE, display_text
from jinghe.core.registers.fields import Field, FieldKind, KnownWords
from jinghe.core.registers.registers import FieldFault
from jinghe.usecases.claims import papers
from jinghe.usecases.claims.claims import OTHER_FIELDS, RETURN_REASONS
from jinghe.usecases.claims.reading import ClaimRecord
from jinghe.usecases.common import clock
from jinghe.usecases.common.office_rules import recognition_of
from jinghe.usecases.plan.plans import plan_years
from jinghe.usecases.progress.claim_effects import effects_of
from jinghe.usecases.records.records import known_words
from jinghe.web.records import forms as record_forms

TOLD_IF_THERE = ("share_since", "share_until", "sub_unit")
"""Fields of a record that decide whose money is where they say something."""

STEP_NAMES = {
    "drafted": "起草",
    "changed": "修改",
    "attached": "上传佐证",
    "detached": "取下佐证",
    "restated": "随档案重述",
    **{move.code: move.name for move in CLAIM_MOVES.values()},
}
PLAIN_STEPS = frozenset({SUBMIT.code, "check", "certify"})
"""Steps that need no words and can be taken with several claims at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim in a list."""

    claim: Any
    kind: str
    figures: tuple[str, ...]
    is_late: bool
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStep:
    """A step of a claim in words: the changes as (label, before, after), and what was said."""

    event: Any
    name: str
    changes: tuple[tuple[str, str, str], ...]
    paper: str
    note: str


def lines(
    claims: Iterable[Any], closed: Any, faults: Mapping[int, str], known: KnownWords
) -> list[ClaimLine]:
    return [
        ClaimLine(
            claim=claim,
            kind=CLAIM_KINDS[FactKind(claim.kind)].name,
            figures=tuple(
                display_text(field, claim.values[field.name], known)
                for field in CLAIM_KINDS[FactKind(claim.kind)].fields
                if field.kind in (FieldKind.MONEY, FieldKind.DOLLARS) and field.name in claim.values
            ),
            is_late=bool(closed and claim.occurred_on and claim.occurred_on < closed),
            fault=faults.get(claim.pk, ""),
        )
        for claim in claims
    ]


def claim_context(
    record: ClaimRecord, *, texts: Mapping[str, str] | None = None, faults: tuple[FieldFault, ...] = ()
) -> dict[str, Any]:
    """Everything on the page of a claim but who is asking."""
    claim, kind, known = record.claim, record.kind, known_words()
    returned = record.returned
    told = (
        FieldFault(name=returned["field"], text=f"{returned['reason']}：{returned['note']}")
        if returned
        else None
    )
    labels = field_labels(kind)
    return {
        "claim": claim,
        "kind": kind,
        "record": record,
        "state": ClaimState(claim.state),
        "facts": [(one.label, display_text(one, claim.values.get(one.name), known)) for one in kind.fields],
        "inputs": record_forms.inputs(
            kind.fields,
            known,
            values=claim.values,
            texts=texts,
            faults=(*((told,) if told else ()), *faults),
            required=(one.name for one in kind.required),
        ),
        "returned": {**returned, "label": labels.get(returned["field"], "")} if returned else None,
        "steps": [_step(event, kind, known) for event in reversed(record.events)],
        "papers": [(paper, record.elsewhere.get(paper.file_id, ())) for paper in record.papers],
        "previewed": papers.PREVIEWED,
        "paper_kinds": papers.paper_kinds(claim),
        "limit": papers.LARGEST_FILE // 1024 // 1024,
        "copied": copied_facts(claim.record, known),
        "moves": [move for move in record.steps if move.code in PLAIN_STEPS],
        "worded": [move for move in record.steps if move.code not in PLAIN_STEPS and move is not RETURN],
        "may_return": RETURN in record.steps,
        "labels": labels.items(),
        "reasons": EXCLUSION_REASONS,
        "faults": faults,
        "effects": effects_of(claim) if claim.state == ClaimState.POSTED else None,
    }


def form_context(
    record: Any,
    kind: ClaimKind,
    *,
    texts: Mapping[str, str] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> dict[str, Any]:
    """The form of a new claim, with what the ledger will copy and what will be demanded beside it."""
    known = known_words()
    year = _year_of((texts or {}).get("occurred_on", ""))
    register = REGISTERS[record.kind]
    states = [state.code for state in register.states]
    return {
        "subject": record,
        "kind": kind,
        "inputs": record_forms.inputs(
            kind.fields, known, texts=texts, faults=faults, required=(one.name for one in kind.required)
        ),
        "faults": faults,
        "copied": copied_facts(record, known),
        "rule": recognition_of(kind.kind, year),
        "rule_year": year,
        "lacking": register.missing(record.values, kind.kind) if kind.kind in states else (),
        "register": register,
        "others": [one for one in kinds_of(record.kind) if one.kind is not kind.kind],
    }


def _year_of(day: str) -> int:
    """The year of a day as typed; else the latest that has a plan: its rules are the ones to know."""
    told = day[:4]
    if told.isascii() and told.isdigit() and told >= "1990":
        return int(told)
    return max(plan_years(), default=clock.today().year)


def copied_facts(record: Any, known: KnownWords) -> list[tuple[str, str]]:
    """(label, value) of what an entry takes over from its record."""
    register = REGISTERS[record.kind]
    fields = [one for one in register.fields if one.is_restated]
    return [
        (one.label, display_text(one, record.values.get(one.name), known))
        for one in fields
        if one.name not in TOLD_IF_THERE or record.values.get(one.name)
    ]


def field_labels(kind: ClaimKind) -> dict[str, str]:
    """What may be wrong with a claim: its fields and what stands around them."""
    return {one.name: one.label for one in kind.fields} | OTHER_FIELDS


def _step(event: Any, kind: ClaimKind, known: KnownWords) -> ClaimStep:
    payload = event.payload
    fields: dict[str, Field] = {one.name: one for one in kind.fields}
    changes = tuple(
        (
            fields[name].label,
            display_text(fields[name], before, known),
            display_text(fields[name], after, known),
        )
        for name, (before, after) in payload.get("changes", {}).items()
        if name in fields
    )
    note = payload.get("note", "")
    if event.kind == RETURN.code:
        label = field_labels(kind).get(payload["field"], NO_VALUE)
        note = f"{label}——{RETURN_REASONS[payload['reason']]}：{note}"
    paper = f"{payload['kind']}《{payload['title']}》" if event.kind in ("attached", "detached") else ""
    return ClaimStep(
        event=event, name=STEP_NAMES.get(event.kind, event.kind), changes=changes, paper=paper, note=note
    )
