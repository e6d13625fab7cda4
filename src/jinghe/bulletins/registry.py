"""The kinds of bulletin that can be written: pages and command line offer what is listed here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from jinghe.bulletins.kinds.allocation import allocation
from jinghe.bulletins.kinds.commendation import commendation
from jinghe.bulletins.kinds.evaluation import evaluation
from jinghe.bulletins.kinds.follow_up import follow_up
from jinghe.bulletins.kinds.monthly import monthly
from jinghe.bulletins.kinds.pipeline import pipeline
from jinghe.bulletins.kinds.ranking import ranking
from jinghe.bulletins.kinds.reporting import reporting
from jinghe.bulletins.kinds.trips import trips
from jinghe.bulletins.office import Office
from jinghe.bulletins.results import Results
from jinghe.documents.blocks import OfficialDocument


class Need(StrEnum):
    """What a kind of bulletin needs beside the figures of the plan."""

    COHORTS = "cohorts"
    TRIPS = "trips"
    EVALUATION = "evaluation"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A kind of bulletin. write: makes the document. about: the register of the record it is about, if it is."""

    code: str
    name: str
    purpose: str
    write: Callable[[Results, Office], OfficialDocument]
    needs: frozenset[Need] = frozenset()
    about: str = ""


BULLETINS: dict[str, Bulletin] = {
    bulletin.code: bulletin
    for bulletin in (
        Bulletin(
            code="monthly",
            name="进度通报",
            purpose="全市和各单位目标任务完成情况、存在的问题、更正情况；6月底含“双过半”，12月底为全年",
            write=monthly,
        ),
        Bulletin(
            code="ranking",
            name="红黑榜",
            purpose="按完成率排名，红榜和黑榜按同一办法列出",
            write=ranking,
        ),
        Bulletin(
            code="evaluation",
            name="阶段评估结果",
            purpose="公布一次阶段评估的暂定或最终结果",
            write=evaluation,
            needs=frozenset({Need.EVALUATION}),
            about="evaluation",
        ),
        Bulletin(
            code="pipeline",
            name="签约项目推进",
            purpose="签约、注册、开工、投产和四率，分单位、分签约年份",
            write=pipeline,
            needs=frozenset({Need.COHORTS}),
        ),
        Bulletin(
            code="trips",
            name="小分队外出",
            purpose="当月各单位外出批次、人次、天数，未外出的单位",
            write=trips,
            needs=frozenset({Need.TRIPS}),
        ),
        Bulletin(
            code="reporting",
            name="月报报送",
            purpose="各单位月报报送率、及时率，未报单位",
            write=reporting,
        ),
        Bulletin(
            code="commendation",
            name="通报表扬",
            purpose="达到目标并居前的单位",
            write=commendation,
        ),
        Bulletin(
            code="allocation",
            name="下达通知",
            purpose="把目标任务分解下达到各单位，附件为任务表",
            write=allocation,
        ),
        Bulletin(
            code="follow_up",
            name="督办单",
            purpose="就一件督办事项发给责任单位",
            write=follow_up,
            needs=frozenset({Need.FOLLOW_UP}),
            about="follow_up",
        ),
    )
}
