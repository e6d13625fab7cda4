"""What people take away as a file: a register, claims, the ledger; the reader's own rows under the reader's filter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jinghe.core.claims.claims import AMOUNT, ClaimState
from jinghe.core.counting.facts import FACT_RULES, FactKind, Role
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.values.periods import Period
from jinghe.documents.writers.xlsx.table_export import ExportColumn, ExportValue, export_csv, export_xlsx
from jinghe.usecases.claims.reading import find_claims
from jinghe.usecases.common import access, clock
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.demonstration import marked_notes
from jinghe.usecases.imports.shapes import cell_value
from jinghe.usecases.progress.browsing import LedgerLine, ledger_page
from jinghe.usecases.records.reading import find
from jinghe.usecases.records.records import known_words, register_of

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_ALL = 1_000_000
FEN_IN_WAN = 1_000_000
"""分 in one 万元, and 美分 in one 万美元."""

_DOLLARS = Field(name="dollars", label="外币", kind=FieldKind.DOLLARS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A table for a file. notes: what it was filtered by and when it was made."""

    title: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[ExportValue, ...], ...]
    notes: tuple[str, ...]

    def content(self, form: str) -> bytes:
        """The file; form: a key of FORMATS. Raises TooManyRows, TooLongForACell."""
        write = export_xlsx if form == "xlsx" else export_csv
        return write(self.title, self.columns, self.rows, self.notes)


def register_export(
    kind: str, *, by: Actor, text: str = "", states: Sequence[str] = (), unit: str = ""
) -> Export:
    """Every record of a register that the actor may read. Raises Missing, AccessRefused."""
    register = register_of(kind)
    access.require(access.may_list(by, register), by, f"导出{register.name}")
    known = known_words()
    found = find(kind, by=by, text=text, states=states, unit=unit, size=_ALL)
    rows = []
    for one in found.records:
        tells_all = access.may_see_confidential(by, one)
        cells = [
            cell_value(field, one.values.get(field.name), known)
            if tells_all or not field.is_confidential
            else None
            for field in register.fields
        ]
        rows.append((one.pk, one.unit, register.state(one.state).name, *cells))
    columns = ("编号", "登记单位", "状态", *(field.header for field in register.fields))
    state_names = "、".join(register.state(code).name for code in states)
    return Export(
        title=register.name,
        columns=tuple(ExportColumn(header=one) for one in columns),
        rows=tuple(rows),
        notes=_notes(by, {"名称、拼音或编号": text, "状态": state_names, "单位": unit}),
    )


def claims_export(
    *, by: Actor, state: str = "", kind: str = "", unit: str = "", text: str = "", month: Period | None = None
) -> Export:
    """Every claim that the actor may read, newest first. Raises AccessRefused."""
    access.require(access.may_list_claims(by), by, "导出申报")
    known = known_words()
    found = find_claims(by=by, state=state, kind=kind, unit=unit, text=text, month=month, size=_ALL)
    rows = [
        (
            one.pk,
            FACT_RULES[FactKind(one.kind)].name,
            one.record_id,
            one.record.name,
            one.unit,
            one.occurred_on,
            cell_value(AMOUNT, one.values.get("amount"), known),
            cell_value(_DOLLARS, one.values.get("dollars"), known),
            one.values.get("note"),
            ClaimState(one.state).label,
        )
        for one in found.claims
    ]
    headers = (
        *("申报", "类别", "编号", "名称", "申报单位", "发生日期"),
        *("金额（万元）", "外币（万美元）", "说明", "状态"),
    )
    filters = {
        "状态": ClaimState(state).label if state else "",
        "类别": FACT_RULES[FactKind(kind)].name if kind else "",
        "单位": unit,
        "名称或编号": text,
        "发生月份": f"{month.start:%Y-%m}" if month else "",
    }
    return Export(
        title="申报",
        columns=tuple(ExportColumn(header=one) for one in headers),
        rows=tuple(rows),
        notes=_notes(by, filters),
    )


def ledger_export(
    *, by: Actor, unit: str = "", kind: str = "", text: str = "", month: Period | None = None, **asked: Any
) -> Export:
    """Every posting that the actor may read, newest first. Raises AccessRefused."""
    columns = (
        ("序号", 8),
        ("入账", 8),
        ("记录时间", 18),
        ("记录人", 12),
        ("事由", 24),
        ("类别", 12),
        ("编号", 14),
        ("名称", 28),
        ("单位", 14),
        ("身份", 8),
        ("份额（%）", 10),
        ("发生日期", 12),
        ("签约日期", 12),
        ("金额（万元、万美元）", 16),
        ("币种", 8),
        ("正负", 6),
        ("状态", 14),
    )
    lines = tuple(
        _line(one) for one in _all_lines(by=by, unit=unit, kind=kind, text=text, month=month, **asked)
    )
    filters = {
        "单位": unit,
        "类别": FACT_RULES[FactKind(kind)].name if kind else "",
        "名称或编号": text,
        "发生月份": f"{month.start:%Y-%m}" if month else "",
    }
    return Export(
        title="台账",
        columns=tuple(ExportColumn(header=header, width=width) for header, width in columns),
        rows=lines,
        notes=_notes(by, filters),
    )


def _all_lines(**asked: Any) -> Iterator[LedgerLine]:
    before: int | None = None
    while True:
        found = ledger_page(before=before, **asked)
        for _, lines in found.acts:
            yield from lines
        if found.older is None:
            return
        before = found.older


def _line(line: LedgerLine) -> tuple[ExportValue, ...]:
    one = line.posting
    amount = Decimal(one.amount_fen) / FEN_IN_WAN if one.currency else None
    return (
        one.sequence,
        one.entry,
        timezone.localtime(line.act.recorded_at),
        line.act.recorded_by,
        line.act.reason,
        FACT_RULES[one.kind].name,
        one.subject,
        line.subject_name,
        one.unit,
        "主导引进" if one.role is Role.SPONSOR else "承接落地",
        one.share // 100 if one.share % 100 == 0 else f"{one.share / 100:g}",
        one.occurred_on,
        one.cohort_on,
        amount,
        str(one.currency or ""),
        "+" if one.sign == 1 else "−",
        f"已冲销（{line.reversed_by}）" if line.is_reversed else "",
    )


def _notes(by: Actor, filters: Mapping[str, str]) -> tuple[str, ...]:
    told = "；".join(f"{name}：{value}" for name, value in filters.items() if value)
    made = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 由 {by.username} 导出"
    return marked_notes((made, f"筛选：{told}" if told else "筛选：无，全部可见内容"))
