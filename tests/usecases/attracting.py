"""Values of leads, offerings and trips with defaults, and people of two departments, a county and the city."""

from datetime import date, timedelta
from typing import Any

from jinghe.core.registers.attracting.lead import VALIDITY
from jinghe.store.models import Record
from jinghe.usecases.records.records import open_record
from tests.usecases.conftest import YI

BUREAU, REFORM, COUNTY = "市经济合作外事局", "市发展改革委", "通川区"
VALID = {name: True for name, _ in VALIDITY}


def lead(by, unit: str = REFORM, *, state: str = "", note: str = "", **told: Any) -> Record:
    usual = {
        "name": "锂电材料投资意向",
        "intent": "拟建锂电材料生产线",
        "industry": "energy_chemical",
        "investor_name": "深圳骐浔新能源科技有限公司",
        "region": "44",
        "investment": 6 * YI,
        "investor": ["private"],
        "channel": "visit",
        "contact": "王经理",
        "contact_phone": "000-00001234",
        "first_contact_unit": unit,
        "first_reported_on": "2022-09-01",
    }
    return open_record("lead", usual | told, by=by, unit=unit, state=state, note=note)


def followed(by, unit: str = REFORM, **told: Any) -> Record:
    usual = {
        "responded_on": "2022-09-02",
        "assigned_on": "2022-09-05",
        "assigned_unit": COUNTY,
        "fed_back_on": "2022-09-09",
        **VALID,
    }
    return lead(by, unit, **{"state": "followed"} | usual | told)


def trip(by, unit: str = REFORM, *, state: str = "", starts: date = date(2022, 9, 5), **told: Any) -> Record:
    usual = {
        "name": f"赴广东招商小分队（{starts}）",
        "purpose": "走访企业",
        "region": "44",
        "places": "深圳、东莞",
        "starts_on": starts.isoformat(),
        "ends_on": (starts + timedelta(days=3)).isoformat(),
        "people": 3,
        "leader_name": "李××",
        "leader_rank": "deputy",
    }
    return open_record("trip", usual | told, by=by, unit=unit, state=state)


def returned(by, unit: str = REFORM, **told: Any) -> Record:
    usual = {"approved_on": "2022-09-02", "approved_by": "主任"}
    return trip(by, unit, **{"state": "back"} | usual | told)


def offering(by, unit: str = REFORM, *, state: str = "", **told: Any) -> Record:
    usual = {
        "name": "达州锂电负极材料项目",
        "industry": "energy_chemical",
        "investment": 18 * YI,
        "content": "年产5万吨负极材料",
        "place": "达州高新区",
        "maturity": "feasibility",
        "cooperation": ["sole"],
        "contact": "招商股",
        "contact_phone": "0818-0000000",
        "internal_note": "底价另议",
    }
    return open_record("offering", usual | told, by=by, unit=unit, state=state)
