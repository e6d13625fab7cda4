"""What the ledger has copied of a record, or will once a claim is certified: it does not change beside the ledger."""

from collections.abc import Iterable

from jinghe.core.claims.claims import WAITING_STATES
from jinghe.core.registers.registers import FieldFault, Register
from jinghe.store.models import Claim, PostingRow, Record

COPIED = "已随入账抄录到台账，更正请联系市局审核员重述"


def copied_faults(register: Register, record: Record, names: Iterable[str]) -> list[FieldFault]:
    """Which of the fields the ledger has copied: they change there and here together, or not at all."""
    copied = [register.field(name) for name in names if register.field(name).is_restated]
    if not copied or not PostingRow.objects.filter(subject=record.pk).exists():
        return []
    return [FieldFault(name=one.name, text=f"“{one.label}”{COPIED}") for one in copied]


def awaited_faults(register: Register, record: Record, names: Iterable[str]) -> list[FieldFault]:
    """Which of the fields a claim under review would copy: what is certified is what was submitted and checked."""
    copied = [register.field(name) for name in names if register.field(name).is_restated]
    number = awaiting({record.pk}).get(record.pk) if copied else None
    return [FieldFault(name=one.name, text=f"“{one.label}”{awaited(number)}") for one in copied if number]


def awaiting(codes: Iterable[str]) -> dict[str, int]:
    """record → a claim about it that is under review."""
    claims = Claim.objects.filter(record__in=codes, state__in=WAITING_STATES)
    return dict(claims.order_by("-pk").values_list("record", "pk"))


def awaited(number: int) -> str:
    """Why a field waits for a claim, and what to do."""
    return f"将随申报{number}入账，该申报正在审核；如需更正，请先撤回申报，或由审核员退回"
