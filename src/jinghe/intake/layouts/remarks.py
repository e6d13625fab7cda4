"""The remark column 备注: what it settles about counting, as rulings with their source."""

import re
from dataclasses import dataclass

from jinghe.core.clauses.words.lexer import lex
from jinghe.core.clauses.words.source import source
from jinghe.core.clauses.words.words import COUNTED, Kind
from jinghe.core.counting.rulings import Ruling
from jinghe.core.values.vocabulary import Vocabulary

_SENTENCES = re.compile(r"[，。；;,]")
_SETTLED = (
    (re.compile(r"非房地产|不含房地产|房地产项目?(?:除外|不计入|不纳入)"), "real_estate", "excluded"),
    (
        re.compile(r"非政府投资|不含政府投资|政府投资项目?(?:除外|不计入|不纳入)"),
        "government_investment",
        "excluded",
    ),
    (re.compile(r"不(?:仅)?(?:局)?限于.*产业"), "industry_restricts", "no"),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """rulings: what is settled. unread: sentences that settle something we have no question for."""

    rulings: tuple[Ruling, ...]
    unread: tuple[str, ...]


def remark(text: str, vocabulary: Vocabulary, *, group: str, origin: str) -> Remark:
    """Rulings for one group of units; the indicator a sentence names holds for those after it."""
    indicator = ""
    rulings: list[Ruling] = []
    unread: list[str] = []
    for sentence in _SENTENCES.split("".join(text.split())):
        indicator = _indicator(sentence, vocabulary) or indicator
        found = [
            Ruling(name=name, value=value, source=origin, indicator=indicator, group=group)
            for pattern, name, value in _SETTLED
            if pattern.search(sentence)
        ]
        rulings += found
        if sentence and not found:
            unread.append(sentence)
    return Remark(tuple(rulings), tuple(unread))


def _indicator(sentence: str, vocabulary: Vocabulary) -> str:
    tokens = lex(source(sentence), vocabulary)
    act = next((token.meaning for token in tokens if token.kind is Kind.ACT), "")
    noun = next((token.meaning for token in tokens if token.kind is Kind.NOUN), "")
    return COUNTED.get((noun, act), "") if act else ""
