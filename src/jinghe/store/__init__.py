"""The one Django app that owns tables: models, migrations, append-only triggers, and criteria compiled to SQL."""
