"""Messages: to the inbox always, to a webhook that really listens, and every attempt written down."""

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import AccountRole, Act, Delivery, Message
from jinghe.usecases.claims.claims import submit
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.messages import NewMessage, inbox, open_message, send, unread_count
from jinghe.usecases.common.refusals import Missing, Refused
from jinghe.usecases.returns.returns import file_return, send_back_return
from tests.usecases.claiming import drafted, project, send_back, staff  # noqa: F401
from tests.usecases.conftest import account

LETTER = NewMessage(unit="通川区", title="请报送月报", body="请于5日前报送。", link="/returns/")


@pytest.fixture
def webhook(settings):
    """A server on this machine that keeps what it is told; yields what arrived."""
    arrived = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            arrived.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            """Keeps the output of the tests clean."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.JINGHE_WEBHOOK = f"http://127.0.0.1:{server.server_port}/hook"
    yield arrived
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_reaches_the_inbox_of_its_unit_and_of_nobody_else(reviewer, plan):
    (sent,) = send([LETTER], by=reviewer, reason="催报")
    clerk, other = account(AccountRole.CLERK, "通川区"), account(AccountRole.CLERK, "达川区")
    assert [one.pk for one in inbox(by=clerk)] == [sent.pk]
    assert list(inbox(by=other)) == []
    assert unread_count(by=clerk) == 1
    open_message(sent.pk, by=clerk)
    open_message(sent.pk, by=clerk)
    assert unread_count(by=clerk) == 0
    with pytest.raises(Missing):
        open_message(sent.pk, by=other)


def test_a_message_to_one_person_is_not_for_colleagues(reviewer, plan):
    account(AccountRole.HEAD, "通川区", "head")
    clerk = account(AccountRole.CLERK, "通川区")
    send(
        [NewMessage(unit="通川区", username="head", title="请签收", body="任务书")],
        by=reviewer,
        reason="签收",
    )
    assert unread_count(by=clerk) == 0


def test_a_message_to_the_city_is_read_by_its_reviewers(reviewer, plan):
    send([NewMessage(unit="", title="督办逾期", body="某单位")], by=reviewer, reason="升级")
    assert unread_count(by=reviewer) == 1


def test_a_webhook_gets_the_message_and_the_attempt_is_written_down(reviewer, plan, webhook):
    send([LETTER], by=reviewer, reason="催报")
    assert webhook == [
        {"unit": "通川区", "title": "请报送月报", "body": "请于5日前报送。", "link": "/returns/"}
    ]
    assert list(Delivery.objects.values_list("channel", "has_succeeded", "answer")) == [
        ("webhook", True, "204")
    ]


def test_a_channel_that_fails_is_logged_and_the_inbox_has_the_message_anyway(reviewer, plan, settings):
    settings.JINGHE_WEBHOOK = "http://127.0.0.1:9/nobody"
    send([LETTER], by=reviewer, reason="催报")
    (delivery,) = Delivery.objects.all()
    assert not delivery.has_succeeded
    assert delivery.answer
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "letters",
    [
        [],
        [NewMessage(unit="通川区", title=" ", body="x")],
        [NewMessage(unit="通川区", title="x", body="长" * 2001)],
    ],
)
def test_what_cannot_be_sent_is_refused_and_leaves_no_act(letters, reviewer, plan):
    before = Act.objects.count()
    with pytest.raises(Refused):
        send(letters, by=reviewer, reason="催报")
    assert Act.objects.count() == before


def test_only_the_offices_send(plan):
    with pytest.raises(AccessRefused):
        send([LETTER], by=account(AccountRole.CLERK, "通川区"), reason="越权")


def test_what_is_sent_back_is_told_to_its_unit_by_every_channel(staff, webhook):  # noqa: F811
    project(staff["reviewer"])
    claim = drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1))
    submit([claim.pk], by=staff["head"])
    send_back(claim, staff["reviewer"])
    file_return("通川区", date(2022, 9, 1), is_zero=False, by=staff["head"])
    send_back_return("通川区", date(2022, 9, 1), note="漏报两个项目", by=staff["reviewer"])
    assert [(one.title, one.body) for one in inbox(by=staff["clerk"])] == [
        ("2022年9月月报被退回", "漏报两个项目"),
        (f"申报{claim.pk}被退回：电子产业园", "签约日期：与协议不符"),
    ]
    assert [one["link"] for one in webhook] == [f"/claims/{claim.pk}/", "/returns/通川区/2022-09/"]
    assert unread_count(by=staff["other_clerk"]) == 0
