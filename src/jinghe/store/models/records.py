"""Records of the registers with everything that happened to them, claims on their way to the ledger, and papers.

Records and claims change; their events never do. Nothing here ever counts: figures come from postings alone.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from jinghe.core.claims.claims import ClaimState
from jinghe.core.registers.numbering import year_and_number
from jinghe.store.models.ledger import Act

IN_ORDER = ("kind", "year", "number", "code")
NEWEST_FIRST = ("-kind", "-year", "-number", "-code")
"""How lists of records go: by the numbers of their codes, for as text 999 would come after 1001."""


# Fields take parameters for the type checker alone.
if TYPE_CHECKING:
    _Number = models.BigIntegerField[int, int]
else:
    _Number = models.BigIntegerField


class FromCodeField(_Number):
    """A number that the code of a record says, put in whenever a row is written: nobody who makes one can forget it.

    part: which of core.registers.numbering.year_and_number.
    """

    def __init__(self, *, part: int = 0, **options: Any) -> None:
        self.part = part
        super().__init__(**{"default": 0} | options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations a plain column, so that none of them needs this class."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.BigIntegerField", arguments, options

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        value = year_and_number(model_instance.pk)[self.part]
        setattr(model_instance, self.attname, value)
        return value


class Record(models.Model):
    """One entry of a register (core.registers). values: by field name. version grows with every event.

    unit keeps it; units: every unit it names, as ",甲,乙,", for those may read it. search: name, pinyin and initials.
    due_on: the day something is next due, where the register knows one. year, number: what the code is ordered by.
    """

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=24)
    unit = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=24)
    values = models.JSONField()
    version = models.IntegerField()
    search = models.TextField()
    units = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    year = FromCodeField(part=0)
    number = FromCodeField(part=1)
    created = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    changed = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "record"
        indexes = [
            models.Index(fields=["kind", "year", "number"], name="record_numbered"),
            models.Index(fields=["kind", "unit", "state"], name="record_kept_by"),
            models.Index(fields=["kind", "state", "due_on"], name="record_due"),
        ]


class RecordEvent(models.Model):
    """One thing that happened to a record: opened, changed, moved, noted, or a word of its register.

    payload: for changes {field: [before, after]}; for moves [before, after] under "state"; a note under "note".
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    number = models.IntegerField()
    kind = models.CharField(max_length=24)
    payload = models.JSONField()

    class Meta:
        db_table = "record_event"
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="record_event_number")]


class ImportBatch(models.Model):
    """A file or a pasted block that was taken over as a whole. outcome: what became of each row."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    unit = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    outcome = models.JSONField()

    class Meta:
        db_table = "import_batch"


class ImportUndo(models.Model):
    """That an import was taken back as a whole."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="undo")

    class Meta:
        db_table = "import_undo"


class Claim(models.Model):
    """What a unit says happened to a record (core.claims). entries: the numbers it became in the ledger."""

    kind = models.CharField(max_length=24)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="claims")
    unit = models.CharField(max_length=60, db_index=True)
    values = models.JSONField()
    state = models.CharField(max_length=12)
    version = models.IntegerField()
    occurred_on = models.DateField(null=True, db_index=True)
    entries = models.JSONField(default=list)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="claims")
    created = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    changed = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "claim"
        indexes = [models.Index(fields=["state", "kind"], name="claim_waiting")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(ClaimState)), name="claim_state_known"),
        ]


class ClaimEvent(models.Model):
    """One step of a claim. payload: changes {field: [before, after]}, and for a return its field, reason and note."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    number = models.IntegerField()
    kind = models.CharField(max_length=24)
    payload = models.JSONField()

    class Meta:
        db_table = "claim_event"
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claim_event_number")]


class StoredFile(models.Model):
    """A file kept under its SHA-256 digest, once however often it is attached; the bytes lie beside the database."""

    digest = models.CharField(max_length=64, primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()

    class Meta:
        db_table = "stored_file"


class Attachment(models.Model):
    """A paper attached to a record or to a claim, never to both. kind: what it is (银行进账单 …)."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="attachments")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)

    class Meta:
        db_table = "attachment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(record__isnull=False, claim__isnull=True)
                | models.Q(record__isnull=True, claim__isnull=False),
                name="attachment_of_one",
            )
        ]


class AttachmentRemoval(models.Model):
    """That an attachment was taken off; the file stays."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="removal")

    class Meta:
        db_table = "attachment_removal"
