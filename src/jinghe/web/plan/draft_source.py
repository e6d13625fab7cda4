"""The notice as it stands, each cell and phrase that became a target marked with it; and where a finding points."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinghe.core.plan.finding_edits import concerned
from jinghe.core.plan.plans import Plan, Target
from jinghe.core.values.findings import Finding

_PAGE = re.compile(r"第([0-9]+)页")
_BRACKETS = re.compile(r"（([^（）]+)）$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a text; key: the target it became, None for what became none."""

    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCell:
    """A cell (or a line) with its anchor."""

    anchor: str
    passages: tuple[Passage, ...]
    across: int = 1
    down: int = 1
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlock:
    """A line, a table, a page as it looks (its number and size), or where a very long document was cut."""

    kind: str
    place: str = ""
    line: SourceCell | None = None
    rows: tuple[tuple[SourceCell, ...], ...] = ()
    page: int = 0
    width: int = 0
    height: int = 0


class DraftSource:
    """The text of a draft as read, and the anchors of its places."""

    def __init__(self, reading: Mapping[str, Any], read: Plan) -> None:
        self.anchors: dict[str, str] = {}
        self.places: Mapping[str, list[str]] = reading["places"]
        self._targets: defaultdict[str, list[Target]] = defaultdict(list)
        for target in read.targets:
            for place in self.places.get(target.key, ()):
                self._targets[place].append(target)
        blocks = [self._block(told) for told in reading["source"]]
        self.blocks = tuple(_with_pages(blocks, reading.get("pages", [])))

    def of(self, key: str) -> str:
        """The anchor of the first cell a target was read from; empty for one that a person added."""
        return next((self.anchors[place] for place in self.places.get(key, ()) if place in self.anchors), "")

    def where(self, finding: Finding, plan: Plan) -> str:
        """The anchor a finding points to; empty where it speaks of the whole."""
        told = _BRACKETS.search(finding.locator)
        for place in (finding.locator, told[1] if told else ""):
            if place in self.anchors:
                return self.anchors[place]
        about = concerned(plan, finding) or _column_of(plan, finding)
        return next((anchor for one in about if (anchor := self.of(one.key))), "")

    def _block(self, told: Mapping[str, Any]) -> SourceBlock:
        if told["kind"] == "line":
            return SourceBlock(kind="line", place=told["place"], line=self._cell(told))
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in told.get("rows", ()))
        return SourceBlock(kind=told["kind"], place=told.get("place", ""), rows=rows)

    def _cell(self, told: Mapping[str, Any]) -> SourceCell:
        anchor = self.anchors.setdefault(told["place"], f"s{len(self.anchors) + 1}")
        return SourceCell(
            anchor=anchor,
            passages=_passages(told["text"], self._targets[told["place"]]),
            across=told.get("across", 1),
            down=told.get("down", 1),
            is_hidden=told.get("hidden", False),
        )


def _with_pages(blocks: list[SourceBlock], sizes: list[list[int]]) -> Iterator[SourceBlock]:
    """The blocks, the page of a PDF before the first one that stands on it; pages without text too."""
    pages = [
        SourceBlock(kind="page", page=number, width=width, height=height)
        for number, (width, height) in enumerate(sizes, start=1)
    ]
    for block in blocks:
        told = _PAGE.match(block.place)
        while told and pages and pages[0].page <= int(told[1]):
            yield pages.pop(0)
        yield block
    yield from pages


def _column_of(plan: Plan, finding: Finding) -> tuple[Target, ...]:
    """The targets of the column a finding names (a total, a heading), the one nearest to the total first."""
    held = [one for one in plan.targets if one.table and finding.locator.startswith(one.table)]
    return tuple(one for one in reversed(held) if f"“{one.column}”" in finding.locator)


def _passages(text: str, targets: list[Target]) -> tuple[Passage, ...]:
    """The text cut at the phrases of its targets; a bare figure is marked whole."""
    spans = sorted((target.span, target.key) for target in targets if target.span and target.clause)
    if not spans:
        return (Passage(text=text, key=targets[0].key if targets else None),)
    found, at = [], 0
    for (start, end), key in spans:
        if start < at:
            continue
        found.append(Passage(text=text[at:start]))
        found.append(Passage(text=text[start:end], key=key))
        at = end
    return tuple(one for one in (*found, Passage(text=text[at:])) if one.text)
