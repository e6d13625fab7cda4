"""Every address × every role, in one table."""

import pytest

from tests.builders import rows
from tests.web.addresses import POSTINGS, SCORES
from tests.web.markup import markup

ALLOWED = """
    address | reviewer | own_clerk | other_clerk | leader | performance | auditor | no_role | inactive | anonymous
    scores | 200 | 200 | 200 | 200 | 200 | 200 | 403 | 302 | 302
    postings | 200 | 200 | 403 | 403 | 200 | 200 | 403 | 302 | 302
    / | 302 | 302 | 302 | 302 | 302 | 302 | 403 | 302 | 302
    /ledger/ | 200 | 200 | 200 | 403 | 200 | 200 | 403 | 302 | 302
    /claims/ | 200 | 200 | 200 | 403 | 200 | 200 | 403 | 302 | 302
    /subjects/乙/ | 200 | 200 | 200 | 403 | 200 | 200 | 403 | 302 | 302
    /units/无此单位/ | 404 | 404 | 404 | 404 | 404 | 404 | 403 | 302 | 302
    /targets/T999/ | 404 | 404 | 404 | 404 | 404 | 404 | 403 | 302 | 302
    /entries/999/ | 404 | 404 | 404 | 404 | 404 | 404 | 403 | 302 | 302
    /subjects/无此项目/ | 404 | 404 | 404 | 404 | 404 | 404 | 403 | 302 | 302
    /plan/?revision=7 | 200 | 200 | 200 | 200 | 200 | 200 | 403 | 302 | 302
    /plan/?revision=x | 404 | 404 | 404 | 404 | 404 | 404 | 403 | 302 | 302
    /login/ | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
"""


@pytest.mark.parametrize("line", rows(ALLOWED), ids=lambda line: line["address"])
def test_every_address_answers_every_role_as_the_table_says(line, city, visit):
    address = line.pop("address")
    addresses = {"scores": SCORES, "postings": POSTINGS}.get(address, (address,))
    answered = {one: {who: visit(who, one).status_code for who in line} for one in addresses}
    assert answered == {one: {who: int(status) for who, status in line.items()} for one in addresses}


def test_a_clerk_reads_its_own_lines_of_a_shared_project_and_is_told_of_the_others(city, visit):
    page = markup(visit("other_clerk", "/subjects/乙/"))
    assert "达川区" in page
    assert "另有 2 条计入其他单位" in page
    assert "通川区" not in page


def test_a_clerk_sees_only_its_own_units_postings_in_the_ledger(city, visit):
    page = markup(visit("other_clerk", "/ledger/"))
    assert "共建园区" in page
    assert "电子产业园" not in page
    assert "电子产业园" in markup(visit("own_clerk", "/ledger/"))


def test_who_may_not_see_postings_sees_the_figure_the_reading_and_why_no_lines(city, visit):
    page = markup(visit("leader", "/targets/T001/"))
    assert "32亿元" in page
    assert "入账明细和佐证材料只对通川区、市局审核员" in page
    assert "电子产业园" not in page
    assert "/entries/" not in page


def test_a_refusal_says_what_was_refused_and_where_to_go(city, visit):
    page = markup(visit("other_clerk", "/entries/1/"))
    assert "没有权限查看第1笔入账" in page
    assert "联系市局管理员" in page
