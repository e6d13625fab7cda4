"""Auditing: every act opens what it wrote, changes made behind the product's back are found, and digests hold."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jinghe.core.claims.claims import ClaimState
from jinghe.core.counting.facts import FactKind
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.store import protection
from jinghe.store.models import AccountRole, Act, ActKind, Record
from jinghe.usecases.claims import papers
from jinghe.usecases.claims.claims import draft_claim
from jinghe.usecases.closing import closing
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.refusals import Missing
from jinghe.usecases.ledger import ledger
from jinghe.usecases.records.records import open_in
from jinghe.usecases.security import accounts, auditing, integrity
from jinghe.usecases.security.act_contents import TABLES
from tests.usecases.conftest import YI, account, funds, signing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def auditor():
    return account(AccountRole.AUDITOR, name="shenji")


@pytest.fixture
def work(plan, reviewer, auditor):
    """A signing with money, one of them reversed, and a closed month."""
    ledger.post([signing(), funds(3 * YI), funds(2 * YI)], by=reviewer, reason="一季度入账")
    ledger.reverse(2, by=reviewer, reason="重复入账")
    closing.close(date(2022, 1, 1), by=reviewer)
    return reviewer


def told(act, by):
    return [(trace.what, trace.text) for trace in auditing.act_record(act.pk, by=by).traces]


def test_every_table_that_names_its_act_is_told():
    from django.apps import apps

    naming = {
        model
        for model in apps.get_app_config("store").get_models()
        if any(field.name == "act" for field in model._meta.concrete_fields)
    }
    assert naming == set(TABLES)


def test_acts_are_found_by_person_kind_text_and_day(work, auditor):
    def found(**wanted):
        return [act.kind for act in auditing.acts(by=auditor, **wanted).acts]

    today = timezone.localdate()
    assert found() == ["close_month", "reverse", "post", "issue_plan"]
    assert found(person="shenhe", kind="reverse") == ["reverse"]
    assert found(person="nobody") == []
    assert found(text="一季度") == ["post"]
    assert found(since=today, until=today) == found()
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=today - timedelta(days=1)) == []


def test_pages_of_acts_follow_each_other_without_a_gap(work, auditor):
    first = auditing.acts(by=auditor, size=3)
    second = auditing.acts(by=auditor, size=3, before=first.older)
    assert [act.pk for act in (*first.acts, *second.acts)] == list(
        Act.objects.order_by("-pk").values_list("pk", flat=True)
    )
    assert second.older is None


def test_an_act_opens_what_it_wrote(work, auditor):
    assert told(Act.objects.get(kind=ActKind.REVERSE), auditor) == [
        ("入账第4条", "冲销第2条 2022-03-01 到位资金 甲 通川区 3亿元")
    ]
    assert told(Act.objects.get(kind=ActKind.CLOSE_MONTH), auditor) == [("关账", "2022年01月")]


@pytest.mark.parametrize("role", [role for role in AccountRole if role != AccountRole.AUDITOR])
def test_only_auditors_read_the_acts(role, work):
    by = account(role, "通川区", "某人")
    for ask in (
        lambda: auditing.acts(by=by),
        lambda: auditing.act_record(Act.objects.first().pk, by=by),
        lambda: integrity.checked(by=by),
    ):
        with pytest.raises(AccessRefused):
            ask()


def test_a_draft_stays_within_its_unit_even_for_the_auditor(plan, reviewer, auditor):
    clerk, head = account(AccountRole.CLERK, "通川区"), account(AccountRole.HEAD, "通川区")
    values = {"name": "秘密项目", "investor_name": "某公司", "hosts": [["通川区", 10_000]]}
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "登记")
        open_in(
            act, REGISTERS["project"], values | {"region": "44", "industry": "electronics"}, unit="通川区"
        )
    code = Record.objects.get().pk
    claim = draft_claim(FactKind.SIGNING, code, {"occurred_on": "2022-02-01", "note": "谈判底价"}, by=clerk)
    assert claim.state == ClaimState.DRAFT
    drafted = Act.objects.get(kind=ActKind.CLAIM)
    assert "谈判底价" not in str(told(drafted, auditor))
    assert "只对本单位开放" in str(told(drafted, auditor))
    assert head.unit == claim.unit
    claim.state = ClaimState.SUBMITTED
    claim.save()
    assert "谈判底价" in str(told(drafted, auditor))


def test_an_account_event_is_told_with_before_and_after(plan, auditor):
    system, security = account(AccountRole.SYSTEM, name="x"), account(AccountRole.SECURITY, name="a")
    accounts.make_account("zhangsan", "张三", by=system, reason="新进")
    accounts.grant("zhangsan", AccountRole.CLERK, "通川区", by=security, reason="任命")
    act = auditing.acts(by=auditor, person="a").acts[0]
    assert told(act, auditor) == [("账号 · 授予角色", "zhangsan：角色 无 → 填报员；单位 无 → 通川区")]


# --- the digest ---


def test_a_digest_written_down_still_holds_after_more_work(work):
    sealed = auditing.seal()
    ledger.post([funds(YI)], by=work, reason="以后的入账")
    assert auditing.seal(sealed.act.pk) == sealed
    assert auditing.seal().digest != sealed.digest
    assert auditing.is_sealed_by(sealed.act.pk, sealed.digest.upper()[:32] + " " + sealed.digest[32:])
    assert not auditing.is_sealed_by(sealed.act.pk, "0" * 64)
    assert not auditing.is_sealed_by(sealed.act.pk, "不是摘要")


def test_the_digest_of_an_act_that_is_not_there_is_refused(work):
    for number in (0, 999_999):
        with pytest.raises(Missing):
            auditing.seal(number)


def without_trigger(statement):
    """What somebody with the database file could do, after taking the protection off."""
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    sqlite = connection.vendor == "sqlite"
    names = [f"{table}_no_{verb}" for verb in (("update", "delete") if sqlite else ("change",))]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        cursor.execute(statement)
    protection.install()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE posting SET amount_fen = amount_fen + 1 WHERE sequence = 3",
        "UPDATE act SET reason = 'other' WHERE kind = 'post'",
        "UPDATE act SET recorded_by = 'other' WHERE kind = 'reverse'",
        "UPDATE plan_revision SET approval_document = 'other'",
        "DELETE FROM month_closing",
    ],
)
def test_any_change_behind_the_products_back_alters_the_digest(statement, work):
    sealed = auditing.seal()
    without_trigger(statement)
    assert not auditing.is_sealed_by(sealed.act.pk, sealed.digest)


def test_a_column_at_its_default_alters_no_digest(work):
    """A column that a later version adds stands at its default in every old row."""
    row = closing.MonthClosing.objects.get()
    assert set(auditing._values(row)) == {"id", "act_id", "month"}
    posting = ledger.PostingRow.objects.get(sequence=1)
    assert "sub_unit" not in auditing._values(posting)


# --- the checks ---


def faults():
    return {check.name: check.faults for check in integrity.check_everything() if not check.is_sound}


def test_sound_data_passes_every_check(work):
    checks = integrity.check_everything()
    assert faults() == {}
    assert len(checks) == len({check.name for check in checks}) == 8
    assert "通过　入账序号：4条入账" in [check.line for check in checks]


@pytest.mark.parametrize(
    ("statement", "name", "says"),
    [
        ("DELETE FROM posting WHERE sequence = 4", "入账序号", "入账到第3条"),
        ("UPDATE posting SET sequence = 9 WHERE sequence = 4", "入账序号", "序号却到第9条"),
        ("UPDATE posting SET amount_fen = 1 WHERE sequence = 2", "冲销", "第4条与所冲销的第2条不符"),
        ("UPDATE act SET recorded_at = '2020-01-01' WHERE kind = 'reverse'", "操作顺序", "不晚于前一次"),
        ("UPDATE act SET last_sequence = 1 WHERE kind = 'reverse'", "操作顺序", "小于前一次"),
    ],
)
def test_what_was_tampered_with_is_found(statement, name, says, work):
    without_trigger(statement)
    assert says in "；".join(faults()[name])


def test_a_missing_trigger_is_a_fault(work):
    sqlite = connection.vendor == "sqlite"
    name = "posting_no_delete" if sqlite else "posting_no_change"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON posting"))
    assert faults() == {"防篡改触发器": (f"缺少触发器{name}",)}
    protection.install()


def test_a_stored_file_that_is_gone_or_changed_is_found(work, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    contents = (b"%PDF-1.4 one", b"%PDF-1.4 two")
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, work, "上传")
        for content in contents:
            papers.stored(act, content, "application/pdf")
    assert faults() == {}
    gone, changed = (sha256(content).hexdigest() for content in contents)
    (Path(tmp_path) / gone[:2] / gone).unlink()
    (Path(tmp_path) / changed[:2] / changed).write_bytes(b"%PDF-1.4 owt")
    told = "；".join(faults()["佐证文件"])
    assert f"文件{gone[:16]}…不在存储目录中" in told
    assert f"文件{changed[:16]}…的内容已被改动" in told


def test_a_record_whose_events_do_not_add_up_is_found(plan, reviewer):
    with recorded() as recording:
        act = recording.write(ActKind.RECORD, reviewer, "登记")
        values = {"name": "园区", "investor_name": "某公司", "region": "44", "industry": "electronics"}
        open_in(act, REGISTERS["project"], values | {"hosts": [["通川区", 10_000]]}, unit="通川区")
    assert faults() == {}
    Record.objects.update(version=7)
    assert "为第7版，记录却有1次" in faults()["档案和申报的经过"][0]


def test_a_line_names_the_first_few_faults_and_how_many():
    check = integrity.Check(name="入账", looked_at="9条", faults=tuple(f"甲{n}" for n in range(9)))
    assert check.line == "异常　入账：甲0；甲1；甲2；甲3；甲4等9处"
