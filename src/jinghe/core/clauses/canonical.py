"""One spelling for words that differ only in their ending: 金融业 and 金融, 高新产业 and 高新企业."""

from collections.abc import Iterable

from jinghe.core.clauses.frames import Restriction
from jinghe.core.values.vocabulary import Vocabulary

_ENDINGS = ("产业", "行业", "地区", "区域", "业")  # the longest that fits is taken off
_ATTRIBUTIVE_ENDINGS = ("企业", *_ENDINGS)


def canonical_words(
    restrictions: Iterable[Restriction], vocabulary: Vocabulary, *, in_focus: bool = False
) -> dict[str, tuple[str, ...]]:
    """Dimension → words, each once and in order; a word that the vocabulary does not hold stays as printed.

    In “高新企业有效信息” the ending 企业 is what the information is about; in “面向台资企业” the enterprise itself is
    meant, so there it stays.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in restrictions:
        dimension, word = one.words[0] if one.words else ("industry", one.text)
        chosen = canonical_word(dimension, word, vocabulary, in_focus=in_focus) if one.words else word
        found[dimension] = tuple(dict.fromkeys((*found.get(dimension, ()), chosen)))
    return found


def canonical_word(dimension: str, word: str, vocabulary: Vocabulary, *, in_focus: bool = False) -> str:
    """The word of the vocabulary listed first among those that differ from it by their ending only."""
    endings = _ENDINGS if in_focus else _ATTRIBUTIVE_ENDINGS
    codes = vocabulary.codes(dimension, word)
    kin = (other for other, held in vocabulary.words[dimension].items() if held == codes)
    return next(other for other in kin if other == word or _stem(other, endings) == _stem(word, endings))


def _stem(word: str, endings: tuple[str, ...]) -> str:
    ending = next((e for e in endings if word.endswith(e) and len(word) > len(e)), "")
    return word.removesuffix(ending)
