"""Pinyin: how a Chinese text is read, for search and for names that sound alike; readings come from pypinyin."""

from functools import lru_cache

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict

from jinghe.core.attracting.names import folded

REMEMBERED = 50_000
"""Texts whose readings are kept: the names and investors of an office's whole history."""

_PLACES = {
    "什邡": "shí fāng",
    "荥经": "yíng jīng",
    "郫都": "pí dū",
    "賨都": "cóng dū",
    "单县": "shàn xiàn",
    "藏区": "zàng qū",
}
_SURNAMES = {"曾": "zēng,céng", "翟": "zhái,dí"}
"""Characters that names hold more often as a surname than in the reading the dictionary puts first."""

load_phrases_dict({place: [[syllable] for syllable in read.split()] for place, read in _PLACES.items()})
load_single_dict({ord(character): read for character, read in _SURNAMES.items()})


@lru_cache(maxsize=REMEMBERED)
def pinyin_of(text: str) -> tuple[str, ...]:
    """One toneless syllable for each character of the text as `folded` writes it; ü is v.

    Of several readings the one of the phrase it stands in, else the commonest. What is no Chinese character stands
    for itself.
    """
    return tuple(lazy_pinyin(folded(text), errors=list))  # type: ignore[arg-type]  # a list is taken apart, its stub forgot


def initials_of(text: str) -> str:
    """The first letter of each syllable, as people type them to search: 达州市经合局 is dzsjhj."""
    return "".join(syllable[0] for syllable in pinyin_of(text))


def search_text(*names: str) -> str:
    """What a search looks in: each name, its pinyin run together, and its initials, in lower case."""
    told = [name for name in names if name]
    return "\n".join(
        text.lower() for name in told for text in (name, "".join(pinyin_of(name)), initials_of(name))
    )
