"""Pages of evaluations: what each shows to whom; steps, marks, objections and schemes by hand."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from jinghe.store.models import Record
from jinghe.usecases.evaluation import schemes
from jinghe.usecases.evaluation.evaluations import file_objection
from jinghe.usecases.evaluation.marks import mark
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.ledger import ledger
from tests.usecases import evaluating
from tests.usecases.evaluating import SCHEME, UNITS, adopted, given, half_year, later, opened, reached
from tests.web.markup import markup

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOSTILE = "<script>alert('甲')</script>"


@pytest.fixture
def people(db):
    found = evaluating.people()
    half_year(found)
    adopted(found)
    return found


@pytest.fixture
def visit(people):
    """visit("office", "/evaluations/") → the response; with `told` it posts."""

    def opening(who: str, address: str, **told):
        client = Client()
        if who != "anonymous":
            client.force_login(people[who], backend=BACKEND)
        return client.post(address, told) if told else client.get(address)

    return opening


def test_before_anything_is_published_a_result_is_nobodys(people, visit):
    code = opened(people)
    for who in ("head", "leader", "office"):
        page = markup(visit(who, f"/evaluations/{code}/"))
        assert "导出结果表" not in page
        assert visit(who, f"/evaluations/{code}/table.xlsx").status_code == 404
        assert visit(who, f"/evaluations/{code}/units/通川区/moves/").status_code == 404
    assert "自评只对本单位" in markup(visit("other_head", f"/evaluations/{code}/units/通川区/"))


def test_the_performance_office_opens_an_evaluation_and_is_told_why_it_cannot(people, visit):
    answer = visit("office", "/evaluations/", stage="2022-Q1", scheme="trial", days="5")
    assert answer.status_code == 302
    assert course_of(answer["Location"].split("/")[2]).stage.code == "2022-Q1"
    again = markup(visit("office", "/evaluations/", stage="2022-Q1", scheme="trial", days="5"))
    assert "已按这个办法评估" in again
    assert "异议期应为1至30个工作日" in markup(
        visit("office", "/evaluations/", stage="2022-Q2", scheme="trial", days="x")
    )
    assert "请选择评估阶段" in markup(visit("office", "/evaluations/", stage="x", scheme="trial", days="5"))


def test_a_self_assessment_is_kept_as_typed_when_it_is_refused(people, visit):
    code = opened(people)
    address = f"/evaluations/{code}/units/通川区/assess/"
    assert "由单位负责人提交" in markup(visit("clerk", f"/evaluations/{code}/units/通川区/"))
    answer = visit("head", address, **{"text": HOSTILE, "score:工作质量": "二十", "submit": "1"})
    page = markup(answer)
    assert answer.status_code == 409
    assert "“二十”不是数字" in page
    assert "&lt;script&gt;" in page
    assert HOSTILE not in page
    assert 'value="二十"' in page
    visit("head", address, **{"text": "情况", "score:工作质量": "18.5", "submit": "1"})
    assert course_of(code).assessments["通川区"].submitted_by == "head"


def test_marks_are_given_by_one_and_confirmed_by_another_on_one_page(people, visit):
    code = reached(people, "reviewing")
    address = f"/evaluations/{code}/marks/"
    told = {f"score:{unit}:工作质量": "16" for unit in UNITS} | {
        f"why:{unit}:工作质量": "见材料" for unit in UNITS
    }
    assert visit("reviewer", address, mark="1", **told).status_code == 302
    assert "待复核" in markup(visit("office", address))
    number = course_of(code).marks["通川区", "工作质量"].number
    own = visit("reviewer", address, confirm="1", read=[f"通川区:工作质量:{number}"])
    assert (own.status_code, "请由另一人复核" in markup(own)) == (409, True)
    assert (
        visit("office", address, confirm="1", read=[f"{u}:工作质量:{number}" for u in UNITS]).status_code
        == 302
    )
    assert {one.judgement.confirmed_by for one in course_of(code).marks.values()} == {"office"}


def test_what_keeps_a_result_from_being_published_is_listed(people, visit):
    code = reached(people, "reviewing")
    mark(code, [given(UNITS[0])], by=people["reviewer"], at=later())
    version = str(course_of(code).record.version)
    answer = visit("office", f"/evaluations/{code}/steps/publish/", expected=version)
    page = markup(answer)
    assert answer.status_code == 409
    assert "通川区“工作质量”：reviewer的评分没有复核" in page
    assert "达川区“工作质量”：还没有评分" in page


def test_the_score_of_a_unit_leads_to_its_targets_as_they_were_known(people, visit):
    code = reached(people, "objecting")
    page = markup(visit("leader", f"/evaluations/{code}/units/通川区/"))
    assert "80×到位资金完成率" in page
    assert "80×50%" in page
    assert "30亿元÷保证目标60亿元 = 50%" in page
    start = page.index("/targets/T001/")
    link = page[start : page.index('"', start)].replace("&amp;", "&")
    assert "as_of=2022-06-30" in link
    target = visit("leader", link)
    assert target.status_code == 200
    assert "30亿元" in markup(target)


def test_both_halves_are_shown_at_the_end_of_june(people, visit):
    code = reached(people, "objecting")
    page = markup(visit("leader", f"/evaluations/{code}/"))
    assert "双过半" in page
    assert "已过半" in page
    assert "未过半" in page


def test_sensitivity_names_what_would_move_the_place(people, visit):
    code = reached(people, "objecting")
    page = markup(visit("leader", f"/evaluations/{code}/units/达川区/moves/"))
    assert "多完成1亿元" in page
    assert "+1.3333" in page


def test_a_final_result_says_what_was_corrected_since_and_stays(people, visit):
    code = reached(people, "final")
    ledger.reverse(2, by=people["reviewer"], reason="凭证作废", at=later())
    page = markup(visit("auditor", f"/evaluations/{code}/?check=1"))
    assert "30亿元（应完成：保证目标60亿元，工作目标65亿元）" in page
    assert "0亿元（应完成" in page
    assert "一字不差" in page
    assert '<td class="n total">56</td>' in page


def test_an_objection_is_read_by_its_unit_and_the_city_alone(people, visit):
    code = reached(people, "objecting")
    filed = file_objection(code, "通川区", reason=f"请复核{HOSTILE}", by=people["head"], at=later())
    shown = {who: "请复核" in markup(visit(who, f"/evaluations/{code}/")) for who in people}
    assert {who for who, is_shown in shown.items() if is_shown} == {
        "reviewer",
        "second",
        "office",
        "auditor",
        "clerk",
        "head",
    }
    assert HOSTILE not in markup(visit("office", f"/evaluations/{code}/"))
    assert "其中1件属于其他单位" in markup(visit("other_head", f"/evaluations/{code}/"))
    answered = visit("office", f"/evaluations/objections/{filed.pk}/", outcome="accept", answer="属实")
    assert answered.status_code == 302
    assert Record.objects.get(pk=filed.pk).state == "accepted"
    assert "请重新计算" in markup(visit("office", f"/evaluations/{code}/"))


def test_the_table_to_take_away_holds_every_unit_and_says_what_it_rests_on(people, visit):
    code = reached(people, "objecting")
    answer = visit("leader", f"/evaluations/{code}/table.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    told = {row[2]: row[1] for row in cells if row[2] in UNITS}
    assert (told["通川区"], told["达川区"]) == (1, 2)
    assert len(told) == len(UNITS)
    assert "异议期（暂定结果）" in cells[1][0]
    assert course_of(code).result.digest in cells[2][0]


# --- schemes ---

EDIT = "/evaluations/schemes/2022/trial/edit/"


def typed(**changes: str) -> dict[str, str]:
    """The form as it stands, with changes; __ in a name stands for a dot."""
    told = {
        "kept": json.dumps(SCHEME, ensure_ascii=False),
        "pacing": "whole",
        "effective_on": "2022-07-01",
        "stage": "2022-H1",
        "reason": "办公会",
    }
    return told | {name.replace("__", "."): text for name, text in changes.items()}


def test_a_scheme_is_previewed_beside_the_version_in_force_and_not_written(people, visit):
    page = markup(visit("reviewer", EDIT, preview="1", **typed(items__0__weight="60", full_mark="80")))
    assert "预览：2022年上半年" in page
    assert "工作质量还没有评分，按0分计" in page
    assert "<b>30</b>" in page
    assert "现行第1版总分" in page
    assert len(schemes.versions("trial", 2022)) == 1


def test_a_scheme_is_adopted_as_the_next_version_with_its_changes_listed(people, visit):
    told = typed(items__0__weight="70", items__0__formula__parameters__cap="1.2", full_mark="90")
    answer = visit("reviewer", EDIT, adopt="1", **told)
    assert answer.status_code == 302
    held = schemes.adoption("trial", 2022)
    assert (held.number, held.row.effective_on, held.scheme.full_mark) == (2, date(2022, 7, 1), 90)
    page = markup(visit("leader", "/evaluations/schemes/2022/trial/"))
    assert "items“资金”.weight" in page
    assert "封顶完成率 1.2" in page


@pytest.mark.parametrize(
    ("changes", "said", "kept"),
    [
        ({"items__0__weight": "七十"}, "应为数字", 'value="七十"'),
        ({"items__0__weight": "70"}, "满分写的是100分", 'value="70"'),
        ({"groups": "无此组"}, "没有一个单位在办法的分组里", "无此组"),
        ({"reason": ""}, "没有写或超过400个字", 'value="80"'),
        ({"effective_on": "不是日期"}, "请选择已结束的阶段、目标口径和生效日期", 'value="80"'),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(people, visit, changes, said, kept):
    page = markup(visit("reviewer", EDIT, adopt="1", **typed(**changes)))
    assert said in page
    assert kept in page
    assert len(schemes.versions("trial", 2022)) == 1


def test_an_item_that_is_taken_out_takes_its_input_along(people, visit):
    told = typed(full_mark="80") | {"items.1.remove": "1"}
    assert visit("reviewer", EDIT, adopt="1", **told).status_code == 302
    scheme = schemes.adoption("trial", 2022).scheme
    assert [item.name for item in scheme.items] == ["资金"]
    assert "工作质量" not in {one.name for one in scheme.inputs}


def test_a_text_replaces_the_form_with_all_faults_shown(people, visit):
    text = json.dumps(SCHEME | {"full_mark": 7, "tier": "working"})
    page = markup(visit("reviewer", EDIT, take="1", text=text, **typed()))
    assert "满分写的是7分" in page
    assert 'value="7"' in page
    broken = markup(visit("reviewer", EDIT, take="1", text='{"name": 1}', **typed()))
    assert "应为文字" in broken
    assert "&quot;name&quot;: 1" in broken or "{&quot;name&quot;" in broken


def test_a_scheme_begins_as_an_example_of_the_house(people, visit):
    page = markup(visit("reviewer", "/evaluations/schemes/2022/county/edit/?from=county"))
    assert "系统示例，需由单位确定" in page
    address = "/evaluations/schemes/2022/county/edit/?from=county"
    told = {"pacing": "stage", "effective_on": "2022-01-01", "reason": "办公会", "adopt": "1"}
    assert visit("reviewer", address, **told).status_code == 302
    assert schemes.adoption("county", 2022).scheme.items[0].name == "到位资金"


def test_recalculation_is_offered_only_after_an_objection_was_accepted(people, visit):
    code = reached(people, "objecting")
    assert "重新计算</button>" not in markup(visit("office", f"/evaluations/{code}/"))
    filed = file_objection(code, "通川区", reason="请复核", by=people["head"], at=later())
    visit("office", f"/evaluations/objections/{filed.pk}/", outcome="accept", answer="属实")
    assert "重新计算</button>" in markup(visit("office", f"/evaluations/{code}/"))
