"""Who may sign in, in which role and for which unit."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class AccountRole(models.TextChoices):
    REVIEWER = "reviewer", "市局审核员"
    CHECKER = "checker", "部门审核员"
    HEAD = "head", "单位负责人"
    CLERK = "clerk", "填报员"
    LEADER = "leader", "领导"
    PERFORMANCE = "performance", "目标绩效办"
    AUDITOR = "auditor", "审计"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"


OF_A_UNIT = (AccountRole.CLERK, AccountRole.HEAD, AccountRole.CHECKER)
"""Roles that act for a unit and so must have one."""


class User(AbstractUser):
    """role decides what a person may see and do (usecases.common.access); unit is the 责任单位 the person acts for.

    must_change_password: the password was set by somebody else.
    """

    role = models.CharField("角色", max_length=16, choices=AccountRole.choices)
    unit = models.CharField("单位", max_length=60, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=False)

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=AccountRole.values) | models.Q(role=""), name="account_role_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=OF_A_UNIT) | ~models.Q(unit=""),
                name="account_of_unit_has_unit",
            ),
        ]

    @property
    def title(self) -> str:
        return f"{self.unit or '全市'} · {self.get_role_display()}"


class AccountEvent(models.Model):
    """What was done to an account: made, given a role, locked …; the act says who, when and why."""

    act = models.ForeignKey("store.Act", on_delete=models.PROTECT)
    username = models.CharField(max_length=150, db_index=True)
    what = models.CharField(max_length=24)
    payload = models.JSONField()

    class Meta:
        db_table = "account_event"
