"""Loads what comes with the program for serving enterprises: kinds of case, measured duties, approvals."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jinghe.core.service.approval_plans import ApprovalStep, template_from_json
from jinghe.core.service.case_kinds import CaseKind, kinds_from_json


def _read(folder: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files("jinghe.reference").joinpath(folder, name).read_text("utf-8"))


@cache
def builtin_case_kinds() -> dict[str, CaseKind]:
    """Every kind of service case by code, until the office lays down its own."""
    return kinds_from_json(_read("service", "case_kinds.toml")["kind"])


@cache
def measured_duties() -> tuple[tuple[str, str, str], ...]:
    """(unit, words, measure): which duties of a notice can be counted."""
    return tuple(
        (row["unit"], row["words"], row["measure"]) for row in _read("service", "measured.toml")["measured"]
    )


@cache
def builtin_approvals() -> tuple[ApprovalStep, ...]:
    """The approvals that a project usually needs, until the office lays down its own."""
    return template_from_json(_read("approvals", "usual.toml")["steps"])
