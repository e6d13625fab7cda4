"""The clock: the machine's in an office, the last act's in a demonstration, where every paper says what it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from jinghe.cli.data import CLOCK_FILE
from jinghe.documents.blocks import OfficialDocument, ParagraphBlock
from jinghe.documents.writers.docx.reading import text_of_docx
from jinghe.site.environment import stands_still
from jinghe.store.models import Act, ActKind
from jinghe.usecases.bulletins.files import docx_of
from jinghe.usecases.common import clock
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.demonstration import MARK, marked_notes
from jinghe.usecases.records import records
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
EVENING = datetime(2022, 11, 9, 10, 22, tzinfo=UTC)
DOCUMENT = OfficialDocument(title="通报", body=(ParagraphBlock(runs=("正文。",)),))


def act(kind: ActKind, at: datetime | None = None) -> Act:
    with recorded(at) as recording:
        return recording.write(kind, account("reviewer", name=f"甲{Act.objects.count()}"), "理由")


@pytest.fixture
def demonstration(db, settings):
    settings.JINGHE_STANDS_STILL = True
    with clock.set_to(EVENING):
        return act(ActKind.DEMONSTRATION)


def test_an_office_has_the_machines_clock_and_asks_nothing_for_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert timezone.now() - clock.now() < timedelta(minutes=1)
        assert clock.today() == timezone.localdate()


def test_a_demonstration_stands_just_after_its_last_act(demonstration):
    assert demonstration.recorded_at == EVENING
    assert (clock.now(), clock.today()) == (EVENING + clock.STEP, date(2022, 11, 9))
    assert act(ActKind.RECORD).recorded_at == EVENING + clock.STEP
    assert clock.now() == EVENING + 2 * clock.STEP


def test_what_is_entered_in_a_demonstration_belongs_to_its_year(demonstration):
    clerk = account("clerk", "通川区")
    values = {
        "name": "会商",
        "way": "study",
        "held_on": "2022-11-09",
        "person": "张三",
        "post": "区长",
        "content": "研究部署",
    }
    assert records.open_record("leadership", values, by=clerk).code == "H2022-00001"


def test_a_ledger_of_real_work_keeps_the_machines_clock_whatever_its_directory_says(settings):
    settings.JINGHE_STANDS_STILL = True
    act(ActKind.RECORD, EVENING)
    assert timezone.now() - clock.now() < timedelta(minutes=1)


def test_the_mark_of_a_directory_counts_for_its_own_database_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("JINGHE_DATABASE", raising=False)
    assert not stands_still(tmp_path)
    (tmp_path / CLOCK_FILE).touch()
    assert stands_still(tmp_path)
    monkeypatch.setenv("JINGHE_DATABASE", "postgresql://a@b/c")
    assert not stands_still(tmp_path)


def test_papers_are_marked_in_a_demonstration_and_nowhere_else(demonstration, settings):
    assert MARK in text_of_docx(docx_of(DOCUMENT, EVENING))
    assert marked_notes(("说明",)) == (MARK, "说明")
    settings.JINGHE_STANDS_STILL = False
    assert MARK not in text_of_docx(docx_of(DOCUMENT, EVENING))
    assert marked_notes(("说明",)) == ("说明",)
