"""这个数怎么来的: a figure down to its postings, an entry with its proof, a subject from first to last."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jinghe.core.values.periods import next_month
from jinghe.usecases.progress.browsing import LedgerLine, entry_record, subject_record
from jinghe.usecases.progress.claim_effects import source_of
from jinghe.usecases.progress.explanation import ADDED, PostingLine, explain
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked
from jinghe.web.frame.sentences import said

PAGE_SIZE = 50
LARGEST = 3


@page
def target(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: its clause, its reading, its rulings, and the postings behind it."""
    question = asked(request)
    found = explain(key, question.year, by=request.user, **question.scope)
    board = scoreboard(question.year, **question.scope)
    lines = found.lines or ()
    late = late_lines(lines, board.plan.year)
    paper = Paginator(lines, PAGE_SIZE)
    context = {
        "question": question,
        "board": board,
        "why": found,
        "target": found.target,
        "progress": board.progress[key],
        "place": board.rank_of[question.tier].get(key),
        "sentence": found.target.clause or said(found.target),
        "parent": found.plan.target(found.target.of_which) if found.target.of_which else None,
        "parts": [board.progress[child.key] for child in found.plan.children(key)],
        "page": paper.get_page(request.GET.get("page")),
        "largest": _largest(lines),
        "late": late,
        "corrections": sum(bool(remark) for remark in late.values()),
        "elapsed_months": board.elapsed * 12,
    }
    return show(request, "progress/target.html", context)


@page
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: its postings, who recorded it and why, its proof, its reversal."""
    question = asked(request)
    record = entry_record(number, by=request.user, known_at=question.known_at)
    late = late_lines(record.lines, question.year)
    acts = list(dict.fromkeys(line.act for line in record.lines))
    context = {
        "question": question,
        "record": record,
        "acts": acts,
        "late": late,
        "source": source_of(number, by=request.user),
    }
    return show(request, "progress/entry.html", context)


@page
def subject(request: HttpRequest, code: str) -> HttpResponse:
    """Everything posted about a project, in the order of the ledger."""
    question = asked(request)
    record = subject_record(code, by=request.user, known_at=question.known_at)
    late = late_lines(record.lines, question.year)
    return show(request, "progress/subject.html", {"question": question, "record": record, "late": late})


def _largest(lines: tuple[PostingLine, ...]) -> list[PostingLine]:
    live = [line for line in lines if line.part == ADDED and line.posting.sign == 1 and not line.is_reversed]
    return sorted(live, key=lambda line: -line.weight)[:LARGEST]


def late_lines(lines: tuple[PostingLine, ...] | tuple[LedgerLine, ...], year: int) -> dict[int, str]:
    """sequence → what was recorded late: a correction after its month had ended, an entry a whole month after it."""
    return {line.posting.sequence: _lateness(line, year) for line in lines}


def _lateness(line: PostingLine | LedgerLine, year: int) -> str:
    recorded_on = timezone.localdate(line.act.recorded_at)
    happened_on: date = line.posting.occurred_on
    if happened_on.year != year:
        return ""
    after = next_month(happened_on)
    if line.act.kind in ("reverse", "restate"):
        return "月后更正" if recorded_on >= after else ""
    return "逾期补记" if recorded_on >= next_month(after) else ""
