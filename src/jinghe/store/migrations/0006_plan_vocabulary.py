import json
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

WORDS = Path(__file__).with_name("words_before_0_2.json")
"""The built-in lexicon as every version before 0.2 had it: what its plans were counted by."""


def freeze_words(apps, schema_editor):
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


class Migration(migrations.Migration):
    dependencies = [("store", "0005_known_kinds")]

    operations = [
        migrations.CreateModel(
            name="PlanVocabulary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
