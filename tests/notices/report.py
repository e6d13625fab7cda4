"""docs/reading.md: how well notices and clauses are read; `python -m tests.notices.report` writes it anew."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinghe.reference.lexicon_loading import lexicon
from tests.clauses.scoring import Scored, scored
from tests.clauses.telling import told
from tests.notices.scoring import SHARED, Score, own_scores, shared_scores

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "docs" / "reading.md"
OWN_CLAUSES = ROOT / "tests" / "clauses" / "own_clauses.jsonl"
SHARED_CLAUSES = SHARED / "cases" / "clauses.jsonl"
OPENING = """# 读得怎么样

本文件由 `python -m tests.notices.report` 生成，请勿手改。“自编”的通知和条款在 `tests/notices/own`、
`tests/clauses/own_clauses.jsonl`，先写期望、后跑程序；“外部”的在仓库之外，没有时该节沿用上次结果。
“悄悄读错”指读数与期望不同而没有任何疑点，必须为 0。
"""
OWN, OTHERS = "## 自编的通知和条款", "## 外部的通知和条款"


def own_part() -> str:
    """The section that needs nothing from outside the repository."""
    scores, clauses = list(own_scores()), list(scored(OWN_CLAUSES, lexicon()))
    return "\n".join([f"{OWN}\n", *_notices(scores), *_clauses(clauses)])


def others_part() -> str:
    scores, clauses = list(shared_scores()), list(scored(SHARED_CLAUSES, lexicon()))
    return "\n".join([f"{OTHERS}\n", *_notices(scores), *_clauses(clauses)])


def _notices(scores: list[Score]) -> Iterator[str]:
    asked, read = sum(one.asked for one in scores), sum(one.asked - one.missed for one in scores)
    right = sum(not one.differences for one in scores)
    silent = sum(one.is_silent for one in scores)
    yield f"通知 {right}/{len(scores)} 份完全相符，目标 {read}/{asked}；悄悄读错 {silent} 份。\n"
    yield "| 通知 | 目标 | 与期望 | 提出的疑点 |\n|---|---:|---|---|"
    for one in scores:
        verdict = "相符" if not one.differences else f"{len(one.differences)}处不符"
        yield f"| {one.name} | {one.asked - one.missed}/{one.asked} | {verdict} | {_codes(one.findings)} |"
    yield ""
    yield from _wrong(f"{one.name}：{difference}" for one in scores for difference in one.differences)


def _clauses(clauses: list[Scored]) -> Iterator[str]:
    wanted = [
        one for clause in clauses for one in (*clause.exact, *clause.missed) if one["measure"] != "other"
    ]
    exact = [one for clause in clauses for one in clause.exact if one["measure"] != "other"]
    silent = sum(clause.is_silently_wrong for clause in clauses)
    share = 100 * len(exact) / len(wanted)
    yield (
        f"条款 {len(clauses)} 条，期望的目标（不含其他任务）{len(exact)}/{len(wanted)} 完全读对（{share:.1f}%）；"
        f"悄悄读错 {silent} 条。\n"
    )
    yield from _wrong(
        f"“{clause.told['text']}”读作：{told(clause.reading)}"
        for clause in clauses
        if any(one["measure"] != "other" for one in clause.missed)
    )


def _wrong(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield "还没有读对的：\n"
        yield from (f"* {line}" for line in found)
        yield ""


def _codes(findings: tuple[str, ...]) -> str:
    return "、".join(f"`{one}`" if one.isascii() else one for one in findings) or "无"


def report(before: str) -> str:
    """The whole text; the outer section is kept as it was where its files are not at hand."""
    kept = before.partition(OTHERS)[2]
    others = others_part() if SHARED_CLAUSES.exists() else f"{OTHERS}{kept}".rstrip()
    return "\n".join([OPENING, own_part(), others]).rstrip() + "\n"


if __name__ == "__main__":
    PLACE.write_text(report(PLACE.read_text("utf-8") if PLACE.exists() else ""), "utf-8")
