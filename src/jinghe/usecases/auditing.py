"""Auditing 审计: every act, who did it, when and why, and what it did."""


class NoAct(LookupError):
    """There is no such act."""
