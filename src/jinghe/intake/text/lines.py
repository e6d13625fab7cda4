"""Lines of plain text: their tokens, their width, and what a token can be where there are no ruled tables."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jinghe.documents.tables import Locator, Paragraph
from jinghe.intake.layouts.grids import SUBTOTAL, TOTAL_LABELS
from jinghe.intake.layouts.headings import ORDINAL_HEADS, UNIT_HEADS
from jinghe.intake.layouts.layout import tight

_FIGURE = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[%％]?|[—–－-]+|[/／]|—+")
_COUNTED = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?(?:批次|亿元|万元|[次个条家项%％])")
_INNER_GAP = re.compile(r"(?<=[0-9０-９])[ \u3000](?=[年月日亿万个条家次号项%％])|(?<=年)[ \u3000](?=[以来])")
_NAME = re.compile(r"[一-龥（）()·]{2,24}")
_NAME_END = re.compile(
    r".*(?:区|县|市|州|旗|局|委|办|部|厅|院|园|会|处|中心|公司|集团|站|联|行|街道|镇|乡|部门|单位|大学|学院|队|馆|台)"
    r"(?:（.{1,12}）)?"
)
_THE_OTHERS = re.compile(r"[^。；]*的(其他[一-龥]{2,12})")
_HEADING = re.compile(
    r"附[件表]\s*[0-9一二三四五六七八九十]{0,3}\s*[：:]?$|（[一二三四五六七八九十]+）[^，。；]{2,40}$|[一二三四五六七八九十]+、"
)
_LIST_MARK = re.compile(
    r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、]|附[件表]|[注说]明?[：:]"
)
_LONGEST_HEAD = 60  # lines
_NARROW = {ord("０") + digit: str(digit) for digit in range(10)}
_SENTENCE_END = ("。", "；", "：", "！", ":", ";")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of the file as printed."""

    text: str
    locator: Locator

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(_INNER_GAP.sub("", self.text).split())

    @property
    def tight(self) -> str:
        return tight(self.text)

    @property
    def width(self) -> int:
        return width(self.text)

    @property
    def is_heading(self) -> bool:
        """Whether it opens an annex or a part of one, so that no table reaches over it."""
        return _HEADING.match(self.tight.translate(_NARROW)) is not None

    @property
    def opens_table(self) -> bool:
        """Whether it begins the head of a table: 单位, or 序号 before it."""
        tokens = self.tokens
        first = tokens[1:] if tokens and tokens[0] in ORDINAL_HEADS else tokens
        return bool(first) and first[0] in UNIT_HEADS and not any(is_figure(token) for token in tokens)


def width(text: str) -> int:
    """Columns a text takes, blanks apart: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not char.isspace())


def is_figure(token: str) -> bool:
    """A bare number, or a dash for nothing assigned."""
    return _FIGURE.fullmatch(token) is not None


def is_counted(text: str) -> bool:
    """A number with its unit of measure and nothing else: 6次."""
    return _COUNTED.fullmatch(tight(text)) is not None


def is_name(text: str) -> bool:
    """Whether a text is surely the whole name of a unit, or the label of a total."""
    plain = tight(text)
    if plain in TOTAL_LABELS or SUBTOTAL.fullmatch(plain):
        return True
    return bool(_NAME.fullmatch(plain) and _NAME_END.fullmatch(plain)) or bool(_THE_OTHERS.fullmatch(plain))


def may_be_in_name(text: str) -> bool:
    """Whether a text can be part of a name: Chinese characters only."""
    return re.fullmatch(r"[一-龥（）()·]{1,16}", tight(text)) is not None


def ends_sentence(text: str) -> bool:
    return text.rstrip().endswith(_SENTENCE_END)


def paragraphs(lines: list[TextLine]) -> list[Paragraph]:
    """Lines of running text joined where a line is full and the next one does not begin anew."""
    long = sorted(line.width for line in lines if line.width >= 40)
    full = long[len(long) // 2] * 0.85 if long else 0
    found: list[list[TextLine]] = []
    for line in lines:
        before = found[-1][-1] if found else None
        if (
            before is not None
            and full
            and before.width >= full
            and not ends_sentence(before.text)
            and not _LIST_MARK.match(line.tight.translate(_NARROW))
        ):
            found[-1].append(line)
        else:
            found.append([line])
    return [
        Paragraph(text="".join(one.text.strip() for one in group), locator=group[0].locator)
        for group in found
    ]


def head_length(lines: Sequence[TextLine], head: str) -> int:
    """How many lines repeat the whole head; 0 where they do not."""
    text = ""
    for length, line in enumerate(lines[:_LONGEST_HEAD], start=1):
        text += line.tight
        if text == head:
            return length
        if not head.startswith(text):
            break
    return 0
