"""督办与调度: whom the rules hit, the rules, follow-ups, the paper for a meeting, and proposals for censure."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from jinghe.core.oversight.watch import Watched
from jinghe.core.registers.oversight.censure import CENSURE
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.core.registers.registers import FieldFault
from jinghe.usecases.bulletins.files import docx_of
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.office_rules import versions
from jinghe.usecases.common.refusals import Refused, RefusedFaults
from jinghe.usecases.oversight import censures
from jinghe.usecases.oversight.dispatch_pack import pack_document, pack_of
from jinghe.usecases.oversight.follow_ups import (
    due_follow_ups,
    order_follow_ups,
    remind,
    settled_follow_ups,
    usual_days,
)
from jinghe.usecases.oversight.project_dispatch import cohort_rates, ladder, unled
from jinghe.usecases.oversight.watching import WATCH, lay_down_rules, previewed, rules_in_force, watch
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.usecases.progress.scoreboard import scoreboard
from jinghe.usecases.records.reading import readable
from jinghe.usecases.records.records import RefusedRecord, known_words
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked
from jinghe.web.oversight import forms as watch_forms
from jinghe.web.records import forms as record_forms
from jinghe.web.records.versions import expected_version

POSTED = ("GET", "HEAD", "POST")
UNLED_SHOWN = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page
def dispatch(request: HttpRequest) -> HttpResponse:
    """Whom the rules hit on a day, units and projects."""
    question = asked(request)
    access.require(access.may_see_all_postings(request.user), request.user, "查看督办规则命中情况")
    found = watch(question.year, as_of=question.as_of, known_at=question.known_at)
    board = scoreboard(question.year, **question.scope)
    without = unled(question.year, as_of=question.as_of, by=request.user)
    names = dict(readable("project", by=request.user).values_list("pk", "name"))
    hosts = dict(readable("project", by=request.user).values_list("pk", "unit"))
    context = {
        "question": question,
        "version": found.version,
        "units": found.of(Watched.UNIT),
        "projects": [
            (rule, [(hit, names.get(hit.name, hit.name), hosts.get(hit.name, "")) for hit in told])
            for rule, told in found.of(Watched.PROJECT)
        ],
        "may_act": access.may_write_bulletins(request.user),
        "cohorts": cohort_rates(board),
        "ladder": ladder(question.year, on=question.as_of),
        "unled": without[:UNLED_SHOWN],
        "unled_count": len(without),
        "packs": plan_of(revision_at(question.year, **question.scope)).units,
    }
    return show(request, "oversight/dispatch.html", context)


@page(methods=POSTED)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force, their versions, and a form for other ones with a preview on the months so far."""
    access.require(access.may_see_all_postings(request.user), request.user, "查看督办规则")
    question = asked(request)
    version, held = rules_in_force(question.year)
    complaint, preview = "", ()
    typed = watch_forms.typed(held)
    if request.method == "POST":
        access.require(access.may_lay_down_rules(request.user), request.user, "设定督办规则")
        typed = watch_forms.sent(request.POST)
        try:
            wanted = watch_forms.rules_from(typed)
            if "save" in request.POST:
                reason = request.POST.get("reason", "").strip()
                if not reason:
                    raise RefusedFaults(["请写明设定规则的依据"])
                since = _day_within(question.year, request.POST.get("effective_on", ""))
                lay_down_rules(question.year, wanted, effective_on=since, by=request.user, reason=reason)
                messages.success(request, f"已保存为新版本，截至{since:%Y-%m-%d}及以后的按此判断。")
                return redirect("watch_rules")
            preview = previewed(question.year, wanted, until=question.as_of)
        except RefusedFaults as refused:
            complaint = refused.text
    plan = plan_of(revision_at(question.year, **question.scope))
    context = {
        "question": question,
        "version": version,
        "typed": typed,
        "complaint": complaint,
        "preview": watch_forms.compared(preview, previewed(question.year, held, until=question.as_of))
        if preview
        else [],
        "measures": watch_forms.measures(),
        "columns": list(dict.fromkeys(t.column for t in plan.targets if t.column)),
        "groups": plan.groups,
        "grounds": watch_forms.GROUNDS,
        "comparators": watch_forms.COMPARATORS,
        "versions": versions(WATCH, question.year),
        "may_change": access.may_lay_down_rules(request.user),
        "rules": held,
        "effective_on": request.POST.get("effective_on") or question.as_of.isoformat(),
    }
    return show(request, "oversight/watch_rules.html", context, status=422 if complaint else 200)


def _day_within(year: int, text: str) -> date:
    """Raises RefusedFaults."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year != year:
        raise RefusedFaults([f"请填写自哪一天起适用，须在{year}年度内"])
    return day


@page
def follow_ups(request: HttpRequest) -> HttpResponse:
    """督办: what is open, the most urgent first; what was struck off on request."""
    question = asked(request)
    is_open = request.GET.get("closed") != "1"
    found = due_follow_ups(by=request.user, on=question.as_of, is_open=is_open)
    if not is_open:
        closed = settled_follow_ups(by=request.user)
    context = {
        "question": question,
        "found": found if is_open else (),
        "closed": [] if is_open else [(one, FOLLOW_UP.state(one.state)) for one in closed],
        "is_open": is_open,
        "states": {state.code: state for state in FOLLOW_UP.states},
        "overdue": sum(one.is_overdue for one in found),
        "may_act": access.may_write_bulletins(request.user),
    }
    return show(request, "oversight/follow_ups.html", context)


@page(methods=POSTED)
def ordering(request: HttpRequest) -> HttpResponse:
    """The form of a follow-up; from the hits of the rules it comes filled in, for several units at once."""
    access.require(access.may_write_bulletins(request.user), request.user, "下达督办")
    known = known_words()
    units = [
        unit for unit in request.POST.getlist("units") or request.GET.getlist("units") if unit in known.units
    ]
    fields = tuple(one for one in FOLLOW_UP.fields if not one.is_stepped and one.name != "unit")
    faults: tuple[FieldFault, ...] = ()
    texts = {one.name: request.GET.get(one.name, "") for one in fields if one.name in request.GET} or None
    if request.method == "POST":
        values, faults, texts = record_forms.read_form(fields, request.POST, known)
        days = request.POST.get("days", "")
        if not faults:
            try:
                told = {**values, "days": int(days) if days.isdigit() else usual_days(clock.today())}
                made = order_follow_ups([{**told, "unit": unit} for unit in units], by=request.user)
                messages.success(request, f"已下达{len(made)}件督办，并通知责任单位。")
                return redirect("follow_ups")
            except RefusedRecord as refused:
                faults = refused.faults
    context = {
        "inputs": record_forms.inputs(
            fields,
            known,
            values={"form": "notice"},
            texts=texts,
            faults=faults,
            required=("name", "form", "content"),
        ),
        "units": sorted(known.units),
        "chosen": units,
        "faults": faults,
        "days": request.POST.get("days") or usual_days(clock.today()),
    }
    return show(request, "oversight/follow_up_new.html", context, status=422 if faults else 200)


@page(methods=("POST",))
def reminding(request: HttpRequest) -> HttpResponse:
    """Reminds units of what is due soon or overdue."""
    sent = remind(by=request.user)
    messages.success(request, f"已发出{len(sent)}条提醒。" if sent else "没有需要提醒的事项，或都已提醒过。")
    return redirect("follow_ups")


@page
def pack(request: HttpRequest, unit: str) -> HttpResponse:
    """The paper for a meeting about one unit, as docx."""
    question = asked(request)
    board = scoreboard(question.year, **question.scope)
    board.plan.unit(unit)
    found = watch(question.year, as_of=question.as_of, known_at=question.known_at)
    document = pack_document(pack_of(unit, board, found, by=request.user))
    answer = HttpResponse(docx_of(document, clock.now()), content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{unit}调度会材料（截至{question.as_of}）.docx"
    )
    answer["Cache-Control"] = "no-store"
    return answer


@page(methods=POSTED)
def censure_list(request: HttpRequest) -> HttpResponse:
    """点名: whom the rules would name on a day, what was proposed, and where each proposal stands."""
    question = asked(request)
    may_propose = access.may_write_bulletins(request.user)
    instant = question.known_at or clock.now()
    if request.method == "POST":
        access.require(may_propose, request.user, "提出点名建议")
        chosen = [tuple(told.split(" ", 1)) for told in request.POST.getlist("chosen") if " " in told]
        try:
            made = censures.propose(
                question.year,
                [(unit, rule) for rule, unit in chosen],
                as_of=question.as_of,
                known_at=question.known_at,
                by=request.user,
            )
            messages.success(request, f"已提出{len(made)}件点名建议；告知单位后，由目标绩效办决定。")
        except RefusedRecord as refused:
            messages.error(request, refused.text)
        return redirect("censures")
    context = {
        "question": question,
        "hits": censures.proposals(question.year, as_of=question.as_of, known_at=instant)
        if may_propose
        else (),
        "held": [(one, CENSURE.state(one.state)) for one in censures.readable_censures(by=request.user)],
        "may_propose": may_propose,
        "may_see_rules": access.may_see_all_postings(request.user),
    }
    return show(request, "oversight/censures.html", context)


@page(methods=("POST",))
def censure_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Notify, reply or decide."""
    expected = expected_version(request)
    try:
        if step == "notify":
            person = request.POST.get("person", "")[:60]
            censures.notify(code, expected=expected, person=person, by=request.user)
            messages.success(request, "已告知该单位，等待说明。")
        elif step == "reply":
            censures.reply(code, request.POST.get("reply", ""), expected=expected, by=request.user)
            messages.success(request, "说明已提交目标绩效办。")
        elif step in ("name", "spare"):
            censures.decide(
                code,
                is_named=step == "name",
                decision=request.POST.get("decision", ""),
                expected=expected,
                by=request.user,
            )
            messages.success(request, "决定点名，将写入通报。" if step == "name" else "不予点名。")
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("record", code)
