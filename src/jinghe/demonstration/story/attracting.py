"""What clerks wrote down about the leads, offerings and trips of the demonstration year, besides what was posted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from jinghe.core.counting.entries import Entry
from jinghe.core.counting.facts import FactKind, Role
from jinghe.core.registers.attracting.lead import VALIDITY
from jinghe.core.registers.attracting.offering import COOPERATION, EXIT_REASONS, MATURITIES
from jinghe.core.registers.attracting.trip import RANKS
from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.names import place_name
from jinghe.demonstration.story.texts import AS_OF, YEAR, counties, told
from jinghe.demonstration.story.values import Subject
from jinghe.reference.calendar_loading import builtin_calendar
from jinghe.reference.lexicon_loading import lexicon

Values = dict[str, Any]
SOONEST_SIGNING = timedelta(days=12)
"""A lead came at least so long before the signing that it led to."""

MEMORY = timedelta(days=45)
"""A lead is put down to a trip that left at most so long before."""


class Attracting:
    """Draws the values one by one; the same on every machine. entries: the first live entry of each subject."""

    def __init__(
        self, subjects: Iterable[Subject], entries: Mapping[str, Entry], left: Iterable[str]
    ) -> None:
        self._told = told("attracting")
        self._dice = Dice(11)
        self._subjects = {one.code: one for one in subjects}
        self._entries = entries
        self._left = frozenset(left)
        self._trips: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
        self._counties = [county["unit"] for county in counties()]

    def values(self) -> dict[str, Values]:
        """code → what its record holds besides what was posted, also for projects that a lead led to."""
        of_kind: defaultdict[str, list[str]] = defaultdict(list)
        for one in self._subjects.values():
            if one.code in self._entries:
                of_kind[one.kind].append(one.code)
        found = {code: self._trip(code) for code in of_kind["trip"]}
        found |= {code: self._offering(code) for code in of_kind["offering"]}
        offered = self._offered(of_kind["offering"])
        found |= {code: self._lead(code, offered) for code in of_kind["lead"]}
        found |= {code: {"channel": self._other_channel()} for code in of_kind["project"]}
        for lead, project in self._led(of_kind["lead"], of_kind["project"]):
            investor = self._subjects[project].investor_name
            found[lead] |= {"project": project, "investor_name": investor, "name": f"{investor}投资意向"}
            found[project] = {"lead": lead, "channel": found[lead]["channel"]}
        return found

    def _trip(self, code: str) -> Values:
        entry = self._entries[code]
        starts_on = entry.occurred_on
        ends_on = min(starts_on + timedelta(days=self._dice.between(1, 5)), AS_OF - timedelta(days=1))
        unit = entry.credits[0].unit
        self._trips[unit].append((starts_on, code))
        people, days = self._dice.between(2, 6), (ends_on - starts_on).days + 1
        reported_on = min(ends_on + timedelta(days=self._dice.between(2, 18)), date(YEAR, 11, 8))
        companies = self.companies(entry.region, self._dice.between(2, 5))
        expenses = (
            people * days * self._dice.between(6, 11) * 100 + people * self._dice.between(8, 24) * 100
        ) * 100
        values = self.journey(unit, entry.region, starts_on, ends_on, people) | {
            "approved_on": (starts_on - timedelta(days=self._dice.between(1, 6))).isoformat(),
            "approved_by": f"{self._surname()}局长",
            "reported_on": reported_on.isoformat(),
            "companies": "\n".join(companies),
            "report": f"走访企业{len(companies)}家，逐家介绍达州产业和要素条件，约定跟进联系人。",
        }
        if self._dice.chance(86):
            values |= {"expenses": expenses, "expense_note": "差旅费，本单位招商专项经费列支"}
        if len(entry.credits) > 1:
            values["share_agreement"] = "联合外出方案（演示）"
        return values

    def journey(self, unit: str, region: str, starts_on: date, ends_on: date, people: int) -> Values:
        """What a trip says before it leaves."""
        places = self._told["places"].get(region, [lexicon().name("region", region)])
        route = self._dice.shuffled(places)[: self._dice.between(1, min(3, len(places)))]
        return {
            "purpose": "走访意向企业，对接在谈项目",
            "places": "、".join(route),
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "people": people,
            "leader_name": f"{self._surname()}××",
            "leader_rank": self._dice.pick([code for code, _ in RANKS if code != "county_leader"]),
            "region": region,
        }

    def companies(self, region: str, number: int) -> list[str]:
        """Enterprises that do not exist."""
        place = place_name(region)
        trades = ["电子", "装备", "新材料", "食品", "能源", "物流"]
        brands = self._dice.shuffled(self._told["brands"])[:number]
        return [f"{place}{brand}{self._dice.pick(trades)}企业" for brand in brands]

    def _offering(self, code: str) -> Values:
        entry = self._entries[code]
        values = self.offer(self._subjects[code].name) | {
            "maturity": self._dice.pick([maturity for maturity, _ in MATURITIES])
        }
        if entry.occurred_on.year < YEAR and self._dice.chance(82):
            values["refreshed_on"] = self._dice.day(date(YEAR, 1, 6), date(YEAR, 3, 25)).isoformat()
        if code in self._left:
            values["exit_reason"] = self._dice.pick([reason for reason, _ in EXIT_REASONS[:3]])
        if self._dice.chance(15):
            values["internal_note"] = "地价底线和谈判口径另附，不对外"
        return values

    def offer(self, name: str) -> Values:
        """What investors read of an offering."""
        return {
            "content": f"建设{name.removesuffix('项目')}的生产厂房、仓储和配套设施，分两期实施。",
            "place": f"{self._dice.pick(self._counties)}工业园区",
            "conditions": f"{self._dice.pick(self._told['conditions'])}。",
            "benefit": f"{self._dice.pick(self._told['benefits'])}。",
            "cooperation": [code for code, _ in self._dice.shuffled(COOPERATION)[: self._dice.between(1, 3)]],
            "contact": f"{self._surname()}同志（{self._dice.pick(self._told['contacts'])}）",
            "contact_phone": f"0818-000{self._dice.between(1000, 9999)}",
        }

    def _offered(self, codes: Iterable[str]) -> dict[str, list[str]]:
        """industry → the offerings that are still on offer."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for code in codes:
            if code not in self._left:
                found[self._entries[code].industry].append(code)
        return found

    def _lead(self, code: str, offered: Mapping[str, list[str]]) -> Values:
        entry = self._entries[code]
        unit, reported_on = entry.credits[0].unit, entry.occurred_on
        calendar = builtin_calendar()
        responded_on = calendar.add_workdays(reported_on, 1).on
        assigned_on = calendar.add_workdays(responded_on, self._dice.between(1, 3)).on
        latest = self._dice.day(date(YEAR, 10, 17), date(YEAR, 10, 28))
        older = self._dice.day(date(YEAR, 9, 1), date(YEAR, 10, 14))
        fed_back_on = max(assigned_on, latest if self._dice.chance(90) else older)
        values = self.intent(unit) | {
            "first_contact_unit": unit,
            "first_reported_on": reported_on.isoformat(),
            "responded_on": responded_on.isoformat(),
            "assigned_on": assigned_on.isoformat(),
            "assigned_unit": self._dice.pick(self._counties) if self._dice.chance(78) else unit,
            "fed_back_on": min(fed_back_on, date(YEAR, 11, 4)).isoformat(),
            **self._came(unit, reported_on),
            **{name: True for name, _ in VALIDITY},
        }
        fitting = offered.get(entry.industry, [])
        if fitting and self._dice.chance(35):
            values["answers"] = sorted(self._dice.shuffled(fitting)[: self._dice.between(1, 2)])
        return values

    def intent(self, unit: str) -> Values:
        """What an investor says, and whom to ask."""
        return {
            "intent": f"{self._dice.pick(self._told['intents'])}，{self._dice.pick(self._told['asks'])}。",
            "contact": f"{self._surname()}先生（{self._dice.pick(self._told['posts'])}）",
            "contact_phone": f"000-0000{self._dice.between(1000, 9999)}",
        }

    def _came(self, unit: str, on: date) -> Values:
        """The channel, and the trip where one brought it."""
        if own := self._told["channels"]["own"].get(unit):
            return {"channel": own}
        channel = self._dice.weighted(self._told["channels"]["weights"])
        if channel != "trip":
            return {"channel": channel}
        out = [code for left_on, code in self._trips[unit] if left_on <= on <= left_on + MEMORY]
        return (
            {"channel": "trip", "trip": self._dice.pick(out)} if out else {"channel": self._other_channel()}
        )

    def _other_channel(self) -> str:
        weights = self._told["channels"]["weights"]
        return self._dice.weighted(
            {channel: weight for channel, weight in weights.items() if channel != "trip"}
        )

    def _led(self, leads: Iterable[str], projects: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Leads and the projects of the year that they became: one origin and one industry, and time enough between."""
        free = {code: self._entries[code] for code in leads}
        for project in projects:
            signing = self._entries[project]
            if signing.kind is not FactKind.SIGNING or signing.occurred_on.year != YEAR:
                continue
            sponsors = {credit.unit for credit in signing.credits if credit.role is Role.SPONSOR}
            fitting = [
                code
                for code, entry in free.items()
                if (entry.region, entry.industry) == (signing.region, signing.industry)
                and entry.occurred_on + SOONEST_SIGNING <= signing.occurred_on
            ]
            if fitting:
                fitting.sort(key=lambda code: (free[code].credits[0].unit not in sponsors, code))
                del free[fitting[0]]
                yield fitting[0], project

    def _surname(self) -> str:
        return self._dice.pick(self._told["surnames"])
