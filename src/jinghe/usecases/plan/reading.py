"""Reading a notice from a file: one door for the command line and, later, the upload page."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from jinghe.core.clauses import ClauseReading, Item, parse
from jinghe.core.clauses.renderer import period_words
from jinghe.core.plan.plans import Target
from jinghe.documents.readers import UnreadableDocument, read
from jinghe.intake import PlanReading, read_plan
from jinghe.intake.draft import role_for
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.json.plans import finding_to_json, plan_to_json, target_to_json

Json = dict[str, Any]
_KEYS = ("document_number", "issuer", "issued_on", "title", "year")
_LISTS = ("units", "targets", "totals", "duties", "rulings")
BEIJING = timezone(timedelta(hours=8))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")
_ANNEX = re.compile(r"附件([0-9]+)")


def read_file(path: Path) -> PlanReading:
    """The draft of a plan in a file; what cannot be read comes back as one Chinese sentence, never as an exception."""
    try:
        return read_plan(read(path, name=path.name), lexicon())
    except UnreadableDocument as refused:
        return _refused(refused.message)
    except FileNotFoundError:
        return _refused(f"找不到文件：{path}。请检查文件名和路径。")
    except IsADirectoryError:
        return _refused(f"{path}是文件夹，请指定其中的一个通知文件。")
    except PermissionError:
        return _refused(f"没有权限读取：{path}。请调整文件权限后重试。")
    except OSError as error:
        return _refused(f"文件读取失败（{error.strerror or '输入输出错误'}）：{path}。")


def _refused(sentence: str) -> PlanReading:
    return PlanReading(plan=None, error=sentence)


def reading_to_json(reading: PlanReading) -> Json:
    """The stable shape of `read --json`; a refused document has the same keys with nothing in them."""
    told = plan_to_json(reading.plan) if reading.plan else {}
    found: Json = {name: told.get(name) or None for name in _KEYS}
    found |= {name: told.get(name, []) for name in _LISTS}
    for total in found["totals"]:
        match = _ANNEX.match(total["table"])
        total["annex"] = int(match[1]) if match else None
    numbers = reading.numbers
    return found | {
        "findings": [finding_to_json(finding) for finding in reading.findings],
        "numbers": {
            "targets": numbers.targets,
            "totals": numbers.totals,
            "criteria": numbers.criteria,
            "other": numbers.other,
            "unread": numbers.unread,
        },
        "error": reading.error,
    }


def read_clause(text: str, *, year: int | None = None) -> ClauseReading:
    """What one clause asks; year: of the plan, else the first year the clause names, else this year."""
    named = _YEAR.search(text)
    chosen = year or (int(named[0]) if named else datetime.now(BEIJING).year)
    return parse(text, lexicon(), year=chosen, locator="条款")


def clause_to_json(text: str, reading: ClauseReading) -> Json:
    """The stable shape of `clause --json`: targets as `read --json` tells them, of no unit, and the findings.

    `period_words` says the period in Chinese; a period that a plan cannot hold stands there alone. `strict`: the
    figure must be exceeded.
    """
    exceeded = {finding.span for finding in reading.findings if finding.code == "strict_figure"}
    index = {str(at): at for at in range(len(reading.items))}
    return {
        "text": text,
        "targets": [
            target_to_json(_target(at, item, text), index)
            | {
                "period_words": item.unheld_period or period_words(item.period) or None,
                "strict": item.span in exceeded,
            }
            for at, item in enumerate(reading.items)
        ],
        "findings": [finding_to_json(finding) for finding in reading.findings],
    }


def _target(at: int, item: Item, text: str) -> Target:
    return Target(
        key=str(at),
        unit="",
        indicator=item.indicator,
        tiers=item.tiers,
        role=role_for(item.indicator, ""),
        window=item.window,
        criteria=item.criteria,
        scope=item.scope,
        period=item.period,
        each=item.each,
        of_which=None if item.of_which is None else str(item.of_which),
        any_of=None if item.any_of is None else str(item.any_of),
        clause=text,
        span=item.span,
        locator="条款",
    )
