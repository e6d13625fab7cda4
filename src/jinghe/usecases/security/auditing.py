"""Auditing 审计: every act with its author, time, reason and contents, and a digest that proves nothing was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from hmac import compare_digest
from itertools import groupby
from json import dumps
from operator import attrgetter
from typing import Any

from django.db.models import BinaryField, Field, Model, Q
from django.utils import timezone

from jinghe.store.models import Act, ActKind
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.security.act_contents import TABLES, Trace, traces_of

PAGE_SIZE = 50
MOST_TRACES = 500
"""Rows of one act that are shown; an import may have written ten thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """Acts, newest first. older: the next page begins below this number; None on the last page."""

    acts: tuple[Act, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecord:
    """An act with what it wrote; left_out: how many rows more."""

    act: Act
    traces: tuple[Trace, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """审计摘要: the digest of all records up to an act; later it is the same, unless somebody changed a record."""

    act: Act
    digest: str

    @property
    def statement(self) -> str:
        moment = timezone.localtime(self.act.recorded_at)
        return f"截至第{self.act.pk}次操作（{moment:%Y-%m-%d %H:%M:%S}），审计摘要 SHA-256：{self.digest}"


def acts(
    *,
    by: Actor,
    person: str = "",
    kind: str = "",
    text: str = "",
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> ActPage:
    """A page of acts, older than the act numbered `before`. Raises AccessRefused."""
    access.require(access.may_audit(by), by, "查看审计记录")
    condition = Q()
    if person:
        condition &= Q(recorded_by=person)
    if kind:
        condition &= Q(kind=kind)
    if text:
        condition &= Q(reason__icontains=text)
    if since:
        condition &= Q(recorded_at__gte=_midnight(since))
    if until:
        condition &= Q(recorded_at__lt=_midnight(until + timedelta(days=1)))
    if before is not None:
        condition &= Q(pk__lt=before)
    newest_first = list(Act.objects.filter(condition).order_by("-pk")[: size + 1])
    return ActPage(
        acts=tuple(newest_first[:size]), older=newest_first[size - 1].pk if len(newest_first) > size else None
    )


def people(*, by: Actor) -> tuple[str, ...]:
    """Everybody who signed an act. Raises AccessRefused."""
    access.require(access.may_audit(by), by, "查看审计记录")
    return tuple(Act.objects.order_by("recorded_by").values_list("recorded_by", flat=True).distinct())


def kinds() -> tuple[tuple[str, str], ...]:
    """code and name of every kind of act."""
    return tuple((kind.value, str(kind.label)) for kind in ActKind)


def act_record(number: int, *, by: Actor) -> ActRecord:
    """One act with all that it wrote. Raises Missing, AccessRefused."""
    access.require(access.may_audit(by), by, "查看审计记录")
    act = Act.objects.filter(pk=number).first()
    if act is None:
        raise Missing(number)
    traces = traces_of(act, by=by)
    return ActRecord(act=act, traces=traces[:MOST_TRACES], left_out=max(len(traces) - MOST_TRACES, 0))


def seal(number: int | None = None) -> Seal:
    """The digest of everything written up to an act (None: the last one). Raises Missing.

    Each act's rows are digested together with the digest before, so a change anywhere alters every later one.
    """
    digest, last = "", None
    for act, rows in _written(number):
        last = act
        digest = sha256(f"{digest}\n{rows}".encode()).hexdigest()
    if last is None or (number is not None and last.pk != number):
        raise Missing(number)
    return Seal(act=last, digest=digest)


def is_sealed_by(number: int, digest: str) -> bool:
    """Whether the records up to an act still have the digest that was noted at the time. Raises Missing."""
    written_down = "".join(digest.split()).lower()
    return written_down.isascii() and compare_digest(seal(number).digest, written_down)


def _written(number: int | None) -> Iterator[tuple[Act, str]]:
    """Every act up to a number with all its rows as one text; each table is read once, in order of acts."""
    acts = Act.objects.order_by("pk")
    tables = {model: _Rows(model, number) for model in sorted(TABLES, key=lambda model: model._meta.db_table)}
    for act in (acts if number is None else acts.filter(pk__lte=number)).iterator(chunk_size=2000):
        by_table = {model._meta.db_table: rows.of(act.pk) for model, rows in tables.items()}
        yield act, _json({"act": _values(act), **{name: rows for name, rows in by_table.items() if rows}})


class _Rows:
    """The rows of one table, grouped by act; `of` must be asked for acts in ascending order."""

    def __init__(self, model: type[Model], number: int | None) -> None:
        rows = model._default_manager.filter(act__isnull=False).order_by("act_id", "pk")
        if number is not None:
            rows = rows.filter(act_id__lte=number)
        self._groups = groupby(rows.iterator(chunk_size=2000), key=attrgetter("act_id"))
        self._next = self._step()

    def _step(self) -> tuple[int, list[dict[str, Any]]] | None:
        group = next(self._groups, None)
        return (group[0], [_values(row) for row in group[1]]) if group else None

    def of(self, act: int) -> list[dict[str, Any]]:
        if self._next is None or self._next[0] != act:
            return []
        rows = self._next[1]
        self._next = self._step()
        return rows


def _values(row: Model) -> dict[str, Any]:
    """The columns of a row without those at their default: so a column added later does not change old digests."""
    return {
        field.attname: value
        for field in row._meta.concrete_fields
        if (value := _plain(field, getattr(row, field.attname))) is not None
    }


def _plain(field: "Field[Any, Any]", value: Any) -> Any:
    if value in (None, "", [], {}) or (field.has_default() and value == field.get_default()):
        return None
    if isinstance(field, BinaryField):
        return sha256(bytes(value)).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _json(value: Any) -> str:
    return dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
