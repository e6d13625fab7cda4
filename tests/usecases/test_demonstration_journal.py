"""The journal of the demonstration: replaying it writes it again, and what visitors add can be replayed as well."""

from datetime import date

import pytest
from django.db import transaction

from jinghe.core.counting.facts import FactKind
from jinghe.demonstration.diary import Diary
from jinghe.demonstration.papers import picture
from jinghe.demonstration.replay import Replay, replay
from jinghe.demonstration.rows import append, lines_of, rows_in, write_rows
from jinghe.demonstration.year import JOURNAL, journal
from jinghe.store.models import Act, Attachment, Claim, Record
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.common import clock, doors
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.records import records
from jinghe.usecases.returns.returns import file_return

WHAT = {
    "name": "会商",
    "way": "study",
    "held_on": "2022-11-09",
    "person": "张三",
    "post": "区长",
    "content": "研究部署",
}


@pytest.fixture(scope="module")
def diary(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration with the journal it kept of itself, undone after the module."""
    kept = Diary(tmp_path_factory.mktemp("演示") / "journal.jsonl")
    doors.listen(kept)
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in replay(journal()):
            pass
        yield kept
        transaction.set_rollback(True)
    doors.stop_listening(kept)


@pytest.fixture
def people(diary, db, settings):
    settings.JINGHE_STANDS_STILL = True
    from jinghe.store.models import User

    return {user.username: user for user in User.objects.all()}


def rows_since(diary, before):
    with diary.file.open("rb") as file:
        file.seek(before)
        return tuple(rows_in(file.read().decode().splitlines()))


def test_replaying_the_journal_writes_the_same_journal(diary):
    kept = tuple(rows_in(diary.file.read_text("utf-8").splitlines()))
    assert kept[: len(journal())] == journal()


def test_a_row_says_no_key_no_digest_and_no_instant():
    for row in journal():
        told = "".join(lines_of(row))
        assert "digest" not in told, row.door
        assert "expected" not in row.told
        assert "at" not in row.told


def extend(people):
    """What a clerk and the head of the unit do in the browser."""
    clerk = people["tongchuan"]
    record = records.open_record("leadership", WHAT, by=clerk)
    records.change_record(record.pk, {"place": "会议室"}, expected=1, by=clerk)
    claim = claims.draft_claim(FactKind.FUNDS, "P2022-036", {"occurred_on": "2022-11-01"}, by=clerk)
    papers.attach_to_claim(claim.pk, picture("回单"), "回单.png", "银行进账单", by=clerk)
    return record.pk, claim.pk


def as_it_stands(record, claim):
    return (
        list(Record.objects.filter(pk=record).values_list("values", "version", "state")),
        list(Claim.objects.filter(pk=claim).values_list("kind", "record", "values", "state")),
        list(Attachment.objects.filter(claim=claim).values_list("kind", "title")),
    )


def test_what_visitors_add_is_told_in_labels_and_can_be_replayed(diary, people):
    before = diary.file.stat().st_size
    with transaction.atomic():
        record, claim = extend(people)
        done = as_it_stands(record, claim)
        transaction.set_rollback(True)
    rows = rows_since(diary, before)
    assert [row.door for row in rows] == [
        "records.open_record",
        "records.change_record",
        "claims.draft_claim",
        "papers.attach_to_claim",
    ]
    assert {row.on for row in rows} == {clock.today()} == {date(2022, 11, 23)}
    assert rows[1].told == {"code": f"${record}", "changes": {"place": "会议室"}}
    assert rows[3].told == {"number": f"$claim-{claim}", "name": "回单.png", "kind": "银行进账单"}
    again = Replay(people=dict(people))
    for row in rows:
        again.enter(row)
    made, drafted = again.telling.keys[f"${record}"], again.telling.keys[f"$claim-{claim}"]
    assert as_it_stands(made, drafted) == done


def test_another_process_goes_on_where_the_first_one_stopped(diary, people, tmp_path):
    other = Diary(tmp_path / "journal.jsonl")
    for row in journal():
        append(other.file, row)
    doors.stop_listening(diary)
    doors.listen(other)
    try:
        before = other.file.stat().st_size
        claims.withdraw(2, note="重报", expected=claims.claim_of(2).version, by=people["tongchuan"])
        records.open_record("leadership", WHAT, by=people["tongchuan"])
    finally:
        doors.stop_listening(other)
        doors.listen(diary)
    withdrawn, opened = rows_since(other, before)
    assert withdrawn.told == {"number": "$claim-2", "note": "重报"}
    assert (withdrawn.made, len(opened.made)) == ((), 1)


def test_what_was_refused_is_not_written_down(diary, people):
    before = diary.file.stat().st_size
    with pytest.raises(Refused):
        file_return("通川区", date(2022, 12, 1), is_zero=False, by=people["tongchuan"])
    assert diary.file.stat().st_size == before
    assert Act.objects.exists()


def test_a_journal_written_to_a_folder_is_the_one_that_was_read(tmp_path):
    write_rows(tmp_path, journal())
    for file in JOURNAL.iterdir():
        assert (tmp_path / file.name).read_text("utf-8") == file.read_text("utf-8"), file.name
