"""Responsible persons 责任人: who answered for something on a day, from what was written down over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What was written down at one time: a person from `since` on, and a substitute for a term.

    person empty: nobody was appointed. substitute_since or substitute_until None: the term is open on that side; both
    None: a substitute without a term, who never acts.
    """

    person: str
    post: str = ""
    since: date
    substitute: str = ""
    substitute_post: str = ""
    substitute_since: date | None = None
    substitute_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """Who answers on a day. replaces: whom a substitute acts for."""

    person: str
    post: str
    since: date
    replaces: str = ""


def responsible_at(appointments: Iterable[Appointment], day: date) -> Responsible | None:
    """Who answers on a day: the latest appointment that had begun by then. None: nobody was appointed.

    A substitute acts from the first to the last day of the term, both included.
    """
    begun = [appointment for appointment in appointments if appointment.since <= day]
    if not begun:
        return None
    named = begun[-1]
    if named.substitute and _is_acting(named, day):
        return Responsible(
            person=named.substitute,
            post=named.substitute_post,
            since=named.substitute_since or named.since,
            replaces=named.person,
        )
    if not named.person:
        return None
    return Responsible(person=named.person, post=named.post, since=named.since)


def _is_acting(named: Appointment, day: date) -> bool:
    first, last = named.substitute_since, named.substitute_until
    if first is None and last is None:
        return False
    return (first is None or first <= day) and (last is None or day <= last)
