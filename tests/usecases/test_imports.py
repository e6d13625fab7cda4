"""The month by workbook: a row ends in exactly one way, twice is once, nothing is overwritten, all goes back."""

from datetime import date
from io import BytesIO
from random import Random

import openpyxl
import pytest

from jinghe.core.counting.facts import FactKind
from jinghe.store.models import Act, Claim, Record
from jinghe.usecases.claims import claims, papers
from jinghe.usecases.common.access import AccessRefused
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.imports import forms, imports
from jinghe.usecases.imports.imports import PreviewMoved
from tests.builders import rows
from tests.documents.files import saved
from tests.usecases.claiming import PNG, YI, drafted, fresh, money, posted, project, staff  # noqa: F401
from tests.usecases.importing import (
    MARCH,
    filed,
    fill,
    filled,
    form,
    funded,
    headers,
    new_project,
    outcomes,
    said,
    uploaded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(staff):  # noqa: F811
    """A signed project with its dossier, and another one in talks."""
    project(staff["clerk"], "P1")
    project(staff["clerk"], "P2", name="光伏组件", investor_name="某光伏公司", hosts=[["通川区", 10_000]])
    posted(staff, drafted(FactKind.SIGNING, staff["clerk"], on=date(2022, 2, 1)))
    return staff


ROWS = """
    row | cells                                            | outcome | says
    1   |                                                  | 不变    |
    1   | 本月到位资金=2000, 到账日期=2022-03-10           | 新增    | 起草申报（到位资金）：本月到位资金2000万元
    1   | 本月到位资金=1,200.5, 到账日期=2022/3/10         | 新增    | 本月到位资金1200.5万元
    1   | 本月到位资金=２亿元, 到账日期=2022年3月10日      | 新增    | 本月到位资金2亿元
    1   | 本月到位资金=—                                   | 不变    |
    1   | 本月到位资金=0                                   | 不变    |
    1   | 本月到位资金=2000                                | 未采用  | 请填写“到账日期”
    1   | 到账日期=2022-03-10                              | 未采用  | 请填写“本月到位资金（万元）”，或清空这一格
    1   | 付款方=某公司                                    | 未采用  | 请填写“本月到位资金（万元）”
    1   | 本月到位资金=很多, 到账日期=2022-03-10           | 未采用  | 第4行“本月到位资金（万元）”：“很多”不是金额
    1   | 本月到位资金=2000, 到账日期=2022-02-28           | 未采用  | 不在2022年3月内，以前月份的请在申报页补报
    1   | 本月到位资金=2000, 到账日期=2022-03-01           | 新增    | 到账日期2022年3月1日
    1   | 本月到位资金=2000, 到账日期=2022-03-31           | 新增    | 到账日期2022年3月31日
    1   | 本月到位资金=2000, 到账日期=2022-04-01           | 未采用  | 不在2022年3月内，以前月份的请在申报页补报
    1   | 本月到位资金=2000, 到账日期=三月                 | 未采用  | “三月”不是日期，请写成2022-03-01这样
    1   | 注册日期=2022-03-05                              | 新增    | 起草申报（注册）：注册日期2022年3月5日
    1   | 注册日期=2022-01-31                              | 未采用  | 早于签约日期2022-02-01
    1   | 注册日期=2022-02-01                              | 新增    | 起草申报（注册）：注册日期2022年2月1日
    1   | 签约日期=2022-02-02                              | 未采用  | 签约日期”：申报1已入账，不能在这里修改
    1   | 固定资产投资=300                                 | 新增    | 固定资产投资300万元
    1   | 实际利用外资=700, FDI到资=100, 外资到资日期=2022-03-02 | 新增 | FDI到资100万美元
    1   | FDI到资=100                                      | 未采用  | 到资日期
    1   | 合同投资额=1                                     | 不变    | “合同投资额（万元）”由系统填写，改动没有采用
    1   | 说明=只有说明                                    | 未采用  | 或清空这一格
    2   | 本月到位资金=2000, 到账日期=2022-03-10           | 未采用  | 项目还没有签约，请先填写“签约日期”
    2   | 签约日期=2022-03-01, 本月到位资金=9, 到账日期=2022-03-10 | 新增 | 起草申报（签约）
    2   | 签约日期=2022-03-10, 本月到位资金=9, 到账日期=2022-03-10 | 新增 | 起草申报（到位资金）
    2   | 签约日期=2022-03-11, 本月到位资金=9, 到账日期=2022-03-10 | 未采用 | 早于签约日期2022-03-11
    2   | 签约日期=2099-03-01                              | 未采用  | 在将来
"""


@pytest.mark.parametrize("line", rows(ROWS), ids=lambda line: line["cells"][:40] or "nothing")
def test_a_row_of_progress_ends_as_the_table_says(line, office):
    cells = dict(one.split("=") for one in line["cells"].split(", ")) if line["cells"] else {}
    content = filled(office["clerk"], lambda book: fill(book["项目进展"], int(line["row"]), **cells))
    _, preview = uploaded(content, office["clerk"])
    row = preview.rows[int(line["row"]) - 1]
    assert (row.outcome.label, line["says"] in row.text) == (line["outcome"], True), row.text
    assert [one.outcome.label for one in preview.rows if one is not row] == ["不变"]
    assert bool(row.works) is row.outcome.is_filed


NEW = """
    cells                   | outcome | says
    项目名称=低空装备, 产业=电子信息, … | 新增    | 登记招商项目“低空装备”
    项目名称=低空装备, 产业=电子信息, …, 签约日期=2022-03-01 | 新增 | 起草申报（签约）
    项目名称=低空装备       | 未采用  | 请填写“产业”
    项目名称=低空装备, 产业=无此产业, … | 未采用 | 产业
    项目名称=低空装备, 产业=电子信息, …, 承接单位=某区 | 未采用 | 承接单位
    项目名称=低空装备, 产业=电子信息, …, 扩建所依项目=P9 | 未采用 | 没有编号为“P9”的记录
    项目名称=电子产业园, 产业=电子信息, 投资方=某投资公司, … | 未采用 | 疑似重复
    项目名称=电子产业园, 产业=电子信息, 投资方=某投资公司, …, 确属另一项的理由=二期另签协议 | 新增 | 登记招商项目
"""


@pytest.mark.parametrize("line", rows(NEW), ids=lambda line: line["cells"][-40:])
def test_a_new_project_ends_as_the_table_says(line, office):
    usual = {"投资方": "某航空", "来源地": "广东", "承接单位": "通川区"} if "…" in line["cells"] else {}
    cells = usual | dict(one.split("=") for one in line["cells"].split(", ") if "=" in one)
    content = filled(office["clerk"], lambda book: fill(book["新登记项目"], 1, **cells))
    _, preview = uploaded(content, office["clerk"])
    (row,) = (one for one in preview.rows if one.sheet == "新登记项目")
    assert (row.outcome.label, line["says"] in row.text) == (line["outcome"], True), row.text


def test_two_rows_of_one_file_that_look_alike_need_a_reason_and_the_first_goes_in(office):
    def change(book) -> None:
        new_project(book, 1)
        new_project(book, 2, 建设内容="一样的项目", 投资方="低空装备投资方")
        new_project(book, 3)

    _, preview = uploaded(filled(office["clerk"], change), office["clerk"])
    told = [(one.outcome.label, one.text) for one in preview.rows if one.sheet == "新登记项目"]
    assert [label for label, _ in told] == ["新增", "未采用", "未采用"]
    assert "本文件已有项目“低空装备”（第4行" in told[1][1]
    assert "与第4行内容完全相同" in told[2][1]


def test_uploading_twice_changes_nothing_also_once_the_head_has_submitted(office):
    def change(book) -> None:
        fill(book["项目进展"], 1, 本月到位资金=2000, 到账日期=date(2022, 3, 10), 注册日期=date(2022, 3, 5))
        new_project(book, 签约日期=date(2022, 3, 2))
        fill(
            book["小分队"],
            1,
            小分队名称="赴深圳",
            任务="拜访",
            主要目的地="广东",
            途经地点="深圳",
            出发日期="2022-03-01",
            返回日期="2022-03-04",
            人数=3,
            带队人="李四",
            带队人职级="单位主要负责人",
        )

    content = filled(office["clerk"], change)
    batch = filed(content, office["clerk"])
    assert [row[2] for row in batch.outcome["rows"]] == ["created", "unchanged", "created", "created"]
    held = list(Record.objects.values_list()), list(Claim.objects.values_list())
    for _ in range(2):
        _, preview = uploaded(content, office["clerk"])
        assert {label for _, label in outcomes(preview)} == {"不变"}, said(preview)
        assert (list(Record.objects.values_list()), list(Claim.objects.values_list())) == held
        number, again = uploaded(content, office["clerk"])
        with pytest.raises(Refused):
            imports.confirm_import(number.pk, again.fingerprint, by=office["clerk"])
    number = Claim.objects.get(kind="funds")
    papers.attach_to_claim(number.pk, PNG, "进账单.png", "银行进账单", by=office["clerk"])
    claims.submit([number.pk], by=office["head"])
    _, preview = uploaded(content, office["clerk"])
    assert {label for _, label in outcomes(preview)} == {"不变"}, said(preview)


def test_what_is_filled_in_again_changes_the_draft_and_what_is_submitted_stays(office):
    filed(funded(office["clerk"]), office["clerk"])
    batch = filed(funded(office["clerk"], 2500, 付款方="某投资公司"), office["clerk"])
    claim = Claim.objects.get(kind="funds")
    assert (claim.values["amount"], claim.values["payer"], claim.version) == (2_500_000_000, "某投资公司", 2)
    assert batch.outcome["redrafted"] == {str(claim.pk): 2}
    empty = funded(office["clerk"], None, None)
    _, preview = uploaded(empty, office["clerk"])
    assert "清空不会撤回申报" in preview.rows[0].text


def test_a_cell_that_somebody_else_changed_is_a_conflict_and_says_mine_theirs_and_base(office):
    filed(funded(office["clerk"]), office["clerk"])
    stale = funded(office["clerk"], 2500)
    claim = Claim.objects.get(kind="funds")
    claims.change_claim(claim.pk, {"amount": 30 * 100_000_000}, expected=claim.version, by=office["head"])
    _, preview = uploaded(stale, office["clerk"])
    row = preview.rows[0]
    assert row.outcome.label == "冲突"
    (conflict,) = row.conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("2500万元", "3000万元", "2000万元")
    assert preview.filed == ()
    assert fresh(claim).values["amount"] == 3_000_000_000


def test_a_reason_for_lateness_is_said_once_for_the_row_and_reaches_every_claim_of_it(office):
    content = funded(office["clerk"], 注册日期="2022-03-05", 补报原因="凭证四月才到")
    filed(content, office["clerk"])
    told = {claim.kind: claim.values.get("late_reason") for claim in Claim.objects.filter(state="draft")}
    assert told == {"funds": "凭证四月才到", "registration": "凭证四月才到"}
    _, again = uploaded(content, office["clerk"])
    assert {label for _, label in outcomes(again)} == {"不变"}, said(again)
    filed(
        filled(office["clerk"], lambda book: fill(book["项目进展"], 1, 补报原因="银行补单")), office["clerk"]
    )
    told = {claim.kind: claim.values.get("late_reason") for claim in Claim.objects.filter(state="draft")}
    assert set(told.values()) == {"银行补单"}


def test_others_may_change_what_the_clerk_left_alone(office):
    filed(funded(office["clerk"]), office["clerk"])
    stale = filled(office["clerk"], lambda book: fill(book["项目进展"], 1, 付款方="某投资公司"))
    claim = Claim.objects.get(kind="funds")
    claims.change_claim(claim.pk, {"amount": 3_000_000_000}, expected=claim.version, by=office["head"])
    filed(stale, office["clerk"])
    assert fresh(claim).values == {
        "amount": 3_000_000_000,
        "occurred_on": "2022-03-10",
        "payer": "某投资公司",
    }


def test_columns_and_rows_in_any_order_say_the_same(office):
    content = funded(office["clerk"], 注册日期="2022-03-05")
    _, expected = uploaded(content, office["clerk"])
    for seed in range(4):
        book = openpyxl.load_workbook(BytesIO(content))
        shuffle(book["项目进展"], Random(seed))
        _, preview = uploaded(saved(book), office["clerk"])
        told = [sorted((one.name, one.text) for one in found.rows) for found in (preview, expected)]
        assert told[0] == told[1]


def shuffle(page, dice: Random) -> None:
    """Puts the columns and the rows below the header into another order."""
    table = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows(min_row=3)]
    columns = list(range(len(table[0])))
    dice.shuffle(columns)
    body = table[1:]
    dice.shuffle(body)
    for number, row in enumerate([table[0], *body], start=3):
        for place, column in enumerate(columns, start=1):
            cell = page.cell(row=number, column=place)
            cell.value, cell.number_format = row[column]


def test_what_is_confirmed_is_what_was_looked_at(office):
    batch, preview = uploaded(funded(office["clerk"]), office["clerk"])
    money(office["clerk"], on=date(2022, 3, 4))
    with pytest.raises(PreviewMoved) as moved:
        imports.confirm_import(batch.pk, preview.fingerprint, by=office["clerk"])
    assert moved.value.preview.rows[0].outcome.label == "冲突"
    assert Claim.objects.filter(batch__isnull=False).count() == 0


def test_rows_left_out_are_said_and_not_filed(office):
    def change(book) -> None:
        fill(book["项目进展"], 1, 注册日期="2022-03-05")
        fill(book["项目进展"], 2, 签约日期="2022-03-05")

    batch = filed(filled(office["clerk"], change), office["clerk"], left_out={"项目进展:5"})
    assert [row[2:] for row in batch.outcome["rows"]] == [
        ["created", "电子产业园", "新增：起草申报（注册）：注册日期2022年3月5日"],
        ["refused", "光伏组件", "未采用：确认时选择了不采用"],
    ]
    assert set(batch.claims.values_list("kind", flat=True)) == {"registration"}


def test_the_error_file_is_the_same_sheet_with_one_column_more(office):
    content = funded(office["clerk"], "很多")
    batch, preview = uploaded(content, office["clerk"])
    upload = imports.upload_of(batch.pk, by=office["clerk"])
    made = openpyxl.load_workbook(BytesIO(imports.error_file(upload, preview)))
    page, before = made["项目进展"], form(office["clerk"])["项目进展"]
    place = headers(page)["处理结果"]
    assert place == before.max_column + 1
    assert "“很多”不是金额" in page.cell(row=4, column=place).value
    assert page.cell(row=5, column=place).value == "不变"


REFUSED = """
    file        | by          | says
    of another  | clerk       | 您只能上传通川区的填报表
    forged      | clerk       | 不是系统生成的填报表
    csv         | clerk       | 不是系统生成的填报表
    text        | clerk       | xlsx
"""


@pytest.mark.parametrize("line", rows(REFUSED), ids=lambda line: line["file"])
def test_a_file_that_is_not_ours_is_refused_as_a_whole(line, office):
    def forge(book) -> None:
        book["系统信息"]["A2"] = book["系统信息"]["A2"].value.replace("2022-03", "2022-02")

    content = {
        "of another": lambda: filled(office["other_clerk"], lambda book: None),
        "forged": lambda: filled(office["clerk"], forge),
        "csv": lambda: "项目名称,到账日期\n甲,2022-03-01\n".encode(),
        "text": lambda: b"\x00\x01\x02not a workbook",
    }[line["file"]]()
    acts = Act.objects.count()
    with pytest.raises(Refused) as refused:
        imports.upload_month(content, "表.xlsx", by=office[line["by"]])
    assert line["says"] in refused.value.text
    assert Act.objects.count() == acts


def test_rows_of_another_unit_cannot_be_smuggled_in(office):
    project(
        office["other_clerk"], "P3", unit="达川区", hosts=[["达川区", 10_000]], sponsors=[], name="别家项目"
    )

    def change(book) -> None:
        book["项目进展"].cell(row=4, column=1).value = "P3"
        fill(book["项目进展"], 1, 注册日期="2022-03-05")

    _, preview = uploaded(filled(office["clerk"], change), office["clerk"])
    assert "不在本单位的这张表里" in preview.rows[0].text


@pytest.mark.parametrize("who", ["reviewer", "checker", "leader", "auditor", "system"])
def test_only_a_units_own_people_take_part(office, who):
    batch, preview = uploaded(funded(office["clerk"]), office["clerk"])
    for refused in (
        lambda: forms.month_form("通川区", MARCH, by=office[who]),
        lambda: imports.upload_month(b"", "表.xlsx", by=office[who]),
        lambda: imports.upload_of(batch.pk, by=office[who]),
        lambda: imports.confirm_import(batch.pk, preview.fingerprint, by=office[who]),
    ):
        with pytest.raises(AccessRefused):
            refused()
    assert [one.batch.pk for one in imports.uploads(by=office[who])] == []
