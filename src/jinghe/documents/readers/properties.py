"""What an office file says of itself: title, author, dates, program."""

from datetime import datetime

from jinghe.documents.readers.package import Element, Package
from jinghe.documents.tables import Properties


def read_properties(package: Package) -> Properties:
    """Properties as stored; empty where absent, None for a date that is absent or unreadable."""
    core = package.related_tree("", "core-properties")
    extended = package.related_tree("", "extended-properties")
    return Properties(
        title=_text(core, "title"),
        author=_text(core, "creator"),
        last_modified_by=_text(core, "lastModifiedBy"),
        created_at=_instant(_text(core, "created")),
        modified_at=_instant(_text(core, "modified")),
        application=_text(extended, "Application"),
    )


def _text(root: Element | None, name: str) -> str:
    return "" if root is None else (root.findtext(f"{{*}}{name}") or "").strip()


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
