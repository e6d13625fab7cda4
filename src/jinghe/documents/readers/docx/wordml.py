"""Names and small questions of WordprocessingML, shared by the docx modules."""

from collections.abc import Iterator
from functools import lru_cache

from jinghe.documents.readers.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
PICTURE_TAGS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
GRAPHIC_TAGS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:office:office}OLEObject",
    "{urn:schemas-microsoft-com:vml}textpath",
)
REVISION_TAGS = tuple(
    W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
)
_OFF = ("0", "false", "off")


def attribute(element: Element, path: str, name: str = "val") -> str | None:
    """Attribute of the first element at a path of tag names (`tcPr/gridSpan`); None if either is absent."""
    holder = child(element, path)
    return None if holder is None else holder.get(W + name)


def number(element: Element, path: str, default: int, name: str = "val") -> int:
    """A whole number attribute; the default where it is absent or not a number."""
    text = attribute(element, path, name)
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def child(element: Element, path: str) -> Element | None:
    """First element at a path of tag names."""
    return element.find(_qualified(path))


@lru_cache(maxsize=256)
def _qualified(path: str) -> str:
    return "/".join(W + step for step in path.split("/"))


def is_on(element: Element, path: str) -> bool:
    """Whether an on/off property is present and not switched off."""
    switch = child(element, path)
    return switch is not None and switch.get(W + "val", "1") not in _OFF


def children(element: Element, *names: str) -> Iterator[Element]:
    """Children of the given names; content controls, custom XML and the like are looked through."""
    wanted = {W + name for name in names}
    for inner in element:
        if inner.tag in wanted:
            yield inner
        elif inner.tag in _WRAPPERS:
            yield from children(inner, *names)
        elif inner.tag == MC + "AlternateContent":
            yield from children(chosen_branch(inner), *names)


_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}


def chosen_branch(alternatives: Element) -> Element:
    """The one branch of alternate content to read: the first with text; others repeat it for old programs."""
    branches = [inner for inner in alternatives if inner.tag in (MC + "Choice", MC + "Fallback")]
    with_text = (branch for branch in branches if next(branch.iter(W + "t"), None) is not None)
    return next(with_text, branches[0] if branches else alternatives)
