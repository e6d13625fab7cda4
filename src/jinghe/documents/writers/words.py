"""The words that an official document prints around its blocks, the same in every format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from jinghe.documents.blocks import Annex, Block, Imprint, OfficialDocument, Signature, TableBlock
from jinghe.documents.writers.measures import BODY, CHARACTERS, TITLE, width

_TITLE_ROOM = int(CHARACTERS * BODY / TITLE)
_NO_BREAK_BEFORE = frozenset("的、，。；：）》〉”’％%·及和与")
_NO_BREAK_AFTER = frozenset("（《〈“‘第·")
_BEGINS_A_WORD = tuple("目标 任务 工作 完成 情况 进展 实施 落实 推进 问题 办法 方案 意见 通报 通知".split())
_WORTH_OF_SENSE = 4  # characters
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%—\-]")


def day(on: date) -> str:
    """A day as an official document prints it, without leading zeros."""
    return f"{on.year}年{on.month}月{on.day}日"


def title_lines(title: str) -> tuple[str, ...]:
    """Lines of a title: as the office broke it; else a long one breaks before 关于, and then in even parts."""
    if "\n" not in title and width(title) > _TITLE_ROOM:
        title = re.sub("(?<!^)关于", "\n关于", title, count=1)
    return tuple(part for line in title.split("\n") if line.strip() for part in _even_parts(line.strip()))


def _even_parts(line: str) -> Iterator[str]:
    count = ceil(width(line) / _TITLE_ROOM)
    for left in range(count, 1, -1):
        share = width(line) / left
        at = min(_breaks(line), key=lambda at: (_unevenness(line, at, share), at), default=len(line))
        yield line[:at]
        line = line[at:]
    if line:
        yield line


def _breaks(line: str) -> Iterator[int]:
    for at in range(1, len(line)):
        before, after = line[at - 1], line[at]
        together = _UNBROKEN.match(before) and _UNBROKEN.match(after)
        fits = width(line[:at]) <= _TITLE_ROOM
        if fits and not together and after not in _NO_BREAK_BEFORE and before not in _NO_BREAK_AFTER:
            yield at


def _unevenness(line: str, at: int, share: float) -> float:
    """How badly a title breaks here: far from an even part, or within a word."""
    by_sense = line.startswith(_BEGINS_A_WORD, at)
    return abs(width(line[:at]) - share) - (_WORTH_OF_SENSE if by_sense else 0)


def addressed(document: OfficialDocument) -> str:
    """The line of addressees."""
    return f"{document.addressees}："


def remarked(document: OfficialDocument) -> str:
    """The remark below the date, in brackets."""
    return f"（{document.remark}）"


def signed_below(document: OfficialDocument, block: Block) -> bool:
    """Whether this ends the text above a signature: no page holds a signature without a line of the text (7.3.5.4)."""
    return document.signature is not None and block in document.body[-1:]


def annex_label(document: OfficialDocument, number: int) -> str:
    """附件 with its number, where there is more than one."""
    return f"附件{number}" if len(document.annexes) > 1 else "附件"


def annex_notes(document: OfficialDocument) -> tuple[tuple[str, str, str], ...]:
    """Lines of the annex notes: what stands before all of them, the number, the title."""
    titles = ["".join(annex.title.split("\n")) for annex in document.annexes]
    if len(titles) == 1:
        return (("附件：", "", titles[0]),)
    return tuple(("附件：" if at == 1 else "", f"{at}.", title) for at, title in enumerate(titles, 1))


def copied(imprint: Imprint) -> str:
    """The line of who gets a copy."""
    return f"抄送：{imprint.copied_to}。" if imprint.copied_to else ""


def printed(imprint: Imprint) -> tuple[str, str]:
    """Who printed, at the left, and when, at the right."""
    return imprint.printed_by, f"{day(imprint.printed_on)}印发"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePlace:
    """Where the signature and the date stand: blanks to the right edge, or to the left one, in characters."""

    issuer_right: float
    date_right: float | None = None
    date_left: float | None = None


def signature_place(signature: Signature) -> SignaturePlace:
    """Blanks right of signature and date, of 2 and 4 characters as the standard asks (7.3.5.1, 7.3.5.2).

    Sealed: the date leaves four and the issuer is centred over it. Unsealed: the issuer leaves two and the date
    begins two characters right of it; a longer date leaves two and pushes the issuer to the left.
    """
    issuer, date_width = width(signature.issuer), width(day(signature.signed_on))
    if signature.is_sealed:
        date_right = max(4.0, (issuer - date_width) / 2)
        return SignaturePlace(issuer_right=date_right + (date_width - issuer) / 2, date_right=date_right)
    if date_width + 2 > issuer:
        return SignaturePlace(issuer_right=4 + date_width - issuer, date_right=2)
    return SignaturePlace(issuer_right=2, date_left=CHARACTERS - issuer)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexOpening:
    """The label and the title that begin an annex."""

    label: str
    title: tuple[str, ...]


class Opening:
    """Everything above the body."""


class Closing:
    """Annex notes, signature, date and remark."""


class ImprintPart:
    """The last lines."""


Part = Opening | Closing | ImprintPart | AnnexOpening | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """What begins on a new page and is printed in one direction."""

    is_landscape: bool
    parts: tuple[Part, ...]


def sheets(document: OfficialDocument) -> tuple[PageSection, ...]:
    """The document in print order: an annex begins a page, a landscape table has pages of its own."""
    done: list[PageSection] = []
    current: list[Part] = [Opening()]
    is_landscape = False

    def turn(*, landscape: bool) -> None:
        nonlocal current, is_landscape
        if current:
            done.append(PageSection(is_landscape=is_landscape, parts=tuple(current)))
        current, is_landscape = [], landscape

    def put(blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            landscape = isinstance(block, TableBlock) and block.is_landscape
            if landscape != is_landscape:
                turn(landscape=landscape)
            current.append(block)

    put(document.body)
    if is_landscape:
        turn(landscape=False)
    current.append(Closing())
    for number, annex in document.printed_annexes:
        turn(landscape=_begins_landscape(annex))
        current.append(AnnexOpening(label=annex_label(document, number), title=title_lines(annex.title)))
        put(annex.blocks)
    if document.imprint is not None:
        if is_landscape:
            turn(landscape=False)
        current.append(ImprintPart())
    turn(landscape=False)
    return tuple(done)


def _begins_landscape(annex: Annex) -> bool:
    first = annex.blocks[0]
    return isinstance(first, TableBlock) and first.is_landscape
