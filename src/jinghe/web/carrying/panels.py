"""Records of carrying the plan beside the pages they belong to; the milestones of a measure and who answers for it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jinghe.usecases.carrying.work_plans import milestones_of, persons_of


def _links(*links: tuple[str, str, str]) -> dict[str, Any]:
    """(label, name of the address, argument) → what the panel links to."""
    return {"carried": [(label, reverse(name, args=[argument])) for label, name, argument in links]}


def sign_off_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links((f"{record.unit}任务书", "letter", record.unit))


def decomposition_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links((f"{record.unit}任务分解", "decomposition_of", record.unit))


def adjustment_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links(("改动、疑点和确认执行", "adjustment", record.pk))


def milestone_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links(
        (f"所属措施{record.values['item']}", "record", record.values["item"]),
        (f"{record.unit}工作方案", "work_plan", record.unit),
    )


def contact_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links((f"{record.unit}落地服务", "liaison_of", record.unit))


def head_action_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links((f"{record.unit}主要负责人亲自研究部署", "head_actions_of", record.unit))


def work_item_panel(record: Any, _: HttpRequest) -> dict[str, Any]:
    return _links((f"{record.unit}工作方案", "work_plan", record.unit)) | {
        "milestones": milestones_of(record),
        "persons": persons_of(record),
    }
