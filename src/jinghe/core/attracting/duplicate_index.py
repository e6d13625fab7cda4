"""Which of many projects a new one may be a duplicate of, without comparing it with each of them.

Each project is indexed under keys drawn from its investors and its name. Two projects without a common key cannot
reach the points that make a suspect, so only projects with a common key are compared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from jinghe.core.attracting.duplicates import (
    NEAR_AMOUNT,
    SLIP,
    Candidate,
    Likeness,
    Profile,
    Suspect,
    amount_points,
    compared,
)
from jinghe.core.attracting.names import SHORTEST_BRAND, Company, NameReader
from jinghe.core.registers.numbering import order_of

Key = tuple[str, ...]
COMMON = 6
"""From so many projects of one name on, the name says as little as that of an ordinary project."""
LONGEST_BRAND = 8
"""Characters up to which the brand of an investor is looked for in the names of projects."""
_LEAST_SHARED = 4
"""Names that share less than one in so many of their pairs of syllables are not compared."""


class DuplicateIndex:
    """An index of projects by keys of investor and name: built once, then asked for the suspects of new projects."""

    def __init__(self, candidates: Iterable[Candidate], places: Iterable[str] = ()) -> None:
        self._reader = NameReader(places)
        self._profiles = [Profile(candidate, self._reader) for candidate in candidates]
        self._called = Counter(profile.title.subject.syllables for profile in self._profiles)
        self._by_investor: defaultdict[Key, list[int]] = defaultdict(list)
        self._by_name: defaultdict[Key, list[int]] = defaultdict(list)
        self._by_name_and_amount: defaultdict[tuple[Key, int], list[int]] = defaultdict(list)
        self._without_investor: defaultdict[Key, list[int]] = defaultdict(list)
        self._name_keys: list[int] = []
        for number, profile in enumerate(self._profiles):
            for key in _investor_keys(profile):
                self._by_investor[key].append(number)
            self._put_under_name(number, profile)

    def _put_under_name(self, number: int, profile: Profile) -> None:
        keys, amount = _name_keys(profile), profile.candidate.investment_fen
        self._name_keys.append(len(keys))
        for key in keys:
            self._by_name[key].append(number)
            if amount is not None:
                self._by_name_and_amount[key, _grade(amount)].append(number)
            if not profile.companies:
                self._without_investor[key].append(number)

    def suspects(self, candidate: Candidate) -> tuple[Suspect, ...]:
        """What a new project may be a duplicate or an expansion of, the likeliest first; never itself, by its code."""
        profile = Profile(candidate, self._reader)
        likely = (
            Suspect(candidate=self._profiles[number].candidate, likeness=likeness)
            for number, likeness in self._compared(profile)
            if likeness.is_suspicious
        )
        return tuple(
            sorted(likely, key=lambda suspect: (-suspect.likeness.score, order_of(suspect.candidate.code)))
        )

    def shortlist(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """The projects that a new one is compared with."""
        numbers = self._worth_comparing(Profile(candidate, self._reader))
        return tuple(self._profiles[number].candidate for number in numbers)

    def _compared(self, profile: Profile) -> Iterator[tuple[int, Likeness]]:
        for number in self._worth_comparing(profile):
            other = self._profiles[number]
            yield number, compared(profile, other, is_common=self.is_common(profile, other))

    def is_common(self, profile: Profile, other: Profile) -> bool:
        """Whether one of the two names is shared by so many projects that equal names prove little."""
        return max(self._called[each.title.subject.syllables] for each in (profile, other)) >= COMMON

    def _worth_comparing(self, profile: Profile) -> list[int]:
        numbers = {number for key in _asked_keys(profile) for number in self._by_investor.get(key, ())}
        keys = _name_keys(profile)
        votes = Counter(number for key in keys for number in self._called_alike(key, profile))
        for number, shared in votes.items():
            is_alike = shared * _LEAST_SHARED >= min(len(keys), self._name_keys[number])
            if is_alike and number not in numbers and self._may_be_one(profile, self._profiles[number]):
                numbers.add(number)
        code = profile.candidate.code
        return sorted(
            number for number in numbers if not code or self._profiles[number].candidate.code != code
        )

    def _may_be_one(self, profile: Profile, other: Profile) -> bool:
        """Whether two projects without a common investor may still be one, judged by their names and amounts alone."""
        is_ordinary = profile.title.is_ordinary and other.title.is_ordinary
        tells = not is_ordinary and not self.is_common(profile, other)
        fits = amount_points(profile.candidate.investment_fen, other.candidate.investment_fen) >= NEAR_AMOUNT
        return tells and fits if profile.companies and other.companies else tells or fits

    def _called_alike(self, key: Key, profile: Profile) -> set[int]:
        """Numbers of the projects that share this key of the name; with an investor, only those of a near amount."""
        if not profile.companies:
            return set(self._by_name.get(key, ()))
        numbers = set(self._without_investor.get(key, ()))
        if profile.candidate.investment_fen is not None:
            for grade in _grades(profile.candidate.investment_fen):
                numbers.update(self._by_name_and_amount.get((key, grade), ()))
        return numbers


def suspects(
    candidate: Candidate, others: Iterable[Candidate], places: Iterable[str] = ()
) -> tuple[Suspect, ...]:
    """The suspects for one project, once; to ask for many, keep a DuplicateIndex."""
    return DuplicateIndex(others, places).suspects(candidate)


def _grade(amount: int) -> int:
    """The step of a logarithmic scale that an amount falls on; a step is 1/32 to 1/16 of the amount wide."""
    length = amount.bit_length()
    return length * 16 + (amount * 32 >> length)


def _grades(amount: int) -> set[int]:
    """The steps where near amounts fall, and the same amount mistaken for another unit of measure (万元 for 亿元)."""
    near = range(_grade(amount) - 2, _grade(amount) + 3)
    return {*near, _grade(amount * SLIP), _grade(amount // SLIP)}


def _investor_keys(profile: Profile) -> set[Key]:
    """The keys by investor that a project is indexed under."""
    keys = _shared_keys(profile)
    if not profile.companies:
        keys |= {("named", word) for word in _words(profile.title.folded)}
    for company in profile.companies:
        keys.add(("brand", company.brand.text))
        if company.is_bare:
            keys.add(("bare", *company.placeless.text[:2]))
        keys |= {("full", *pair) for pair in _abbreviated(company)}
    return keys


def _asked_keys(profile: Profile) -> set[Key]:
    """The keys by investor to look up for a new project; an abbreviation looks up the full names, and the reverse."""
    keys = _shared_keys(profile)
    if not profile.companies:
        keys |= {("brand", word) for word in _words(profile.title.folded)}
    for company in profile.companies:
        keys.add(("named", company.brand.text))
        if company.is_bare:
            keys.add(("full", *company.placeless.text[:2]))
        keys |= {("bare", *pair) for pair in _abbreviated(company)}
    return keys


def _shared_keys(profile: Profile) -> set[Key]:
    """Keys that are the same for indexing and for looking up."""
    keys: set[Key] = {("code", profile.credit_code)} if profile.credit_code else set()
    for company in profile.companies:
        brand, whole = company.brand.text, company.whole.text
        keys |= {("prefix", brand[:end]) for end in range(SHORTEST_BRAND, len(brand) + 1)}
        keys |= {("slip", whole), ("sound", *company.placeless.syllables)}
        keys |= {("slip", whole[:index] + whole[index + 1 :]) for index in range(len(whole))}
    return keys


def _abbreviated(company: Company) -> set[tuple[str, str]]:
    """What the first two characters of an abbreviation of the company may be."""
    text = company.placeless.text
    return {(text[0], later) for later in text[1:]}


def _words(text: str) -> set[str]:
    lengths = range(SHORTEST_BRAND, LONGEST_BRAND + 1)
    return {text[start : start + length] for length in lengths for start in range(len(text) - length + 1)}


def _name_keys(profile: Profile) -> set[Key]:
    """Pairs of syllables next to each other or one apart, in either order; a single one stands alone."""
    syllables = profile.title.subject.syllables
    pairs = (pair for apart in (1, 2) for pair in zip(syllables, syllables[apart:], strict=False))
    return {tuple(sorted(pair)) for pair in pairs} or {syllables}
