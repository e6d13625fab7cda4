"""The version a form was read at: a number as we wrote it, or none that any record has."""

import pytest
from django.test import RequestFactory

from jinghe.web.records.versions import KNOWS_NONE, expected_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("0", 0),
        ("12", 12),
        ("9999999", 9_999_999),
        ("10000000", KNOWS_NONE),
        ("-1", KNOWS_NONE),
        ("１", KNOWS_NONE),
        ("²", KNOWS_NONE),
        ("", KNOWS_NONE),
        ("1 ", KNOWS_NONE),
    ],
)
def test_a_version_is_read_as_it_was_written(text, version):
    assert expected_version(RequestFactory().post("/", {"expected": text})) == version


def test_a_form_that_does_not_say_knows_no_version():
    assert expected_version(RequestFactory().post("/", {})) == KNOWS_NONE
