"""Pages of imports and exports: who may open what, a month uploaded, confirmed and taken back, nothing executed."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinghe.store.models import AccountRole, Claim, User
from jinghe.usecases.ledger import ledger
from tests.builders import rows
from tests.documents.files import saved
from tests.usecases.importing import fill
from tests.usecases.opening import many
from tests.web.conftest import HOSTILE, dossier
from tests.web.markup import markup

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def office(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    city["second"] = User.objects.create(
        username="second", role=AccountRole.REVIEWER, unit="市经济合作外事局"
    )
    return city


def sent(visit, who: str, content: bytes, what: str = "month", name: str = "表.xlsx"):
    return visit(
        who, "/imports/", "post", data={"file": SimpleUploadedFile(name, content, XLSX), "what": what}
    )


def workbook(visit, who: str = "own_clerk", month: str = "2022-03") -> openpyxl.Workbook:
    answer = visit(who, f"/imports/form/?month={month}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return openpyxl.load_workbook(BytesIO(answer.content))


def uploaded(visit) -> dict[str, str]:
    """The numbers of two imports that wait: a month of 通川区, and an opening ledger of the city."""
    month = sent(visit, "own_clerk", saved(workbook(visit)))
    opening = sent(visit, "reviewer", many(3, TODAY), "opening")
    return {"month": month.url.split("/")[2], "opening": opening.url.split("/")[2]}


def test_a_month_is_uploaded_looked_at_confirmed_and_taken_back(office, visit):
    book = workbook(visit)
    fill(book["项目进展"], 2, 注册日期="2022-03-05")
    address = sent(visit, "own_clerk", saved(book)).url
    page = markup(visit("own_clerk", address))
    assert "确认采用 1 行" in page and "起草申报（注册）" in page
    assert HOSTILE not in page and "&lt;script&gt;" in page
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    assert visit("own_clerk", f"{address}confirm/", "post", data={"fingerprint": "0"}).status_code == 409
    assert (
        visit("own_clerk", f"{address}confirm/", "post", data={"fingerprint": fingerprint}).status_code == 302
    )
    assert Claim.objects.get().kind == "registration"
    page = markup(visit("own_clerk", address))
    assert "已采用" in page and "整体撤回这次导入" in page
    visit("own_clerk", f"{address}undo/", "post")
    assert Claim.objects.get().state == "withdrawn"
    assert "已撤回" in markup(visit("own_clerk", "/imports/"))


def test_a_refused_file_says_why_and_nothing_is_kept(office, visit):
    answer = sent(visit, "own_clerk", b"not a workbook at all", name="表.xls")
    assert answer.status_code == 422
    assert "xlsx" in markup(answer)
    answer = visit("own_clerk", "/imports/", "post", data={"what": "month"})
    assert "请先选择要上传的文件" in markup(answer)


PASTED = """
    block                                                       | status | says
    甲,2000,2022-03-10,某公司                                   | 302    | 起草申报（到位资金）
    共建园区,２亿元,2022年3月10日,                              | 302    | 本月到位资金2亿元
    甲,"1,200.5",2022-03-10,                                    | 302    | 1200.5万元
    甲,—,,                                                      | 302    | 不变
    无此项目,2000,2022-03-10,                                   | 302    | 不在本单位的这张表里
    甲,2000;乙,2000,2022-03-10                                  | 302    | 各行的格数不同
                                                                | 422    | 没有粘贴任何内容
"""


@pytest.mark.parametrize("line", rows(PASTED), ids=lambda line: line["block"][:20] or "nothing")
def test_a_pasted_block_is_previewed_like_a_workbook(line, office, visit):
    block = (
        line["block"]
        .replace('"1,200.5"', "\0")
        .replace(",", "\t")
        .replace("\0", "1,200.5")
        .replace(";", "\n")
    )
    data = {
        "what": "money",
        "month": "2022-05",
        "text": block.replace("2022-03", "2022-05").replace("年3月", "年5月"),
    }
    answer = visit("own_clerk", "/imports/paste/", "post", data=data)
    assert answer.status_code == int(line["status"])
    page = markup(visit("own_clerk", answer.url)) if answer.status_code == 302 else markup(answer)
    assert line["says"] in page, page


def test_an_opening_is_checked_by_one_and_confirmed_by_another(office, visit):
    content = many(12, TODAY)
    address = sent(visit, "reviewer", content, "opening").url
    assert "等待另一名审核员核对、确认" in markup(visit("reviewer", address))
    page = markup(visit("second", address))
    assert "个项目入账" in page
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    visit("second", f"{address}confirm/", "post", data={"fingerprint": fingerprint})
    assert "已采用" in markup(visit("second", address))
    assert len(ledger.live_postings(subject="期00003")) >= 3
    assert visit("second", address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_an_export_holds_the_readers_rows_its_count_and_no_formula(office, visit):
    dossier("丙", office["reviewer"], name="=1+1", hosts=[["通川区", 10_000]])
    dossier("丁", office["reviewer"], name="别处的", hosts=[["万源市", 10_000]])
    text = visit("own_clerk", "/exports/registers/project/?format=csv&unit=通川区").content.decode(
        "utf-8-sig"
    )
    assert "'=1+1" in text and text.rstrip().endswith("共4行")
    book = openpyxl.load_workbook(BytesIO(visit("other_clerk", "/exports/ledger/").content))
    told = [[cell.value for cell in row] for row in book.active]
    assert {row[8] for row in told[4:-1]} == {"达川区"}
    assert told[-1][0] == f"共{len(told) - 5}行"
    answer = visit("own_clerk", "/exports/claims/?format=csv&state=posted")
    assert "共0行" in answer.content.decode("utf-8-sig") and "筛选：状态：已入账" in answer.content.decode(
        "utf-8-sig"
    )


def test_lists_offer_their_export(office, visit):
    for address in ("/registers/project/", "/claims/", "/ledger/"):
        assert "导出xlsx" in markup(visit("reviewer", address)), address
