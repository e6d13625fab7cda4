"""What a form knows of itself when it comes back: for whom it was made, from which versions, holding what.

It stands on a sheet that nobody sees and is signed by whoever made the form; an upload may claim anything.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from jinghe.documents.forms.values import FormValue, canonical
from jinghe.documents.forms.workbooks import Form, FormSheet

STAMP_SHEET = "系统信息"
Sign = Callable[[bytes], str]
_MARK = "jinghe-form-1"
_DIGEST_BYTES = 6
_DIGEST_LENGTH = 8  # of six bytes in base64


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRow:
    """A prefilled row: its version, and a short digest of each value in the order of the columns."""

    version: str
    digests: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedSheet:
    """A sheet as it was made: keys of its columns in order, rows by their keys."""

    name: str
    column_keys: tuple[str, ...]
    rows: Mapping[str, StampedRow]

    def was_made_with(self, row_key: str, column_key: str, value: FormValue) -> bool:
        """Whether the form was sent out with this value in this cell. Raises KeyError, ValueError for no such cell.

        Asked with the uploaded text it tells whether the clerk changed the cell, asked with the value held
        today, whether somebody else did since.
        """
        start = self.column_keys.index(column_key) * _DIGEST_LENGTH
        return self.rows[row_key].digests[start : start + _DIGEST_LENGTH] == _digest(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the file says of its own making; believe it only where `is_signed_by` does."""

    kind: str
    unit: str
    month: str
    made_at: datetime
    sheets: tuple[StampedSheet, ...]
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """Every word of the stamp but its signature."""
        return "\n".join("\t".join(line) for line in _lines(self)).encode()

    def is_signed_by(self, sign: Sign) -> bool:
        """Whether the stamp is as the one who holds the key wrote it."""
        return hmac.compare_digest(sign(self.signed).encode(), self.signature.encode())

    def sheet(self, name: str) -> StampedSheet | None:
        """The sheet that was made under this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def stamp_of(form: Form, sign: Sign) -> Stamp:
    """The signed stamp of a form."""
    bare = Stamp(
        kind=form.kind,
        unit=form.unit,
        month=form.month,
        made_at=form.made_at,
        sheets=tuple(map(_stamped, form.sheets)),
    )
    return replace(bare, signature=sign(bare.signed))


def stamp_lines(stamp: Stamp) -> Iterator[tuple[str, ...]]:
    """The rows of the sheet that holds a stamp."""
    yield _MARK, stamp.signature
    yield from _lines(stamp)


def stamp_in(lines: Iterable[Sequence[str]]) -> Stamp | None:
    """The stamp that rows of texts hold; None for what is none, or no longer whole."""
    rows = iter(lines)
    try:
        mark, signature = next(rows)
        (head,) = next(rows)
        return _rebuilt(json.loads(head), signature, rows) if mark == _MARK else None
    except (StopIteration, ValueError, KeyError, IndexError, TypeError):
        return None


def _rebuilt(head: dict[str, Any], signature: str, rows: Iterator[Sequence[str]]) -> Stamp:
    rows_of_sheets: list[dict[str, StampedRow]] = [{} for _ in head["sheets"]]
    for number, key, version, digests in rows:
        rows_of_sheets[int(number)][key] = StampedRow(version=version, digests=digests)
    return Stamp(
        kind=str(head["kind"]),
        unit=str(head["unit"]),
        month=str(head["month"]),
        made_at=datetime.fromisoformat(head["made_at"]),
        sheets=tuple(
            StampedSheet(name=str(name), column_keys=tuple(map(str, keys)), rows=rows_of_sheet)
            for (name, keys), rows_of_sheet in zip(head["sheets"], rows_of_sheets, strict=True)
        ),
        signature=signature,
    )


def _stamped(sheet: FormSheet) -> StampedSheet:
    keys = tuple(column.key for column in sheet.columns)
    return StampedSheet(
        name=sheet.name,
        column_keys=keys,
        rows={
            row.key: StampedRow(
                version=row.version, digests="".join(_digest(row.values.get(key)) for key in keys)
            )
            for row in sheet.rows
        },
    )


def _lines(stamp: Stamp) -> Iterator[tuple[str, ...]]:
    head = {
        "kind": stamp.kind,
        "unit": stamp.unit,
        "month": stamp.month,
        "made_at": stamp.made_at.isoformat(),
        "sheets": [[sheet.name, sheet.column_keys] for sheet in stamp.sheets],
    }
    yield (json.dumps(head, ensure_ascii=False, separators=(",", ":")),)
    for number, sheet in enumerate(stamp.sheets):
        for key, row in sheet.rows.items():
            yield str(number), key, row.version, row.digests


def _digest(value: FormValue) -> str:
    """Long enough that a changed value never passes for the old one; what proves origin is the signature."""
    return urlsafe_b64encode(blake2b(canonical(value).encode(), digest_size=_DIGEST_BYTES).digest()).decode()
