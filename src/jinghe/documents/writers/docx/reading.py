"""What a docx that left the house says when it comes back: its words, and the figures under their keys."""

from collections.abc import Iterator
from copy import deepcopy

from jinghe.documents.blocks import Figure, Run, Runs
from jinghe.documents.readers.docx.text import read_text
from jinghe.documents.readers.docx.wordml import W, attribute, child
from jinghe.documents.readers.formats import main_part, require_office_package
from jinghe.documents.readers.package import Element, Package


def figures_in_docx(content: bytes) -> tuple[tuple[str, str], ...]:
    """Key and text of every figure that still stands in its content control, in order. Raises UnreadableDocument.

    The text is what a reader sees: pending deletions and hidden text are left out, insertions are in. A figure typed
    anew outside its control is not here: compare with `text_of_docx`.
    """
    controls = _main_text(content).iter(W + "sdt")
    tagged = ((attribute(control, "sdtPr/tag"), child(control, "sdtContent")) for control in controls)
    return tuple((key, read_text(inner).text) for key, inner in tagged if key and inner is not None)


def runs_in_docx(content: bytes) -> Runs:
    """The words of a docx with its figures among them, in order; paragraphs and table rows end with a line feed.

    The cells of a row are told apart by a tab. What is no figure of ours is words. Raises UnreadableDocument.
    """
    text = _main_text(content)
    before_a_cell = {
        paragraph
        for row in text.iter(W + "tr")
        for cell in list(row.iter(W + "tc"))[:-1]
        for paragraph in cell.iter(W + "p")
    }
    runs: list[Run] = []
    for paragraph in text.iter(W + "p"):
        for run in (*_runs(paragraph), "\t" if paragraph in before_a_cell else "\n"):
            if isinstance(run, str) and runs and isinstance(runs[-1], str):
                runs[-1] += run
            else:
                runs.append(run)
    return tuple(run for run in runs if run)


def _runs(element: Element) -> Iterator[Run]:
    for inner in element:
        is_control = inner.tag == W + "sdt"
        if is_control and (figure := _figure(inner)):
            yield figure
        elif not is_control and next(inner.iter(W + "sdt"), None) is not None:
            yield from _runs(inner)
        else:
            alone = inner.makeelement(W + "p")
            alone.append(deepcopy(inner))
            yield read_text(alone).text


def _figure(control: Element) -> Figure | None:
    """The figure in a content control; None for a control of the word processor's own."""
    key, inner = attribute(control, "sdtPr/tag"), child(control, "sdtContent")
    try:
        return Figure(key=key, text=read_text(inner).text) if key and inner is not None else None
    except ValueError:
        return None


def text_of_docx(content: bytes) -> tuple[str, ...]:
    """The lines of a docx from top to bottom, tables cell by cell, blank ones left out. Raises UnreadableDocument."""
    paragraphs = (read_text(paragraph).text for paragraph in _main_text(content).iter(W + "p"))
    return tuple(line for text in paragraphs for line in text.split("\n") if line.strip())


def _main_text(content: bytes) -> Element:
    require_office_package(content)
    package = Package(content)
    return package.tree(main_part(package))
