"""月报 on the page: the month of a unit, filing, reviewing, reminding, and the inbox."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from jinghe.store.models import Message, MonthlyReturn
from tests.web.markup import markup

SEPTEMBER = "/returns/达川区/2022-09/"


def test_a_clerk_files_a_zero_return_from_the_page_of_the_month(city, visit):
    page = markup(visit("other_clerk", SEPTEMBER))
    assert "逾期未报" in page
    assert "共建园区" in page
    assert "报送零报告" in page
    answer = visit("other_clerk", f"{SEPTEMBER}file/", "post", data={"zero": "1"})
    assert answer["Location"] == "/returns/%E8%BE%BE%E5%B7%9D%E5%8C%BA/2022-09/"
    filed = MonthlyReturn.objects.get(unit="达川区")
    assert (filed.month.month, filed.is_zero, filed.act.recorded_by) == (9, True, "other_clerk")


@pytest.mark.parametrize("who", ["reviewer", "leader", "performance", "auditor", "no_role", "own_clerk"])
def test_nobody_else_files_a_return(who, city, visit):
    answer = visit(who, f"{SEPTEMBER}file/", "post", data={"zero": "0"})
    assert answer.status_code == 403
    assert MonthlyReturn.objects.count() == 1


@pytest.mark.parametrize(
    ("month", "status"), [("2022-10", 302), ("2999-01", 302), ("2022-13", 404), ("x", 404)]
)
def test_a_month_already_filed_or_ahead_is_refused(month, status, city, visit):
    answer = visit("own_clerk", f"/returns/通川区/{month}/file/", "post", data={"zero": "0"})
    assert answer.status_code == status
    assert MonthlyReturn.objects.count() == 1


def test_the_matrix_tells_filed_from_overdue_and_from_not_yet_due(city, visit):
    page = markup(visit("leader", "/returns/?as_of=2022-10-31"))
    assert page.count('<td class="overdue">') == 30 * 9
    assert page.count('<td class="submitted">') == 1
    assert page.count('<td class="not_due">') == 30 * 3 - 1
    assert "报送率" in page
    assert "0.4%" in page


def test_the_city_sends_a_return_back_and_the_unit_files_it_again(city, visit):
    october = "/returns/通川区/2022-10/"
    visit("reviewer", f"{october}review/", "post", data={"outcome": "returned", "note": "漏报两个项目"})
    assert "漏报两个项目" in markup(visit("own_clerk", october))
    assert "收件箱 <b" in markup(visit("own_clerk", "/returns/"))
    inbox = markup(visit("own_clerk", "/inbox/"))
    assert "2022年10月月报被退回" in inbox
    visit("own_clerk", f"{october}file/", "post", data={"zero": "0"})
    assert list(MonthlyReturn.objects.filter(unit="通川区").values_list("number", flat=True)) == [1, 2]
    visit("reviewer", f"{october}review/", "post", data={"outcome": "certified"})
    assert "已核定" in markup(visit("own_clerk", october))
    again = visit("reviewer", f"{october}review/", "post", data={"outcome": "certified"}, follow=True)
    assert "已核定，不能再改" in markup(again)


def test_a_return_is_not_sent_back_without_a_reason(city, visit):
    answer = visit(
        "reviewer",
        "/returns/通川区/2022-10/review/",
        "post",
        data={"outcome": "returned", "note": " "},
        follow=True,
    )
    assert "请写明原因" in markup(answer)
    assert "已报送" in markup(visit("own_clerk", "/returns/通川区/2022-10/"))


def test_reminders_go_to_the_chosen_units_with_the_text_as_edited(city, visit, settings):
    settings.JINGHE_MAIL_FROM = "jinghe@example.org"
    people = city
    people["other_clerk"].email = "dachuan@example.org"
    people["other_clerk"].save()
    page = markup(visit("reviewer", "/returns/remind/2022-09/"))
    assert page.count('name="unit"') == 30
    answer = visit(
        "reviewer",
        "/returns/remind/2022-09/",
        "post",
        data={"unit": ["达川区", "宣汉县"], "text": "请于明日前报送。"},
    )
    assert answer.status_code == 302
    assert list(Message.objects.order_by("pk").values_list("unit", "body")) == [
        ("达川区", "请于明日前报送。"),
        ("宣汉县", "请于明日前报送。"),
    ]
    assert [letter.to for letter in mail.outbox] == [["dachuan@example.org"]]
    sent = markup(visit("reviewer", "/returns/remind/2022-09/"))
    assert "已送达" in sent
    assert sent.count("未读") == 2
    visit("other_clerk", f"/inbox/{Message.objects.get(unit='达川区').pk}/")
    assert markup(visit("reviewer", "/returns/remind/2022-09/")).count("未读") == 1


def test_a_message_to_another_unit_is_not_found(city, visit):
    visit("reviewer", "/returns/remind/2022-09/", "post", data={"unit": ["达川区"], "text": "请报送。"})
    message = Message.objects.get()
    assert visit("own_clerk", f"/inbox/{message.pk}/").status_code == 404
    assert visit("other_clerk", f"/inbox/{message.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["own_clerk", "leader", "auditor"])
def test_only_the_office_reminds(who, city, visit):
    assert visit(who, "/returns/remind/2022-09/").status_code == 403


def test_a_reminder_goes_by_today_and_by_the_year_of_its_month(city, visit):
    assert markup(visit("reviewer", "/returns/remind/2022-10/")).count('name="unit"') == 29
    assert markup(visit("reviewer", "/returns/remind/2021-10/")).count('name="unit"') == 0


def test_what_is_overdue_today_shows_before_most_have_reported(city, visit, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: date(2022, 11, 20))
    assert markup(visit("leader", "/returns/")).count('<td class="overdue">') == 30 * 9 + 29


def test_the_month_of_a_unit_without_targets_is_not_found(city, visit):
    assert visit("reviewer", "/returns/不存在/2022-10/").status_code == 404
