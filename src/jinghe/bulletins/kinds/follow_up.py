"""督办单: what is asked of whom, why and until when; one case, one paper."""

from dataclasses import replace

from jinghe.bulletins.office import Office, official, sectioned
from jinghe.bulletins.results import FollowUp, Results
from jinghe.documents.blocks import ListBlock, ListNumbering, OfficialDocument, ParagraphBlock

ANSWER = (
    "收到后及时签收，明确承办人。",
    "说明原因，提出整改措施和完成时限。",
    "办结后报送办理结果和佐证材料，经核实后销号。",
)


def follow_up(results: Results, office: Office) -> OfficialDocument:
    """The notice about the follow-up in the results. Raises ValueError where the results have none."""
    case = results.follow_up
    if case is None:
        raise ValueError("a follow-up notice is about a case")
    return follow_up_notice(case, office)


def follow_up_notice(case: FollowUp, office: Office) -> OfficialDocument:
    """The notice about one follow-up, in the words it was ordered in; its figures have no keys and are not proved."""
    due = f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日"
    whom = f"{case.unit}（责任人：{case.person}）" if case.person else case.unit
    items = ((f"请于{due}前办结，并书面报告办理情况。",), *((text,) for text in ANSWER))
    body = sectioned(
        (f"根据目标任务跟踪调度安排，现就{case.matter}向{whom}发出督办，编号{case.code}。",),
        (
            ("督办事由", (ParagraphBlock(runs=(case.because,)),) if case.because else ()),
            ("办理要求", (ParagraphBlock(runs=(case.demand,)),) if case.demand else ()),
            ("时限和报告", (ListBlock(items=items, numbering=ListNumbering.WORDS),)),
        ),
    )
    return official(addressed_to_unit(office, case), f"关于{case.matter}的督办通知", body)


def addressed_to_unit(office: Office, case: FollowUp) -> Office:
    """The office, writing to the unit that must act instead of its usual addressees."""
    return replace(office, addressees=case.unit)
