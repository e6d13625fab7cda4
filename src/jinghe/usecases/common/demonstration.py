"""Whether a ledger is a demonstration, and how visitors get into one."""

from jinghe.store.models import Act, ActKind, User

DEMO_PASSWORD = "jinghe-demo"  # noqa: S105  the only built-in password; opens demonstration ledgers alone


def is_demonstration() -> bool:
    """Whether this ledger began as a demonstration; nothing can take that mark away."""
    first = Act.objects.order_by("pk").values_list("kind", flat=True).first()
    return first == ActKind.DEMONSTRATION


def demonstration_accounts() -> list[User]:
    """The accounts that a demonstration may be entered with; none on a real ledger."""
    return list(User.objects.filter(is_active=True).order_by("pk")) if is_demonstration() else []
