"""The tables as 0.1 had them. A database that has run the three migrations of that time has run this one."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("store", "0001_initial"), ("store", "0002_drafts"), ("store", "0003_records")]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("post", "入账"),
                            ("reverse", "冲销"),
                            ("restate", "重述"),
                            ("file_return", "报送月报"),
                            ("issue_plan", "下达目标任务"),
                            ("demonstration", "载入演示数据"),
                            ("upload_notice", "上传通知"),
                            ("edit_draft", "修改草稿"),
                            ("approve_draft", "审核草稿"),
                            ("teach_word", "教词"),
                            ("record", "登记"),
                            ("claim", "申报"),
                            ("review", "审核"),
                            ("import", "导入"),
                            ("undo_import", "撤回导入"),
                            ("close_month", "关账"),
                            ("reconcile", "对账"),
                            ("message", "通知"),
                            ("account", "账号管理"),
                            ("rule", "设定规则"),
                            ("evaluate", "评估"),
                            ("issue_document", "印发"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("recorded_by", models.CharField(max_length=150)),
                ("reason", models.CharField(max_length=400)),
                ("last_sequence", models.BigIntegerField()),
            ],
            options={
                "db_table": "act",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("recorded_by", ""), _negated=True),
                        ),
                        name="act_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "post",
                                    "reverse",
                                    "restate",
                                    "file_return",
                                    "issue_plan",
                                    "demonstration",
                                    "upload_notice",
                                    "edit_draft",
                                    "approve_draft",
                                    "teach_word",
                                    "record",
                                    "claim",
                                    "review",
                                    "import",
                                    "undo_import",
                                    "close_month",
                                    "reconcile",
                                    "message",
                                    "account",
                                    "rule",
                                    "evaluate",
                                    "issue_document",
                                ],
                            )
                        ),
                        name="act_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("username", models.CharField(db_index=True, max_length=150)),
                ("what", models.CharField(max_length=24)),
                ("payload", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "account_event",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=200)),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "attachment",
            },
        ),
        migrations.CreateModel(
            name="AttachmentRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removal",
                        to="store.attachment",
                    ),
                ),
            ],
            options={
                "db_table": "attachment_removal",
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("unit", models.CharField(db_index=True, max_length=60)),
                ("values", models.JSONField()),
                ("state", models.CharField(max_length=12)),
                ("version", models.IntegerField()),
                ("occurred_on", models.DateField(db_index=True, null=True)),
                ("entries", models.JSONField(default=list)),
                (
                    "changed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.act"
                    ),
                ),
                (
                    "created",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.act"
                    ),
                ),
            ],
            options={
                "db_table": "claim",
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="store.claim",
            ),
        ),
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.BigIntegerField(db_index=True)),
                ("kind", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "evidence_item",
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("outcome", models.JSONField()),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "import_batch",
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="store.importbatch",
            ),
        ),
        migrations.CreateModel(
            name="ImportUndo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undo",
                        to="store.importbatch",
                    ),
                ),
            ],
            options={
                "db_table": "import_undo",
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("year", models.IntegerField()),
                ("title", models.CharField(max_length=200)),
                ("document_number", models.CharField(blank=True, max_length=80)),
                ("as_of", models.DateField()),
                ("known_at", models.DateTimeField()),
                ("content", models.JSONField()),
                ("content_digest", models.CharField(max_length=64)),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "issued_document",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, db_index=True, max_length=60)),
                ("username", models.CharField(blank=True, max_length=150)),
                ("kind", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("link", models.CharField(blank=True, max_length=200)),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "message",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=12)),
                ("address", models.CharField(max_length=200)),
                ("tried_at", models.DateTimeField()),
                ("has_succeeded", models.BooleanField()),
                ("answer", models.CharField(blank=True, max_length=400)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "db_table": "delivery",
            },
        ),
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(unique=True)),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "month_closing",
            },
        ),
        migrations.CreateModel(
            name="MonthlyReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(max_length=60)),
                ("month", models.DateField()),
                ("is_zero", models.BooleanField()),
                ("number", models.IntegerField(default=1)),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "monthly_return",
            },
        ),
        migrations.CreateModel(
            name="NoticeDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("content", models.BinaryField()),
                ("reading", models.JSONField()),
                ("reader_version", models.CharField(max_length=20)),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "notice_draft",
            },
        ),
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("payload", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="store.noticedraft",
                    ),
                ),
            ],
            options={
                "db_table": "draft_edit",
            },
        ),
        migrations.CreateModel(
            name="DraftApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edit_number", models.IntegerField()),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="store.noticedraft",
                    ),
                ),
            ],
            options={
                "db_table": "draft_approval",
            },
        ),
        migrations.CreateModel(
            name="OfficeRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("year", models.IntegerField()),
                ("number", models.IntegerField()),
                ("effective_on", models.DateField()),
                ("content", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "office_rule",
            },
        ),
        migrations.CreateModel(
            name="OfficialFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("document", models.CharField(blank=True, max_length=120)),
                ("stated_on", models.DateField()),
                ("kind", models.CharField(max_length=24)),
                ("month", models.DateField()),
                ("unit", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("amount_fen", models.BigIntegerField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "official_figure",
            },
        ),
        migrations.CreateModel(
            name="PlanRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("number", models.IntegerField()),
                ("effective_on", models.DateField()),
                ("approval_document", models.CharField(max_length=120)),
                ("content", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "draft",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revision",
                        to="store.noticedraft",
                    ),
                ),
            ],
            options={
                "db_table": "plan_revision",
            },
        ),
        migrations.CreateModel(
            name="PostingRow",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField(db_index=True)),
                ("kind", models.CharField(max_length=24)),
                ("subject", models.CharField(db_index=True, max_length=40)),
                ("occurred_on", models.DateField()),
                ("cohort_on", models.DateField(null=True)),
                ("unit", models.CharField(max_length=60)),
                ("sub_unit", models.CharField(blank=True, max_length=60)),
                ("role", models.CharField(max_length=8)),
                ("share", models.IntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("investment_fen", models.BigIntegerField(null=True)),
                ("industry", models.CharField(blank=True, max_length=32)),
                ("region", models.CharField(blank=True, max_length=8)),
                ("investor", models.CharField(blank=True, max_length=120)),
                ("is_real_estate", models.BooleanField()),
                ("is_government_investment", models.BooleanField()),
                ("sign", models.SmallIntegerField()),
                ("reverses", models.BigIntegerField(null=True, unique=True)),
                ("evidence_digest", models.CharField(blank=True, max_length=64)),
                ("claim", models.CharField(blank=True, max_length=40)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="store.act"
                    ),
                ),
            ],
            options={
                "db_table": "posting",
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=24)),
                ("values", models.JSONField()),
                ("version", models.IntegerField()),
                ("search", models.TextField()),
                ("units", models.TextField(blank=True)),
                ("due_on", models.DateField(null=True)),
                (
                    "changed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.act"
                    ),
                ),
                (
                    "created",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.act"
                    ),
                ),
            ],
            options={
                "db_table": "record",
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="store.record"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="record",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="store.record",
            ),
        ),
        migrations.CreateModel(
            name="RecordEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("payload", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="store.record"
                    ),
                ),
            ],
            options={
                "db_table": "record_event",
            },
        ),
        migrations.CreateModel(
            name="ReturnReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("certified", "已核定"), ("returned", "已退回")], max_length=12
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "monthly_return",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="store.monthlyreturn",
                    ),
                ),
            ],
            options={
                "db_table": "return_review",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.BigIntegerField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "stored_file",
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("format", models.CharField(max_length=8)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="store.issueddocument",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.storedfile"),
                ),
            ],
            options={
                "db_table": "issued_file",
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="file",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.storedfile"),
        ),
        migrations.CreateModel(
            name="TaughtWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dimension", models.CharField(max_length=16)),
                ("word", models.CharField(max_length=40)),
                ("codes", models.JSONField()),
                ("act", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
            ],
            options={
                "db_table": "taught_word",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reviewer", "市局审核员"),
                            ("checker", "部门审核员"),
                            ("head", "单位负责人"),
                            ("clerk", "填报员"),
                            ("leader", "领导"),
                            ("performance", "目标绩效办"),
                            ("auditor", "审计"),
                            ("system", "系统管理员"),
                            ("security", "安全管理员"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="单位")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="须修改密码")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "db_table": "account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "reviewer",
                                    "checker",
                                    "head",
                                    "clerk",
                                    "leader",
                                    "performance",
                                    "auditor",
                                    "system",
                                    "security",
                                ],
                            ),
                            ("role", ""),
                            _connector="OR",
                        ),
                        name="account_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ("clerk", "head", "checker")), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="account_of_unit_has_unit",
                    ),
                ],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("payload", models.JSONField()),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.act")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="store.claim"
                    ),
                ),
            ],
            options={
                "db_table": "claim_event",
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="claim_event_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("username", models.CharField(max_length=150)),
                ("read_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "db_table": "message_reading",
                "constraints": [
                    models.UniqueConstraint(fields=("message", "username"), name="message_read_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="monthlyreturn",
            constraint=models.UniqueConstraint(
                fields=("unit", "month", "number"), name="return_number_of_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftedit",
            constraint=models.UniqueConstraint(fields=("draft", "number"), name="draft_edit_number"),
        ),
        migrations.AddConstraint(
            model_name="draftedit",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="draft_edit_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="officerule",
            constraint=models.UniqueConstraint(fields=("name", "year", "number"), name="office_rule_number"),
        ),
        migrations.AddIndex(
            model_name="officialfigure",
            index=models.Index(fields=["month", "kind", "unit"], name="official_figure_place"),
        ),
        migrations.AddConstraint(
            model_name="officialfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "lead",
                            "offering",
                            "offering_exit",
                            "trip",
                            "signing",
                            "registration",
                            "construction_start",
                            "production_start",
                            "termination",
                            "funds",
                            "fixed_investment",
                            "foreign_capital",
                            "fdi",
                            "foreign_enterprise",
                        ],
                    )
                ),
                name="official_figure_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="plan_revision_number"),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="plan_revision_from_one"
            ),
        ),
        migrations.AddIndex(
            model_name="postingrow",
            index=models.Index(
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
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "lead",
                            "offering",
                            "offering_exit",
                            "trip",
                            "signing",
                            "registration",
                            "construction_start",
                            "production_start",
                            "termination",
                            "funds",
                            "fixed_investment",
                            "foreign_capital",
                            "fdi",
                            "foreign_enterprise",
                        ],
                    )
                ),
                name="posting_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["sponsor", "host"])), name="posting_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 1), ("share__lte", 10000)), name="posting_share_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reverses__isnull", True), ("sign", 1)),
                    models.Q(("reverses__isnull", False), ("sign", -1)),
                    _connector="OR",
                ),
                name="posting_sign_or_reversal",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reverses__isnull", True), ("reverses__lt", models.F("sequence")), _connector="OR"
                ),
                name="posting_reverses_earlier",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gte", 0)), name="posting_amount_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 1)), name="posting_sequence_from_one"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["kind", "unit", "state"], name="record_kept_by"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["kind", "state", "due_on"], name="record_due"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "kind"], name="claim_waiting"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "lead",
                            "offering",
                            "offering_exit",
                            "trip",
                            "signing",
                            "registration",
                            "construction_start",
                            "production_start",
                            "termination",
                            "funds",
                            "fixed_investment",
                            "foreign_capital",
                            "fdi",
                            "foreign_enterprise",
                        ],
                    )
                ),
                name="claim_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "submitted", "checked", "posted", "returned", "withdrawn", "reversed"],
                    )
                ),
                name="claim_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordevent",
            constraint=models.UniqueConstraint(fields=("record", "number"), name="record_event_number"),
        ),
        migrations.AddConstraint(
            model_name="returnreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["certified", "returned"])), name="return_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedfile",
            constraint=models.UniqueConstraint(fields=("document", "format"), name="issued_file_format"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", True), ("record__isnull", False)),
                    models.Q(("claim__isnull", False), ("record__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="taughtword",
            constraint=models.UniqueConstraint(fields=("dimension", "word"), name="taught_word_once"),
        ),
    ]
