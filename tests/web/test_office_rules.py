"""办公规则: the page that shows the office's numbers and lays them down."""

from jinghe.store.models import OfficeRule

ADDRESS = "/office-rules/"
TYPED = {"rule": "censure", "reply_days": "7", "effective_on": "2022-01-01", "reason": "局长办公会"}


def test_everybody_reads_the_numbers_and_only_the_city_changes_them(city, visit):
    page = visit("leader", ADDRESS).content.decode()
    assert "告知后单位说明情况：5个工作日" in page
    assert "?rule=censure" not in page
    assert "?rule=censure" in visit("reviewer", ADDRESS).content.decode()
    assert 'name="reply_days"' not in visit("leader", f"{ADDRESS}?rule=censure").content.decode()
    assert visit("own_clerk", ADDRESS, "post", data=TYPED).status_code == 403


def test_a_number_is_laid_down_with_its_reason_and_first_day(city, visit):
    assert 'name="reply_days" value="5"' in visit("reviewer", f"{ADDRESS}?rule=censure").content.decode()
    assert visit("reviewer", ADDRESS, "post", data=TYPED).status_code == 302
    page = visit("leader", ADDRESS).content.decode()
    assert "告知后单位说明情况：7个工作日" in page
    assert "局长办公会" in page
    assert OfficeRule.objects.get(name="censure").content == {"reply_days": 7}


def test_what_is_refused_is_said_and_what_was_typed_stays(city, visit):
    answer = visit("reviewer", ADDRESS, "post", data=TYPED | {"reply_days": "七", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“告知后单位说明情况”：请填写1至365的整数" in page
    assert "请填写设定原因（依据）" in page
    assert 'value="七"' in page


def test_the_way_to_rules_with_a_page_of_their_own_is_shown(city, visit):
    page = visit("leader", ADDRESS).content.decode()
    assert all(
        f'href="{address}"' in page
        for address in ("/rulings/recognition/", "/returns/rules/", "/service/limits/")
    )
