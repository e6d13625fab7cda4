"""Writing many records at once: columns follow from values as they do one by one, and statements do not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinghe.core.registers.oversight.follow_up import CLOSED, FOLLOW_UP
from jinghe.store.models import AccountRole, ActKind, ImportBatch, Record
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.imports.rows import ChangeRecord, OpenRecord, RowResult
from jinghe.usecases.imports.writing import write_rows
from jinghe.usecases.records.reading import history_of
from jinghe.usecases.records.writing import RecordChange, event_in, opening, write_records
from tests.usecases.conftest import account

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ORDER = {"name": "补报月报", "form": "notice", "unit": "万源市", "content": "补报", "issued_on": "2022-10-08"}


@pytest.fixture
def reviewer(plan):
    return account(AccountRole.REVIEWER, "市经济合作外事局")


def imported(reviewer, rows, codes) -> None:
    with recorded() as recording:
        act = recording.write(ActKind.IMPORT, reviewer, "导入")
        batch = ImportBatch.objects.create(
            act=act, kind="month", unit="万源市", file_name="a.xlsx", digest="0" * 64, outcome={}
        )
        write_rows(act, batch, rows, codes)


def row(number: int, *works) -> RowResult:
    return RowResult(sheet="督办", number=number, name="补报月报", works=works)


def test_an_import_keeps_the_day_something_is_next_due(reviewer):
    order = OpenRecord(
        register="follow_up", values={**ORDER, "due_on": "2022-10-20"}, note="", fingerprint="m"
    )
    imported(reviewer, [row(1, order)], {"督办:1": "D2022-001"})
    assert Record.objects.get(pk="D2022-001").due_on == date(2022, 10, 20)
    later = ChangeRecord(code="D2022-001", version=1, changes={"due_on": "2022-11-20"})
    imported(reviewer, [row(1, later)], {})
    record = Record.objects.get(pk="D2022-001")
    assert (record.due_on, record.version) == (date(2022, 11, 20), 2)
    assert history_of(record)[-1].payload == {"changes": {"due_on": ["2022-10-20", "2022-11-20"]}}


def test_what_is_over_is_due_no_more(reviewer):
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "督办")
        begun = opening(FOLLOW_UP, {**ORDER, "due_on": "2022-10-20"}, code="D2022-001", unit="万源市")
        over = RecordChange(record=begun.record, event="moved", payload={}, columns={"state": CLOSED})
        write_records(act, [begun, over])
    record = Record.objects.get(pk="D2022-001")
    assert (record.due_on, record.version, record.created_id) == (None, 2, act.pk)


def test_an_event_alone_leaves_every_column_but_the_version(reviewer):
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "督办")
        begun = opening(
            FOLLOW_UP, {**ORDER, "due_on": "2022-10-20"}, code="D2022-001", unit="万源市", note="会议定"
        )
        write_records(act, [begun])
        before = Record.objects.values().get()
        event_in(act, begun.record, "noted", {"note": "已电话提醒"})
    assert Record.objects.values().get() == before | {"version": 2}


def test_many_records_are_written_in_as_many_statements_as_one(reviewer):
    def written(count: int, first: int) -> int:
        with recorded() as recording:
            act = recording.write(ActKind.RECORD, reviewer, "督办")
            begun = [
                opening(FOLLOW_UP, ORDER, code=f"D2022-{first + place:03}", unit="万源市")
                for place in range(count)
            ]
            with CaptureQueriesContext(connection) as writing:
                write_records(act, begun)
                write_records(
                    act, [RecordChange(record=one.record, event="noted", payload={}) for one in begun]
                )
        return len(writing)

    assert written(1, 1) == written(40, 2)
