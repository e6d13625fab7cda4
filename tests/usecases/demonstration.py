"""The demonstration ledger, loaded once for a module and undone after it."""

import pytest
from django.db import transaction

from jinghe.store.models import User
from jinghe.usecases import demonstration


@pytest.fixture(scope="module")
def demonstration_ledger(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield demonstration.load()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def people(demonstration_ledger, db) -> dict[str, User]:
    return {user.username: user for user in User.objects.all()}
