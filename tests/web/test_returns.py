"""月报 on the page: a clerk files for its own unit, after confirming."""

import pytest

from jinghe.store.models import MonthlyReturn


def test_a_clerk_confirms_and_files_a_zero_return(city, visit):
    asked = visit("other_clerk", "/returns/file/?month=2022-09&zero=1").content.decode()
    assert "零报告" in asked
    assert "确认报送" in asked
    assert MonthlyReturn.objects.filter(unit="达川区").count() == 0
    answer = visit("other_clerk", "/returns/file/", "post", data={"month": "2022-09", "zero": "1"})
    assert answer["Location"] == "/returns/"
    filed = MonthlyReturn.objects.get(unit="达川区")
    assert (filed.month.month, filed.is_zero, filed.act.recorded_by) == (9, True, "other_clerk")


@pytest.mark.parametrize("who", ["reviewer", "leader", "performance", "auditor", "no_role"])
def test_nobody_else_files_a_return(who, city, visit):
    answer = visit(who, "/returns/file/", "post", data={"month": "2022-09", "zero": "0", "unit": "通川区"})
    assert answer.status_code == 403
    assert MonthlyReturn.objects.count() == 1


@pytest.mark.parametrize("month", ["2022-10", "2021-12", "2022-13", "x", "", "2023-01"])
def test_a_month_already_filed_or_not_of_the_plan_year_is_refused(month, city, visit):
    visit("own_clerk", "/returns/file/", "post", data={"month": month})
    assert MonthlyReturn.objects.count() == 1


def test_a_clerk_cannot_file_for_another_unit(city, visit):
    visit("own_clerk", "/returns/file/", "post", data={"month": "2022-09", "unit": "达川区"})
    assert set(MonthlyReturn.objects.values_list("unit", flat=True)) == {"通川区"}


def test_the_matrix_tells_filed_from_missing_and_not_yet_due(city, visit):
    page = visit("leader", "/returns/").content.decode()
    assert "1/30" in page
    assert page.count('<td class="filed">') == 1
    assert page.count('<td class="missing">未报</td>') == 30 * 10 - 1
