"""All registers, by their stored kind."""

from jinghe.core.registers.attracting.lead import LEAD
from jinghe.core.registers.attracting.offering import OFFERING
from jinghe.core.registers.attracting.project import PROJECT
from jinghe.core.registers.attracting.trip import TRIP
from jinghe.core.registers.bulletin import BULLETIN
from jinghe.core.registers.carrying.contact import CONTACT
from jinghe.core.registers.carrying.head_action import HEAD_ACTION
from jinghe.core.registers.carrying.sign_off import SIGN_OFF
from jinghe.core.registers.carrying.versions import ADJUSTMENT, DECOMPOSITION
from jinghe.core.registers.carrying.work_item import MILESTONE, WORK_ITEM
from jinghe.core.registers.evaluation import EVALUATION, OBJECTION_REGISTER
from jinghe.core.registers.oversight.censure import CENSURE
from jinghe.core.registers.oversight.follow_up import FOLLOW_UP
from jinghe.core.registers.registers import Register
from jinghe.core.registers.service.approval import APPROVAL
from jinghe.core.registers.service.case import SERVICE_CASE
from jinghe.core.registers.service.duty import DUTY
from jinghe.core.registers.service.incentive import INCENTIVE
from jinghe.core.registers.service.support import RENDERED

_ATTRACTING = (PROJECT, LEAD, OFFERING, TRIP)
_SERVING = (SERVICE_CASE, DUTY, RENDERED, INCENTIVE, APPROVAL)
_CARRYING = (SIGN_OFF, DECOMPOSITION, WORK_ITEM, MILESTONE, CONTACT, HEAD_ACTION, ADJUSTMENT)
_EVALUATING = (EVALUATION, OBJECTION_REGISTER)
_ISSUING = (BULLETIN, FOLLOW_UP, CENSURE)

REGISTERS: dict[str, Register] = {
    register.kind: register for register in (*_ATTRACTING, *_SERVING, *_CARRYING, *_EVALUATING, *_ISSUING)
}
