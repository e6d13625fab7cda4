"""The version of a thing that a form was read at, so that nobody overwrites what another has changed meanwhile."""

from django.http import HttpRequest

KNOWS_NONE = -1
"""No version is that number: a form that says none is refused as outdated."""


def expected_version(request: HttpRequest, field: str = "expected") -> int:
    """The version the form was read at; KNOWS_NONE where it does not say."""
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else KNOWS_NONE
