"""Tables of the product, one module per subject."""

from jinghe.store.models.accounts import AccountRole, User
from jinghe.store.models.ledger import Act, ActKind, EvidenceItem, LedgerSubject, MonthlyReturn, PostingRow
from jinghe.store.models.plans import PlanRevision

__all__ = [
    "AccountRole",
    "Act",
    "ActKind",
    "EvidenceItem",
    "LedgerSubject",
    "MonthlyReturn",
    "PlanRevision",
    "PostingRow",
    "User",
]
