"""The demonstration year 演示数据: invented subjects and acts of 2022, the same on every machine."""

from functools import cache

from jinghe.demonstration.story.acts import acts_of
from jinghe.demonstration.story.chance import Dice
from jinghe.demonstration.story.departments import department_work
from jinghe.demonstration.story.foreign import foreign_arrivals
from jinghe.demonstration.story.money import money
from jinghe.demonstration.story.names import InventedNames
from jinghe.demonstration.story.projects import projects, stages
from jinghe.demonstration.story.values import (
    Act,
    Demonstration,
    PostAct,
    RestateAct,
    ReturnAct,
    ReverseAct,
    Subject,
)

__all__ = [
    "Act",
    "Demonstration",
    "PostAct",
    "RestateAct",
    "ReturnAct",
    "ReverseAct",
    "Subject",
    "demonstration_year",
]


@cache
def demonstration_year() -> Demonstration:
    """All subjects, and the acts in order of recording: facts to 2022-10-31, recorded up to 2022-11-09."""
    names = InventedNames(Dice(1))
    signed = projects(Dice(2), names)
    subjects, work = department_work(Dice(3), names)
    facts = [entry for project in signed for entry in stages(project)]
    facts += money(signed, Dice(4))
    facts += work
    named = (
        Subject(code=one.code, name=one.name, kind="project", investor_name=one.investor_name)
        for one in signed
    )
    return Demonstration(
        subjects=(*named, *subjects),
        acts=acts_of(signed, tuple(facts), foreign_arrivals(signed, Dice(5))),
    )
