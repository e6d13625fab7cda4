"""Running text that gives units their tasks: “（一）市商务局：引进项目3个。”, or a line of the name, then the tasks."""

import re
from dataclasses import dataclass, replace

from jinghe.core.clauses import ClauseReading, Item, NumberUse, Use, parse
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.plans import Target
from jinghe.core.values.findings import Finding
from jinghe.intake.draft import Draft, Section, group_of, role_for
from jinghe.intake.layouts.layout import Line, tight
from jinghe.intake.names import is_one_name

_HIGH_MARK = r"（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、"
_MARK = rf"(?:{_HIGH_MARK}|（[0-9]{{1,3}}）|\([0-9]{{1,3}}\)|[0-9]{{1,2}}[.．、）]|[①-⑳])"
_NAMED = re.compile(rf"\s*+(?:{_MARK}\s*+)?([一-龥（）、，和及\s]{{2,40}}?)[：:。]\s*(?=\S)")
_HEADED = re.compile(rf"\s*+{_MARK}\s*+([一-龥（）、和及]{{2,40}})[：:。]?\s*")
_NEW_TOPIC = re.compile(rf"\s*+(?:{_HIGH_MARK})")
_SEVERAL = re.compile(r"[各每]|全体|所有|其他|其余|上述|以上|有关|相关|[一二三]类|全[市县区州省]|我[市县区]")
_ANOTHER = re.compile(
    r"[；。，](?:[一-龥]{1,14}(?:局|委|办|中心|部|区|县|市)：|[市县区州][一-龥]{1,10}(?:局|委|办|中心)(?![的之]))"
)
"""A second unit inside a line: whose the figures before and after it are, only a person can tell."""
_NOT_NAMES = re.compile(
    r".*(?:目标|任务|要求|措施|原则|方面|工作|情况|安排|步骤|时限|标准|办法|项目|区域|地区|[全我][市县区]|建设)"
)


@dataclass(slots=True)
class Prose:
    """unit: the name that stood alone on a line; the task lines after it are its."""

    unit: str = ""

    def read(self, draft: Draft, section: Section, line: Line) -> None:
        """Targets of a line, if it names a unit or stands under one. Other numbers stay unread and are told."""
        if (match := _NAMED.match(line.text)) and _is_name(tight(match[1])):
            self.unit = ""
            _read(draft, section, line, tight(match[1]), match.end())
        elif head := _HEADED.fullmatch(line.text):
            name = tight(head[1])
            self.unit = name if _is_name(name) and not _is_several(name) else ""
        elif (
            _NEW_TOPIC.match(line.text)
            or not self.unit
            or _SEVERAL.search(line.text)
            or not _read(draft, section, line, self.unit, 0)
        ):
            self.unit = ""


def _is_name(text: str) -> bool:
    """Whether a text names one unit or several, rather than a topic."""
    if _NOT_NAMES.fullmatch(text) or len(text) > 30:
        return False
    if re.match(r"[各每].*(?:单位|部门|县|区|局|委)", text):
        return True
    return is_one_name(re.split(r"[、和及]", text)[-1])


def _is_several(text: str) -> bool:
    """各县区, or names joined: 市科技局、市民政局; 市工业和信息化局 is one."""
    pieces = re.split(r"[、和及]", text)
    return bool(_SEVERAL.search(text)) or (len(pieces) > 1 and all(map(is_one_name, pieces)))


def _read(draft: Draft, section: Section, line: Line, name: str, start: int) -> bool:
    """Whether the rest of a line asks for something that counts; then its targets are added."""
    text = line.text[start:]
    locator = f"{section.table}“{name}”"
    reading = parse(text, draft.vocabulary, year=draft.year, locator=locator)
    if all(item.indicator == "other" for item in reading.items):
        return False
    if _is_several(name) or _ANOTHER.search(tight(text)):
        draft.find("several_names", line.place, name=name, text=tight(text))
        draft.use(line.place, (NumberUse((start, len(line.text)), Use.UNREAD),))
        return True
    draft.units.setdefault(name, section.group or group_of((name,)))
    _take_over(draft, section, line, name, reading, start)
    return True


def _take_over(
    draft: Draft, section: Section, line: Line, name: str, reading: ClauseReading, start: int
) -> None:
    keys: dict[int, str] = {}
    for at, item in enumerate(reading.items):
        if item.unheld_period or (item.of_which is not None and item.of_which not in keys):
            draft.use(line.place, (NumberUse(_shifted(item.span, start), Use.UNREAD),))
            continue
        if draft.is_of_other_year(item, tight(line.text[start:][slice(*item.span)]), line.place):
            draft.use(line.place, (NumberUse(_shifted(item.span, start), Use.OTHER),))
            continue
        keys[at] = draft.add(_target(section, name, line, item, keys, start), line.place)
    draft.use(line.place, tuple(NumberUse(_shifted(one.span, start), one.use) for one in reading.numbers))
    for finding in reading.findings:
        at_place: Finding = replace(finding, locator=f"{finding.locator}（{line.place}）")
        if at_place not in draft.findings:
            draft.findings.append(at_place)


def _target(section: Section, name: str, line: Line, item: Item, keys: dict[int, str], start: int) -> Target:
    rule = INDICATORS[item.indicator]
    return Target(
        key="",
        unit=name,
        indicator=item.indicator,
        tiers=item.tiers,
        role=role_for(item.indicator, name),
        window=item.window,
        criteria=item.criteria,
        scope=item.scope,
        period=item.period,
        each=item.each,
        of_which=None if item.of_which is None else keys[item.of_which],
        any_of=None if item.any_of is None else f"{line.place}-{item.any_of + 1}",
        table=section.table,
        column=rule.name if item.of_which is None else f"{rule.name}·其中",
        clause=tight(line.text[start:]),
        span=item.span,
        locator=f"{section.table}“{name}”（{line.place}）",
    )


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
