"""How pages of claims write links and names of files."""

from collections.abc import Mapping

from django import template
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag
def claims_query(told: Mapping[str, str], **others: object) -> str:
    """The query of the same list; `others` come on top, and what is empty is left out."""
    asked = {name: value for name, value in {**told, **others}.items() if value not in (None, "")}
    return f"?{urlencode(asked)}"


@register.filter
def extension(title: str) -> str:
    """PDF, DOCX … of a file's name."""
    return title.rpartition(".")[2].upper()[:5]
