"""年度, 截至, 入账时点, 口径: what cannot be used is said, with what was used instead; what was chosen goes along."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from jinghe.store.models import Act
from jinghe.web.frame.question import asked
from tests.builders import rows
from tests.web.markup import markup

COMPLAINTS = """
    query                              | said
    as_of=2022-02-30                   | 截至日期“2022-02-30”不是有效的日期，本页按2022年10月31日显示。
    as_of=昨天                         | 截至日期“昨天”不是有效的日期，本页按2022年10月31日显示。
    as_of=2023-01-01                   | 截至日期“2023-01-01”不在2022年内，本页按2022年10月31日显示。
    as_of=2021-12-31                   | 截至日期“2021-12-31”不在2022年内，本页按2022年10月31日显示。
    known_at=2999-01-01T00:00          | 入账时点“2999-01-01T00:00”晚于现在，本页按最新入账显示。
    known_at=2022-13-01T00:00          | 入账时点“2022-13-01T00:00”不是有效的时间，本页按最新入账显示。
    known_at=0001-01-01T00:00          | 入账时点“0001-01-01T00:00”不是有效的时间，本页按最新入账显示。
    tier=best                          | 口径“best”不是可选的值，本页按默认值显示。
    basis=any                          | 目标版本“any”不是可选的值，本页按默认值显示。
    year=2021                          | 年度“2021”没有下达目标任务，本页按2022年度显示。
    group=无此组                       | 没有名为“无此组”的单位类别，本页显示“县（市、区）及园区”。
    tab=无此项                         | 该类单位没有“无此项”这项指标，本页显示“到位资金”。
"""


@pytest.mark.parametrize("line", rows(COMPLAINTS), ids=lambda line: line["query"])
def test_what_cannot_be_used_is_said_with_what_was_used(line, city, visit):
    answer = visit("reviewer", f"/progress/?{line['query']}")
    assert answer.status_code == 200
    assert line["said"] in markup(answer)


def test_what_was_chosen_goes_along_with_every_figure(city, visit):
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S.%f")
    page = visit("leader", f"/progress/?as_of=2022-09-30&known_at={moment}&tier=working&basis=original")
    links = re.findall(r'href="(/(?:units|targets)/[^"]+)"', markup(page))
    assert links
    for link in links:
        for part in ("as_of=2022-09-30", "known_at=", "tier=working", "basis=original"):
            assert part in link


def test_nothing_chosen_leaves_addresses_bare(city, visit):
    page = markup(visit("leader", "/progress/"))
    assert 'href="/targets/T001/"' in page


def test_what_was_known_then_is_shown(city, visit):
    before_reversal = Act.objects.get(kind="reverse").recorded_at - timedelta(microseconds=1)
    told = timezone.localtime(before_reversal).isoformat()
    assert "41亿元" in markup(visit("leader", "/targets/T001/", data={"known_at": told}))
    assert "32亿元" in markup(visit("leader", "/targets/T001/"))


def test_a_moment_as_pages_show_it_holds_what_was_recorded_in_that_second(city, rf):
    told = asked(rf.get("/progress/", {"known_at": "2022-09-30 18:00:05"})).known_at
    assert told == datetime(2022, 9, 30, 18, 0, 5, 999_999, tzinfo=timezone.get_current_timezone())
    exact = asked(rf.get("/progress/", {"known_at": "2022-09-30T18:00:05.25"})).known_at
    assert exact.microsecond == 250_000


def test_the_picker_carries_a_date_only_when_one_was_chosen(city, visit):
    """Else going back to what was known in September would ask for October, which nobody had reported by then."""
    assert 'name="as_of" value=""' in markup(visit("leader", "/progress/"))
    chosen = markup(visit("leader", "/progress/?as_of=2022-08-15"))
    assert 'name="as_of" value="2022-08-15"' in chosen


def test_before_the_plan_was_known_the_page_says_so_and_offers_a_way_back(city, visit):
    answer = visit("leader", "/progress/?known_at=2020-01-01T00:00")
    page = markup(answer)
    assert answer.status_code == 200
    assert "还没有下达目标任务" in page
    assert "恢复默认" in page


WITH_FIGURES = ("/progress/", "/plan/", "/units/通川区/", "/targets/T001/", "/ledger/", "/returns/")


@pytest.mark.parametrize("address", WITH_FIGURES)
def test_year_date_and_moment_stand_on_every_page_with_figures(address, city, visit):
    page = markup(visit("reviewer", address))
    for chip in ("2022年度", "截至 <b>10月31日</b>", "入账时点"):
        assert chip in page
