"""The problem list of a project stands on its page, open problems first, for those who may read them."""

from jinghe.usecases.oversight.follow_ups import order_follow_ups
from jinghe.usecases.records.records import move_record
from tests.web.conftest import dossier
from tests.web.markup import markup


def test_a_project_shows_its_problems_until_each_is_struck_off(city, visit):
    dossier("P2022-001", city["reviewer"], name="某项目", hosts=[["通川区", 10_000]])
    told = {"form": "problem", "unit": "通川区", "project": "P2022-001", "content": "逐项办结"}
    orders = [{**told, "name": "用地<b>未批</b>"}, {**told, "name": "环评未办"}]
    _, struck = order_follow_ups(orders, by=city["reviewer"])
    move_record(struck.pk, "cancel", expected=struck.version, by=city["reviewer"], note="误列")
    page = markup(visit("own_clerk", "/records/P2022-001/"))
    assert "问题清单" in page
    assert page.index("用地&lt;b&gt;未批") < page.index("环评未办")
    assert "已撤销" in page
