"""Plans as immutable revisions."""

from django.db import models

from jinghe.store.models.ledger import Act


class PlanRevision(models.Model):
    """A plan of a year as it stood from effective_on; content is core.plan_json. Old revisions stay readable.

    approval_document: the paper that allows a revision; number 1 is the notice itself.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    year = models.IntegerField()
    number = models.IntegerField()
    effective_on = models.DateField()
    approval_document = models.CharField(max_length=120)
    content = models.JSONField()

    class Meta:
        db_table = "plan_revision"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="plan_revision_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="plan_revision_from_one"),
        ]
