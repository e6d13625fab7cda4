"""Fields: one declaration drives the form, the check, the workbook column and the list of what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jinghe.core.values.vocabulary import Vocabulary


class FieldKind(StrEnum):
    """The kind of a field, and what its stored value is.

    TEXT and LONG_TEXT as text, DATE as an ISO day, MONEY and DOLLARS as whole 分 or 美分, NUMBER as an integer, CHOICE
    and UNIT as a code or name, SEVERAL as codes, FLAG as a bool, SHARES as [[unit, share], …] in 万分之一, RECORD as
    the code of another record, RECORDS as several such codes.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    DOLLARS = "dollars"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    FLAG = "flag"
    UNIT = "unit"
    SHARES = "shares"
    RECORD = "record"
    RECORDS = "records"
    CREDIT_CODE = "credit_code"


UNIT_OF_MEASURE = {FieldKind.MONEY: "万元", FieldKind.DOLLARS: "万美元"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to write down.

    choices: codes and names of a CHOICE or SEVERAL; dimension: the vocabulary's instead. register: the kind of record
    a RECORD names. since: the first state from which it must be there; empty: never. section: the heading it stands
    under. is_restated: the ledger copies it, so once posted it changes by restating alone. is_condition: a FLAG that
    must say 是 from `since` on. is_stepped: a step fills it in, never the form of the record. is_confidential: for the
    units that keep or follow the record and the city alone. not_before: the DATE field whose day this one may not
    precede. is_past: the DATE of something that has happened, so it is never later than today. is_lasting: once told,
    the city alone changes it.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    dimension: str = ""
    register: str = ""
    since: str = ""
    section: str = ""
    hint: str = ""
    longest: int = 200
    is_restated: bool = False
    is_condition: bool = False
    is_stepped: bool = False
    is_confidential: bool = False
    not_before: str = ""
    is_past: bool = False
    is_lasting: bool = False

    @property
    def header(self) -> str:
        """What the column of a sheet is called, with its unit of measure: 合同投资额（万元）."""
        unit = UNIT_OF_MEASURE.get(self.kind)
        return f"{self.label}（{unit}）" if unit else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWords:
    """The words that typed values may use: the vocabulary in force and the names of the responsible units."""

    vocabulary: Vocabulary
    units: frozenset[str]

    def choices(self, field: Field) -> Mapping[str, str]:
        """code → name of what a CHOICE or SEVERAL may hold."""
        return self.vocabulary.names[field.dimension] if field.dimension else dict(field.choices)
