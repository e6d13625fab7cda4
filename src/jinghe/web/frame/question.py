"""What a page is asked: year, 截至, 入账时点, tier and basis; and what of the address could not be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode

from jinghe.core.plan.plans import Tier
from jinghe.usecases.common import clock
from jinghe.usecases.common.acts import last_recorded_at
from jinghe.usecases.plan.plans import NoPlan, plan_years
from jinghe.usecases.progress.scoreboard import default_as_of

BASES = {"adjusted": "调整后", "original": "原定"}
TIERS = {"guaranteed": Tier.GUARANTEED, "working": Tier.WORKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """known_at None: all that is known now. carried: what was chosen, to go along with every link.

    complaints: for each part of the address that could not be used, a sentence saying what was used instead.
    """

    year: int
    years: tuple[int, ...]
    as_of: date
    known_at: datetime | None
    recorded_at: datetime | None
    tier: Tier
    basis: str
    carried: Mapping[str, str]
    complaints: tuple[str, ...]

    @property
    def scope(self) -> dict[str, Any]:
        """What the use cases ask for."""
        return {"as_of": self.as_of, "known_at": self.known_at, "basis": self.basis}

    def query(self, **others: object) -> str:
        """The query of a link that asks the same; `others` come on top."""
        told = {**self.carried, **{name: value for name, value in others.items() if value not in (None, "")}}
        return f"?{urlencode(told)}" if told else ""


def asked(request: HttpRequest) -> Question:
    """The question of a request. Raises NoPlan when no year has a plan."""
    years = plan_years()
    if not years:
        raise NoPlan
    reading = _Reading(request.GET)
    year = reading.year(years)
    known_at = reading.known_at()
    as_of = reading.as_of(year, default_as_of(year, known_at))
    if known_at is not None and timezone.localdate(known_at) < as_of:
        reading.complaints.append(
            "入账时点早于截至日期：此后入账的都没有计入，这些数字是当时所知，不是全部。"
        )
    tier = reading.choice("tier", TIERS, "guaranteed", "口径")
    basis = reading.choice("basis", BASES, "adjusted", "目标版本")
    return Question(
        year=year,
        years=years,
        as_of=as_of,
        known_at=known_at,
        recorded_at=last_recorded_at(),
        tier=TIERS[tier],
        basis=basis,
        carried=reading.carried,
        complaints=tuple(reading.complaints),
    )


class _Reading:
    """Reads the parameters one by one, keeping what was chosen and complaining of what cannot be used."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self.told = told
        self.carried: dict[str, str] = {}
        self.complaints: list[str] = []

    def _text(self, name: str) -> str:
        return self.told.get(name, "").strip()

    def _complain(self, what: str, text: str, why: str, used: str) -> None:
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        self.complaints.append(f"{what}“{shown}”{why}，本页按{used}显示。")

    def year(self, years: tuple[int, ...]) -> int:
        text = self._text("year")
        if not text:
            return years[0]
        if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in years:
            if int(text) != years[0]:
                self.carried["year"] = text
            return int(text)
        self._complain("年度", text, "没有下达目标任务", f"{years[0]}年度")
        return years[0]

    def as_of(self, year: int, usual: date) -> date:
        text = self._text("as_of")
        if not text:
            return usual
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            self._complain("截至日期", text, "不是有效的日期", _day(usual))
        elif day.year != year:
            self._complain("截至日期", text, f"不在{year}年内", _day(usual))
        elif day > max(clock.today(), usual):
            self._complain("截至日期", text, "晚于今天", _day(usual))
        else:
            self.carried["as_of"] = day.isoformat()
            return day
        return usual

    def known_at(self) -> datetime | None:
        text = self._text("known_at")
        if not text:
            return None
        try:
            moment = parse_datetime(text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text)
        except ValueError:
            moment = None
        if moment is not None and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        if moment is None or moment.year < 1000:
            self._complain("入账时点", text, "不是有效的时间", "最新入账")
        elif moment > clock.now():
            self._complain("入账时点", text, "晚于现在", "最新入账")
        else:
            if moment.microsecond == 0:
                # Told to the second, as pages show it: what was recorded within that second was known.
                moment = min(moment.replace(microsecond=999_999), clock.now())
            self.carried["known_at"] = timezone.localtime(moment).replace(tzinfo=None).isoformat()
            return moment
        return None

    def choice(self, name: str, options: Mapping[str, object], usual: str, label: str) -> str:
        text = self._text(name)
        if not text or text == usual:
            return usual
        if text in options:
            self.carried[name] = text
            return text
        self._complain(label, text, "不是可选的值", "默认值")
        return usual


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
