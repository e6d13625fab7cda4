"""Messages 通知: said to units in the product, and by e-mail or webhook where the office set them up; all logged."""

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q, QuerySet

from jinghe.store.models import (
    OF_A_UNIT,
    AccountRole,
    Act,
    ActKind,
    Delivery,
    Message,
    MessageReading,
    User,
)
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Missing, Refused

LONGEST_BODY = 2000
PATIENCE_SECONDS = 10
"""How long another server may take to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be sent. unit empty: to the city bureau. username: to one person of it. link: a page of ours."""

    unit: str
    title: str
    body: str
    kind: str = "notice"
    link: str = ""
    username: str = ""


@door("messages.send")
def send(
    letters: Sequence[NewMessage], *, by: Actor, reason: str, at: datetime | None = None
) -> tuple[Message, ...]:
    """Sends messages in one act, then hands them to the channels that are set up.

    Raises AccessRefused, Refused. A channel that fails is logged beside its message; the inbox has it anyway.
    """
    access.require(access.may_send_messages(by), by, "发送通知")
    _require_sound(letters)
    with recorded(at) as recording:
        act = recording.write(ActKind.MESSAGE, by, reason)
        sent = send_in(act, letters)
    for message in sent:
        deliver(message)
    return sent


def send_in(act: Act, letters: Iterable[NewMessage]) -> tuple[Message, ...]:
    """Puts messages into inboxes within an act that is under way; no other channel."""
    return tuple(
        Message.objects.create(
            act=act,
            unit=one.unit,
            username=one.username,
            kind=one.kind,
            title=one.title,
            body=one.body,
            link=one.link,
        )
        for one in letters
    )


def deliver(message: Message) -> list[Delivery]:
    """Tries every channel of a message once and writes down what came of it."""
    found = []
    if settings.JINGHE_MAIL_FROM:
        found += [_mailed(message, address) for address in _addresses(message)]
    if settings.JINGHE_WEBHOOK:
        found.append(_hooked(message, settings.JINGHE_WEBHOOK))
    return found


def inbox(*, by: Actor) -> QuerySet[Message]:
    """What was said to the reader, newest first."""
    if not access.may_sign_in(by):
        return Message.objects.none()
    own = by.unit if by.role in OF_A_UNIT else ""
    to_unit = Q(unit=own, username="") if own else Q(pk__in=())
    if by.role == AccountRole.REVIEWER:
        to_unit = (
            Q(unit="", username="") | Q(unit=by.unit, username="") if by.unit else Q(unit="", username="")
        )
    return Message.objects.filter(to_unit | Q(username=by.username)).select_related("act").order_by("-pk")


def with_reading(*, by: Actor) -> QuerySet[Message]:
    """The inbox, each with `is_unread`."""
    read = MessageReading.objects.filter(message=OuterRef("pk"), username=by.username)
    return inbox(by=by).annotate(is_unread=~Exists(read))


def unread_count(*, by: Actor) -> int:
    return inbox(by=by).exclude(readings__username=by.username).count()


def open_message(pk: int, *, by: Actor) -> Message:
    """A message to the reader, from now on read. Raises Missing."""
    message = inbox(by=by).filter(pk=pk).first()
    if message is None:
        raise Missing(pk)
    MessageReading.objects.get_or_create(
        message=message, username=by.username, defaults={"read_at": clock.now()}
    )
    return message


def sent_by(*, by: Actor) -> QuerySet[Message]:
    """What the office sent, newest first, with its readings and deliveries. Raises AccessRefused."""
    access.require(access.may_send_messages(by) or access.may_audit(by), by, "查看已发通知")
    return Message.objects.select_related("act").prefetch_related("readings", "deliveries").order_by("-pk")


def _require_sound(letters: Sequence[NewMessage]) -> None:
    if not letters:
        raise Refused("请至少选择一个单位。")
    if any(not one.title.strip() or not one.body.strip() for one in letters):
        raise Refused("请填写标题和正文。")
    if any(len(one.body) > LONGEST_BODY for one in letters):
        raise Refused(f"正文最多{LONGEST_BODY}个字。")


def _addresses(message: Message) -> list[str]:
    """The e-mail addresses of those it is said to."""
    people = User.objects.filter(is_active=True).exclude(email="")
    if message.username:
        people = people.filter(username=message.username)
    elif message.unit:
        people = people.filter(unit=message.unit, role__in=OF_A_UNIT)
    else:
        people = people.filter(role=AccountRole.REVIEWER)
    return list(people.values_list("email", flat=True))


def _mailed(message: Message, address: str) -> Delivery:
    letter = EmailMessage(
        subject=message.title, body=message.body, from_email=settings.JINGHE_MAIL_FROM, to=[address]
    )
    try:
        letter.send()
        return _logged(message, "mail", address, "", has_succeeded=True)
    except (smtplib.SMTPException, OSError) as error:
        return _logged(message, "mail", address, str(error), has_succeeded=False)


def _hooked(message: Message, address: str) -> Delivery:
    told = {"unit": message.unit, "title": message.title, "body": message.body, "link": message.link}
    request = urllib.request.Request(  # noqa: S310  an address the office configured, not one that was typed
        address, data=json.dumps(told).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return _logged(message, "webhook", address, str(answer.status), has_succeeded=True)
    except (urllib.error.URLError, OSError, ValueError) as error:
        return _logged(message, "webhook", address, str(error), has_succeeded=False)


def _logged(message: Message, channel: str, address: str, answer: str, *, has_succeeded: bool) -> Delivery:
    return Delivery.objects.create(
        message=message,
        channel=channel,
        address=address[:200],
        tried_at=clock.now(),
        has_succeeded=has_succeeded,
        answer=answer[:400],
    )
