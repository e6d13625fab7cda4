"""Rows of a sheet against what stands: every cell is compared with what was sent out and with what is there now."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from jinghe.core.claims.claims import CLAIM_KINDS, claim_faults
from jinghe.core.counting.facts import FACT_RULES, MONEY_KINDS, FactKind
from jinghe.core.registers.fields import FieldKind
from jinghe.core.values.periods import next_month
from jinghe.documents.forms.filled import FilledRow, FilledRows
from jinghe.documents.forms.values import canonical
from jinghe.store.models import Record
from jinghe.usecases.imports.cells import EMPTY, CellReader, Deciding
from jinghe.usecases.imports.rows import ChangeClaim, ChangeRecord, DraftClaim, OpenRecord, RowResult
from jinghe.usecases.imports.shapes import LATE, REASON, REASON_LABEL, FieldColumn, cell_value
from jinghe.usecases.imports.world import CurrentFact, LikelyLeads, LikelyProjects
from jinghe.usecases.records.conditions import first_report_faults, settled_faults
from jinghe.usecases.records.locked_fields import COPIED, awaited

_Likely = LikelyLeads | LikelyProjects | None
_ASSERTING = dict.fromkeys(MONEY_KINDS, ("amount", "dollars"))


class Decider(CellReader):
    """Decides the rows of one sheet."""

    def decide(self, found: FilledRows) -> list[RowResult]:
        """Every row, in order."""
        flaws: dict[int, list[str]] = {}
        for flaw in found.flaws:
            flaws.setdefault(flaw.row, []).append(flaw.text)
        new = [row for row in found.rows if not row.key]
        read = self._new_rows(new) if self._shape.opens else {}
        results = []
        for row in found.rows:
            told = flaws.get(0, []) + flaws.get(row.number, [])
            if told:
                results.append(
                    RowResult(sheet=found.sheet_name, number=row.number, name=_name(row), faults=tuple(told))
                )
            elif row.key:
                results.append(self._known(row, found.sheet_name))
            elif row.number in read:
                results.append(read[row.number].result(found.sheet_name, _name(row)))
            else:
                text = f"第{row.number}行：这张表只填已有的项目；新项目请填在“新登记项目”表。"
                results.append(
                    RowResult(sheet=found.sheet_name, number=row.number, name=_name(row), faults=(text,))
                )
        return results

    # --- rows of records that are there ---

    def _known(self, row: FilledRow, sheet: str) -> RowResult:
        record = self._world.records.get(row.key)
        mine = Deciding.of(row)
        is_ours = record is not None and record.kind == self._shape.register.kind
        if not is_ours or (self._made is not None and row.key not in self._made.rows):
            mine.faults.append(
                f"第{row.number}行：系统编号“{row.key}”不在本单位的这张表里。请重新下载填报表，或清空系统编号按新增填写。"
            )
            return mine.result(sheet, _name(row))
        assert record is not None
        if self._made is not None:
            self._tell_locked(mine, record)
        if self._shape.changes:
            self._change(mine, record)
        for kind, columns in self._shape.facts:
            held = self._world.held(record.pk, kind)
            self._assert(mine, kind, columns, held, record.pk, self._world.signed_on(record.pk))
        return mine.result(sheet, record.name, record.pk)

    def _tell_locked(self, mine: Deciding, record: Record) -> None:
        told = self._world.told(self._shape, record)
        for column in self._shape.columns:
            cell = mine.row.cells.get(column.key)
            if not column.is_locked or cell is None or not self.is_touched(mine.row, column):
                continue
            now = cell_value(column.field, told.get(column.field.name), self._world.known)
            if cell.canonical == canonical(now):
                continue
            if column.key == self._shape.register.title:
                mine.refuse(
                    column,
                    f"“{cell.text.strip()[:40]}”不是系统编号{record.pk}（{record.name}），可能在排序或粘贴时错了行。"
                    "请恢复各行原来的编号和名称后重新上传；要改名的请在项目页修改。",
                )
            else:
                mine.said.append(f"“{column.header}”由系统填写，改动没有采用")

    def _change(self, mine: Deciding, record: Record) -> None:
        register = self._shape.register
        changes: dict[str, Any] = {}
        for column in self._shape.fields:
            name = column.field.name
            if column.key == REASON or not self.is_touched(mine.row, column):
                continue
            value, is_read = self.read(mine, column)
            now = record.values.get(name)
            if not is_read or value == now or (value in EMPTY and now in EMPTY):
                continue
            if self.collides(mine, column, value, now, record.pk):
                continue
            if column.field.is_restated and record.pk in self._world.in_ledger:
                mine.refuse(column, f"{COPIED}。")
                continue
            if column.field.is_restated and (number := self._world.awaiting.get(record.pk)):
                mine.refuse(column, f"{awaited(number)}。")
                continue
            self.require_named(mine, column, value)
            changes[name] = value
            mine.said.append(f"{column.field.label}：{self.said(column, now)} → {self.said(column, value)}")
        held = {name: value for name, value in {**record.values, **changes}.items() if value not in EMPTY}
        before = {one.name for one in register.missing(record.values, record.state)}
        first = {one.name for one in register.missing(held, register.states[0].code)}
        gone = [
            one
            for one in register.missing(held, record.state)
            if one.name in changes and (one.name not in before or one.name in first)
        ]
        self.tell_missing(mine, gone)
        if changes:
            self.tell_faults(mine, register.disorder(held))
            self.tell_faults(mine, register.in_future(changes, self._today))
            self.tell_faults(mine, settled_faults(register, record, changes, is_city=False))
            if not _reason_of(mine):
                self.tell_faults(mine, first_report_faults(record, changes, self._world.first_reports))
            mine.works.append(ChangeRecord(code=record.pk, version=record.version, changes=changes))

    # --- rows of new records ---

    def _new_rows(self, rows: Sequence[FilledRow]) -> dict[int, Deciding]:
        """Each new row, held against what stands and against the rows before it."""
        begun: dict[int, tuple[Deciding, dict[str, Any], str]] = {}
        first_rows: dict[str, int] = {}
        for row in rows:
            mine = Deciding.of(row)
            values, fingerprint = self._new_values(mine)
            if not mine.faults and fingerprint in self._world.filed:
                self._assert_again(mine, self._world.filed[fingerprint])
            elif first_rows.setdefault(fingerprint, row.number) != row.number:
                mine.faults.append(
                    f"第{row.number}行与第{first_rows[fingerprint]}行内容完全相同。请删去重复的一行后重新上传。"
                )
            begun[row.number] = (mine, values, fingerprint)
        asked = {
            str(number): values
            for number, (mine, values, fingerprint) in begun.items()
            if fingerprint not in self._world.filed and not mine.faults
        }
        likely = self._likely(asked)
        for done, (number, (mine, values, fingerprint)) in enumerate(begun.items()):
            self._tell(done)
            if str(number) in asked:
                self._open(mine, values, fingerprint, likely)
        return {number: mine for number, (mine, _, _) in begun.items()}

    def _likely(self, asked: Mapping[str, Mapping[str, Any]]) -> _Likely:
        """What new rows are held against; other registers than these two are not."""
        if asked and self._shape.register.kind == "project":
            return LikelyProjects(asked, self._world.unit)
        if asked and self._shape.register.kind == "lead":
            return LikelyLeads(asked, self._world.unit, self._world.first_reports)
        return None

    def _new_values(self, mine: Deciding) -> tuple[dict[str, Any], str]:
        values: dict[str, Any] = {}
        for column in self._shape.fields:
            if column.key == REASON or column.key not in mine.row.cells:
                continue
            value, _ = self.read(mine, column)
            if value not in EMPTY:
                values[column.field.name] = value
                self.require_named(mine, column, value)
        if not mine.faults:
            register = self._shape.register
            self.tell_missing(mine, register.missing(values, register.states[0].code))
            self.tell_faults(mine, register.disorder(values))
            self.tell_faults(mine, register.in_future(values, self._today))
        return values, fingerprint_of(self._shape.register.kind, values)

    def _assert_again(self, mine: Deciding, code: str) -> None:
        """A row that an earlier import took over says nothing new of its record, but may of its facts."""
        mine.said.append(f"以前的导入已登记为{code}")
        for kind, columns in self._shape.facts:
            self._assert(mine, kind, columns, self._world.held(code, kind), code, self._world.signed_on(code))

    def _open(self, mine: Deciding, values: dict[str, Any], fingerprint: str, likely: _Likely) -> None:
        note = _reason_of(mine)
        alike = self._alike(mine.row.number, values, likely)
        if alike and not note:
            mine.faults += [f"第{mine.row.number}行：{one}（理由填在“{REASON_LABEL}”列）" for one in alike]
            return
        if note and any(ord(char) < 32 and char != "\n" for char in note):
            mine.faults.append(f"第{mine.row.number}行：“{REASON_LABEL}”含有不能显示的字符，请重新填写。")
            return
        mine.works.append(self._begun(values, fingerprint, note[:200] if alike else ""))
        mine.said.append(f"登记{self._shape.register.name}“{values.get(self._shape.register.title, '')}”")
        self._tell_facts(mine, values)

    def _begun(self, values: dict[str, Any], fingerprint: str, note: str) -> OpenRecord:
        return OpenRecord(
            register=self._shape.register.kind, values=values, note=note, fingerprint=fingerprint
        )

    def _tell_facts(self, mine: Deciding, values: Mapping[str, Any]) -> None:
        """What the row says happened to the record that it begins."""
        for kind, columns in self._shape.facts:
            self._assert(mine, kind, columns, CurrentFact(values={}), "", None)

    def _alike(self, number: int, values: Mapping[str, Any], likely: _Likely) -> list[str]:
        """What is there already that the new row may be again, in Chinese."""
        if likely and (found := likely.texts(str(number))):
            return list(found)
        register = self._shape.register
        name = str(values.get(register.title, ""))
        asides = {one.code for one in register.states if one.is_aside}
        return [
            f"本单位已登记同名的{register.name}（{one.pk}）。请在原记录上修改；确属另一{register.measure}的，请写明理由"
            for one in self._world.records.values()
            if (one.kind, one.unit, one.name) == (register.kind, self._world.unit, name)
            and one.state not in asides
        ][:1]

    # --- facts ---

    def _assert(
        self,
        mine: Deciding,
        kind: FactKind,
        columns: Sequence[FieldColumn],
        held: CurrentFact,
        code: str,
        signed_on: date | None,
    ) -> None:
        """What the cells of one kind of fact say, beside what is claimed or posted already."""
        changes: dict[str, Any] = {}
        touched: list[FieldColumn] = []
        for column in columns:
            name = column.field.name
            if not self.is_touched(mine.row, column):
                continue
            value, is_read = self.read(mine, column)
            value = (
                None if value == 0 and column.field.kind in (FieldKind.MONEY, FieldKind.DOLLARS) else value
            )
            now = held.values.get(name)
            if not is_read or value == now or (value in EMPTY and now in EMPTY):
                continue
            if code and self.collides(mine, column, value, now, code):
                continue
            changes[name] = value
            touched.append(column)
        if changes or (held.claim and not held.fixed):
            self._explain_lateness(mine, held, changes, touched)
        if not changes:
            return
        if held.fixed:
            mine.refuse(touched[0], f"{held.fixed}。")
            return
        merged = {name: value for name, value in {**held.values, **changes}.items() if value not in EMPTY}
        told = self._merged_faults(kind, columns, merged, held, signed_on, mine)
        if told:
            mine.refuse(touched[0], f"{'；'.join(told)}。")
            return
        if FACT_RULES[kind].is_told_for_month and "occurred_on" not in merged:
            merged["occurred_on"] = changes["occurred_on"] = _last_day(self._world.month).isoformat()
        words = "，".join(
            f"{column.field.label}{self.said(column, merged[column.field.name])}"
            for column in columns
            if column.field.name in merged
        )
        if held.claim:
            mine.works.append(ChangeClaim(number=held.claim.pk, version=held.claim.version, changes=changes))
            mine.said.append(f"修改申报{held.claim.pk}（{FACT_RULES[kind].name}）：{words}")
        else:
            mine.works.append(DraftClaim(kind=kind, code=code, values=merged))
            mine.said.append(f"起草申报（{FACT_RULES[kind].name}）：{words}")

    def _explain_lateness(
        self, mine: Deciding, held: CurrentFact, changes: dict[str, Any], touched: list[FieldColumn]
    ) -> None:
        """The reason that the row gives for everything in it that is late."""
        if LATE not in self._shape.columns or not self.is_touched(mine.row, LATE):
            return
        reason, is_read = self.read(mine, LATE)
        if is_read and reason not in EMPTY and reason != held.values.get(LATE.key):
            changes[LATE.key] = reason
            touched.append(LATE)

    def _merged_faults(
        self,
        kind: FactKind,
        columns: Sequence[FieldColumn],
        merged: Mapping[str, Any],
        held: CurrentFact,
        signed_on: date | None,
        mine: Deciding,
    ) -> list[str]:
        """What is wrong with a fact as it would then be claimed."""
        asserting = _ASSERTING.get(kind, ("occurred_on",))
        if not any(merged.get(name) for name in asserting):
            if held.claim:
                return [f"清空不会撤回申报{held.claim.pk}，请在申报页撤回，或恢复原来的内容"]
            labels = "或".join(f"“{one.header}”" for one in columns if one.field.name in asserting)
            return [f"请填写{labels}，或清空这一格"]
        headers = {one.field.name: one.header for one in columns}
        found = list(claim_faults(CLAIM_KINDS[kind], dict(merged) | self._day_given(kind)))
        on = date.fromisoformat(merged["occurred_on"]) if merged.get("occurred_on") else None
        if on and kind in MONEY_KINDS and not self._world.month <= on < next_month(self._world.month):
            month = f"{self._world.month.year}年{self._world.month.month}月"
            found.append(f"“{headers.get('occurred_on', '日期')}”不在{month}内，以前月份的请在申报页补报")
        if on and on > self._today and not FACT_RULES[kind].is_told_for_month:
            found.append(f"“{headers['occurred_on']}”在将来")
        if FACT_RULES[kind].needs is FactKind.SIGNING:
            found += self._signing_faults(kind, on, signed_on or self._signing_in(mine))
        return found

    def _day_given(self, kind: FactKind) -> dict[str, str]:
        """The day of money that has no column for it: it is told to the end of the month."""
        is_dated = FACT_RULES[kind].is_told_for_month
        return {"occurred_on": _last_day(self._world.month).isoformat()} if is_dated else {}

    def _signing_in(self, mine: Deciding) -> date | None:
        """The signing that the row itself claims."""
        for one in mine.works:
            if isinstance(one, DraftClaim) and one.kind is FactKind.SIGNING:
                return date.fromisoformat(one.values["occurred_on"])
        return None

    def _signing_faults(self, kind: FactKind, on: date | None, signed_on: date | None) -> list[str]:
        if signed_on is None:
            return [f"项目还没有签约，请先填写“签约日期”，再填{FACT_RULES[kind].name}"]
        return [f"日期{on}早于签约日期{signed_on}"] if on and on < signed_on else []


def _reason_of(mine: Deciding) -> str:
    cell = mine.row.cells.get(REASON)
    return cell.text.strip() if cell else ""


def fingerprint_of(kind: str, values: Mapping[str, Any]) -> str:
    """The same for rows that say the same of a new record."""
    content = dumps([kind, values], ensure_ascii=False, sort_keys=True)
    return sha256(content.encode()).hexdigest()[:32]


def _last_day(month: date) -> date:
    return date.fromordinal(next_month(month).toordinal() - 1)


def _name(row: FilledRow) -> str:
    cell = row.cells.get("name")
    return cell.text.strip()[:60] if cell else ""
