"""Correcting a printed total: it is a check of the units' figures, and what the city as a whole is held to."""

from dataclasses import dataclass, replace

from jinghe.core.plan.draft_edits import figures
from jinghe.core.plan.drafts import Edit, EditedDraft, EditStep, RefusedEdit
from jinghe.core.plan.plans import Tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCorrection(Edit):
    """更正合计: the total of a column is another than was printed or read."""

    table: str
    column: str
    tiers: Tiers

    def applied(self, draft: EditedDraft) -> tuple[EditedDraft, EditStep]:
        total = draft.plan.total(self.table, self.column)
        if total is None:
            raise RefusedEdit(f"“{self.column}”这一列没有印合计，不需更正。")
        if total.tiers.floor.unit != self.tiers.floor.unit:
            raise RefusedEdit(f"合计的计量单位须是“{total.tiers.floor.unit.name}”。")
        if total.tiers == self.tiers:
            raise RefusedEdit("没有改动任何内容，未保存。")
        changed = replace(total, tiers=self.tiers)
        after = draft.with_plan(
            totals=tuple(changed if other is total else other for other in draft.plan.totals)
        )
        text = f"更正合计 {self.table}“{self.column}”：{figures(total.tiers)} → {figures(self.tiers)}"
        return after, EditStep(number=draft.next_number, text=text)
