"""Invented names, no two alike."""

from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.texts import told
from jinghe.reference.lexicon_loading import lexicon

PROVINCE_NAMES = {"51": "四川", "5117": "达州", "00": "海外"}


def place_name(region: str) -> str:
    """The short name of an origin or a destination, as it stands in names."""
    return PROVINCE_NAMES.get(region) or lexicon().name("region", region)


class InventedNames:
    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._parts = told("names")
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """Keeps a name from being given again; a name already taken gets a number."""
        free, number = name, 1
        while free in self._taken:
            number += 1
            free = f"{name}（{number}）"
        self._taken.add(free)
        return free

    def project(self, unit: str, industry: str) -> str:
        """A project that stands in the unit, e.g. 竹海粮油加工产业园项目; no unit: in the city."""
        name = ""
        for _ in range(20):
            prefix = self._dice.pick(self._parts["prefixes"].get(unit, self._parts["prefixes"][""]))
            name = prefix + self.product(industry) + self._dice.pick(self._parts["suffixes"])
            if name not in self._taken:
                break
        return self.take(name)

    def product(self, industry: str) -> str:
        products: list[str] = self._parts["products"][industry]
        return self._dice.pick(products)

    def investor(self, region: str, industry: str) -> str:
        """An enterprise that does not exist, e.g. 广东翀沅电子信息企业."""
        brand = "".join(self._dice.pick(self._parts[part]) for part in ("investor_first", "investor_second"))
        trade = lexicon().name("industry", industry)
        return self.take(f"{place_name(region)}{brand}{trade}企业")
