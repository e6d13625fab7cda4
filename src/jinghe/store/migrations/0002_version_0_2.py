"""What 0.2 adds: numbers of records, kinds as rows, and what the words of a plan stood for."""

import json
import re
from pathlib import Path
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import jinghe.store.models.ledger

WITH_YEAR = re.compile(r"[^0-9]*((?:19|20)[0-9]{2})(?:[^0-9]+(?=.{1,18}$)|(?=.{3,14}$))([0-9]+)")
WITHOUT_YEAR = re.compile(r"[^0-9]*([0-9]{1,18})")
WORDS = Path(__file__).with_name("words_before_0_2.json")
"""The built-in lexicon as every version before 0.2 had it: what its plans were counted by."""


def number_records(apps: Any, schema_editor: Any) -> None:
    """Every record gets the numbers that its code says; codes stay as they are."""
    records = apps.get_model("store", "Record").objects.using(schema_editor.connection.alias)
    numbered = []
    for record in records.only("code").iterator(chunk_size=2000):
        if match := WITH_YEAR.fullmatch(record.code):
            record.year, record.number = int(match[1]), int(match[2])
        elif match := WITHOUT_YEAR.fullmatch(record.code):
            record.year, record.number = 0, int(match[1])
        numbered.append(record)
    records.bulk_update(numbered, ["year", "number"], batch_size=500)


def freeze_words(apps: Any, schema_editor: Any) -> None:
    """Every revision keeps what words stood for: the lexicon of its time, and what was taught before it."""
    using = schema_editor.connection.alias
    built_in = json.loads(WORDS.read_text(encoding="utf-8"))
    taught = list(apps.get_model("store", "TaughtWord").objects.using(using).order_by("pk"))
    frozen = apps.get_model("store", "PlanVocabulary").objects.using(using)
    for revision in apps.get_model("store", "PlanRevision").objects.using(using).defer("content"):
        words = {dimension: dict(meanings) for dimension, meanings in built_in.items()}
        for one in taught:
            if one.act_id <= revision.act_id:
                words[one.dimension].setdefault(one.word, sorted(one.codes))
        frozen.create(revision=revision, reference="2026.1", words=words)


def key() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    # Not released; for directories that were made between the two versions.
    replaces = [
        ("store", "0004_record_number"),
        ("store", "0005_known_kinds"),
        ("store", "0006_plan_vocabulary"),
    ]

    dependencies = [("store", "0001_version_0_1")]

    operations = [
        migrations.AddField("record", "year", models.BigIntegerField(default=0)),
        migrations.AddField("record", "number", models.BigIntegerField(default=0)),
        migrations.RunPython(number_records, migrations.RunPython.noop),
        migrations.AddIndex(
            "record", models.Index(fields=["kind", "year", "number"], name="record_numbered")
        ),
        migrations.CreateModel(
            name="KnownKind",
            fields=[
                ("id", key()),
                ("category", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=24)),
            ],
            options={
                "db_table": "known_kind",
                "constraints": [models.UniqueConstraint(fields=("category", "code"), name="known_kind_once")],
            },
        ),
        migrations.RemoveConstraint("act", "act_kind_known"),
        migrations.RemoveConstraint("claim", "claim_kind_known"),
        migrations.RemoveConstraint("officialfigure", "official_figure_kind_known"),
        migrations.RemoveConstraint("postingrow", "posting_kind_known"),
        migrations.AlterField(
            "act", "kind", models.CharField(choices=jinghe.store.models.ledger.act_kinds, max_length=16)
        ),
        migrations.CreateModel(
            name="PlanVocabulary",
            fields=[
                ("id", key()),
                (
                    "act",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="store.act"),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vocabulary",
                        to="store.planrevision",
                    ),
                ),
                ("reference", models.CharField(max_length=16)),
                ("words", models.JSONField()),
            ],
            options={"db_table": "plan_vocabulary"},
        ),
        migrations.RunPython(freeze_words, migrations.RunPython.noop),
    ]
