"""The ledger: acts (who, when, why), postings, evidence and returns. Append-only; see store.append_only."""

from django.db import models
from django.db.models import F, Q

from jinghe.core.counting.facts import WHOLE_SHARE, Role


class ActKind(models.TextChoices):
    POST = "post", "入账"
    REVERSE = "reverse", "冲销"
    RESTATE = "restate", "重述"
    FILE_RETURN = "file_return", "报送月报"
    ISSUE_PLAN = "issue_plan", "下达目标任务"
    DEMONSTRATION = "demonstration", "载入演示数据"
    UPLOAD_NOTICE = "upload_notice", "上传通知"
    EDIT_DRAFT = "edit_draft", "修改草稿"
    APPROVE_DRAFT = "approve_draft", "审核草稿"
    TEACH_WORD = "teach_word", "教词"
    RECORD = "record", "登记"
    CLAIM = "claim", "申报"
    REVIEW = "review", "审核"
    IMPORT = "import", "导入"
    UNDO_IMPORT = "undo_import", "撤回导入"
    CLOSE_MONTH = "close_month", "关账"
    RECONCILE = "reconcile", "对账"
    MESSAGE = "message", "通知"
    ACCOUNT = "account", "账号管理"
    RULE = "rule", "设定规则"
    EVALUATE = "evaluate", "评估"
    ISSUE_DOCUMENT = "issue_document", "印发"


def act_kinds() -> list[tuple[str, str]]:
    """Asked whenever it matters, so that another kind of act is no migration."""
    return list(ActKind.choices)


class KnownKind(models.Model):
    """A kind that may be written: category says of what, an act or a fact. See store.known_kinds."""

    category = models.CharField(max_length=8)
    code = models.CharField(max_length=24)

    class Meta:
        db_table = "known_kind"
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="known_kind_once")]


class Act(models.Model):
    """One transaction of the ledger. Acts are serialised: recorded_at and last_sequence never fall.

    last_sequence: the highest posting sequence after the act, so that "known at T" is one number.
    """

    kind = models.CharField(max_length=16, choices=act_kinds)
    recorded_at = models.DateTimeField(db_index=True)
    recorded_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=400)
    last_sequence = models.BigIntegerField()

    class Meta:
        db_table = "act"
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(recorded_by=""), name="act_says_who_and_why"),
        ]


class PostingRow(models.Model):
    """One line of the ledger, as core.counting.facts.Posting; investor: codes as ",a,b," for SQL to look inside."""

    sequence = models.BigIntegerField(primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="postings")
    entry = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=40, db_index=True)
    occurred_on = models.DateField()
    cohort_on = models.DateField(null=True)
    unit = models.CharField(max_length=60)
    sub_unit = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=8)
    share = models.IntegerField()
    amount_fen = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    investment_fen = models.BigIntegerField(null=True)
    industry = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=8, blank=True)
    investor = models.CharField(max_length=120, blank=True)
    is_real_estate = models.BooleanField()
    is_government_investment = models.BooleanField()
    sign = models.SmallIntegerField()
    reverses = models.BigIntegerField(null=True, unique=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    claim = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "posting"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="posting_role_known"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=WHOLE_SHARE), name="posting_share_in_range"
            ),
            models.CheckConstraint(
                condition=Q(sign=1, reverses__isnull=True) | Q(sign=-1, reverses__isnull=False),
                name="posting_sign_or_reversal",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(reverses__lt=F("sequence")),
                name="posting_reverses_earlier",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="posting_amount_not_negative"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="posting_sequence_from_one"),
        ]
        indexes = [
            models.Index(
                fields=[
                    "kind",
                    "role",
                    "unit",
                    "occurred_on",
                    "sequence",
                    "sign",
                    "share",
                    "amount_fen",
                    "currency",
                    "cohort_on",
                    "investment_fen",
                    "industry",
                    "region",
                    "investor",
                    "is_real_estate",
                    "is_government_investment",
                ],
                name="posting_covering",
            ),
        ]


class EvidenceItem(models.Model):
    """A document that proves an entry."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    entry = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "evidence_item"


class MonthlyReturn(models.Model):
    """That a unit filed its return for a month, named by its first day; is_zero: 零报告, reported but nothing.

    number: 1, and one more each time the city had returned the one before.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    unit = models.CharField(max_length=60)
    month = models.DateField()
    number = models.IntegerField(default=1)
    is_zero = models.BooleanField()

    class Meta:
        db_table = "monthly_return"
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "number"], name="return_number_of_month"),
        ]


class ReturnOutcome(models.TextChoices):
    CERTIFIED = "certified", "已核定"
    RETURNED = "returned", "已退回"


class ReturnReview(models.Model):
    """What the city said of a return; note: why it was returned."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    monthly_return = models.OneToOneField(MonthlyReturn, on_delete=models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=12, choices=ReturnOutcome.choices)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "return_review"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=ReturnOutcome.values), name="return_outcome_known"
            ),
        ]


class MonthClosing(models.Model):
    """That a month is closed, named by its first day: what comes for it later is a late correction."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT)
    month = models.DateField(unique=True)

    class Meta:
        db_table = "month_closing"


class OfficialFigure(models.Model):
    """What official statistics say, beside our ledger; never copied into it.

    kind: the fact it is about; month: cumulative from January to its end; subject: a project, or empty for the unit.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT)
    source = models.CharField(max_length=60)
    document = models.CharField(max_length=120, blank=True)
    stated_on = models.DateField()
    kind = models.CharField(max_length=24)
    month = models.DateField()
    unit = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "official_figure"
        indexes = [models.Index(fields=["month", "kind", "unit"], name="official_figure_place")]
