"""Duplicates 疑似重复: whether two entries are one project entered twice, or one is an expansion of the other, and why.

A project counts once, for its first signing; an expansion of it counts its increment only. What looks like either is
shown to the person who enters it, who may go on with a reason: nothing is refused or joined here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from jinghe.core.attracting.names import Company, NameReader, Title, spoken
from jinghe.core.values.amounts import yuan
from jinghe.core.values.credit_codes import kept_code

SUSPICIOUS_FROM = 60
"""Of 100 points; measured on the labelled pairs in tests/duplicates."""
SLIP = 10_000
"""亿元 entered as 万元: how many times too small the amount is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A project as entered, before or after it has a code. Pinyin: one syllable a character of the folded name."""

    code: str
    name: str
    investor: str = ""
    name_pinyin: tuple[str, ...] = ()
    investor_pinyin: tuple[str, ...] = ()
    credit_code: str = ""
    investment_fen: int | None = None
    unit: str = ""
    signed_on: date | None = None


class GroundKind(StrEnum):
    CREDIT_CODE = "credit_code"
    INVESTOR = "investor"
    NAME = "name"
    AMOUNT = "amount"
    EXPANSION = "expansion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing that two entries have in common, said in Chinese."""

    kind: GroundKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much two entries are alike, of 100, and in what."""

    score: int
    grounds: tuple[Ground, ...]

    @property
    def is_suspicious(self) -> bool:
        return self.score >= SUSPICIOUS_FROM

    @property
    def is_expansion(self) -> bool:
        return any(ground.kind is GroundKind.EXPANSION for ground in self.grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """An existing project so much alike that whoever enters the new one must be asked about it."""

    candidate: Candidate
    likeness: Likeness

    @property
    def text(self) -> str:
        """What is wrong and what to do, for the person who enters."""
        old = self.candidate
        details = "，".join(
            part for part in (old.code, old.unit, f"{old.signed_on}签约" if old.signed_on else "") if part
        )
        known = f"已有项目“{old.name}”" + (f"（{details}）" if details else "")
        why = "；".join(ground.text for ground in self.likeness.grounds)
        if self.likeness.is_expansion:
            return f"疑为{known}的后续投资：{why}。请在原项目上登记增资；确为新项目的，请写明理由后继续。"
        return f"与{known}疑似重复：{why}。请先核对是否同一项目；确属不同项目的，请写明理由后继续。"


class Profile:
    """A candidate with its names read, once for all comparisons."""

    def __init__(self, candidate: Candidate, reader: NameReader) -> None:
        self.candidate = candidate
        self.credit_code = kept_code(candidate.credit_code)
        self.companies: tuple[Company, ...] = reader.companies(
            spoken(candidate.investor, candidate.investor_pinyin)
        )
        self.title: Title = reader.title(spoken(candidate.name, candidate.name_pinyin), self.companies)

    @cached_property
    def characters(self) -> Counter[str]:
        return Counter(self.title.subject.text)

    @cached_property
    def sounds(self) -> Counter[str]:
        return Counter(self.title.subject.syllables)

    @cached_property
    def character_pairs(self) -> Counter[tuple[str, str]]:
        return _pairs(self.title.subject.text)

    @cached_property
    def sound_pairs(self) -> Counter[tuple[str, str]]:
        return _pairs(self.title.subject.syllables)


def likeness(candidate: Candidate, other: Candidate, places: Iterable[str] = ()) -> Likeness:
    """How much two entries are alike; `places` are the place names of the city."""
    reader = NameReader(places)
    return compared(Profile(candidate, reader), Profile(other, reader))


def compared(profile: Profile, other: Profile, *, is_common: bool = False) -> Likeness:
    """How much two entries are alike. is_common: the name is shared by many projects, so it counts for little."""
    investor, investor_ground = _investors(profile, other)
    name, name_ground = _names(profile, other, is_common)
    amount, amount_ground = _amounts(profile.candidate.investment_fen, other.candidate.investment_fen)
    score = investor + name + amount + _circumstances(profile, other)
    expansion = _expansion(profile, other) if investor >= RELATED and name >= _kin(profile, other) else None
    if expansion:
        score = max(score, SUSPICIOUS_FROM)
    grounds = (investor_ground, name_ground, amount_ground, expansion)
    return Likeness(
        score=max(0, min(100, score)), grounds=tuple(ground for ground in grounds if ground is not None)
    )


def is_one_investor(profile: Profile, other: Profile) -> bool:
    """Whether two entries seem to have the same investor, or investors of one group, whatever they build."""
    return _investors(profile, other)[0] >= RELATED


Points = tuple[int, Ground | None]
"""How much something says of 100, and the ground to print for it; None: nothing to print."""

# ---- investors -------------------------------------------------------------------------------------------------------

SAME_CODE, SAME_INVESTOR, SIMILAR_INVESTOR, NAMED_INVESTOR = 45, 40, 34, 32
ELSEWHERE, UNKNOWN_INVESTOR, SAME_BRAND = 20, 16, 12
"""ELSEWHERE: names alike, of companies in two provinces."""
RELATED = NAMED_INVESTOR
"""From here on two investors are taken for one, or for one group."""


def _investors(profile: Profile, other: Profile) -> Points:
    if profile.credit_code and profile.credit_code == other.credit_code:
        return SAME_CODE, Ground(kind=GroundKind.CREDIT_CODE, text="统一社会信用代码相同")
    if not profile.companies or not other.companies:
        return _named(profile, other) or (UNKNOWN_INVESTOR, None)
    pairs = (_companies(mine, theirs) for mine in profile.companies for theirs in other.companies)
    return max(pairs, key=lambda points: points[0])


def _named(profile: Profile, other: Profile) -> Points | None:
    """Points where one entry names no investor, but its project name contains the brand of the other's investor."""
    for title, companies in ((profile.title, other.companies), (other.title, profile.companies)):
        for company in companies:
            if company.brand.text in title.folded:
                text = f"项目名称含投资方字号“{company.brand.text}”"
                return NAMED_INVESTOR, Ground(kind=GroundKind.INVESTOR, text=text)
    return None


def _companies(company: Company, other: Company) -> Points:
    both = f"（{company.shown} ≈ {other.shown}）"
    if company.whole.text == other.whole.text:
        return SAME_INVESTOR, Ground(kind=GroundKind.INVESTOR, text=f"投资方相同（{company.shown}）")
    if company.is_nameless and other.is_nameless and company.seat != other.seat:
        return 0, None
    if _is_one_brand(company, other) or is_abbreviation(company, other) or is_abbreviation(other, company):
        is_elsewhere = bool(company.province and other.province) and company.province != other.province
        points = ELSEWHERE if is_elsewhere else SIMILAR_INVESTOR
        return points, Ground(kind=GroundKind.INVESTOR, text=f"投资方名称相似{both}")
    if company.placeless.syllables == other.placeless.syllables:
        return SIMILAR_INVESTOR, Ground(kind=GroundKind.INVESTOR, text=f"投资方名称读音相同{both}")
    if company.brand.text == other.brand.text:
        return SAME_BRAND, Ground(kind=GroundKind.INVESTOR, text=f"投资方字号相同{both}")
    if is_one_slip_apart(company.whole.text, other.whole.text):
        return SAME_BRAND, Ground(kind=GroundKind.INVESTOR, text=f"投资方名称只差一字{both}")
    return 0, None


def _is_one_brand(company: Company, other: Company) -> bool:
    """Whether one brand begins the other and their trades do not contradict: 蜂巢能源 and 蜂巢."""
    short, long = sorted((company, other), key=lambda company: len(company.brand.text))
    if not long.brand.text.startswith(short.brand.text):
        return False
    is_extended = len(short.brand.text) < len(long.brand.text)
    if is_extended and (short.trades or (len(short.brand.text) == 2 and not short.is_bare)):
        return False
    return not short.trades or not long.trades or bool(short.trades & long.trades)


def is_abbreviation(short: Company, long: Company) -> bool:
    """Whether a name typed without legal form is made of characters of the other, first by first: 中建, 四川能投."""
    if not short.is_bare or len(short.placeless.text) * 2 > len(long.placeless.text) + 2:
        return False
    rest = iter(long.placeless.text)
    return short.placeless.text[0] == long.placeless.text[0] and all(
        character in rest for character in short.placeless.text
    )


def is_one_slip_apart(text: str, other: str) -> bool:
    """Whether two texts of at least four characters differ in one character, written otherwise, left out or put in."""
    if text == other or abs(len(text) - len(other)) > 1 or min(len(text), len(other)) < 4:
        return False
    start = 0
    while start < min(len(text), len(other)) and text[start] == other[start]:
        start += 1
    rests = {
        (text[start + 1 :], other[start + 1 :]),
        (text[start + 1 :], other[start:]),
        (text[start:], other[start + 1 :]),
    }
    return any(left == right for left, right in rests)


# ---- names -----------------------------------------------------------------------------------------------------------

SAME_NAME, ORDINARY_NAME = 45, 25
KIN, NEAR_KIN = 15, 1
"""Points from which a name may be that of an earlier or later phase, elsewhere and in the same unit."""
_UNLIKE, _ALIKE = 300, 900
"""Of 1000: a name less alike than that says nothing, a name more alike is the same."""


def _names(profile: Profile, other: Profile, is_common: bool) -> Points:
    mine, theirs = profile.title, other.title
    is_heard = bool(profile.candidate.name_pinyin and other.candidate.name_pinyin)
    if mine.subject.text == theirs.subject.text:
        alike = 1000
    elif is_heard:
        alike = _alike(profile.sounds, other.sounds, profile.sound_pairs, other.sound_pairs)
    else:
        alike = _alike(profile.characters, other.characters, profile.character_pairs, other.character_pairs)
    points = SAME_NAME * (min(alike, _ALIKE) - _UNLIKE) // (_ALIKE - _UNLIKE)
    if is_common or (mine.is_ordinary and theirs.is_ordinary):
        points = points * ORDINARY_NAME // SAME_NAME
    if points <= 0:
        return 0, None
    both = f"（{mine.subject.text} ≈ {theirs.subject.text}）"
    if mine.folded == theirs.folded:
        text = "项目名称相同"
    elif (
        is_heard
        and mine.subject.syllables == theirs.subject.syllables
        and mine.subject.text != theirs.subject.text
    ):
        text = f"项目名称读音相同{both}"
    else:
        text = f"项目名称相似{both}"
    return points, Ground(kind=GroundKind.NAME, text=text)


def _alike(
    counts: Counter[str],
    other: Counter[str],
    one_pairs: Counter[tuple[str, str]],
    other_pairs: Counter[tuple[str, str]],
) -> int:
    """Of 1000: how much of two names is shared, characters twice and neighbours once; a name within a name is alike."""
    sizes = sorted((counts.total(), other.total()))
    shared = (counts & other).total()
    total = sum(sizes)
    pairs = one_pairs.total() + other_pairs.total()
    if not pairs:
        return 2000 * shared // total if total else 0
    alike = (2 * 2000 * shared // total + 2000 * (one_pairs & other_pairs).total() // pairs) // 3
    if shared == sizes[0] >= 3:
        alike = max(alike, 800 if 2 * sizes[0] >= sizes[1] else 650)
    return alike


def _pairs(items: str | tuple[str, ...]) -> Counter[tuple[str, str]]:
    return Counter(zip(items, items[1:], strict=False))


# ---- amounts, circumstances, expansions ------------------------------------------------------------------------------

SAME_AMOUNT, NEAR_AMOUNT, LIKE_AMOUNT, UNKNOWN_AMOUNT = 20, 14, 6, 5
NEAR, LIKE = 20, 8
"""Amounts are near, or like each other, that differ by no more than one part of so many."""


def amount_points(fen: int | None, other: int | None) -> int:
    """Points for two investments in 分: the same, near, the same in a mistaken unit of measure, or unknown; else 0."""
    if fen is None or other is None:
        return UNKNOWN_AMOUNT
    low, high = sorted((fen, other))
    if low == high:
        return SAME_AMOUNT
    if low * SLIP == high or (high - low) * NEAR <= high:
        return NEAR_AMOUNT
    return LIKE_AMOUNT if (high - low) * LIKE <= high else 0


def _amounts(fen: int | None, other: int | None) -> Points:
    points = amount_points(fen, other)
    if fen is None or other is None or not points:
        return points, None
    both = f"（{yuan(fen)} 与 {yuan(other)}）"
    if fen == other:
        text = f"投资额相同（{yuan(fen)}）"
    elif min(fen, other) * SLIP == max(fen, other):
        text = f"投资额相差一万倍，疑为亿元、万元填错{both}"
    else:
        text = f"投资额相近{both}"
    return points, Ground(kind=GroundKind.AMOUNT, text=text)


SOON = 62
"""Days: an entry by a second unit comes with the next return or the one after."""


def _circumstances(profile: Profile, other: Profile) -> int:
    """Points for a near signing day and the same unit; minus points where lots or places differ."""
    points = 0
    mine, theirs = profile.candidate, other.candidate
    if mine.signed_on and theirs.signed_on and abs((mine.signed_on - theirs.signed_on).days) <= SOON:
        points += 5
    if mine.unit and mine.unit == theirs.unit:
        points += 3
    if profile.title.lots and other.title.lots and profile.title.lots.isdisjoint(other.title.lots):
        points -= 60
    differ = mine.investment_fen != theirs.investment_fen
    if (
        differ
        and profile.title.places
        and other.title.places
        and profile.title.places.isdisjoint(other.title.places)
    ):
        points -= 25
    return points


def _kin(profile: Profile, other: Profile) -> int:
    return NEAR_KIN if profile.candidate.unit == other.candidate.unit else KIN


def _expansion(profile: Profile, other: Profile) -> Ground | None:
    """The ground that one entry is a later phase or an addition of the other; None: nothing says so."""
    mine, theirs = profile.title, other.title
    if mine.phase != theirs.phase:
        what = f"{mine.phase}期与{theirs.phase}期"
    elif bool(mine.addition) != bool(theirs.addition):
        what = mine.addition or theirs.addition
    else:
        return None
    return Ground(kind=GroundKind.EXPANSION, text=f"疑为同一项目的{what}，扩建只计增量")
