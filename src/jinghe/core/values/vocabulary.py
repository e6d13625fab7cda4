"""Vocabulary: the words of notices and the codes of the ledger they stand for, as one value.

The lexicon files are read outside and passed in; nothing here knows a city.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class UnknownWord(LookupError):
    """A criterion uses a word that the vocabulary does not know."""

    def __init__(self, dimension: str, word: str) -> None:
        super().__init__(f"no {dimension} word {word}")
        self.dimension = dimension
        self.word = word


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """dimension → word → the codes it stands for; dimension → code → its name in Chinese."""

    words: Mapping[str, Mapping[str, frozenset[str]]]
    names: Mapping[str, Mapping[str, str]]

    def codes(self, dimension: str, word: str) -> frozenset[str]:
        """The codes a word stands for. Raises UnknownWord."""
        try:
            return self.words[dimension][word]
        except KeyError:
            raise UnknownWord(dimension, word) from None

    def name(self, dimension: str, code: str) -> str:
        """The Chinese name of a code; the code itself when it has none (old ledgers keep old codes)."""
        return self.names.get(dimension, {}).get(code, code)
