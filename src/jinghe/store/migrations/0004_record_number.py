import re

from django.db import migrations, models

WITH_YEAR = re.compile(r"[^0-9]*((?:19|20)[0-9]{2})(?:[^0-9]+(?=.{1,18}$)|(?=.{3,14}$))([0-9]+)")
WITHOUT_YEAR = re.compile(r"[^0-9]*([0-9]{1,18})")


def number_records(apps, schema_editor):
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


class Migration(migrations.Migration):
    dependencies = [("store", "0003_records")]

    operations = [
        migrations.AddField("record", "year", models.BigIntegerField(default=0)),
        migrations.AddField("record", "number", models.BigIntegerField(default=0)),
        migrations.RunPython(number_records, migrations.RunPython.noop),
        migrations.AddIndex(
            "record", models.Index(fields=["kind", "year", "number"], name="record_numbered")
        ),
    ]
