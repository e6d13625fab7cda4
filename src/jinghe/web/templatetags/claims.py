"""How pages of claims write names of files."""

from django import template

register = template.Library()


@register.filter
def extension(title: str) -> str:
    """PDF, DOCX … of a file's name."""
    return title.rpartition(".")[2].upper()[:5]
