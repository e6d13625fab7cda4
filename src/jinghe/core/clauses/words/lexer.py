"""Strict lexer: the longest word, number or quantity at each place; what is none of them is UNKNOWN, never dropped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinghe.core.clauses.words.quantities import measured
from jinghe.core.clauses.words.source import Source
from jinghe.core.clauses.words.words import QUANTITIES, WEAK, Kind, table
from jinghe.core.values.amounts import Quantity
from jinghe.core.values.vocabulary import Vocabulary

Words = Mapping[str, tuple[tuple[str, str], ...]]
"""Word of the vocabulary → the (dimension, word) pairs it stands for."""

_TIMES = (
    (Kind.SINCE, "since", re.compile(r"((?:19|20)[0-9]{2})年(?:度)?(?:以来|起|后)")),
    (Kind.YEAR, "year", re.compile(r"((?:19|20)[0-9]{2})年(?:度|内|底前|底|末)?")),
    (Kind.PERIOD, "quarter", re.compile(r"第?([一二三四1234])季度|首季(?!“)")),
    (Kind.PERIOD, "half", re.compile(r"([上下])半年")),
    (Kind.PERIOD, "by_month", re.compile(r"(?:截至|到)?([0-9]{1,2})月(?:底|末)(?:前|之前)?")),
    (Kind.PERIOD, "months", re.compile(r"([0-9]{1,2}[—至到][0-9]{1,2})月份?")),
    (Kind.PERIOD, "by_day", re.compile(r"(?:截至|到)?([0-9]{1,2}月[0-9]{1,2})日(?:前|之前|以前|止)")),
    (Kind.PERIOD, "unheld", re.compile(r"(?:未来|今后|近|前)?[一二三四五六七八九十两0-9]{1,2}年(?:内|期间|间)?")),
    (Kind.PERIOD, "unheld", re.compile(r"“?十[一二三四五六]五”?(?:期间|时期)?")),
    (Kind.PERIOD, "unheld", re.compile(r"(?:19|20)[0-9]{2}年?[—至到](?:19|20)[0-9]{2}年(?:底|末|期间)?")),
    (Kind.PERIOD, "unheld", re.compile("(?:去年|上年度?)(?=(?:已|共|实际)?(?:完成|到位|引进|签约|实现))")),
    (Kind.PERIOD, "unheld", re.compile(r"(?:到|至)(?:19|20)[0-9]{2}年(?:底|末)?")),
)  # fmt: skip

_INCLUSIVE = re.compile("及?以上（(?:均?含|包含|包括)[^（）]{1,10}）")
_INDUSTRY_ENDING = re.compile("业(?![务态主绩内者])")
_MARK = re.compile(
    r"[0-9]{1,2}[.、）](?![0-9])|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十0-9]{1,3}）|[①-⑳]"
)
_BEFORE_MARKS = (Kind.STOP, Kind.COMMA)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the plain text. meaning: what its word stands for; quantity: of numbers; words: of the vocabulary."""

    kind: Kind
    start: int
    end: int
    text: str
    meaning: str = ""
    quantity: Quantity | None = None
    upper: Quantity | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_quantity(self) -> bool:
        return self.kind in QUANTITIES


@cache
def _grammar() -> Mapping[str, tuple[Kind, str]]:
    return table()


def lex(source: Source, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The tokens of a text; together they cover every character of `source.plain` exactly once, in order."""
    words = _words(vocabulary)
    longest = max(map(len, (*words, *_grammar())))
    found: list[Token] = []
    at = 0
    while at < len(source.plain):
        mark = _mark(source.plain, at) if not found or found[-1].kind in _BEFORE_MARKS else None
        found.append(mark or _token(source.plain, at, words, longest))
        at = found[-1].end
    return _joined(source.plain, found)


def _mark(plain: str, at: int) -> Token | None:
    """The number of a list item: 1. 一、 （二） ①."""
    match = _MARK.match(plain, at)
    return Token(Kind.MARK, at, match.end(), match[0]) if match else None


def _joined(plain: str, tokens: list[Token]) -> tuple[Token, ...]:
    """Neighbouring unknown characters as one token, with the weak characters beside them."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if _is_unknown(tokens, at) and found and found[-1].kind is Kind.UNKNOWN:
            start = found.pop().start
            found.append(Token(Kind.UNKNOWN, start, token.end, plain[start : token.end]))
        elif _is_unknown(tokens, at):
            found.append(Token(Kind.UNKNOWN, token.start, token.end, token.text))
        else:
            found.append(token)
    return tuple(found)


def _is_unknown(tokens: list[Token], at: int) -> bool:
    beside = tokens[max(at - 1, 0) : at] + tokens[at + 1 : at + 2]
    is_swallowed = tokens[at].text in WEAK and any(token.kind is Kind.UNKNOWN for token in beside)
    return tokens[at].kind is Kind.UNKNOWN or is_swallowed


def _words(vocabulary: Vocabulary) -> Words:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for dimension, words in vocabulary.words.items():
        for word in words:
            found[word] = (*found.get(word, ()), (dimension, word))
    return found


def _token(plain: str, at: int, words: Words, longest: int) -> Token:
    if inclusive := _INCLUSIVE.match(plain, at):
        return Token(Kind.AT_LEAST, at, inclusive.end(), inclusive[0])
    token = _word(plain, at, words, longest)
    for other in (_time(plain, at), _quantity(plain, at)):
        if other and (token is None or other.end > token.end):
            token = other
    return token or Token(Kind.UNKNOWN, at, at + 1, plain[at])


def _word(plain: str, at: int, words: Words, longest: int) -> Token | None:
    for end in range(min(len(plain), at + longest), at, -1):
        text = plain[at:end]
        if text in _grammar():
            kind, meaning = _grammar()[text]
            return Token(kind, at, end, text, meaning, words=words.get(text, ()))
        if text in words:
            end += len(_ending(plain, end, words[text]))
            return Token(Kind.WORD, at, end, plain[at:end], words=words[text])
    return None


def _ending(plain: str, at: int, words: tuple[tuple[str, str], ...]) -> str:
    """The 业 of 农产品加工业: an industry by its short name; 业务, 业态 and the like are other words."""
    is_industry = all(dimension == "industry" for dimension, _ in words)
    return "业" if is_industry and plain[at - 1] != "业" and _INDUSTRY_ENDING.match(plain, at) else ""


def _time(plain: str, at: int) -> Token | None:
    matches = ((kind, meaning, pattern.match(plain, at)) for kind, meaning, pattern in _TIMES)
    tokens = [Token(kind, at, m.end(), m[0], _said(meaning, m)) for kind, meaning, m in matches if m]
    return max(tokens, key=lambda token: token.end, default=None)


def _said(meaning: str, match: re.Match[str]) -> str:
    """Meaning and parameter, e.g. quarter:三; 首季 is the first quarter."""
    return meaning if meaning == "unheld" else f"{meaning}:{match[1] or '一'}"


def _quantity(plain: str, at: int) -> Token | None:
    found = measured(plain, at)
    if found is None:
        return None
    end, (kind, value) = found
    low, high = value if isinstance(value, tuple) else (value, None)
    return Token(kind, at, end, plain[at:end], quantity=low, upper=high)
