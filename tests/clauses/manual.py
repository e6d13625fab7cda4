"""docs/clauses.md from the spec of the clause language: `python -m tests.clauses.manual` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.values.findings import FINDING_KINDS
from tests.spec.test_clauses import CLAUSES, rows_of

PLACE = Path(__file__).resolve().parents[2] / "docs" / "clauses.md"
TOPICS = {
    "what is counted": "计什么",
    "a sentence of several items": "一句几项",
    "restrictions": "限定",
    "what guides a task restricts it where it says nothing itself": "“围绕……”限定后面没有写明的任务",
    "其中": "其中",
    "或": "或",
    "two tiers": "两档目标",
    "when, whose, how often": "何时、谁、多少次",
    "numbers in other dress": "数字的各种写法",
    "asked, not guessed": "提出来问，不猜",
    "a restriction that cannot be held blocks, the task stays without it": "表达不了的限定：先提出来，不能直接确认",
    "其中 and 或 together": "“其中”和“或”连用",
    "amounts in two steps, ranges in two words": "两段写的金额、两头写的区间",
    "dates, colons, figures behind a comparator": "日期、冒号、数字前的“不少于”",
    "nothing is counted twice without a word": "不悄悄重复计数",
    "refused": "不读",
}
OPENING = """# 条款语言

本文件由 `python -m tests.clauses.manual` 从 `tests/spec/test_clauses.py` 生成，请勿手改。每一行都是一条测试：
左边是文件里的写法，右边是系统读出的目标；`└` 是“其中”，`|` 是“或”的一支，`?` 后面是提给人看的疑点。
想看一条新的写法怎么读，运行 `./jinghe clause 条款原文`。
"""


def manual() -> str:
    """The whole text of the manual."""
    return "\n".join([OPENING, *_topics(), *_findings()]) + "\n"


def _topics() -> Iterator[str]:
    for topic, table in CLAUSES.items():
        yield f"## {TOPICS[topic]}\n"
        yield "| 写法 | 读作 |\n|---|---|"
        for clause, reading in rows_of(table):
            yield f"| {_cell(clause)} | {_cell(_said(reading))} |"
        yield ""


def _said(reading: str) -> str:
    """Codes as words of the office."""
    pieces = []
    for piece in reading.split("; "):
        words = piece.split(" ")
        named = [_word(word) for word in words]
        pieces.append(" ".join(named))
    return "；".join(pieces)


def _word(word: str) -> str:
    if word in INDICATORS:
        return INDICATORS[word].name
    return f"`{word}`" if word in FINDING_KINDS else word


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _findings() -> Iterator[str]:
    used = {word for table in CLAUSES.values() for word in table.split()}
    yield "## 疑点\n"
    yield "| 疑点 | 等级 | 说什么 | 怎么办 |\n|---|---|---|---|"
    for code, kind in FINDING_KINDS.items():
        if {code, f"{code};"} & used:
            yield f"| `{code}` | {kind.severity.label} | {kind.text} | {kind.advice} |"


if __name__ == "__main__":
    PLACE.write_text(manual(), "utf-8")
