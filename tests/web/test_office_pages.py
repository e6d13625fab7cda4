"""账号, 审计, 关账, 对账, 认定规则 in the page: what is typed stays, what is refused is said, no password is kept."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountEvent, AccountRole, MonthClosing, OfficeRule, OfficialFigure, User
from jinghe.usecases.common.office_rules import recognition_of
from jinghe.usecases.ledger import ledger
from jinghe.usecases.security.act_contents import STEPS
from jinghe.web.records.events import EVENT_TITLES, TITLES
from tests.web.conftest import BACKEND, HOSTILE, funds
from tests.web.markup import markup

PASSWORD = re.compile(r"<code><b>([^<]+)</b></code>")


@pytest.fixture
def keepers(city):
    city["system"] = User.objects.create(username="xitong", role=AccountRole.SYSTEM)
    city["security"] = User.objects.create(username="anquan", role=AccountRole.SECURITY)
    return city


def text(answer) -> str:
    return markup(answer)


# --- 账号 ---


def test_a_new_colleague_signs_in_changes_the_password_and_works(keepers, visit):
    told = {"username": "zhangsan", "name": "张三", "reason": "新进"}
    shown = visit("system", "/accounts/", "post", data=told)
    password = PASSWORD.search(text(shown))[1]
    assert "zhangsan" in text(visit("system", "/accounts/?show=norole"))
    role = {"role": "clerk", "unit": "通川区", "reason": "任命"}
    assert visit("security", "/accounts/zhangsan/grant/", "post", data=role).status_code == 302

    client = Client()
    client.post("/login/", {"username": "zhangsan", "password": password})
    assert client.get("/progress/")["Location"] == "/password/"
    assert client.get("/ledger/")["Location"] == "/password/"
    new = {"old": password, "new": "My-own-word-1", "again": "My-own-word-1"}
    assert client.post("/password/", new)["Location"] == "/"
    assert client.get("/progress/").status_code == 200
    assert [one.what for one in AccountEvent.objects.order_by("pk")] == ["made", "granted", "password"]


def test_a_password_is_in_no_message_and_no_cookie(keepers):
    client = Client()
    client.force_login(keepers["system"], backend=BACKEND)
    answer = client.post("/accounts/own_clerk/reset/", {"reason": "忘记"})
    password = PASSWORD.search(text(answer))[1]
    assert password not in str(answer.cookies) + str(client.cookies)
    assert password not in text(client.get("/accounts/own_clerk/"))
    assert answer["Cache-Control"] == "no-store"


def test_a_reset_ends_the_sessions_that_are_open(keepers, visit):
    client = Client()
    client.force_login(keepers["own_clerk"], backend=BACKEND)
    assert client.get("/progress/").status_code == 200
    visit("system", "/accounts/own_clerk/reset/", "post", data={"reason": "忘记"})
    assert client.get("/progress/").status_code == 302


def test_a_disabled_colleague_is_out_at_once(keepers, visit):
    client = Client()
    client.force_login(keepers["leader"], backend=BACKEND)
    assert visit("system", "/accounts/leader/disable/", "post", data={"reason": "调离"}).status_code == 302
    assert client.get("/progress/").status_code == 302


def test_what_was_typed_stays_when_an_account_is_refused(keepers, visit):
    told = {"username": "own_clerk", "name": HOSTILE[:30], "reason": "再建"}
    page = text(visit("system", "/accounts/", "post", data=told))
    assert "已存在" in page
    assert HOSTILE[:30] not in page
    assert 'value="own_clerk"' in page


def test_a_refused_step_is_said_on_the_account(keepers, visit):
    page = text(
        visit("security", "/accounts/leader/grant/", "post", data={"role": "clerk", "reason": "任命"})
    )
    assert "必须属于一个责任单位" in page
    assert "三员分立" not in page
    own = {"role": "leader", "reason": "兼任"}
    assert "不能给自己授予角色" in text(visit("security", "/accounts/anquan/grant/", "post", data=own))


def test_a_step_or_an_account_that_is_not_there_is_no_page(keepers, visit):
    for address in ("/accounts/leader/dance/", "/accounts/nobody/disable/"):
        assert visit("system", address, "post", data={"reason": "x"}).status_code == 404
    assert visit("auditor", "/accounts/nobody/").status_code == 404


def test_the_two_new_passwords_must_be_the_same(keepers, visit):
    page = visit("leader", "/password/", "post", data={"old": "x", "new": "My-own-word-1", "again": "other"})
    assert "两次输入的新口令不一致" in text(page)


# --- 审计 ---


def test_an_act_leads_to_what_it_wrote_and_nothing_typed_is_markup(city, visit):
    page = text(visit("auditor", "/audit/?kind=post"))
    assert "一季度" in page and HOSTILE not in page
    number = re.search(r"/audit/(\d+)/", page)[1]
    act = text(visit("auditor", f"/audit/{number}/"))
    assert "/entries/" in act and HOSTILE not in act


def test_a_filter_that_means_nothing_is_said(city, visit):
    page = text(visit("auditor", "/audit/?kind=dance&since=2022-02-30"))
    assert "没有“dance”这类事项" in page
    assert "“2022-02-30”不是有效的日期" in page
    assert "没有符合条件的操作" in text(visit("auditor", "/audit/?person=nobody"))


def test_the_acts_go_into_a_workbook_with_their_count(city, visit):
    book = load_workbook(BytesIO(visit("auditor", "/audit/export/?kind=reverse").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[2][:5] == ["编号", "时间", "操作人", "事项", "原因"]
    assert (rows[3][3], rows[3][4], rows[4][0]) == ("冲销", "重复入账", "共1行")


def test_sign_ins_and_failures_are_listed(city, settings):
    settings.AXES_ENABLED = True
    clerk = city["own_clerk"]
    clerk.set_password("correct horse")
    clerk.save()
    for password in ("wrong", "correct horse"):
        told = {"username": "own_clerk", "password": password}
        Client().post("/login/", told, REMOTE_ADDR="10.9.8.7")
    auditor = Client()
    auditor.force_login(city["auditor"], backend=BACKEND)
    page = text(auditor.get("/audit/sign-ins/?person=own_clerk"))
    assert "失败" in page and "成功" in page and "10.9.8.7" in page


def test_a_digest_written_down_is_held_against_what_stands_now(city, visit):
    page = text(visit("auditor", "/audit/seal/"))
    number = re.search(r"第 (\d+) 次操作", page)[1]
    digest = re.search(r'class="seal">([0-9a-f]{64})<', page)[1]
    for told, says in (
        ({"number": number, "digest": digest}, "一致：截至第"),
        ({"number": number, "digest": "0" * 64}, "不一致：截至第"),
        ({"number": "99999", "digest": digest}, "没有第99999次操作"),
    ):
        assert says in text(visit("auditor", "/audit/seal/", "post", data=told))


# --- 关账 ---


def test_the_city_sees_what_waits_closes_and_what_comes_later_is_listed(city, visit):
    page = text(visit("reviewer", "/closing/2022-01/"))
    assert "确认关账" in page
    assert "确认关账" not in text(visit("own_clerk", "/closing/2022-01/"))
    for month in ("2022-01", "2022-02", "2022-03"):
        assert visit("reviewer", f"/closing/{month}/", "post", data={"note": "核对"}).status_code == 302
    assert MonthClosing.objects.count() == 3
    ledger.post([funds(2)], by=city["reviewer"], reason="补报三月")
    page = text(visit("reviewer", "/closing/"))
    assert "32亿元" in page and "34亿元" in page
    assert "更正明细" in page
    hidden = text(visit("leader", "/closing/"))
    assert "更正明细" not in hidden and "另有 1 条计入其他单位" in hidden


def test_a_month_out_of_order_is_refused_with_the_next_one(city, visit):
    page = text(visit("reviewer", "/closing/2022-05/", "post"))
    assert "下一个是2022年1月" in page
    assert visit("reviewer", "/closing/2022-13/").status_code == 404


# --- 对账 ---

NINE = {"kind": "fixed_investment", "month": "2022-09", "source": "市统计局", "stated_on": "2022-10-20"}


def test_a_pasted_block_is_shown_before_it_is_recorded(city, visit):
    told = NINE | {"block": "单位\t累计（亿元）\n通川区\t1.5\n达川区\t未报"}
    page = text(visit("reviewer", "/reconciliation/record/", "post", data=told | {"step": "preview"}))
    assert "请核对将录入的 1 个数" in page and "15000" in page and "仍为未报：达川区" in page
    assert not OfficialFigure.objects.exists()
    done = visit("reviewer", "/reconciliation/record/", "post", data=told | {"step": "record"})
    assert done["Location"] == "/reconciliation/?kind=fixed_investment&month=2022-09"
    page = text(visit("leader", done["Location"]))
    assert "15000" in page and "未报" in page


def test_a_block_that_cannot_be_read_comes_back_as_it_was_typed(city, visit):
    told = NINE | {"block": f"通川\t1\n{HOSTILE}\t2", "step": "record"}
    page = text(visit("reviewer", "/reconciliation/record/", "post", data=told))
    assert "“通川”不是目标任务中的责任单位" in page
    assert HOSTILE not in page and "通川\t1" in page
    assert not OfficialFigure.objects.exists()


def test_a_note_stands_beside_its_row_for_everybody(city, visit):
    told = {"kind": "fdi", "month": "2022-09", "unit": "通川区", "text": f"口径不同{HOSTILE}"}
    visit("reviewer", "/reconciliation/note/", "post", data=told)
    page = text(visit("own_clerk", "/reconciliation/?kind=fdi&month=2022-09"))
    assert "口径不同" in page and HOSTILE not in page


def test_a_kind_or_month_that_means_nothing_is_said(city, visit):
    page = text(visit("reviewer", "/reconciliation/?kind=gold&month=2022-20"))
    assert "没有“gold”这项对账" in page and "“2022-20”不是有效的月份" in page


def test_what_statistics_miss_goes_into_a_workbook(city, visit):
    page = text(visit("reviewer", "/reconciliation/uncounted/"))
    assert "电子产业园" in page and "共建园区" in page
    assert "电子产业园" not in text(visit("other_clerk", "/reconciliation/uncounted/"))
    book = load_workbook(BytesIO(visit("reviewer", "/reconciliation/uncounted/export/").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[0] for row in rows[3:]] == ["甲", "乙", "共2行"]
    assert rows[3][4] == 300_000


# --- 认定规则 ---


def form(**changed):
    told = {"effective_on": "2022-01-01", "reason": "1号文"}
    for kind in FactKind:
        rule = recognition_of(kind, 2022)
        told[f"{kind}-evidence"] = "\n".join("或".join(group) for group in rule.evidence)
        told[f"{kind}-source"] = rule.source
    return told | changed


def test_the_city_lays_down_a_version_and_everybody_reads_it(city, visit):
    told = form(**{"funds-minimum": "5000", "funds-checked_by": "市商务局"})
    assert visit("reviewer", "/rulings/recognition/", "post", data=told).status_code == 302
    page = text(visit("own_clerk", "/rulings/recognition/"))
    assert "第 1 版" in page and "市商务局审核，市局核定" in page and "5000万元" in page
    assert "设定新版" not in page
    assert "设定新版" in text(visit("reviewer", "/rulings/recognition/"))


def test_a_refused_version_keeps_everything_typed(city, visit):
    told = form(**{"funds-minimum": HOSTILE, "lead-source": "", "reason": ""})
    page = text(visit("reviewer", "/rulings/recognition/", "post", data=told))
    for word in ("有效投资信息：请填写依据", "到位资金：最低投资额", "请填写设定原因"):
        assert word in page
    assert HOSTILE not in page and "&lt;script&gt;" in page
    assert not OfficeRule.objects.exists()


def test_whatever_happens_to_a_record_has_a_name_for_the_auditor():
    assert {*TITLES, *EVENT_TITLES} - {*STEPS} == set()
    assert [name for name in STEPS.values() if name.isascii()] == []
