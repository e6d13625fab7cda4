"""对账: official statistics beside the ledger, explanations, and the projects that statistics miss."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.plan import wording
from jinghe.core.values.amounts import UNITS_OF_MEASURE, rounded
from jinghe.documents.forms.values import date_in
from jinghe.documents.writers.xlsx.table_export import ExportColumn, export_xlsx
from jinghe.usecases.closing import reconciliation, uncounted_projects
from jinghe.usecases.closing.reconciliation import KINDS, SOURCES, ReconciliationRow
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.common.refusals import RefusedFaults
from jinghe.web.closing.figure_blocks import Block, read_block, said, unit_of_measure
from jinghe.web.frame.downloads import workbook
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import Question, asked

MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")
COLUMNS = (
    ExportColumn(header="编号", width=14),
    ExportColumn(header="项目", width=40),
    ExportColumn(header="承接单位", width=24),
    ExportColumn(header="阶段", width=12),
    ExportColumn(header="到位资金（万元）", width=18),
    ExportColumn(header="固定资产投资（万元）", width=22),
    ExportColumn(header="首笔日期", width=14),
    ExportColumn(header="距首笔月数", width=12),
)


@page
def figures(request: HttpRequest) -> HttpResponse:
    """Both figures of every unit for a kind and a month."""
    question = asked(request)
    kind, month, complaints = _chosen(request, question)
    return _figures(request, question, kind, month, {"complaints": complaints})


def _figures(
    request: HttpRequest, question: Question, kind: FactKind, month: date, others: dict[str, Any]
) -> HttpResponse:
    found = reconciliation.reconciliation(kind, month, by=request.user, known_at=question.known_at)
    months = sorted({date(question.year, number, 1) for number in range(1, 13)} | {month})
    today = clock.today()
    context = {
        "question": question,
        "kinds": [(one.value, FACT_RULES[one].name) for one in KINDS],
        "kind": kind.value,
        "kind_name": FACT_RULES[kind].name,
        "month": month,
        "months": [one for one in months if one <= today],
        "stated_months": reconciliation.stated_months(kind),
        "measure": unit_of_measure(kind),
        "found": found,
        "rows": [_shown(row, kind) for row in found.rows],
        "projects": [_shown(row, kind) for row in found.projects],
        "sums": {
            "official": said(found.official_sum, kind) if found.stated else wording.NOT_REPORTED,
            "ours": said(found.ours_of_stated, kind),
            "all": said(found.ours_sum, kind),
            "difference": _signed(said(found.difference, kind)) if found.stated else "—",
            "percent": _percent(found.share) if found.stated else "—",
        },
        "may_record": access.may_lay_down_rules(request.user) and question.known_at is None,
        "sees_uncounted": _sees_uncounted(request),
        "source": SOURCES[kind],
        "kept": {"kind": kind.value, "month": f"{month:%Y-%m}"},
        "typed": {},
    }
    return show(request, "closing/reconciliation.html", context | others)


@page(methods=("POST",))
def recording(request: HttpRequest) -> HttpResponse:
    """Reads the block; shows what it says, and records it once that was confirmed."""
    access.require(access.may_lay_down_rules(request.user), request.user, "录入官方统计数")
    question = asked(request)
    kind, month, complaints = _chosen(request, question)
    names = ("source", "document", "stated_on", "block")
    typed = {name: request.POST.get(name, "") for name in names}
    block = read_block(typed["block"], kind)
    stated_on = date_in(typed["stated_on"])
    faults = [*complaints, *block.faults]
    faults += [] if stated_on else ["请填写统计日期（如2022-10-20）"]
    others: dict[str, Any] = {"typed": typed, "faults": faults}
    if faults or stated_on is None:
        return _figures(request, question, kind, month, others)
    if request.POST.get("step") != "record":
        now = reconciliation.reconciliation(kind, month, by=request.user)
        return _figures(request, question, kind, month, others | {"preview": _preview(block, kind, now)})
    try:
        done = reconciliation.record_figures(
            kind,
            month,
            block.stated,
            source=typed["source"],
            document=typed["document"],
            stated_on=stated_on,
            by=request.user,
        )
    except RefusedFaults as refused:
        return _figures(request, question, kind, month, others | {"faults": [refused.text]})
    messages.success(request, f"已录入{len(done)}个数。台账没有任何改动。")
    return redirect(_address(kind, month))


@page(methods=("POST",))
def noting(request: HttpRequest) -> HttpResponse:
    """Records why two figures differ."""
    question = asked(request)
    kind, month, _ = _chosen(request, question)
    try:
        reconciliation.explain_difference(
            kind,
            month,
            request.POST.get("unit", ""),
            request.POST.get("subject", ""),
            text=request.POST.get("text", ""),
            by=request.user,
        )
        messages.success(request, "差异说明已保存。")
    except RefusedFaults as refused:
        messages.error(request, refused.text)
    return redirect(_address(kind, month))


@page
def missing(request: HttpRequest) -> HttpResponse:
    """应统未统: projects with money that statistics do not hold."""
    question = asked(request)
    found = _missing(request, question)
    context = {"question": question, "found": found, "unit": _unit(request), "kept": {"unit": _unit(request)}}
    return show(request, "closing/uncounted.html", context)


@page
def missing_export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook for the statistics bureau."""
    question = asked(request)
    found = _missing(request, question)
    rows = [
        (
            one.record.pk,
            one.record.name,
            "、".join(one.units),
            one.stage,
            _wan(one.funds_fen),
            _wan(one.fixed_fen),
            one.first_on,
            one.months,
        )
        for one in found
    ]
    notes = [f"截至{question.as_of}台账有到位资金或固定资产投资、尚未纳入统计的项目，{clock.today()}导出"]
    return workbook("应统未统项目", export_xlsx("应统未统项目", COLUMNS, rows, marked_notes(tuple(notes))))


def _chosen(request: HttpRequest, question: Question) -> tuple[FactKind, date, list[str]]:
    """Kind and month asked for; the latest stated month where none is told."""
    told = request.POST if request.method == "POST" else request.GET
    complaints = list(question.complaints)
    kind = next((one for one in KINDS if one.value == told.get("kind", "")), KINDS[0])
    if told.get("kind") and kind.value != told["kind"]:
        complaints.append(f"没有“{told['kind'][:20]}”这项对账，显示{FACT_RULES[kind].name}。")
    match = MONTH.fullmatch(told.get("month", "").strip())
    if match:
        return kind, date(int(match[1]), int(match[2]), 1), complaints
    if told.get("month"):
        complaints.append(f"“{told['month'][:20]}”不是有效的月份。")
    stated = [one for one in reconciliation.stated_months(kind) if one.year == question.year]
    return kind, stated[0] if stated else question.as_of.replace(day=1), complaints


def _shown(row: ReconciliationRow, kind: FactKind) -> dict[str, Any]:
    difference = row.difference
    return {
        "row": row,
        "official": said(row.official.amount_fen if row.official else None, kind),
        "ours": said(row.ours, kind),
        "difference": "—" if difference is None else _signed(said(difference, kind)),
        "percent": "—" if row.official is None else _percent(row.share),
        "tone": "" if not difference else "more" if difference > 0 else "less",
    }


def _percent(share: Any) -> str:
    told = _signed(wording.percent(share))
    return told if share is None else f"{told}%"


def _signed(told: str) -> str:
    return told.replace("-", "−")


def _preview(block: Block, kind: FactKind, now: Any) -> dict[str, Any]:
    """Each figure beside the one it stands for from then on."""
    held = {
        (row.unit, row.subject): row.official.amount_fen
        for row in (*now.rows, *now.projects)
        if row.official is not None
    }
    lines = [
        (one.unit, one.subject, said(held.get((one.unit, one.subject)), kind), said(one.amount_fen, kind))
        for one in block.stated
    ]
    return {"lines": lines, "unreported": block.unreported}


def _missing(request: HttpRequest, question: Question) -> tuple[uncounted_projects.Uncounted, ...]:
    return uncounted_projects.uncounted(
        by=request.user, as_of=question.as_of, known_at=question.known_at, unit=_unit(request)
    )


def _sees_uncounted(request: HttpRequest) -> bool:
    return access.may_see_reconciliation(request.user, request.user.unit)


def _address(kind: FactKind, month: date) -> str:
    return f"{reverse('reconciliation')}?{urlencode({'kind': kind.value, 'month': f'{month:%Y-%m}'})}"


def _unit(request: HttpRequest) -> str:
    return request.GET.get("unit", "").strip()[:60]


def _wan(fen: int) -> Decimal:
    return rounded(Fraction(fen) / UNITS_OF_MEASURE["万元"].scale, 2)
