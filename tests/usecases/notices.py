"""A small invented notice as a .docx, with one finding of each grade, for tests that upload it."""

from functools import cache

from tests.documents.pdf_files import Writer, pdf_file
from tests.intake.notices import areas_of, rows_of, word_notice

PREAMBLE = """
临江市人民政府办公室
关于印发2031年招商引资目标任务的通知
临府办函〔2031〕8号
各县（市、区）人民政府，市级各部门：
现将2031年招商引资目标任务印发给你们，请认真组织实施。
临江市人民政府办公室
2031年3月5日
附件1
2031年招商引资目标任务
"""

TABLE = """
单位 | 到位资金（亿元） | 引进投资5亿元及以上项目（个）
东河区 | 60 | 5
西山县 | 40 | 3
合计 | 100 | 9
"""

CLAUSES = """
附件2
部门目标任务
"""

TASKS = """
单位 | 主导引进项目
市发展改革委 | 获取投资5亿元及以上有效信息5条，主导引进投资5亿元及以上工业项目2个，投资1亿元及以上项目3个。
市文旅局 | 主导引进低空旅拍产业项目1个。
"""


@cache
def notice(table: str = TABLE, tasks: str = TASKS, preamble: str = PREAMBLE) -> bytes:
    """东河区 and 西山县 with a wrong total, a clause that can be read in two ways, a word nobody taught."""
    return word_notice(table, CLAUSES, tasks, preamble=preamble)


@cache
def pdf_notice() -> bytes:
    """The figures of the same notice as a .pdf of two pages, its table on the second."""
    writer, rows = Writer(), rows_of(TABLE)
    for line in PREAMBLE.strip().splitlines():
        writer.line(line)
    writer.new_page()
    writer.table(rows, areas_of(rows))
    return pdf_file(writer.pages)
