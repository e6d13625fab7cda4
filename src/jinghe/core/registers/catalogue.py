"""Every register of the house, by kind."""

from jinghe.core.registers.approval import APPROVAL
from jinghe.core.registers.duty import DUTY
from jinghe.core.registers.incentive import INCENTIVE
from jinghe.core.registers.lead import LEAD
from jinghe.core.registers.offering import OFFERING
from jinghe.core.registers.project import PROJECT
from jinghe.core.registers.registers import Register
from jinghe.core.registers.rendered import RENDERED
from jinghe.core.registers.service_case import SERVICE_CASE
from jinghe.core.registers.trip import TRIP

REGISTERS: dict[str, Register] = {
    one.kind: one
    for one in (PROJECT, LEAD, OFFERING, TRIP, SERVICE_CASE, DUTY, RENDERED, INCENTIVE, APPROVAL)
}
