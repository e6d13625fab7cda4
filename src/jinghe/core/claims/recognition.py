"""Recognition 认定: who reviews a kind of fact, what proves it, how small it may be, and why it may be refused."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from jinghe.core.counting.facts import FACT_RULES, FactKind
from jinghe.core.values.amounts import yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionRule:
    """How claims of one kind are reviewed.

    evidence: groups of papers, of each group one must be there. checked_by: the reviewing department; empty: the
    city bureau alone. minimum_fen: the least contracted investment that is recognised, 0 for any. source: where it
    is written.
    """

    kind: FactKind
    evidence: tuple[tuple[str, ...], ...] = ()
    checked_by: str = ""
    minimum_fen: int = 0
    source: str = "系统默认"

    def missing_evidence(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """What has to be attached and is not, in Chinese: “银行进账单或验资报告”."""
        there = set(kinds)
        return tuple("或".join(group) for group in self.evidence if not there & set(group))

    def is_too_small(self, investment_fen: int | None) -> bool:
        return self.minimum_fen > 0 and (investment_fen or 0) < self.minimum_fen

    @property
    def text(self) -> str:
        """One line for people: what proves it, who reviews it, from which size."""
        parts = [
            "佐证：" + "；".join("或".join(group) for group in self.evidence) if self.evidence else "佐证不限"
        ]
        parts.append(f"{self.checked_by}审核后市局核定" if self.checked_by else "市局核定")
        if self.minimum_fen:
            parts.append(f"投资{yuan(self.minimum_fen)}及以上")
        return f"{FACT_RULES[self.kind].name}：{'，'.join(parts)}"


DEFAULT_RECOGNITION: tuple[RecognitionRule, ...] = tuple(
    RecognitionRule(kind=kind, evidence=FACT_RULES[kind].papers) for kind in FactKind
)
"""Until the office lays down its own: the papers that most recognition rules of cities name."""

EXCLUSION_REASONS: tuple[tuple[str, str], ...] = (
    ("local_investor", "投资方为本地企业"),
    ("fiscal_money", "财政资金、政府投资或PPP"),
    ("vertical_branch", "垂直管理机构网点"),
    ("resource_only", "单纯开采本地资源"),
    ("relocation", "市内迁建"),
    ("between_counties", "县（市、区）之间互投"),
    ("second_phase", "已计入合同额的后续投资"),
    ("too_small", "低于最低投资规模"),
    ("not_monthly", "未按月报备、突击上报"),
    ("repeated", "重复申报"),
    ("wrong_field", "填报内容有误"),
    ("weak_evidence", "佐证不足或不清晰"),
    ("other", "其他"),
)
"""Why a claim is returned, for counting: code and Chinese. Sources: recognition rules of several cities."""


def rule_for(rules: Iterable[RecognitionRule], kind: FactKind) -> RecognitionRule:
    """The rule of a kind; without one the city bureau reviews it and any paper will do."""
    return next((rule for rule in rules if rule.kind is kind), RecognitionRule(kind=kind))


def recognition_to_json(rules: Iterable[RecognitionRule]) -> list[dict[str, Any]]:
    """As an office rule is stored."""
    return [asdict(rule) for rule in rules]


def recognition_from_json(rows: Iterable[dict[str, Any]]) -> tuple[RecognitionRule, ...]:
    """Raises KeyError, ValueError on another shape."""
    return tuple(
        RecognitionRule(
            **row
            | {"kind": FactKind(row["kind"]), "evidence": tuple(tuple(group) for group in row["evidence"])}
        )
        for row in rows
    )
