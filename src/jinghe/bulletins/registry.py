"""The registry of bulletins: web, API and command line list what stands here."""

from collections.abc import Callable
from dataclasses import dataclass

from jinghe.bulletins.monthly import monthly
from jinghe.bulletins.office import Office
from jinghe.bulletins.results import Results
from jinghe.documents.blocks import OfficialDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A kind of bulletin. write: from results to a document."""

    code: str
    name: str
    purpose: str
    write: Callable[[Results, Office], OfficialDocument]


BULLETINS: dict[str, Bulletin] = {
    one.code: one
    for one in (
        Bulletin(
            code="monthly",
            name="月度通报",
            purpose="全市和各单位目标任务完成情况、存在的问题、更正情况",
            write=monthly,
        ),
    )
}
