"""The opening ledger: every project since 2019 in one act, by two people, or nothing at all."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, EvidenceItem, PostingRow, Record
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.imports import imports, jobs, opening_ledger
from jinghe.usecases.imports.imports import PreviewMoved
from jinghe.usecases.imports.undo import NotUndoable, undo_import
from jinghe.usecases.ledger import ledger
from tests.builders import rows
from tests.documents.files import saved
from tests.usecases.claiming import project, staff  # noqa: F401
from tests.usecases.importing import fill
from tests.usecases.opening import many, workbook

pytestmark = pytest.mark.django_db
USUAL = {
    "项目名称": "锂电材料",
    "投资方": "深圳某公司",
    "产业": "电子信息",
    "来源地": "广东",
    "承接单位": "达川区",
    "合同投资额（万元）": 60000,
    "签约日期": "2019-05-01",
}

ROWS = """
    cells                                                     | outcome | says
                                                              | 新增    | 签约2019-05-01
    注册日期=2019-06-01, 开工日期=2020-01-01                  | 新增    | 签约2019-05-01；注册2019-06-01；开工2020-01-01
    2019年到位资金（万元）=3000, 2020年到位资金（万元）=１亿  | 新增    | 到位资金2笔，共1.3亿元
    项目编号=达招2019-7                                       | 新增    | 登记招商项目“锂电材料”
    签约日期=                                                 | 新增    | 登记招商项目“锂电材料”
    签约日期=, 2019年到位资金（万元）=3000                    | 未采用  | 请填写“签约日期”
    合同投资额（万元）=                                       | 未采用  | 请填写“合同投资额（万元）”
    注册日期=2019-04-01                                       | 未采用  | “注册日期”：2019-04-01早于签约日期2019-05-01
    注册日期=2019-04-30                                       | 未采用  | “注册日期”：2019-04-30早于签约日期2019-05-01
    注册日期=2019-05-01                                       | 新增    | 签约2019-05-01；注册2019-05-01
    签约日期=2020-12-31, 2020年到位资金（万元）=5             | 新增    | 到位资金1笔，共5万元
    签约日期=2021-05-01, 2020年到位资金（万元）=5             | 未采用  | “2020年到位资金”：2020-12-31早于签约日期
    签约日期=2099-05-01                                       | 未采用  | 在将来
    承接单位=某县                                             | 未采用  | 承接单位
    项目编号=P1                                               | 未采用  | 系统里已有这个编号
    项目编号=P/1                                              | 未采用  | 不能作编号
    项目名称=电子产业园, 投资方=某投资公司                    | 未采用  | 疑似重复
    项目名称=电子产业园, 投资方=某投资公司, 确属另一项的理由=另一个 | 新增 | 登记招商项目
"""


def sent(*told: dict[str, object]) -> bytes:
    lines = [USUAL | one for one in told]
    headers = list(dict.fromkeys(header for one in lines for header in one))
    return workbook(headers, [[one.get(header) or None for header in headers] for one in lines])


def kept(content: bytes, by):
    batch = opening_ledger.upload_opening(content, "期初.xlsx", by=by)
    return batch, opening_ledger.preview_of_opening(imports.upload_of(batch.pk, by=by))


def entered(content: bytes, staff):  # noqa: F811
    batch, preview = kept(content, staff["reviewer"])
    return opening_ledger.confirm_opening(batch.pk, preview.fingerprint, by=staff["second"])


@pytest.mark.parametrize("line", rows(ROWS), ids=lambda line: line["cells"][:40] or "as it is")
def test_a_row_ends_as_the_table_says(line, staff):  # noqa: F811
    project(staff["clerk"], "P1")
    cells = dict(one.split("=") for one in line["cells"].split(", ")) if line["cells"] else {}
    _, preview = kept(sent(cells), staff["reviewer"])
    (row,) = preview.rows
    assert (row.outcome.label, line["says"] in row.text) == (line["outcome"], True), row.text


def test_records_and_postings_enter_in_one_act_with_the_file_as_their_proof(staff):  # noqa: F811
    content = sent(
        {
            "项目编号": "达招1",
            "注册日期": "2019-06-01",
            "2019年到位资金（万元）": 3000,
            "主导引进单位": "市经信局",
        },
        {"项目名称": "服装厂", "投资方": "浙江某服饰公司", "签约日期": None, "承接单位": "渠县"},
    )
    acts = Act.objects.count()
    batch = entered(content, staff)
    assert Act.objects.count() == acts + 2
    first = Record.objects.get(pk="达招1")
    assert (first.unit, first.state, first.values["investment"]) == ("达川区", "funds", 60_000_000_000)
    assert first.units == ",达川区,市经信局,"
    second = Record.objects.exclude(pk="达招1").get()
    assert (second.unit, second.state) == ("渠县", "talks")
    told = PostingRow.objects.filter(role="host").order_by("sequence")
    assert list(told.values_list("kind", "occurred_on", "cohort_on", "amount_fen", "unit")) == [
        ("signing", date(2019, 5, 1), date(2019, 5, 1), 60_000_000_000, "达川区"),
        ("registration", date(2019, 6, 1), date(2019, 5, 1), 0, "达川区"),
        ("funds", date(2019, 12, 31), date(2019, 5, 1), 3_000_000_000, "达川区"),
    ]
    assert set(EvidenceItem.objects.values_list("kind", "digest")) == {("期初台账", batch.digest)}


def test_who_uploads_does_not_confirm_and_only_reviewers_take_part(staff):  # noqa: F811
    batch, preview = kept(sent({}), staff["reviewer"])
    with pytest.raises(Refused) as refused:
        opening_ledger.confirm_opening(batch.pk, preview.fingerprint, by=staff["reviewer"])
    assert "另一名审核员" in refused.value.text
    for who in ("clerk", "head", "checker", "auditor", "leader", "performance"):
        with pytest.raises(AccessRefused):
            opening_ledger.upload_opening(b"", "期初.xlsx", by=staff[who])
        with pytest.raises(AccessRefused):
            opening_ledger.confirm_opening(batch.pk, preview.fingerprint, by=staff[who])
    assert PostingRow.objects.count() == 0


def test_the_same_file_again_changes_nothing(staff):  # noqa: F811
    content = sent(
        {"项目编号": "达招1"}, {"项目名称": "服装厂", "投资方": "浙江某服饰公司", "承接单位": "渠县"}
    )
    entered(content, staff)
    _, preview = kept(content, staff["reviewer"])
    assert [one.outcome.label for one in preview.rows] == ["不变", "不变"]


def test_what_was_looked_at_is_what_enters(staff):  # noqa: F811
    batch, preview = kept(sent({}), staff["reviewer"])
    project(staff["clerk"], "P1", name="锂电材料", investor_name="深圳某公司", hosts=[["达川区", 10_000]])
    with pytest.raises(PreviewMoved) as moved:
        opening_ledger.confirm_opening(batch.pk, preview.fingerprint, by=staff["second"])
    assert "疑似重复" in moved.value.preview.rows[0].text
    assert PostingRow.objects.count() == 0


def test_the_empty_workbook_is_read_back_with_its_own_columns(staff):  # noqa: F811
    book = openpyxl.load_workbook(BytesIO(opening_ledger.opening_form(by=staff["reviewer"])))
    told = {header.split("（")[0]: value for header, value in USUAL.items()}
    fill(book["期初项目"], 1, **told)
    _, preview = kept(saved(book), staff["reviewer"])
    assert [one.outcome.label for one in preview.rows] == ["新增"], preview.rows
    assert preview.notes == ()


def test_many_rows_enter_with_as_many_queries_as_few(staff, django_assert_max_num_queries):  # noqa: F811
    batch, preview = kept(many(120, timezone.localdate()), staff["reviewer"])
    assert len(preview.filed) >= 100
    with django_assert_max_num_queries(60):
        opening_ledger.confirm_opening(batch.pk, preview.fingerprint, by=staff["second"])
    assert PostingRow.objects.filter(kind=FactKind.SIGNING).count() == len(preview.filed)


def test_a_job_tells_how_far_it_is_and_what_came_of_it(staff):  # noqa: F811
    batch = opening_ledger.upload_opening(sent({}), "期初.xlsx", by=staff["reviewer"])
    upload = imports.upload_of(batch.pk, by=staff["second"])
    assert jobs.progress_of(upload) is None
    jobs.check(upload)
    told = jobs.progress_of(upload)
    assert told.is_over and told.result["counts"]["created"] == 1
    jobs.confirm(upload, "0", by=staff["second"])
    assert "预览已更新" in jobs.progress_of(upload).result["moved"]
    jobs.confirm(upload, told.result["fingerprint"], by=staff["second"])
    assert imports.upload_of(batch.pk, by=staff["second"]).state == "已采用"
    with pytest.raises(Refused):
        jobs.confirm(imports.upload_of(batch.pk, by=staff["second"]), "", by=staff["second"])


def test_an_opening_goes_back_as_a_whole_unless_something_rests_on_it(staff):  # noqa: F811
    batch = entered(sent({"项目编号": "达招1", "2019年到位资金（万元）": 3000}), staff)
    number = batch.outcome["upload"]
    undo_import(number, by=staff["second"])
    assert ledger.live_postings() == []
    assert Record.objects.get(pk="达招1").state == "dropped"
    again = entered(sent({"项目编号": "达招2", "2019年到位资金（万元）": 3000}), staff)
    project(staff["clerk"], "P1")
    ledger.reverse(again.outcome["postings"][1], by=staff["reviewer"], reason="误填")
    with pytest.raises(NotUndoable) as refused:
        undo_import(again.outcome["upload"], by=staff["reviewer"])
    assert "锂电材料（达招2）导入后台账又有变动" in refused.value.text
