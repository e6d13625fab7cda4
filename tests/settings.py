"""The product's settings with what only tests need: a directory of their own, quick password hashing, plain statics."""

import os
import tempfile
from pathlib import Path

_own = tempfile.TemporaryDirectory(prefix="jinghe-tests-", ignore_cleanup_errors=True)
os.environ["JINGHE_DATA"] = _own.name

from jinghe.site.settings import *  # noqa: E402, F403
from jinghe.site.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an office: threads, locks and copies behave as they do there; only the disk is not waited for.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["TEST"] = {"NAME": Path(_own.name) / "test.sqlite3"}

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False  # the tests of the lock-out switch it on
