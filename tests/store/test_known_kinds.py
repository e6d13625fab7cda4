"""A kind of act or fact is known by a row: a new one is no migration, and an unknown one is refused by the database."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from jinghe.store import known_kinds
from jinghe.store.models import Act, ActKind, KnownKind
from tests.spec.cases import CASES
from tests.store.loading import load

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.database

MEMBER = '    FOREIGN_ENTERPRISE = "foreign_enterprise"\n'
ROW = "    FactKind.TERMINATION: FactRule(\n"
ABOVE_SCALE = """    FactKind.ABOVE_SCALE: FactRule(
        name="升规入统",
        day="入统日期",
        stage="入统",
        once=True,
        needs=FactKind.SIGNING,
        papers=(("统计报表",),),
    ),
"""


def attempt(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def copied(table: str, **chosen: str) -> str:
    """A statement that inserts a copy of a row with some columns changed."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    values = ", ".join(chosen.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} ORDER BY 1 LIMIT 1"


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "number"), [("posting", "sequence"), ("act", "id")])
def test_a_row_of_an_unknown_kind_is_refused_by_the_database(table, number):
    load(max((case.postings for case in CASES), key=len))
    free = {number: "1000000"}
    with pytest.raises(DatabaseError, match="unknown kind"):
        attempt(copied(table, **free, kind="'gift'"))
    attempt(copied(table, **free))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO claim (kind, record_id, unit, "values", state, version, entries, created_id, changed_id)'
        " VALUES ('gift', 'P1', '甲', '{}', 'draft', 1, '[]', 1, 1)",
        "INSERT INTO official_figure (act_id, source, document, stated_on, kind, month, unit, subject, amount_fen)"
        " VALUES (1, '局', '', '2022-01-01', 'gift', '2022-01-01', '甲', '', 0)",
    ],
)
def test_a_claim_or_official_figure_of_an_unknown_kind_is_refused(statement):
    with pytest.raises(DatabaseError, match="unknown kind"):
        attempt(statement)


@pytest.mark.django_db
def test_every_kind_that_this_version_writes_is_known_and_none_is_forgotten():
    before = set(KnownKind.objects.values_list("category", "code"))
    assert before == {(of, str(kind)) for of, kinds in known_kinds.KINDS.items() for kind in kinds}
    known_kinds.fill("default")
    assert KnownKind.objects.count() == len(before)
    with pytest.raises(DatabaseError, match="append-only"):
        attempt("DELETE FROM known_kind")


@pytest.mark.django_db
def test_an_act_is_told_by_the_name_of_its_kind():
    assert Act(kind=ActKind.CLOSE_MONTH).get_kind_display() == "关账"


@pytest.fixture
def with_a_kind_more(tmp_path) -> Path:
    """Sources that know one kind of fact more, by a member and a row."""
    leaves_out = shutil.ignore_patterns("__pycache__", "static", "*.html", "*.css")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=leaves_out)
    facts = tmp_path / "src" / "jinghe" / "core" / "counting" / "facts.py"
    text = facts.read_text(encoding="utf-8")
    assert text.count(MEMBER) == text.count(ROW) == 1
    text = text.replace(MEMBER, MEMBER + '    ABOVE_SCALE = "above_scale"\n').replace(ROW, ABOVE_SCALE + ROW)
    facts.write_text(text, encoding="utf-8")
    return tmp_path / "src"


def test_a_new_kind_of_fact_is_one_row_and_no_migration(fresh_database, with_a_kind_more):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from tests.store.above_scale import main; main()",
        ],
        env=os.environ
        | fresh_database.environment
        | {"DJANGO_SETTINGS_MODULE": "jinghe.site.settings"}
        | {"PYTHONPATH": os.pathsep.join((str(with_a_kind_more), str(ROOT)))},
        cwd=with_a_kind_more,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == {
        "posted": ["signing", "signing", "above_scale", "above_scale"],
        "course": "入统 2022-03-01",
        "month": ["入统日期"],
        "opening": ["入统日期"],
        "recognition": "升规入统：佐证：统计报表，市局核定",
    }
