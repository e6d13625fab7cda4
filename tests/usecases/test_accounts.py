"""Accounts: three people keep them, each change is an act, and no one can give himself anything."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.utils import timezone

from jinghe.store.models import AccountEvent, AccountRole, Act, ActKind, User
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.messages import NewMessage, send
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.security import account_reading, accounts, sign_ins
from jinghe.usecases.security.passwords import HOLDS_FOR, password_faults, temporary_password
from tests.builders import rows
from tests.usecases.conftest import account

pytestmark = pytest.mark.django_db
GOOD = "Long-enough-1x"


@pytest.fixture
def system():
    return account(AccountRole.SYSTEM, name="xitong")


@pytest.fixture
def security():
    return account(AccountRole.SECURITY, name="anquan")


@pytest.fixture
def auditor():
    return account(AccountRole.AUDITOR, name="shenji")


@pytest.fixture
def made(system):
    return accounts.make_account("zhangsan", "张三", by=system, reason="新进人员")


def test_a_new_account_has_no_role_and_a_password_to_be_changed(made):
    user = User.objects.get(username="zhangsan")
    assert (user.role, user.first_name, user.must_change_password) == ("", "张三", True)
    assert user.check_password(made.password)


def test_making_an_account_is_an_act_with_its_event(made):
    event = AccountEvent.objects.get(username="zhangsan")
    assert (event.what, event.act.kind, event.act.recorded_by) == ("made", ActKind.ACCOUNT, "xitong")
    assert event.act.reason == "新进人员"


def test_no_event_holds_a_password(made, system, security):
    accounts.grant("zhangsan", AccountRole.LEADER, by=security, reason="任命")
    told = accounts.reset_password("zhangsan", by=system, reason="忘记口令")
    held = str(list(AccountEvent.objects.values()) + list(Act.objects.values()))
    assert made.password not in held
    assert told.password not in held


STEPS = {
    "make": lambda by: accounts.make_account("lisi", "李四", by=by, reason="新进"),
    "address": lambda by: accounts.set_email("zhangsan", "zs@example.org", by=by, reason="登记"),
    "rename": lambda by: accounts.rename("zhangsan", "章三", by=by, reason="写错"),
    "disable": lambda by: accounts.disable("zhangsan", by=by, reason="调离"),
    "reset": lambda by: accounts.reset_password("zhangsan", by=by, reason="忘记"),
    "grant": lambda by: accounts.grant("zhangsan", AccountRole.LEADER, by=by, reason="任命"),
}
WHO = """
    step    | system | security | auditor | reviewer
    make    | yes    | no       | no      | no
    rename  | yes    | no       | no      | no
    address | yes    | no       | no      | no
    disable | yes    | no       | no      | no
    reset   | yes    | no       | no      | no
    grant   | no     | yes      | no      | no
"""


@pytest.mark.parametrize("line", rows(WHO), ids=lambda line: line["step"])
def test_each_step_belongs_to_one_of_the_three(line, made, system, security, auditor, reviewer):
    people = {"system": system, "security": security, "auditor": auditor, "reviewer": reviewer}
    step = STEPS[line.pop("step")]
    for who, may in line.items():
        if may == "no":
            with pytest.raises(AccessRefused):
                step(people[who])
    (allowed,) = [who for who, may in line.items() if may == "yes"]
    before = Act.objects.count()
    step(people[allowed])
    assert Act.objects.count() == before + 1


def test_a_role_is_given_with_a_unit_of_the_plan(made, security, plan):
    with pytest.raises(Refused, match="必须属于一个责任单位"):
        accounts.grant("zhangsan", AccountRole.CLERK, by=security, reason="任命")
    with pytest.raises(Refused, match="不是目标任务中的责任单位"):
        accounts.grant("zhangsan", AccountRole.CLERK, "通川", by=security, reason="任命")
    user = accounts.grant("zhangsan", AccountRole.CLERK, "通川区", by=security, reason="任命")
    assert user.title == "通川区 · 填报员"
    event = AccountEvent.objects.get(what="granted")
    assert event.payload == {"role": ["", "clerk"], "unit": ["", "通川区"]}


def test_nobody_gives_himself_a_role(security):
    with pytest.raises(Refused, match="不能给自己授予角色"):
        accounts.grant("anquan", AccountRole.LEADER, by=security, reason="兼任")
    security.refresh_from_db()
    assert security.role == AccountRole.SECURITY


def test_who_made_an_account_does_not_grant_to_it_even_after_changing_office(made, system):
    User.objects.filter(pk=system.pk).update(role=AccountRole.SECURITY)
    system.refresh_from_db()
    with pytest.raises(Refused, match="须由另一人授予"):
        accounts.grant("zhangsan", AccountRole.LEADER, by=system, reason="任命")


def test_one_person_holds_only_one_of_the_three(system, security, auditor):
    User.objects.filter(pk=system.pk).update(first_name="王五")
    accounts.make_account("wangwu2", "王五", by=system, reason="另设")
    with pytest.raises(Refused, match="三员分立：王五已经以“xitong”任系统管理员"):
        accounts.grant("wangwu2", AccountRole.AUDITOR, by=security, reason="兼任")
    with pytest.raises(Refused, match="不能改任"):
        accounts.grant("xitong", AccountRole.AUDITOR, by=security, reason="转任")
    accounts.grant("wangwu2", AccountRole.LEADER, by=security, reason="其他角色可以")


def test_a_new_name_or_an_account_taken_back_into_use_does_not_slip_past_that(system, security, auditor):
    User.objects.filter(pk=security.pk).update(first_name="赵六")
    with pytest.raises(Refused, match="三员分立"):
        accounts.rename("shenji", "赵六", by=system, reason="改名")
    User.objects.filter(pk=auditor.pk).update(first_name="赵六", is_active=False)
    with pytest.raises(Refused, match="三员分立"):
        accounts.enable("shenji", by=system, reason="启用")


def test_the_last_of_the_three_stays(system, auditor):
    account(AccountRole.SYSTEM, name="xitong2")
    with pytest.raises(Refused, match="不能停用自己"):
        accounts.disable("xitong", by=system, reason="离任")
    with pytest.raises(Refused, match="唯一的审计"):
        accounts.disable("shenji", by=system, reason="离任")
    accounts.disable("xitong2", by=system, reason="离任")


def test_a_disabled_account_comes_back_with_a_new_password(made, system):
    accounts.disable("zhangsan", by=system, reason="借调")
    with pytest.raises(Refused, match="请先启用"):
        accounts.reset_password("zhangsan", by=system, reason="忘记")
    told = accounts.enable("zhangsan", by=system, reason="返回")
    user = User.objects.get(username="zhangsan")
    assert user.is_active
    assert user.check_password(told.password) and not user.check_password(made.password)


def test_every_change_needs_a_reason(made, system):
    with pytest.raises(Refused, match="原因"):
        accounts.disable("zhangsan", by=system, reason="  ")


def test_all_faults_of_a_new_account_are_told_at_once(system, made):
    with pytest.raises(Refused) as refused:
        accounts.make_account("张 三", "", by=system, reason="")
    assert all(word in refused.value.text for word in ("账号名只能用", "使用人姓名", "原因"))
    with pytest.raises(Refused, match="已存在"):
        accounts.make_account("ZhangSan", "张三", by=system, reason="再建")


def test_an_account_that_is_not_there_is_no_account(system):
    with pytest.raises(Missing):
        accounts.disable("nobody", by=system, reason="离任")


def test_a_lock_out_is_seen_and_lifted(made, system, settings):
    for address in ("10.0.0.1", "10.0.0.2"):
        AccessAttempt.objects.create(
            username="zhangsan", ip_address=address, user_agent=address, failures_since_start=4
        )
    assert sign_ins.locked_out() == frozenset(), "four failures on each of two machines lock neither"
    with pytest.raises(Refused, match="没有被锁定"):
        accounts.unlock("zhangsan", by=system, reason="本人来电")
    AccessAttempt.objects.filter(ip_address="10.0.0.1").update(
        failures_since_start=settings.AXES_FAILURE_LIMIT
    )
    assert sign_ins.locked_out() == {"zhangsan"}
    accounts.unlock("zhangsan", by=system, reason="本人来电")
    assert sign_ins.locked_out() == frozenset()


def test_ones_own_password_is_changed_with_the_old_one(made):
    user = User.objects.get(username="zhangsan")
    for old, new, why in (
        ("wrong", GOOD, "原口令不正确"),
        (made.password, made.password, "不能与原口令相同"),
        (made.password, "short1A", "8"),
        (made.password, "onlysmallletters", "三种"),
        (made.password, "Zhangsan-1", "相似"),
    ):
        with pytest.raises(Refused, match=why):
            accounts.change_own_password(old, new, by=user)
    assert accounts.change_own_password(made.password, GOOD, by=user).must_change_password is False


def test_temporary_passwords_pass_the_rules_and_differ():
    told = {temporary_password(User(username="a")) for _ in range(50)}
    assert len(told) == 50
    assert [one for one in told if password_faults(one, User(username="a"))] == []


def test_a_password_that_is_too_old_has_to_be_changed(db):
    user = User.objects.create(
        username="old",
        role=AccountRole.LEADER,
        password=make_password(GOOD),
        date_joined=timezone.now() - HOLDS_FOR - timedelta(days=1),
    )
    sign_ins.require_fresh_password(user)
    user.refresh_from_db()
    assert user.must_change_password
    accounts.change_own_password(GOOD, "Another-one-2y", by=user)
    sign_ins.require_fresh_password(user)
    user.refresh_from_db()
    assert not user.must_change_password


def test_the_list_says_who_never_signed_in_and_who_has_not_for_long(made, system, auditor):
    now = timezone.now()
    User.objects.filter(username="xitong").update(last_login=now - timedelta(days=89))
    User.objects.filter(username="shenji").update(last_login=now - timedelta(days=91))
    found = {one.user.username: one for one in account_reading.accounts(by=auditor)}
    assert {name for name, one in found.items() if one.is_stale} == {"shenji", "zhangsan"}
    assert not found["zhangsan"].has_signed_in


def test_the_first_accounts_come_from_the_machine_and_say_so(db):
    accounts.create_first_account("x", GOOD, role=AccountRole.SYSTEM)
    assert [e.what for e in AccountEvent.objects.order_by("pk")] == ["made", "granted"]
    assert Act.objects.get().recorded_by == "本机命令行"
    accounts.create_first_account("a", GOOD, role=AccountRole.SECURITY)
    with pytest.raises(Refused, match="已有系统管理员和安全管理员"):
        accounts.create_first_account("b", GOOD, role=AccountRole.REVIEWER)


def test_messages_go_to_the_address_of_an_account_until_it_is_taken_away(
    made, system, security, reviewer, plan, settings
):
    settings.JINGHE_MAIL_FROM = "jinghe@example.org"
    accounts.grant("zhangsan", AccountRole.CLERK, "通川区", by=security, reason="任命")
    letter = NewMessage(unit="通川区", title="请报送月报", body="请于5日前报送。")
    accounts.set_email("zhangsan", " zs@example.org ", by=system, reason="登记")
    send([letter], by=reviewer, reason="催报")
    accounts.set_email("zhangsan", "", by=system, reason="停用邮箱")
    send([letter], by=reviewer, reason="催报")
    assert [one.to for one in mail.outbox] == [["zs@example.org"]]


@pytest.mark.parametrize("email", ["zs", "zs@", "a b@example.org", "zs@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_refused(email, made, system):
    with pytest.raises(Refused, match="不是邮箱地址"):
        accounts.set_email("zhangsan", email, by=system, reason="登记")
