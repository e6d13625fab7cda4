"""Leads by workbook go by the rule of those entered by hand: the first report wins 首报首谈."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinghe.store.models import Record
from jinghe.usecases.imports.undo import undo_import
from jinghe.usecases.records.records import record_of
from tests.builders import rows
from tests.usecases.attracting import lead
from tests.usecases.claiming import staff  # noqa: F401
from tests.usecases.importing import filed, fill, filled, outcomes, said, uploaded

pytestmark = pytest.mark.django_db
USUAL = {
    "信息名称": "电解液意向",
    "投资意向": "拟建电解液生产线",
    "产业": "能源化工",
    "投资方": "成都另一家医药集团有限公司",
    "来源地": "广东",
    "来源渠道": "来访洽谈",
    "首报单位": "通川区",
    "首报日期": "2022-09-10",
}
FIRST = "市发展改革委已于2022年9月1日首报投资信息“锂电材料投资意向”"


@pytest.fixture
def office(staff):  # noqa: F811
    """A department has reported an investor first."""
    lead(staff["involved"])
    return staff


def told(book, row: int = 1, **cells) -> None:
    fill(book["投资信息"], row, **(USUAL | cells))


NEW = """
    cells                                                | outcome | says
    投资方=成都另一家医药集团有限公司                    | 新增    | 登记投资信息
    投资方=深圳骐浔新能源科技有限公司                    | 未采用  | 首报
    投资方=深圳骐浔新能源                                | 未采用  | 首报
    投资方=深圳骐浔新能源科技有限公司, 确属另一项的理由=两家分别洽谈 | 新增 | 登记投资信息
    首报日期=2099-01-01                                  | 未采用  | 不能晚于今天
"""


@pytest.mark.parametrize("line", rows(NEW), ids=lambda line: line["cells"])
def test_a_new_lead_ends_as_the_table_says(line, office):
    cells = dict(one.split("=") for one in line["cells"].split(", "))
    _, preview = uploaded(filled(office["clerk"], lambda book: told(book, **cells)), office["clerk"])
    (row,) = (one for one in preview.rows if one.sheet == "投资信息")
    assert row.outcome.label == line["outcome"], row.text
    assert (FIRST if line["says"] == "首报" else line["says"]) in row.text


def test_two_rows_of_one_investor_need_a_reason_and_the_first_goes_in(office):
    def change(book) -> None:
        told(book, 1)
        told(book, 2, 信息名称="正极材料意向")

    _, preview = uploaded(filled(office["clerk"], change), office["clerk"])
    assert [label for sheet, label in outcomes(preview) if sheet == "投资信息"] == ["新增", "未采用"]
    assert "本文件第4行“电解液意向”是同一投资方" in said(preview)


def test_a_known_lead_takes_over_no_investor_and_keeps_its_first_report(office):
    own = lead(office["clerk"], "通川区", investor_name="成都另一家医药集团有限公司")

    def change(book) -> None:
        fill(book["投资信息"], 1, 投资方="深圳骐浔新能源科技有限公司", 首报日期="2022-08-01")

    _, preview = uploaded(filled(office["clerk"], change), office["clerk"])
    assert FIRST in said(preview)
    assert "“首报日期”已经登记，确需更正的请联系市局修改" in said(preview)
    assert record_of(own.pk, by=office["clerk"]).version == 1


def test_what_an_import_began_by_mistake_is_nobody_s_first_report(office):
    batch = filed(filled(office["clerk"], told), office["clerk"])
    undo_import(batch.outcome["upload"], by=office["clerk"])
    _, preview = uploaded(filled(office["clerk"], lambda book: told(book, 信息名称="重报")), office["clerk"])
    assert [label for sheet, label in outcomes(preview) if sheet == "投资信息"] == ["新增"]


def test_many_leads_ask_the_database_no_more_than_one(office):
    def asked(number: int) -> int:
        def change(book) -> None:
            for row in range(1, number + 1):
                told(book, row, 信息名称=f"意向{row}", 投资方=f"成都第{row}医药集团有限公司")

        content = filled(office["clerk"], change)
        with CaptureQueriesContext(connection) as queries:
            uploaded(content, office["clerk"])
        return len(queries)

    assert asked(20) == asked(1)
    assert Record.objects.filter(kind="lead").count() == 1
