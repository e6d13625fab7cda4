"""Forms of bulletins: what is written of which day under which letterhead, and the text as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from jinghe.bulletins.editing import edited
from jinghe.bulletins.office import Office
from jinghe.bulletins.registry import BULLETINS
from jinghe.core.plan.plans import Plan, Tier
from jinghe.documents.blocks import OfficialDocument
from jinghe.usecases.bulletins.bulletins import last_office
from jinghe.usecases.common import clock
from jinghe.web.frame.question import Question

LONGEST = {
    "issuer": 60,
    "mark": 40,
    "document_number": 40,
    "addressees": 300,
    "copied_to": 300,
    "printed_by": 60,
}
MOST_LISTED = 20
NAMES = (
    *LONGEST,
    "kind",
    "subject",
    "as_of",
    "known_at",
    "signed_on",
    "tier",
    "percent_places",
    "top",
    "bottom",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRequest:
    """What somebody wants written. faults: by field, in Chinese; with any of them the rest is not to be used."""

    kind: str
    subject: str
    as_of: date | None
    known_at: datetime | None
    office: Office | None
    texts: Mapping[str, str]
    faults: Mapping[str, str]


def offered(question: Question, plan: Plan, kind: str) -> dict[str, str]:
    """The form as it is first shown: as the last one was, or as the notice of the plan was issued."""
    last = last_office()
    usual = {
        "kind": kind if kind in BULLETINS else next(iter(BULLETINS)),
        "as_of": question.as_of.isoformat(),
        "signed_on": clock.today().isoformat(),
        "issuer": plan.issuer,
        "addressees": "各责任单位",
        "tier": Tier.GUARANTEED.value,
        "percent_places": "1",
        "top": "3",
        "bottom": "3",
        "is_sealed": "1",
    }
    if question.known_at is not None:
        usual["known_at"] = timezone.localtime(question.known_at).strftime("%Y-%m-%dT%H:%M:%S")
    if last is None:
        return usual
    told = {name: str(getattr(last, name)) for name in (*LONGEST, "percent_places", "top", "bottom")}
    told.pop("document_number")
    return usual | told | {"tier": last.tier.value, "is_sealed": "1" if last.is_sealed else ""}


def read_new(told: QueryDict, year: int) -> BulletinRequest:
    """What a form of a new bulletin asks, with everything that is wrong with it."""
    texts = {name: told.get(name, "").strip() for name in NAMES} | {"is_sealed": told.get("is_sealed", "")}
    faults: dict[str, str] = {
        name: f"不超过{longest}个字" for name, longest in LONGEST.items() if len(texts[name]) > longest
    }
    if texts["kind"] not in BULLETINS:
        faults["kind"] = "请选择种类"
    elif BULLETINS[texts["kind"]].about and not texts["subject"]:
        faults["subject"] = "这个种类要选择一项"
    if not texts["issuer"]:
        faults["issuer"] = "请填写落款的机关"
    if bool(texts["mark"]) != bool(texts["document_number"]):
        faults["document_number"] = "发文机关标志和发文字号一并填写，或都不填；字号可在印发时再填"
        if texts["mark"]:
            faults.pop("document_number")
    as_of, signed_on = _day(texts["as_of"]), _day(texts["signed_on"])
    if as_of is None or as_of.year != year:
        faults["as_of"] = f"请填写{year}年内的日期"
    elif as_of > clock.today():
        faults["as_of"] = "不能晚于今天"
    if signed_on is None:
        faults["signed_on"] = "请填写成文日期"
    known_at, fault = _moment(texts["known_at"])
    if fault:
        faults["known_at"] = fault
    top, bottom, places = (_number(texts[name]) for name in ("top", "bottom", "percent_places"))
    for name, number in (("top", top), ("bottom", bottom)):
        if number is None or number > MOST_LISTED:
            faults[name] = f"请填写0至{MOST_LISTED}的整数"
    if places not in (1, 2):
        faults["percent_places"] = "请选择1位或2位"
    if texts["tier"] not in (Tier.GUARANTEED.value, Tier.WORKING.value):
        faults["tier"] = "请选择口径"
    office = None
    if not faults and signed_on is not None:
        office = Office(
            **{name: texts[name] for name in LONGEST},
            signed_on=signed_on,
            tier=Tier(texts["tier"]),
            percent_places=places or 1,
            is_sealed=bool(texts["is_sealed"]),
            top=top or 0,
            bottom=bottom or 0,
        )
    return BulletinRequest(
        kind=texts["kind"],
        subject=texts["subject"],
        as_of=as_of,
        known_at=known_at,
        office=office,
        texts=texts,
        faults=faults,
    )


def read_edited(document: OfficialDocument, told: QueryDict) -> OfficialDocument:
    """The document as its form has it now. Raises ValueError where nothing would be left."""
    texts = {name[5:]: told[name] for name in told if name.startswith("text-")}
    dropped = [name[5:] for name in told if name.startswith("drop-")]
    added = {int(name[4:]): told[name] for name in told if name.startswith("add-") and name[4:].isdigit()}
    return edited(document, texts, dropped=dropped, added=added)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> tuple[datetime | None, str]:
    """None without a fault: all that is known now."""
    if not text:
        return None, ""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        return None, "不是有效的时间"
    moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    return (None, "不能晚于现在") if moment > clock.now() else (moment, "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
