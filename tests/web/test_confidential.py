"""Contacts of enterprises: told to who keeps or follows a record and to the city, on pages, in history and in files."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from jinghe.store.models import AccountRole, User
from jinghe.usecases.records.records import change_record, move_record, open_record
from tests.web.markup import markup

PHONE, LATER = "000-00001234", "000-00009999"
TELL = {"reviewer": True, "own_clerk": True, "other_clerk": True}
TELL_NOT = {"performance": False, "auditor": False, "named_clerk": False}


@pytest.fixture
def lead(city):
    """A lead of 通川区 that 达川区 follows; 宣汉县 was the first contact. The telephone was changed once."""
    city["named_clerk"] = User.objects.create(username="named", role=AccountRole.CLERK, unit="宣汉县")
    told = {
        "name": "储能投资意向",
        "intent": "拟建电池生产线",
        "industry": "electronics",
        "investor_name": "杭州翀岚电子有限公司",
        "region": "44",
        "channel": "visit",
        "contact": "王经理",
        "contact_phone": PHONE,
        "first_contact_unit": "宣汉县",
        "first_reported_on": "2022-09-20",
    }
    by = city["own_clerk"]
    found = open_record("lead", told, by=by)
    change_record(found.pk, {"contact_phone": LATER}, expected=1, by=by)
    move_record(found.pk, "respond", expected=2, by=by, values={"responded_on": "2022-09-20"})
    assigned = {"assigned_on": "2022-09-21", "assigned_unit": "达川区"}
    return move_record(found.pk, "assign", expected=3, by=by, values=assigned)


@pytest.mark.parametrize(("who", "is_told"), [*TELL.items(), *TELL_NOT.items()])
def test_a_telephone_is_told_to_who_works_on_the_lead_and_to_nobody_else(who, is_told, lead, visit):
    page = markup(visit(who, f"/records/{lead.pk}/"))
    assert "储能投资意向" in page
    assert (LATER in page, PHONE in page, "王经理" in page) == (is_told,) * 3
    listed = markup(visit(who, "/leads/")) + markup(visit(who, "/registers/lead/"))
    assert "储能投资意向" in listed
    assert LATER not in listed
    sheet = load_workbook(BytesIO(visit(who, "/exports/registers/lead/").content)).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert "储能投资意向" in cells
    assert (LATER in cells) is is_told


@pytest.mark.parametrize("who", ["leader", "checker"])
def test_who_reads_lines_alone_opens_no_lead(who, lead, visit, city):
    if who not in city:
        city[who] = User.objects.create(username=who, role=AccountRole.CHECKER, unit="市商务局")
    assert visit(who, f"/records/{lead.pk}/").status_code == 403
    assert LATER not in markup(visit(who, "/leads/"))


def test_a_search_for_a_telephone_finds_nothing(lead, visit):
    for address in ("/leads/", "/registers/lead/"):
        assert lead.pk not in markup(visit("performance", address, data={"text": LATER}))
