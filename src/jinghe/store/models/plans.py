"""Plans as immutable revisions, and the drafts of notices they are confirmed from; all append-only."""

from django.db import models

from jinghe.store.models.ledger import Act


class NoticeDraft(models.Model):
    """A notice as uploaded and as it was read then. content: the file; reading: JSON of usecases.plan.notices."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    reading = models.JSONField()
    reader_version = models.CharField(max_length=20)

    class Meta:
        db_table = "notice_draft"


class DraftEdit(models.Model):
    """One change of a draft, store.json.drafts; the act says who, when and why."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    draft = models.ForeignKey(NoticeDraft, on_delete=models.PROTECT, related_name="edits")
    number = models.IntegerField()
    kind = models.CharField(max_length=16)
    payload = models.JSONField()

    class Meta:
        db_table = "draft_edit"
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_edit_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="draft_edit_from_one"),
        ]


class DraftApproval(models.Model):
    """That a person approves a draft as it stands after an edit; the next edit leaves the approval behind."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    draft = models.ForeignKey(NoticeDraft, on_delete=models.PROTECT, related_name="approvals")
    edit_number = models.IntegerField()

    class Meta:
        db_table = "draft_approval"


class TaughtWord(models.Model):
    """A word this office taught: from then on it stands for these codes, in every notice."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    dimension = models.CharField(max_length=16)
    word = models.CharField(max_length=40)
    codes = models.JSONField()

    class Meta:
        db_table = "taught_word"
        constraints = [models.UniqueConstraint(fields=["dimension", "word"], name="taught_word_once")]


class PlanRevision(models.Model):
    """A plan of a year as it stood from effective_on; content is store.json.plans. Old revisions stay readable.

    approval_document: the paper that allows a revision; number 1 is the notice itself. draft: what it was read from.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    year = models.IntegerField()
    number = models.IntegerField()
    effective_on = models.DateField()
    approval_document = models.CharField(max_length=120)
    content = models.JSONField()
    draft = models.OneToOneField(NoticeDraft, on_delete=models.PROTECT, null=True, related_name="revision")

    class Meta:
        db_table = "plan_revision"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="plan_revision_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="plan_revision_from_one"),
        ]


class PlanVocabulary(models.Model):
    """What every word stood for when a revision was confirmed; by this it counts for good.

    words: {dimension: {word: [codes]}}. reference: the version of the reference data that the words came with.
    act: that of the revision; none where a version before 0.2 confirmed it, so that seals of that time still hold.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True)
    revision = models.OneToOneField(PlanRevision, on_delete=models.PROTECT, related_name="vocabulary")
    reference = models.CharField(max_length=16)
    words = models.JSONField()

    class Meta:
        db_table = "plan_vocabulary"
