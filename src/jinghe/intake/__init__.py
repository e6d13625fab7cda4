"""Files → drafts of plans, with findings for whatever is not understood; nothing is guessed."""

from jinghe.intake.plan_reader import PlanReading, read_plan

__all__ = ["PlanReading", "read_plan"]
