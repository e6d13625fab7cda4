"""月报期限: the city lays down when each group's returns are due, and the calendar of returns follows."""

import pytest

from jinghe.store.models import OfficeRule
from tests.web.markup import markup

ADDRESS = "/returns/rules/"
COUNTIES, REASON = "1", "市政府办通知"
"""The place of the counties and parks in the form: the first group after all others."""


def typed(**others) -> dict[str, str]:
    return {"way-0": "workday", "number-0": "3", "months_after-0": "1", "reason": REASON} | others


def test_the_house_begins_with_the_fifth_workday_for_everybody(city, visit):
    page = markup(visit("leader", ADDRESS))
    assert 'value="5"' in page
    assert "disabled" in page
    assert "次月第5个工作日前报送" in markup(visit("leader", "/returns/"))


def test_a_group_has_a_due_day_of_its_own_and_the_others_follow_the_default(city, visit):
    own = {f"way-{COUNTIES}": "day", f"number-{COUNTIES}": "25", f"months_after-{COUNTIES}": "1"}
    assert visit("reviewer", ADDRESS, "post", data=typed(**own)).status_code == 302
    assert "2022年10月10日" in markup(visit("reviewer", "/returns/市发展改革委/2022-09/"))
    assert "2022年10月25日" in markup(visit("other_clerk", "/returns/达川区/2022-09/"))
    page = markup(visit("leader", ADDRESS))
    assert REASON in page
    assert 'value="25"' in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"number-0": "0"}, "其他单位：请填写1至15的数"),
        ({"number-0": "16"}, "其他单位：请填写1至15的数"),
        ({"way-0": "day", "number-0": "29"}, "其他单位：请填写1至28的数"),
        ({"way-0": ""}, "其他单位：请选择按工作日还是按日期"),
        ({"months_after-0": "0"}, "其他单位：请选择次月至其后第3个月"),
        ({"reason": " "}, "请填写设定原因（依据）"),
    ],
)
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(told, said, city, visit):
    answer = visit("reviewer", ADDRESS, "post", data=typed(**told))
    assert answer.status_code == 422
    assert said in markup(answer)
    assert not OfficeRule.objects.filter(name="reporting").exists()


def test_the_same_again_is_refused(city, visit):
    visit("reviewer", ADDRESS, "post", data=typed())
    assert "没有改动" in markup(visit("reviewer", ADDRESS, "post", data=typed()))
    assert OfficeRule.objects.filter(name="reporting").count() == 1
