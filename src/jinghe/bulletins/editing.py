"""A bulletin edited by hand: its pieces become text with figures as 〔486.5〕, and edited text becomes pieces again.

A figure may be left out, or move with its sentence. A figure whose number was changed keeps its key, so that the check
before issuing finds the difference; a number in brackets that was nowhere before has no key and is not checked.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from jinghe.documents.blocks import (
    Block,
    Figure,
    HeadingBlock,
    ListBlock,
    OfficialDocument,
    ParagraphBlock,
    Run,
    Runs,
    TableBlock,
)
from jinghe.documents.numerals import numeral

_MARKED = re.compile(r"〔([^〔〕\n]{1,40})〕(?![0-9]+号)")
_SECTION = re.compile(r"^[一二三四五六七八九十]+、")
TITLE, ADDRESSEES = "title", "addressees"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditablePiece:
    """What is edited as one text: a paragraph, an item of a list, a heading. block: its index in the body."""

    name: str
    block: int
    kind: str
    runs: Runs

    @property
    def text(self) -> str:
        return marked(self.runs)

    @property
    def rows(self) -> int:
        """Lines of a box that shows it whole."""
        return min(12, 1 + len(self.text) // 42)


def marked(runs: Runs) -> str:
    """Runs as text, each figure in its brackets."""
    return "".join(f"〔{run.text}〕" if isinstance(run, Figure) else run for run in runs)


def pieces(document: OfficialDocument) -> tuple[EditablePiece, ...]:
    """Everything of the body that may be edited, in order; a table is only shown or dropped."""
    return tuple(piece for index, block in enumerate(document.body) for piece in _pieces(index, block))


def _pieces(index: int, block: Block) -> Iterator[EditablePiece]:
    if isinstance(block, ListBlock):
        for number, item in enumerate(block.items):
            yield EditablePiece(name=f"b{index}-{number}", block=index, kind="item", runs=item)
    elif isinstance(block, TableBlock):
        yield EditablePiece(
            name=f"b{index}", block=index, kind="table", runs=(f"表：{block.caption or '无标题'}",)
        )
    else:
        kind = f"heading{block.level}" if isinstance(block, HeadingBlock) else "paragraph"
        yield EditablePiece(name=f"b{index}", block=index, kind=kind, runs=block.runs)


def edited(
    document: OfficialDocument,
    texts: Mapping[str, str],
    *,
    dropped: Collection[str] = (),
    added: Mapping[int, str] | None = None,
) -> OfficialDocument:
    """The document with other texts, by name of piece. dropped: names of pieces; added: text behind a block, by index.

    Raises ValueError where nothing would be left, or a heading or title would be empty.
    """
    reader = _EditReader(document, texts, dropped)
    body: list[Block] = []
    for index, block in enumerate(document.body):
        if (kept := reader.block(index, block)) is not None:
            body.append(kept)
        more = (added or {}).get(index, "")
        body += [ParagraphBlock(runs=reader.more(line)) for line in more.split("\n") if line.strip()]
    if not body:
        raise ValueError("a bulletin without a text")
    return replace(
        document,
        title=_lines(texts.get(TITLE, document.title)) or document.title,
        addressees=texts.get(ADDRESSEES, document.addressees).strip().rstrip("：:"),
        body=renumbered(tuple(body)),
    )


class _EditReader:
    """Turns edited text into runs: 〔486.5〕 becomes the figure that reads so, of the same piece or else of any other.

    free: the figures that no longer stand in their own piece, so that a sentence may have moved with them.
    """

    def __init__(
        self, document: OfficialDocument, texts: Mapping[str, str], dropped: Collection[str]
    ) -> None:
        self.texts, self.dropped = texts, frozenset(dropped)
        by_name = {piece.name: piece for piece in pieces(document)}
        figures_by_name = {
            name: [run for run in piece.runs if isinstance(run, Figure)] for name, piece in by_name.items()
        }
        self.figures = figures_by_name
        self.free: list[Figure] = []
        for name, figures in figures_by_name.items():
            mentions = Counter(_MARKED.findall(self._text(name, by_name[name])))
            for figure in figures:
                if mentions[figure.text]:
                    mentions[figure.text] -= 1
                else:
                    self.free.append(figure)

    def _text(self, name: str, piece: EditablePiece) -> str:
        return "" if name in self.dropped else self.texts.get(name, piece.text)

    def block(self, index: int, block: Block) -> Block | None:
        if isinstance(block, ListBlock):
            items = tuple(
                runs
                for number, item in enumerate(block.items)
                if (runs := self.runs(f"b{index}-{number}", item))
            )
            return replace(block, items=items) if items else None
        if isinstance(block, TableBlock):
            return None if f"b{index}" in self.dropped else block
        runs = self.runs(f"b{index}", block.runs)
        return replace(block, runs=runs) if runs else None

    def runs(self, name: str, runs: Runs) -> Runs:
        """The runs of a piece as its text has them now; none where it was dropped or emptied."""
        if name in self.dropped:
            return ()
        if name not in self.texts or _same(self.texts[name], marked(runs)):
            return runs
        if (stayed := self._in_place(self.texts[name], runs)) is not None:
            return stayed
        return self._read(self.texts[name], list(self.figures[name]))

    def _in_place(self, text: str, runs: Runs) -> Runs | None:
        """The runs with other figures where nothing but figures was changed: each says what stands in its own place."""
        if _MARKED.sub("〔〕", text).split() != _MARKED.sub("〔〕", marked(runs)).split():
            return None
        texts = iter(_MARKED.findall(text))
        edited_runs: list[Run] = []
        for run in runs:
            if isinstance(run, Figure):
                if run in self.free:
                    self.free.remove(run)
                run = Figure(key=run.key, text=next(texts))
            edited_runs.append(run)
        return tuple(edited_runs)

    def more(self, text: str) -> Runs:
        """The runs of a new paragraph."""
        return self._read(text, [])

    def _read(self, text: str, figures: list[Figure]) -> Runs:
        runs: list[Run] = []
        tokens = _MARKED.findall(text)
        missing = [figure for figure in figures if figure.text not in tokens]
        start = 0
        flat = " ".join(text.split())
        for match in _MARKED.finditer(flat):
            runs.append(flat[start : match.start()])
            runs.append(self._figure(match[1], figures, missing))
            start = match.end()
        runs.append(flat[start:])
        return tuple(run for run in runs if run)

    def _figure(self, text: str, figures: list[Figure], missing: list[Figure]) -> Run:
        for pool in (figures, self.free):
            for figure in pool:
                if figure.text == text:
                    pool.remove(figure)
                    return figure
        while missing:
            changed = missing.pop(0)
            if changed in self.free:
                self.free.remove(changed)
                return Figure(key=changed.key, text=text)
        return text


def renumbered(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body with its sections numbered 一、二、… anew, since one may have been dropped."""
    numbers = count(1)
    blocks: list[Block] = []
    for block in body:
        first = block.runs[0] if isinstance(block, HeadingBlock) and block.runs else None
        if (
            isinstance(block, HeadingBlock)
            and block.level == 1
            and isinstance(first, str)
            and _SECTION.match(first)
        ):
            words = _SECTION.sub(f"{numeral(next(numbers))}、", first)
            block = replace(block, runs=(words, *block.runs[1:]))
        blocks.append(block)
    return tuple(blocks)


def _same(text: str, other: str) -> bool:
    return text.split() == other.split()


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
