"""申报: what waits, one claim with its papers and steps, and the papers themselves."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from jinghe.core.claims.claims import CERTIFY, CHECK, CLAIM_KINDS, SUBMIT, ClaimState, kinds_of
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.registers import FieldFault
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.claims.claims import RefusedClaims
from jinghe.usecases.claims.papers import NoFile
from jinghe.usecases.claims.reading import (
    claim_record,
    find_claims,
    step_with_several,
    units_that_claim,
    waiting_for,
)
from jinghe.usecases.claims.rules import closed_before
from jinghe.usecases.common import access
from jinghe.usecases.common.refusals import ChangedMeanwhile, Refused
from jinghe.usecases.records.records import known_words, record_of
from jinghe.web.claims import panels as claim_pages
from jinghe.web.frame.pages import page, show
from jinghe.web.progress.ledger import month_of
from jinghe.web.records import forms as record_forms
from jinghe.web.records.versions import expected_version

POSTED = ("GET", "HEAD", "POST")
SEVERAL: dict[str, Callable[..., Any]] = {
    SUBMIT.code: claims.submit,
    CHECK.code: claims.check,
    CERTIFY.code: claims.certify,
}
WAITS_TO = {SUBMIT.code: "待提交", CHECK.code: "待审核", CERTIFY.code: "待核定"}
"""What waits, by the step that is taken with several at once."""

FILTERS = ("state", "kind", "unit", "month", "text", "before")
MOST_WAITING = 200
_PAIR = re.compile(r"([0-9]{1,15}):([0-9]{1,7})")


@page(opens_for=access.may_list_claims)
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, then every claim it may read."""
    return _listing(request)


def _listing(
    request: HttpRequest, *, refused: RefusedClaims | None = None, ticked: frozenset[int] = frozenset()
) -> HttpResponse:
    told = {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}
    complaints = []
    if told["state"] and told["state"] not in set(ClaimState):
        complaints.append("没有这种状态，未按状态筛选。")
        told["state"] = ""
    if told["kind"] and told["kind"] not in set(CLAIM_KINDS):
        complaints.append("没有这类申报，未按类别筛选。")
        told["kind"] = ""
    month = month_of(told["month"])
    if told["month"] and month is None:
        complaints.append("月份不是有效的年月，未按月份筛选。")
        told["month"] = ""
    before = told.pop("before")
    found = find_claims(
        by=request.user,
        **{name: told[name] for name in ("state", "kind", "unit", "text")},
        month=month,
        before=int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None,
    )
    closed, known = closed_before(), known_words()
    step = step_with_several(request.user)
    own = access.acts_for_unit(request.user)
    waiting = list(waiting_for(by=request.user).select_related("changed").order_by("pk")[: MOST_WAITING + 1])
    faults: dict[int, str] = {}
    for number, fault in refused.faults if refused else ():
        if number is not None:
            faults[number] = f"{faults[number]}；{fault}" if number in faults else fault
    context = {
        "complaints": complaints,
        "told": told,
        "before": before,
        "found": found,
        "lines": claim_pages.lines(found.claims, closed, {}, known),
        "waiting": claim_pages.lines(waiting[:MOST_WAITING], closed, faults, known),
        "has_more_waiting": len(waiting) > MOST_WAITING,
        "waits_to": WAITS_TO[step.code] if step else "待完善、待更正" if own else "",
        "step": step,
        "ticked": ticked,
        "refused": refused,
        "states": [(state.value, state.label, found.counts.get(state.value, 0)) for state in ClaimState],
        "count": sum(found.counts.values()),
        "kinds": [(kind.value, one.name) for kind, one in CLAIM_KINDS.items()],
        "units": units_that_claim(by=request.user),
        "may_claim": bool(own),
    }
    return show(request, "claims/claims.html", context, status=409 if refused else 200)


@page(methods=("POST",))
def several(request: HttpRequest, move: str) -> HttpResponse:
    """One step with every ticked claim, all or none; each fault comes back beside its claim."""
    if move not in SEVERAL:
        raise Http404
    seen = {int(m[1]): int(m[2]) for told in request.POST.getlist("claim") if (m := _PAIR.fullmatch(told))}
    try:
        SEVERAL[move](list(seen), expected=seen, by=request.user)
    except RefusedClaims as refused:
        return _listing(request, refused=refused, ticked=frozenset(seen))
    messages.success(request, f"已{_done(move)}{len(seen)}条申报。")
    return redirect("claims")


def _done(move: str) -> str:
    return {SUBMIT.code: "提交", CHECK.code: "审核通过", CERTIFY.code: "核定入账"}[move]


@page(methods=POSTED)
def drafting(request: HttpRequest) -> HttpResponse:
    """The form of a new claim about a record; without one, what to choose from."""
    own = access.acts_for_unit(request.user)
    access.require(bool(own), request.user, "起草申报")
    told = request.POST if request.method == "POST" else request.GET
    code = told.get("record", "").replace("\x00", "").strip()[:40]
    if not code:
        return show(request, "claims/choose.html")
    record = record_of(code, by=request.user)
    offered = {one.kind: one for one in kinds_of(record.kind)}
    if told.get("kind", "") not in offered:
        context = {"subject": record, "kinds": list(offered.values())}
        return show(request, "claims/choose.html", context)
    kind = offered[FactKind(told["kind"])]
    faults: tuple[FieldFault, ...] = ()
    texts: Mapping[str, str] | None = record_forms.texts_of(kind.fields, request.GET) or None
    if request.method == "POST":
        values, faults, texts = record_forms.read_form(kind.fields, request.POST, known_words())
        if not faults:
            claim = claims.draft_claim(kind.kind, code, values, by=request.user)
            messages.success(request, f"已存为草稿，申报{claim.pk}。请上传佐证，由单位负责人提交。")
            return redirect("claim", claim.pk)
    context = claim_pages.form_context(record, kind, texts=texts, faults=faults) | {
        "unit": own,
        "may_change_record": access.may_change_record(request.user, REGISTERS[record.kind], record),
    }
    return show(request, "claims/new.html", context, status=422 if faults else 200)


@page
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """One claim: what it says, what proves it, what is missing, what it becomes, who did what."""
    return _claim(request, number)


def _claim(
    request: HttpRequest,
    number: int,
    *,
    complaint: str = "",
    texts: Mapping[str, str] | None = None,
    faults: tuple[FieldFault, ...] = (),
    status: int = 200,
) -> HttpResponse:
    record = claim_record(number, by=request.user)
    context = claim_pages.claim_context(record, texts=texts, faults=faults) | {
        "complaint": complaint,
        "typed": request.POST,
        "may_see_lines": access.may_see_all_postings(request.user)
        or access.may_see_postings(request.user, request.user.unit),
    }
    return show(request, "claims/claim.html", context, status=status)


@page(methods=("POST",))
def changing(request: HttpRequest, number: int) -> HttpResponse:
    """Changes a draft or a returned claim; what was typed stays when it is refused."""
    kind = CLAIM_KINDS[FactKind(claims.claim_of(number).kind)]
    values, faults, texts = record_forms.read_form(kind.fields, request.POST, known_words())
    if faults:
        return _claim(request, number, texts=texts, faults=faults, status=422)
    try:
        claims.change_claim(number, values, expected=expected_version(request), by=request.user)
    except Refused as refused:
        return _claim(request, number, complaint=refused.text, texts=texts, status=409)
    messages.success(request, "已保存。")
    return redirect("claim", number)


@page(methods=("POST",))
def moving(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """One step with one claim."""
    told = {"expected": expected_version(request), "by": request.user}
    note = request.POST.get("note", "")
    try:
        if move in SEVERAL:
            SEVERAL[move]([number], expected={number: told["expected"]}, by=request.user)
        elif move == "return":
            field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
            claims.return_claim(number, field=field, reason=reason, note=note, **told)
        elif move == "withdraw":
            claims.withdraw(number, note=note, **told)
        elif move == "reverse":
            claims.reverse_claim(number, note=note, **told)
        else:
            raise Http404
    except Refused as refused:
        return _claim(request, number, complaint=refused.text, status=409)
    messages.success(request, f"申报{number}：已{claim_pages.STEP_NAMES[move]}。")
    return redirect("claim", number)


@page(methods=("POST",))
def attaching(request: HttpRequest, number: int) -> HttpResponse:
    """Papers of one kind, several at once; what is taken stays, what is refused is said by name."""
    papers.attachable(number, by=request.user)
    kind, given = request.POST.get("kind", ""), request.FILES.getlist("file")
    taken = 0
    if getattr(request, "is_upload_too_large", False):
        limit = papers.LARGEST_FILE // 1024 // 1024
        messages.error(
            request, f"有文件没有上传：每份不超过{limit}MB，一次不超过{limit * 5}MB。请压缩或分几次上传。"
        )
    elif not given:
        messages.error(request, "请先选择要上传的文件。")
    for one in given:
        try:
            papers.attach_to_claim(number, one.read(), one.name, kind, by=request.user)
            taken += 1
        except ChangedMeanwhile as changed:
            messages.error(request, changed.text)
            break
        except Refused as refused:
            messages.error(request, refused.text)
    if taken:
        messages.success(request, f"已上传{taken}份{kind}。")
    return redirect(reverse("claim", args=[number]) + "#papers")


@page(methods=("POST",))
def taking_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a paper off a claim or a record; it stays in the history."""
    try:
        attachment = papers.take_off(pk, by=request.user)
    except Refused as refused:
        messages.error(request, refused.text)
        return redirect("claims")
    messages.success(request, f"已取下“{attachment.title}”；文件和记录仍然留存。")
    if attachment.claim is not None:
        return redirect(reverse("claim", args=[attachment.claim.pk]) + "#papers")
    return redirect("record", attachment.record_id)


@page
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a paper: a picture is shown, anything else is saved; neither can run or load anything."""
    try:
        opened = papers.opened(pk, by=request.user)
    except NoFile as missing:
        return show(request, "claims/no_paper.html", {"digest": str(missing)}, status=404)
    attachment = opened.attachment
    media_type = attachment.file.media_type if opened.is_previewed else "application/octet-stream"
    answer = HttpResponse(opened.content, content_type=media_type)
    disposition = content_disposition_header(not opened.is_previewed, attachment.title)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
