"""What a page shows to whom, beyond who may open it (tests/web/test_every_address.py)."""

from tests.web.markup import markup


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


def test_without_any_plan_the_pages_say_what_to_do(people, visit):
    for address in ("/progress/", "/plan/", "/targets/T001/", "/ledger/", "/returns/", "/rulings/"):
        page = visit("reviewer", address)
        assert page.status_code == 200
        assert "还没有目标任务" in markup(page)
