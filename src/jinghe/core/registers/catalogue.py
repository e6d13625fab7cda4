"""Every register of the house, by kind."""

from jinghe.core.registers.approval import APPROVAL
from jinghe.core.registers.bulletin import BULLETIN
from jinghe.core.registers.carrying import ADJUSTMENT, DECOMPOSITION
from jinghe.core.registers.contact import CONTACT
from jinghe.core.registers.duty import DUTY
from jinghe.core.registers.evaluation import EVALUATION, OBJECTION_REGISTER
from jinghe.core.registers.follow_up import FOLLOW_UP
from jinghe.core.registers.incentive import INCENTIVE
from jinghe.core.registers.lead import LEAD
from jinghe.core.registers.leadership import LEADERSHIP
from jinghe.core.registers.naming import NAMING
from jinghe.core.registers.offering import OFFERING
from jinghe.core.registers.project import PROJECT
from jinghe.core.registers.registers import Register
from jinghe.core.registers.rendered import RENDERED
from jinghe.core.registers.service_case import SERVICE_CASE
from jinghe.core.registers.sign_off import SIGN_OFF
from jinghe.core.registers.trip import TRIP
from jinghe.core.registers.work_item import MILESTONE, WORK_ITEM

_ATTRACTING = (PROJECT, LEAD, OFFERING, TRIP)
_SERVING = (SERVICE_CASE, DUTY, RENDERED, INCENTIVE, APPROVAL)
_CARRYING = (SIGN_OFF, DECOMPOSITION, WORK_ITEM, MILESTONE, CONTACT, LEADERSHIP, ADJUSTMENT)
_EVALUATING = (EVALUATION, OBJECTION_REGISTER)
_ISSUING = (BULLETIN, FOLLOW_UP, NAMING)

REGISTERS: dict[str, Register] = {
    one.kind: one for one in (*_ATTRACTING, *_SERVING, *_CARRYING, *_EVALUATING, *_ISSUING)
}
