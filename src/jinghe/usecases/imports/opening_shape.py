"""The sheet of the opening ledger 期初台账: projects with their dates and the money of each year so far."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinghe.core.counting.facts import FACT_RULES, PROJECT_STAGES, FactKind
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.core.registers.fields import Field, FieldKind
from jinghe.core.values.amounts import yuan
from jinghe.core.values.periods import next_month
from jinghe.store.models import Record
from jinghe.usecases.common.office_numbers import OPENING_TERMS, numbers
from jinghe.usecases.imports.cells import Deciding, Tell
from jinghe.usecases.imports.deciding import Decider
from jinghe.usecases.imports.rows import DraftClaim, OpenRecord
from jinghe.usecases.imports.shapes import FieldColumn, SheetShape, register_shape
from jinghe.usecases.imports.world import made_by
from jinghe.usecases.records.records import known_words

CODE = "code"
STAGES = tuple(
    (kind, FACT_RULES[kind].day)
    for kind in PROJECT_STAGES
    if FACT_RULES[kind].once and kind is not FactKind.SIGNING
)
_CODE = re.compile(r"[\w\-.—〔〕()（）]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPeriod:
    """A year, or a month of this year, that money is told for. until: its last day."""

    name: str
    label: str
    until: date


def spans(today: date) -> tuple[MoneyPeriod, ...]:
    """The years before this one, and the months of this one that have begun."""
    first_year = numbers(OPENING_TERMS, on=today)["first_year"]
    years = (
        MoneyPeriod(name=f"{year}", label=f"{year}年到位资金", until=date(year, 12, 31))
        for year in range(first_year, today.year)
    )
    months = (
        MoneyPeriod(
            name=f"{today.year}-{month:02}",
            label=f"{today.year}年{month}月到位资金",
            until=date.fromordinal(next_month(date(today.year, month, 1)).toordinal() - 1),
        )
        for month in range(1, today.month + 1)
    )
    return (*years, *months)


def opening_shape(today: date) -> SheetShape:
    """The columns: the office's own number, the register's, the dates, and money by year and month."""
    usual = register_shape(PROJECT, "期初项目")
    *fields, reason = (one for one in usual.columns if one.fact is None)
    code = Field(name=CODE, label="项目编号", hint="本单位原有的编号，可不填，由系统编号")
    dates = ((FactKind.SIGNING, FACT_RULES[FactKind.SIGNING].day), *STAGES)
    return SheetShape(
        name=usual.name,
        register=PROJECT,
        opens=True,
        columns=(
            FieldColumn(field=code),
            *fields,
            *(
                FieldColumn(field=Field(name="occurred_on", label=label, kind=FieldKind.DATE), fact=kind)
                for kind, label in dates
            ),
            *(
                FieldColumn(
                    field=Field(name=one.name, label=one.label, kind=FieldKind.MONEY), fact=FactKind.FUNDS
                )
                for one in spans(today)
            ),
            reason,
        ),
    )


class OpeningWorld:
    """What the opening ledger is held against; the projects themselves come in by the index of likeness."""

    unit = ""

    def __init__(self) -> None:
        self.known = known_words()
        self.records: dict[str, Record] = {}
        self.codes = frozenset(Record.objects.values_list("pk", "kind"))
        self.filed = made_by("")


class OpeningDecider(Decider):
    """Decides the rows of an opening ledger."""

    def __init__(self, shape: SheetShape, world: OpeningWorld, today: date, tell: Tell) -> None:
        super().__init__(shape, world, None, tell)  # type: ignore[arg-type]  # a world of the whole city
        self._spans = {one.name: one for one in spans(today)}
        self._taken = {code: "" for code, _ in world.codes}
        self._columns = {one.key: one for one in shape.columns}

    def _new_values(self, mine: Deciding) -> tuple[dict[str, Any], str]:
        values, fingerprint = super()._new_values(mine)
        code = values.get(CODE, "")
        is_known = not mine.faults and fingerprint in self._world.filed
        if code and not is_known:
            if not _CODE.fullmatch(code):
                mine.refuse(
                    self._columns[CODE], f"“{code[:20]}”不能作编号，只用文字、数字和短横线，不超过40个字。"
                )
            elif code in self._taken:
                place = self._taken[code]
                told = f"与第{place}行相同" if place else "系统里已有这个编号"
                mine.refuse(self._columns[CODE], f"“{code}”{told}。请改用其他编号，或留空由系统编号。")
            else:
                self._taken[code] = str(mine.row.number)
        return values, fingerprint

    def _begun(self, values: dict[str, Any], fingerprint: str, note: str) -> OpenRecord:
        code = values.pop(CODE, "")
        return OpenRecord(register="project", values=values, note=note, fingerprint=fingerprint, code=code)

    def _assert_again(self, mine: Deciding, code: str) -> None:
        mine.said.append(f"以前的导入已登记为{code}，再次导入不会更改；更正请在项目页办理")

    def _tell_facts(self, mine: Deciding, values: Mapping[str, Any]) -> None:
        """The signing, the stages and the money of a project; each becomes an entry."""
        told = dict(self._told(mine))
        if not told:
            return
        signed = told.pop("signing.occurred_on", None)
        if signed is None:
            mine.faults.append(f"第{mine.row.number}行：填了其他日期或到位资金，请填写“签约日期”。")
            return
        if not values.get("investment"):
            mine.faults.append(f"第{mine.row.number}行：已签约的项目请填写“合同投资额（万元）”。")
        signed_on = date.fromisoformat(signed)
        self._begin(mine, FactKind.SIGNING, "签约日期", signed_on, signed_on)
        for kind, label in STAGES:
            if on := told.get(f"{kind}.occurred_on"):
                self._begin(mine, kind, label, date.fromisoformat(on), signed_on)
        arrived = {key.partition(".")[2]: value for key, value in told.items() if key.startswith("funds.")}
        for name, amount in arrived.items():
            span = self._spans[name]
            on = min(span.until, self._today)
            self._begin(mine, FactKind.FUNDS, span.label, on, signed_on, amount=amount)
        if arrived:
            mine.said.append(f"到位资金{len(arrived)}笔，共{yuan(sum(arrived.values()))}")

    def _told(self, mine: Deciding) -> Iterator[tuple[str, Any]]:
        """Key and value of every column of a fact that says something."""
        for column in self._shape.columns:
            if column.fact is not None and column.key in mine.row.cells:
                value, _ = self.read(mine, column)
                if value not in (None, 0):
                    yield column.key, value

    def _begin(
        self, mine: Deciding, kind: FactKind, label: str, on: date, signed_on: date, **more: int
    ) -> None:
        if on > self._today:
            mine.faults.append(f"第{mine.row.number}行“{label}”：日期{on}在将来。")
        elif on < signed_on:
            mine.faults.append(f"第{mine.row.number}行“{label}”：{on}早于签约日期{signed_on}。")
        else:
            mine.works.append(DraftClaim(kind=kind, code="", values={"occurred_on": on.isoformat(), **more}))
            if kind is not FactKind.FUNDS:
                mine.said.append(f"{FACT_RULES[kind].name}{on}")
