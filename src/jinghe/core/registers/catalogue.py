"""Every register of the house, by kind."""

from jinghe.core.registers.project import PROJECT
from jinghe.core.registers.registers import Register

REGISTERS: dict[str, Register] = {one.kind: one for one in (PROJECT,)}
