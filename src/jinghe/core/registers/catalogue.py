"""Every register of the house, by kind."""

from jinghe.core.registers.lead import LEAD
from jinghe.core.registers.offering import OFFERING
from jinghe.core.registers.project import PROJECT
from jinghe.core.registers.registers import Register
from jinghe.core.registers.trip import TRIP

REGISTERS: dict[str, Register] = {one.kind: one for one in (PROJECT, LEAD, OFFERING, TRIP)}
