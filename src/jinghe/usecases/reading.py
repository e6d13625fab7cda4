"""Reading a notice from a file: one door for the command line and, later, the upload page."""

import re
from pathlib import Path
from typing import Any

from jinghe.core.plan_json import finding_to_json, plan_to_json
from jinghe.documents.readers import UnreadableDocument, read
from jinghe.intake import PlanReading, read_plan
from jinghe.samples.loading import lexicon

Json = dict[str, Any]
_KEYS = ("document_number", "issuer", "issued_on", "title", "year")
_LISTS = ("units", "targets", "totals", "duties", "rulings")
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
