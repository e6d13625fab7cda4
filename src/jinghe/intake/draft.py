"""A plan in the making: what the readers of tables and clauses add to."""

import re
from dataclasses import dataclass, field, replace

from jinghe.core.clauses.items import Item, NumberUse, Use
from jinghe.core.counting.facts import Role
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.counting.rulings import Ruling
from jinghe.core.plan.plans import Duty, Target, Total
from jinghe.core.values.findings import Finding
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.intake.accounts import Account
from jinghe.intake.names import LONGEST_NAME

_TERRITORY = re.compile(r".*(?:区|县|市|州|旗|镇|乡|街道|园|苏木)(?:（.*）)?")
_ZONE = re.compile(r".*(?:高新区|经开区|开发区|园区|新区|保税区|示范区|功能区|产业园|集聚区)")


def is_territory(name: str) -> bool:
    """Whether a unit is a place that hosts projects rather than a department that brings them."""
    return len(name) <= LONGEST_NAME and _TERRITORY.fullmatch(name) is not None


def role_for(indicator: str, unit: str) -> Role:
    """What the unit does in a task: places host, departments sponsor, unless the indicator settles it."""
    return INDICATORS[indicator].role or (Role.HOST if is_territory(unit) else Role.SPONSOR)


def group_of(names: tuple[str, ...]) -> str:
    """The group of the units of a table that names none in a heading, by what kind of units they are."""
    places = [name for name in names if is_territory(name)]
    if len(places) < len(names):
        return "市级部门" if not places else "责任单位"
    zones = [name for name in names if _ZONE.fullmatch(name)]
    return "县（市、区）及园区" if zones else "县（市、区）"


@dataclass(frozen=True, slots=True)
class Section:
    """Where in the notice: 附件3（一）; group: of its units as a heading names it, else empty; units of measure named
    in a line above the table."""

    table: str
    group: str = ""
    units_named: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """units: name → group. summed: place of a total → the sets of units it may add. All in the document's order."""

    vocabulary: Vocabulary
    year: int | None
    account: Account = field(default_factory=Account)
    units: dict[str, str] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    summed: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, target: Target, *places: str) -> str:
        """Adds a target under the next key; returns the key. places: the cells it was read from."""
        key = f"T{len(self.targets) + 1:03}"
        self.targets.append(replace(target, key=key))
        self.places[key] = places
        return key

    def rule(self, rulings: tuple[Ruling, ...]) -> None:
        self.rulings += [ruling for ruling in rulings if ruling not in self.rulings]

    def find(self, code: str, locator: str, **said: str) -> None:
        """Adds a finding, once."""
        finding = Finding(code=code, locator=locator, parameters=said)
        if finding not in self.findings:
            self.findings.append(finding)

    def is_of_other_year(self, item: Item, text: str, locator: str) -> bool:
        """Whether a task falls into another year than the plan's; a person is told."""
        year = item.period.start.year if item.period else self.year
        if year == self.year or self.year is None:
            return False
        self.find("other_year", locator, text=text, year=str(year))
        return True

    def use(self, place: str, uses: tuple[NumberUse, ...]) -> None:
        self.account.use(place, uses)

    def use_all(self, place: str, use: Use) -> None:
        self.account.use_all(place, use)
