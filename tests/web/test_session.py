"""登录, 退出, 锁定."""

from urllib.parse import unquote

import pytest
from django.test import Client

from tests.builders import rows
from tests.web.markup import markup

NEXT = """
    next                      | goes_to
    /plan/?table=附件2        | /plan/?table=附件2
    //evil.example/           | /
    https://evil.example/     | /
    javascript:alert(1)       | /
    \\\\evil.example          | /
    evil                      | /
"""


@pytest.fixture
def clerk(people):
    clerk = people["own_clerk"]
    clerk.set_password("correct horse")
    clerk.save()
    return clerk


def sign_in(client, password="correct horse", **others):
    return client.post(
        "/login/", {"username": "own_clerk", "password": password} | others, REMOTE_ADDR="10.0.0.1"
    )


@pytest.mark.parametrize("line", rows(NEXT), ids=lambda line: line["next"])
def test_signing_in_goes_on_to_an_address_of_ours_only(line, clerk):
    answer = sign_in(Client(), next=line["next"])
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == line["goes_to"]


def test_who_is_not_signed_in_comes_back_to_the_page_asked_for(clerk):
    answer = Client().get("/units/通川区/?tier=working")
    assert answer["Location"].startswith("/login/?next=/units/")


def test_a_wrong_password_is_said_without_telling_whether_the_account_exists(clerk):
    wrong = markup(sign_in(Client(), password="x"))
    unknown = markup(Client().post("/login/", {"username": "nobody", "password": "x"}))
    assert "账号或口令不正确" in wrong
    assert "账号或口令不正确" in unknown


def test_an_inactive_account_cannot_sign_in(people):
    person = people["inactive"]
    person.set_password("correct horse")
    person.save()
    answer = Client().post("/login/", {"username": "inactive", "password": "correct horse"})
    assert answer.status_code == 200
    assert "已停用" in markup(answer)


def test_five_wrong_passwords_lock_the_account_out_in_chinese(clerk, settings):
    settings.AXES_ENABLED = True
    client = Client()
    answers = [sign_in(client, password="wrong") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "登录已锁定" in markup(answers[-1])
    assert sign_in(client).status_code == 429


def test_signing_out_needs_a_form_and_ends_the_session(city, people):
    client = Client()
    client.force_login(people["leader"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/progress/").status_code == 302


def test_a_form_without_its_token_is_refused_in_chinese(clerk):
    answer = Client(enforce_csrf_checks=True).post(
        "/login/", {"username": "own_clerk", "password": "correct horse"}
    )
    assert answer.status_code == 403
    assert "页面已过期" in markup(answer)
