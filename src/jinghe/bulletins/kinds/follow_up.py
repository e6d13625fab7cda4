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
    """The paper of the case that the results carry. Raises ValueError without one."""
    held = results.follow_up
    if held is None:
        raise ValueError("a follow-up notice is about a case")
    return follow_up_notice(held, office)


def follow_up_notice(held: FollowUp, office: Office) -> OfficialDocument:
    """The paper of one case; its words are those of the case, figures among them are the case's own."""
    due = f"{held.due_on.year}年{held.due_on.month}月{held.due_on.day}日"
    whom = f"{held.unit}（责任人：{held.person}）" if held.person else held.unit
    items = ((f"请于{due}前办结，并书面报告办理情况。",), *((text,) for text in ANSWER))
    body = sectioned(
        (f"根据目标任务跟踪调度安排，现就{held.matter}向{whom}发出督办，编号{held.code}。",),
        (
            ("督办事由", (ParagraphBlock(runs=(held.because,)),) if held.because else ()),
            ("办理要求", (ParagraphBlock(runs=(held.demand,)),) if held.demand else ()),
            ("时限和报告", (ListBlock(items=items, numbering=ListNumbering.WORDS),)),
        ),
    )
    return official(replaced(office, held), f"关于{held.matter}的督办通知", body)


def replaced(office: Office, held: FollowUp) -> Office:
    """The unit itself is addressed."""
    return replace(office, addressees=held.unit)
