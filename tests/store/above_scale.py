"""What test_known_kinds runs in a process of its own, on sources that know one kind of fact more: 升规入统.

It opens the database that JINGHE_DATABASE or JINGHE_DATA lead to, takes a claim of that kind through to the ledger, and
says as JSON what else came of the kind.
"""

import json
import sys
import tempfile
from datetime import date

from django.conf import settings
from django.core.management import call_command

from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, PostingRow, User
from jinghe.usecases.claims import claims
from jinghe.usecases.claims.papers import attach_to_claim
from jinghe.usecases.claims.projects import course_of
from jinghe.usecases.common.office_rules import recognition_of
from jinghe.usecases.imports.opening_shape import opening_shape
from jinghe.usecases.imports.shapes import SheetShape, month_shapes
from jinghe.usecases.plan.plans import issue_plan
from tests.usecases.claiming import PNG, drafted, project
from tests.usecases.conftest import account

KIND = FactKind("above_scale")


def main() -> None:
    with tempfile.TemporaryDirectory() as papers:
        settings.MEDIA_ROOT = papers
        json.dump(answers(), sys.stdout)


def answers() -> dict[str, object]:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    reviewer = account(AccountRole.REVIEWER, "市经济合作外事局", "shenhe")
    clerk, head = (account(role, "通川区") for role in (AccountRole.CLERK, AccountRole.HEAD))
    issue_plan(
        builtin_plan(), by=reviewer, effective_on=date(2022, 1, 1), approval_document="文", reason="下达"
    )
    record = project(clerk)
    for kind, on in ((FactKind.SIGNING, date(2022, 2, 1)), (KIND, date(2022, 3, 1))):
        claim = drafted(kind, clerk, on=on, proved=False)
        attach(claim.pk, kind, clerk)
        claims.submit([claim.pk], by=head)
        claims.certify([claim.pk], by=reviewer)
    course = {stage.kind.value: f"{stage.name} {stage.on}" for stage in course_of(record, by=reviewer).stages}
    return {
        "posted": list(PostingRow.objects.values_list("kind", flat=True).order_by("sequence")),
        "course": course[KIND],
        "month": headers(month_shapes()[0]),
        "opening": headers(opening_shape(date(2022, 3, 1))),
        "recognition": recognition_of(KIND, 2022).text,
    }


def attach(claim: int, kind: FactKind, clerk: User) -> None:
    for group in recognition_of(kind, 2022).evidence:
        attach_to_claim(claim, PNG + kind.encode(), "凭证.png", group[0], by=clerk)


def headers(shape: SheetShape) -> list[str]:
    return [column.header for column in shape.columns if column.fact is KIND]
