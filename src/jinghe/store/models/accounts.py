"""Who may sign in, in which role and for which unit."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class AccountRole(models.TextChoices):
    REVIEWER = "reviewer", "市局审核员"
    CLERK = "clerk", "填报员"
    LEADER = "leader", "领导"
    PERFORMANCE = "performance", "目标绩效办"
    AUDITOR = "auditor", "审计"


class User(AbstractUser):
    """role decides what a person may see and do (usecases.access); unit is the 责任单位 the person acts for."""

    role = models.CharField("角色", max_length=16, choices=AccountRole.choices)
    unit = models.CharField("单位", max_length=60, blank=True)

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=AccountRole.values) | models.Q(role=""), name="account_role_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=AccountRole.CLERK) | ~models.Q(unit=""),
                name="account_clerk_has_unit",
            ),
        ]

    @property
    def title(self) -> str:
        return f"{self.unit or '全市'} · {self.get_role_display()}"
