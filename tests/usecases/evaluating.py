"""A year lived through until June, a small scheme of money and judgement, and an evaluation taken any distance."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils import timezone

from jinghe.core.evaluation.schemes.reading import scheme_from_json
from jinghe.core.evaluation.stages import stage_of
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.models import AccountRole, Record
from jinghe.usecases.common.acts import last_recorded_at
from jinghe.usecases.evaluation import evaluations, schemes
from jinghe.usecases.evaluation.marks import Given, assess, confirm_marks, mark
from jinghe.usecases.evaluation.reading import course_of
from jinghe.usecases.evaluation.schemes import Pacing
from jinghe.usecases.ledger import ledger
from jinghe.usecases.plan.plans import issue_plan
from jinghe.usecases.returns import returns
from tests.usecases.conftest import YI, account, funds, host, signing

COUNTIES = "县（市、区）及园区"
UNITS = tuple(unit.name for unit in builtin_plan().units_of(COUNTIES))
SCHEME = {
    "name": "试行办法",
    "source": "测试",
    "full_mark": 100,
    "inputs": [
        {"name": "到位资金", "unit_of_measure": "亿元"},
        {"name": "工作质量", "kind": "judged"},
        {"name": "迟报月报", "kind": "counted", "unit_of_measure": "次"},
    ],
    "items": [
        {"name": "资金", "weight": 80, "formula": {"function": "capped_ratio", "inputs": ["到位资金"]}},
        {"name": "质量", "weight": 20, "formula": {"function": "judged", "inputs": ["工作质量"]}},
    ],
    "deductions": [
        {
            "name": "迟报",
            "formula": {"function": "per_unit", "inputs": ["迟报月报"], "parameters": {"each": 1}},
        }
    ],
    "grades": [{"name": "优秀", "at_least": 90}, {"name": "其他"}],
    "groups": [{"name": COUNTIES}],
}
HALF = stage_of("2022-H1")
QUARTER = stage_of("2022-Q1")


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def people() -> dict:
    told = {
        "reviewer": (AccountRole.REVIEWER, "市经济合作外事局"),
        "second": (AccountRole.REVIEWER, "市经济合作外事局"),
        "office": (AccountRole.PERFORMANCE, ""),
        "leader": (AccountRole.LEADER, ""),
        "auditor": (AccountRole.AUDITOR, ""),
        "checker": (AccountRole.CHECKER, "市商务局"),
        "clerk": (AccountRole.CLERK, "通川区"),
        "head": (AccountRole.HEAD, "通川区"),
        "other_head": (AccountRole.HEAD, "达川区"),
        "system": (AccountRole.SYSTEM, ""),
        "security": (AccountRole.SECURITY, ""),
    }
    return {name: account(role, unit, name) for name, (role, unit) in told.items()}


def half_year(staff: dict) -> None:
    """The plan since January; 通川区 30亿元 of 60, 达川区 15亿元 of 60 by June; every June return in time but one."""
    issue_plan(
        builtin_plan(),
        by=staff["reviewer"],
        effective_on=date(2022, 1, 1),
        approval_document="测试文",
        reason="下达",
        at=at("2022-01-04T09:00"),
    )
    for number, (unit, yi) in enumerate((("通川区", 30), ("达川区", 15)), start=1):
        lines = [signing(f"P{number}", host(unit)), funds(yi * YI, f"P{number}", host(unit))]
        ledger.post(lines, by=staff["reviewer"], reason="入账", at=at(f"2022-03-1{number}T09:00"))
    for number, unit in enumerate(UNITS):
        clerk = account(AccountRole.CLERK, unit, f"{unit}填报员")
        day = "20" if unit == "达川区" else "06"
        moment = at(f"2022-07-{day}T09:00") + timedelta(minutes=number)
        if unit != "达川区":
            returns.file_return(unit, date(2022, 6, 1), is_zero=False, by=clerk, at=moment)
    clerk = account(AccountRole.CLERK, "达川区", "达川区另一人")
    returns.file_return("达川区", date(2022, 6, 1), is_zero=False, by=clerk, at=at("2022-07-20T09:00"))


def later(**span: int) -> datetime:
    """Some time after the last act; a minute where nothing is told."""
    last = last_recorded_at()
    assert last is not None
    return last + (timedelta(**span) if span else timedelta(minutes=1))


def adopted(staff: dict, scheme: dict | None = None, *, code: str = "trial", pacing: Pacing = Pacing.WHOLE):
    return schemes.adopt(
        code,
        2022,
        scheme_from_json(scheme or SCHEME),
        plan=builtin_plan(),
        pacing=pacing,
        effective_on=date(2022, 1, 1),
        reason="办公会决定",
        by=staff["reviewer"],
        at=later(),
    )


def opened(staff: dict, stage=HALF, code: str = "trial") -> str:
    return evaluations.open_evaluation(stage, code, by=staff["office"], at=later()).pk


def step(staff: dict, code: str, name: str, *, who: str = "office", **span: int) -> Record:
    taken = {
        "review": evaluations.begin_review,
        "publish": evaluations.publish,
        "recalculate": evaluations.recalculate,
        "finalise": evaluations.finalise,
    }[name]
    version = course_of(code).record.version
    return taken(code, expected=version, by=staff[who], at=later(**span))


def given(unit: str, score: int = 16, why: str = "见材料") -> Given:
    return Given(unit=unit, input="工作质量", score=Fraction(score), justification=why)


def marked(staff: dict, code: str, *marks: Given, by: str = "reviewer", confirmed_by: str = "office") -> None:
    told = marks or tuple(given(unit) for unit in UNITS)
    event = mark(code, told, by=staff[by], at=later())
    confirm_marks(
        code, [(one.unit, one.input, event.number) for one in told], by=staff[confirmed_by], at=later()
    )


def assessed(staff: dict, code: str, *, who: str = "head", unit: str = "通川区", submits: bool = True):
    scores = {"工作质量": Fraction(18)}
    return assess(code, unit, text="按计划推进", scores=scores, submits=submits, by=staff[who], at=later())


def reached(staff: dict, state: str) -> str:
    """An evaluation of the half-year in a state."""
    code = opened(staff)
    if state == "assessing":
        return code
    step(staff, code, "review")
    if state == "reviewing":
        return code
    marked(staff, code)
    step(staff, code, "publish")
    if state == "final":
        step(staff, code, "finalise", days=10)
    return code
