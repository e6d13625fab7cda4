"""Tables of the product, one module per subject."""

from jinghe.store.models.accounts import AccountRole, User
from jinghe.store.models.ledger import Act, ActKind, EvidenceItem, LedgerSubject, MonthlyReturn, PostingRow
from jinghe.store.models.plans import DraftApproval, DraftEdit, NoticeDraft, PlanRevision, TaughtWord

__all__ = [
    "AccountRole",
    "Act",
    "ActKind",
    "DraftApproval",
    "DraftEdit",
    "EvidenceItem",
    "LedgerSubject",
    "MonthlyReturn",
    "NoticeDraft",
    "PlanRevision",
    "PostingRow",
    "TaughtWord",
    "User",
]
