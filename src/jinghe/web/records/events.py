"""What happened to a record, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinghe.core.registers.display import NO_VALUE, display_text
from jinghe.core.registers.fields import KnownWords
from jinghe.core.registers.registers import Register
from jinghe.core.service.clock_events import EventKind

TITLES = {
    "opened": "登记",
    "changed": "修改",
    "moved": "推进",
    "noted": "留言",
    "attached": "上传材料",
    "detached": "取下材料",
}
"""Kinds of event that every register has; a register may add its own."""
NOT_SHOWN = "（不公开）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """One event: who, when, what, the changes (label, before, after), and what was said."""

    act: Any
    title: str
    changes: tuple[tuple[str, str, str], ...]
    note: str


def told_events(
    register: Register, events: Iterable[Any], known: KnownWords, *, tells_all: bool = True
) -> list[ToldEvent]:
    """The events newest first. tells_all: changes of confidential fields too."""
    return [_told(register, event, known, tells_all) for event in reversed(list(events))]


def _told(register: Register, event: Any, known: KnownWords, tells_all: bool) -> ToldEvent:
    payload = event.payload
    state = payload.get("state")
    title = TITLES.get(event.kind) or EVENT_TITLES.get(event.kind, lambda _: event.kind)(payload)
    if event.kind == "moved":
        before, after = (register.state(code).name for code in state)
        title = f"{before} → {after}"
    if event.kind in ("attached", "detached"):
        title = f"{title}：{payload['kind']}《{payload['title']}》"
    return ToldEvent(
        act=event.act,
        title=title,
        changes=tuple(_changes(register, payload.get("changes", {}), known, tells_all)),
        note=payload.get("note", ""),
    )


def _changes(
    register: Register, changes: dict[str, list[Any]], known: KnownWords, tells_all: bool
) -> Iterable[tuple[str, str, str]]:
    held = {one.name: one for one in register.fields}
    for name, (before, after) in changes.items():
        one = held.get(name)
        if one and one.is_confidential and not tells_all:
            yield one.label, NOT_SHOWN, NOT_SHOWN
        elif one:
            yield one.label, display_text(one, before, known), display_text(one, after, known)
        else:
            yield name, str(before or NO_VALUE), str(after or NO_VALUE)


def _day(told: dict[str, Any]) -> str:
    on = date.fromisoformat(told["on"])
    return f"{on.year}年{on.month}月{on.day}日"


def _clock_title(kind: EventKind) -> Callable[[dict[str, Any]], str]:
    """受理（2022年10月8日）：市生态环境局 李静."""

    def title(told: dict[str, Any]) -> str:
        more = [f"{told['unit']} {told['agent']}" if "agent" in told else "", told.get("step", "")]
        more += [told.get("reason", ""), f"企业评价{told['rating']}分" if told.get("rating") else ""]
        said = "，".join(one for one in more if one)
        return f"{kind.label}（{_day(told)}）" + (f"：{said}" if said else "")

    return title


EVENT_TITLES: dict[str, Callable[[dict[str, Any]], str]] = {
    **{kind.value: _clock_title(kind) for kind in EventKind},
    "assessed": lambda told: f"{told['unit']}{'提交' if told['is_submitted'] else '填报'}自评",
    "marked": lambda told: f"评分{len(told['marks'])}项",
    "marks_confirmed": lambda told: f"复核评分{len(told['marks'])}项",
    "frozen": lambda told: f"{'最终' if told['is_final'] else '暂定'}结果，校验码{told['digest'][:16]}…",
    "declined": lambda told: f"不予受理（{_day(told)}）",
    "awarded": lambda told: f"裁定归{told['unit']}",
    "decomposed": lambda told: f"分解{len(told['split'])}项目标，现共{len(told['parts'])}项已分解",
    "proposed": lambda told: f"起草：调整{len(told['figures'])}项目标",
    "warned": lambda told: f"时限提醒（截至{_day(told)}）",
}
"""Kinds of event of single registers: kind → the title, drawn from the payload."""
