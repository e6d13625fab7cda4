"""What a reviewer typed → the edit it means; and a target → what its form shows. Faults come back as one sentence."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils.dateparse import parse_date

from jinghe.core.counting.criteria import Criteria, InvalidCriteria
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.counting.rulings import QUESTIONS, Ruling
from jinghe.core.plan.draft_edits import (
    Addition,
    Answer,
    Correction,
    Deletion,
    NoticeHeading,
    Reparenting,
    Splitting,
    Terms,
)
from jinghe.core.plan.draft_totals import TotalCorrection
from jinghe.core.plan.drafts import Edit, RefusedEdit
from jinghe.core.plan.finding_edits import Settlement
from jinghe.core.plan.plans import InvalidTarget, Target, Tiers
from jinghe.core.values.amounts import UNITS_OF_MEASURE, Quantity, plain
from jinghe.core.values.periods import Period

YI = 10_000_000_000
"""一亿元 in 分."""
TIERS = (("guaranteed", "保证目标"), ("working", "工作目标"), ("required", "目标（只有一档时）"))
WORDED = (("industry", "产业"), ("region", "来源地"), ("investor", "投资方"))
FLAGS = (("excludes_real_estate", "不含房地产"), ("excludes_government_investment", "不含政府投资"))
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_LONGEST = 200


class TypedFields:
    """The fields of a form as typed, without blanks around them."""

    def __init__(self, told: Mapping[str, str], prefix: str = "") -> None:
        self.told, self.prefix = told, prefix

    def text(self, name: str) -> str:
        text = self.told.get(f"{self.prefix}{name}", "").replace("\x00", "").strip()
        if len(text) > _LONGEST:
            raise RefusedEdit(f"填写的内容请不超过{_LONGEST}个字。")
        return text

    def number(self, name: str, label: str) -> Decimal | None:
        text = unicodedata.normalize("NFKC", self.text(name)).replace(",", "")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise RefusedEdit(f"“{label}”请只填数字，例如60或2.5；现在填的是“{text[:20]}”。")
        return Decimal(text)

    def day(self, name: str, label: str) -> date | None:
        text = self.text(name)
        try:
            day = parse_date(text) if text else None
        except ValueError:
            day = None
        if text and day is None:
            raise RefusedEdit(f"“{label}”请填有效的日期，例如2026-03-31。")
        return day

    def year(self, name: str, label: str) -> int | None:
        text = unicodedata.normalize("NFKC", self.text(name))
        if text and not re.fullmatch(r"(19|20|21)[0-9]{2}", text):
            raise RefusedEdit(f"“{label}”请填四位数的年份，例如2026。")
        return int(text) if text else None

    def among(self, name: str, options: Mapping[str, object], label: str) -> str:
        text = self.text(name)
        if text not in options:
            raise RefusedEdit(f"请在列出的{label}里选择一项。")
        return text


def edit_from(kind: str, told: Mapping[str, str], key: str) -> Edit:
    """The edit a form asks for; key: for a target it makes. Raises RefusedEdit."""
    typed = TypedFields(told)
    match kind:
        case "correct":
            return Correction(key=typed.text("key"), terms=_terms(typed))
        case "add":
            return Addition(
                key=key,
                unit="".join(typed.text("new_unit").split()) or typed.text("unit"),
                group=typed.text("group"),
                terms=_terms(typed),
                role=Role(typed.among("role", dict.fromkeys(Role), "作用")),
                locator=typed.text("locator"),
            )
        case "delete":
            return Deletion(key=typed.text("key"))
        case "split":
            other = TypedFields(told, "new-")
            return Splitting(
                key=typed.text("key"),
                tiers=_tiers(typed),
                new_key=key,
                new_unit=other.text("unit"),
                new_terms=_terms(other),
            )
        case "reparent":
            return Reparenting(key=typed.text("key"), parent=typed.text("parent") or None)
        case "rule":
            return Answer(ruling=_ruling(typed))
        case "settle":
            return Settlement(fingerprint=typed.text("mark"), choice=typed.text("choice"))
        case "total":
            return TotalCorrection(
                table=typed.text("table"), column=typed.text("column"), tiers=_tiers(typed)
            )
        case "head":
            return NoticeHeading(
                year=typed.year("year", "计划年度") or 0,
                title=typed.text("title"),
                document_number=typed.text("document_number"),
                issuer=typed.text("issuer"),
                issued_on=typed.day("issued_on", "印发日期"),
            )
    raise RefusedEdit("不认识的改动，请回到草稿页重试。")


def _terms(typed: TypedFields) -> Terms:
    start, last = typed.day("period_start", "期限起"), typed.day("period_last", "期限止")
    if (start is None) != (last is None) or (start and last and last < start):
        raise RefusedEdit("期限的起止日期要都填（止不早于起），或都不填（计划年度全年）。")
    return Terms(
        indicator=typed.among("indicator", INDICATORS, "指标"),
        tiers=_tiers(typed),
        criteria=_criteria(typed),
        period=Period(start=start, before=last + timedelta(days=1)) if start and last else None,
    )


def _tiers(typed: TypedFields) -> Tiers:
    unit = UNITS_OF_MEASURE[typed.among("unit_of_measure", UNITS_OF_MEASURE, "计量单位")]
    numbers = {tier: typed.number(tier, label) for tier, label in TIERS}
    held = {tier: Quantity(number=one, unit=unit) for tier, one in numbers.items() if one is not None}
    try:
        return Tiers(**held)
    except InvalidTarget as impossible:
        raise RefusedEdit("请填目标数：有两档时填保证目标和工作目标，只有一档时只填“目标”。") from impossible


def _criteria(typed: TypedFields) -> Criteria:
    low, high = typed.number("at_least", "投资额下限"), typed.number("below", "投资额上限")
    try:
        return Criteria(
            investment_at_least=_fen(low),
            investment_below=_fen(high),
            strict=bool(typed.text("strict")) and low is not None,
            signed_since=typed.year("signed_since", "签约起始年"),
            **{name: _words(typed.text(name)) for name, _ in WORDED},
            **{name: bool(typed.text(name)) for name, _ in FLAGS},
        )
    except InvalidCriteria as impossible:
        raise RefusedEdit("投资额上限要大于下限。") from impossible


def _fen(yi: Decimal | None) -> int | None:
    return None if yi is None else int(yi * YI)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in re.split(r"[、，,\s]+", text) if word))


def _ruling(typed: TypedFields) -> Ruling:
    name, _, value = typed.text("answer").partition("=")
    if name not in QUESTIONS or value not in QUESTIONS[name].options:
        raise RefusedEdit("请选择一个问题的答案。")
    source = typed.text("source")
    if not source:
        raise RefusedEdit("请填写裁定的依据，例如文件、会议或答复。")
    indicator = typed.text("ruled_indicator")
    if indicator and indicator not in INDICATORS:
        raise RefusedEdit("请在列出的指标里选择一项。")
    return Ruling(name=name, value=value, source=source, indicator=indicator, group=typed.text("group"))


def shown(target: Target) -> dict[str, str]:
    """What the form of a target shows at first."""
    own, tiers = target.criteria, dict(target.tiers.items())
    told = {tier.value: plain(quantity.number) for tier, quantity in tiers.items()}
    told |= {name: "、".join(getattr(own, name)) for name, _ in WORDED}
    told |= {name: "1" for name, _ in FLAGS if getattr(own, name)}
    told |= {
        "key": target.key,
        "unit": target.unit,
        "indicator": target.indicator,
        "unit_of_measure": target.tiers.floor.unit.name,
        "at_least": _yi(own.investment_at_least),
        "below": _yi(own.investment_below),
        "strict": "1" if own.strict else "",
        "signed_since": str(own.signed_since or ""),
    }
    if target.period:
        told |= {
            "period_start": target.period.start.isoformat(),
            "period_last": target.period.last.isoformat(),
        }
    return told


def _yi(fen: int | None) -> str:
    return "" if fen is None else plain(Decimal(fen) / YI)
