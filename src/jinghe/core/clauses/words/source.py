"""Source text of a clause as printed, and the plain characters the lexer reads, each knowing where it stood."""

import re
from dataclasses import dataclass

Span = tuple[int, int]

_WIDE = {ord("０") + i: str(i) for i in range(10)}
_LETTERS = {chr(ord(wide) + i): chr(ord(narrow) + i) for wide, narrow in ("ＡA", "ａa") for i in range(26)}
_PUNCTUATION = {"％": "%", "．": ".", ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", '"': "“"}
_PLAIN = _LETTERS | _PUNCTUATION | dict.fromkeys("－–～~-〜―─﹣−", "—")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")

NUMBER = re.compile(r"[0-9０-９]+(?:,[0-9０-９]{3}(?![0-9０-９]))*(?:[.．](?![0-9０-９]+年)[0-9０-９]+)?")
"""A number as printed: digits of either width, thousands separators, decimals; 1．2022年 is two numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """plain: without blanks and line breaks, digits and punctuation of one width; places: where each stood."""

    text: str
    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the original text of a non-empty span of the plain text."""
        return self.places[start], self.places[end - 1] + 1

    def excerpt(self, start: int, end: int) -> str:
        """The original characters without blanks, for messages."""
        return "".join(self.text[place] for place in self.places[start:end])


def source(text: str) -> Source:
    """The text made ready for the lexer; blanks and line breaks vanish, also inside numbers and words."""
    kept = [
        (place, char) for place, char in enumerate(text) if not char.isspace() and char not in "\u200b\ufeff"
    ]
    digits = "".join(char for _, char in kept).translate(_WIDE)
    thousands = {match.start() for match in _THOUSANDS.finditer(digits)}
    plain = "".join("," if at in thousands else _PLAIN.get(char, char) for at, char in enumerate(digits))
    return Source(text=text, plain=plain, places=tuple(place for place, _ in kept))


def numbers_in(text: str) -> tuple[Span, ...]:
    """Where numbers stand in a text as printed."""
    return tuple(match.span() for match in NUMBER.finditer(text))
