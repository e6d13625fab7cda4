"""Automatic list numbers: what Word prints before a paragraph though it stands in no text run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinghe.documents.readers.docx.numerals import format_count
from jinghe.documents.readers.docx.wordml import W, attribute, is_on, number
from jinghe.documents.readers.package import Element

_DEEPEST = 8
_MAX_STYLE_CHAIN = 50  # styles are seldom based on one another more than five deep; a ring would never end
_StyleNumbering = tuple[str | None, str | None, str | None]
_PLACEHOLDER = re.compile(r"%([1-9])")
_GAPS = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A list number and the gap after it; `is_known` is False where digits replace an unknown format."""

    text: str = ""
    gap: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """`pattern` such as `第%1条`; `restarts_after`: using a level above this one (0-based) starts it anew."""

    start: int
    number_format: str
    pattern: str
    gap: str
    restarts_after: int
    is_legal: bool
    style: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """One `w:num`. Lists of one abstract definition share counters; each restart is used up once."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    restarts: dict[int, int]


class ListCounter:
    """Counts list paragraphs. Ask once for each visible paragraph, in reading order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        style_elements = () if styles is None else styles.iterfind(W + "style")
        self._styles: dict[str, Element] = {style.get(W + "styleId", ""): style for style in style_elements}
        self._default_style = next((key for key, s in self._styles.items() if _is_default(s)), None)
        self._known_styles: dict[str | None, _StyleNumbering] = {}
        self._lists = {} if numbering is None else dict(_read_lists(numbering))

    def label(self, paragraph: Element) -> Label:
        """The number before this paragraph; an empty Label for none and for bullets, which say nothing."""
        numbered_list, level = self._membership(paragraph) if self._lists else (None, 0)
        if numbered_list is None or level not in numbered_list.levels:
            return Label()
        _count(numbered_list, level)
        return _printed(numbered_list, level)

    def _membership(self, paragraph: Element) -> tuple[_List | None, int]:
        """List and level by the paragraph itself, else by its style and the styles that one is based on."""
        list_id = attribute(paragraph, "pPr/numPr/numId")
        level = attribute(paragraph, "pPr/numPr/ilvl")
        holder = None
        if list_id is None:
            style = attribute(paragraph, "pPr/pStyle") or self._default_style
            list_id, style_level, holder = self._numbering_of_style(style)
            level = level or style_level
        numbered_list = self._lists.get(list_id or "")
        return numbered_list, _level_number(numbered_list, level, holder)

    def _numbering_of_style(self, style_id: str | None) -> _StyleNumbering:
        if style_id not in self._known_styles:
            self._known_styles[style_id] = self._look_up_style(style_id)
        return self._known_styles[style_id]

    def _look_up_style(self, style_id: str | None) -> _StyleNumbering:
        """List and level as written along the chain of styles, and the style that names the list."""
        level = None
        for _ in range(_MAX_STYLE_CHAIN):
            style = self._styles.get(style_id or "")
            if style is None:
                break
            level = level or attribute(style, "pPr/numPr/ilvl")
            list_id = attribute(style, "pPr/numPr/numId")
            if list_id is not None:
                return list_id, level, style_id
            style_id = attribute(style, "basedOn")
        return None, level, None


def _is_default(style: Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")


def _level_number(numbered_list: _List | None, written: str | None, style: str | None) -> int:
    """The level as written; a style may leave it to the level that names the style."""
    if written is not None and written.isdecimal():
        return int(written)
    levels = numbered_list.levels.items() if numbered_list else ()
    return next((level for level, rule in levels if style and rule.style == style), 0)


def _read_lists(numbering: Element) -> Iterator[tuple[str, _List]]:
    definitions = {d.get(W + "abstractNumId"): d for d in numbering.iterfind(W + "abstractNum")}
    by_style = {attribute(d, "styleLink"): d for d in definitions.values()}
    counters: dict[Element, dict[int, int]] = {}
    for entry in numbering.iterfind(W + "num"):
        definition = definitions.get(attribute(entry, "abstractNumId"))
        if definition is None:
            continue
        definition = by_style.get(attribute(definition, "numStyleLink") or "", definition)
        yield entry.get(W + "numId", ""), _read_list(entry, definition, counters.setdefault(definition, {}))


def _read_list(entry: Element, definition: Element, counters: dict[int, int]) -> _List:
    levels = dict(map(_read_level, definition.iterfind(W + "lvl")))
    restarts: dict[int, int] = {}
    for override in entry.iterfind(W + "lvlOverride"):
        levels.update(map(_read_level, override.iterfind(W + "lvl")))
        if attribute(override, "startOverride") is not None:
            restarts[_index(override)] = number(override, "startOverride", 1)
    return _List(levels=levels, counters=counters, restarts=restarts)


def _read_level(level: Element) -> tuple[int, _Level]:
    formats = [element.get(W + "val", "decimal") for element in level.iter(W + "numFmt")]
    return _index(level), _Level(
        start=number(level, "start", 0),
        number_format=formats[-1] if formats else "decimal",  # the last is what old programs understand
        pattern=attribute(level, "lvlText") or "",
        gap=_GAPS.get(attribute(level, "suff") or "tab", ""),
        restarts_after=number(level, "lvlRestart", _index(level)),
        is_legal=is_on(level, "isLgl"),
        style=attribute(level, "pStyle"),
    )


def _index(element: Element) -> int:
    text = element.get(W + "ilvl", "0")
    return int(text) if text.isdecimal() else 0


def _count(numbered_list: _List, level: int) -> None:
    if level in numbered_list.restarts:
        numbered_list.counters[level] = numbered_list.restarts.pop(level)
    else:
        numbered_list.counters[level] = (
            numbered_list.counters.get(level, numbered_list.levels[level].start - 1) + 1
        )
    for deeper in range(level + 1, _DEEPEST + 1):
        if deeper in numbered_list.levels and level < numbered_list.levels[deeper].restarts_after:
            numbered_list.counters.pop(deeper, None)


def _printed(numbered_list: _List, level: int) -> Label:
    rule = numbered_list.levels[level]
    if rule.number_format == "bullet":
        return Label()
    is_known = True

    def write(match: re.Match[str]) -> str:
        nonlocal is_known
        text = _number_text(numbered_list, int(match[1]) - 1, rule.is_legal)
        is_known = is_known and text is not None
        return text if text is not None else str(_current(numbered_list, int(match[1]) - 1))

    text = _PLACEHOLDER.sub(write, rule.pattern)
    return Label(text=text, gap=rule.gap, is_known=is_known)


def _number_text(numbered_list: _List, level: int, is_legal: bool) -> str | None:
    if level not in numbered_list.levels:
        return ""
    return format_count(
        _current(numbered_list, level), "decimal" if is_legal else numbered_list.levels[level].number_format
    )


def _current(numbered_list: _List, level: int) -> int:
    return numbered_list.counters.get(level, numbered_list.levels[level].start)
