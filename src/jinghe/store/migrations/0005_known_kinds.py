from django.db import migrations, models

import jinghe.store.models.ledger


class Migration(migrations.Migration):
    dependencies = [("store", "0004_record_number")]

    operations = [
        migrations.CreateModel(
            name="KnownKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
    ]
