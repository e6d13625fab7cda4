"""Whether a ledger is a demonstration, how visitors get into one, and the mark on every paper that leaves it."""

from dataclasses import replace

from jinghe.documents.blocks import OfficialDocument, ParagraphBlock
from jinghe.store.models import Act, ActKind, User
from jinghe.usecases.common import clock

DEMO_PASSWORD = "jinghe-demo"  # noqa: S105  the only built-in password; opens demonstration ledgers alone
MARK = "演示数据，非真实业务"


def is_demonstration() -> bool:
    """Whether this ledger began as a demonstration; nothing can take that mark away."""
    first = Act.objects.order_by("pk").values_list("kind", flat=True).first()
    return first == ActKind.DEMONSTRATION


def demonstration_accounts() -> list[User]:
    """The accounts that a demonstration may be entered with; none on a real ledger."""
    return list(User.objects.filter(is_active=True).order_by("pk")) if is_demonstration() else []


def marked(document: OfficialDocument) -> OfficialDocument:
    """A document as it may leave this directory: a demonstration's says what it is before anything else."""
    if not clock.stands_still():
        return document
    return replace(document, body=(ParagraphBlock(runs=(MARK,)), *document.body))


def marked_notes(notes: tuple[str, ...]) -> tuple[str, ...]:
    """The notes above a table or form as it may leave this directory."""
    return (MARK, *notes) if clock.stands_still() else notes
