"""Bulletins of the demonstration year: May and the half-year issued in their month, and drafts on their way."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jinghe.bulletins.office import Office
from jinghe.store.models import IN_ORDER, Record, User
from jinghe.usecases.bulletins import bulletins

ISSUED: tuple[tuple[int, str], ...] = ((5, "3"), (6, "4"))
"""The months whose bulletins are issued, each under its number, on the day after the month is closed."""

ISSUED_ON = 16
OCTOBER = date(2022, 10, 31)
OFFICE_NAME = "达州市经济合作工作领导小组办公室"


def office(signed_on: date, number: str) -> Office:
    """The letterhead of the demonstration."""
    return Office(
        issuer=OFFICE_NAME,
        signed_on=signed_on,
        addressees="各县（市、区）人民政府，达州高新区管委会，达州东部经开区管委会，市级有关部门",
        mark=f"{OFFICE_NAME}文件",
        document_number=f"达市经合办〔{signed_on.year}〕{number}号" if number else "",
        copied_to="市委目标绩效办",
        printed_by=OFFICE_NAME,
    )


def bulletin_days(year: int) -> Iterator[tuple[date, str, datetime]]:
    """The day up to which, the number, and the instant at which the year's bulletins are issued."""
    for month, number in ISSUED:
        following = date(year, month + 1, 1)
        at = timezone.make_aware(datetime.combine(following.replace(day=ISSUED_ON), time(9, 0)))
        yield following - timedelta(days=1), number, at


def send_out_bulletins(
    people: dict[str, User], due: list[tuple[date, str, datetime]], *, before: datetime
) -> None:
    """Writes, reads, approves and issues the bulletins whose hour has come, and takes them from the list."""
    while due and due[0][2] < before:
        as_of, number, at = due.pop(0)
        letterhead = office(timezone.localdate(at), number)
        draft = bulletins.write(
            "monthly", as_of.year, as_of=as_of, office=letterhead, by=people["shenhe"], at=at
        )
        _approve(people, draft, at)
        bulletins.issue(
            draft.pk, expected=_number(draft, people), by=people["shenhe"], at=at + timedelta(hours=3)
        )


def add_bulletins(people: dict[str, User], at: datetime) -> None:
    """October waits to be read, with what came late; an allocation notice is approved; a case is followed up."""
    signed_on = timezone.localdate(at)
    draft = bulletins.write(
        "monthly", 2022, as_of=OCTOBER, office=office(signed_on, ""), by=people["shenhe"], at=at
    )
    notice = bulletins.write(
        "allocation",
        2022,
        as_of=OCTOBER,
        office=office(signed_on, ""),
        by=people["shenhe"],
        at=at + timedelta(minutes=1),
    )
    _approve(people, notice, at + timedelta(minutes=1))
    case = Record.objects.filter(kind="follow_up").order_by(*IN_ORDER).first()
    if case is not None:
        bulletins.write(
            "follow_up",
            draft.values["year"],
            as_of=OCTOBER,
            office=office(signed_on, ""),
            subject=case.pk,
            by=people["jixiao"],
            at=at + timedelta(minutes=4),
        )


def _approve(people: dict[str, User], draft: Record, at: datetime) -> None:
    """The performance office opens the preview and approves what it saw."""
    seen = bulletins.look_at(draft.pk, by=people["jixiao"], at=at + timedelta(minutes=1))
    bulletins.approve(draft.pk, expected=seen.number, by=people["jixiao"], at=at + timedelta(minutes=2))


def _number(draft: Record, people: dict[str, User]) -> int:
    return bulletins.draft_of(draft.pk, by=people["shenhe"]).number
