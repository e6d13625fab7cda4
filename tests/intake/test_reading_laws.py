"""Laws of reading: whatever a table holds, nothing crashes, the account adds up, and no number is lost in silence."""

from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.clauses.words.source import numbers_in
from jinghe.documents.tables import Cell, Document, DocumentKind, Locator, Paragraph, Place, Table
from jinghe.intake import read_plan
from jinghe.reference.lexicon_loading import lexicon

HEADS = [
    "单位",
    "责任单位",
    "序号",
    "指标",
    "计量单位",
    "备注",
    "工作任务",
    "到位资金（亿元）",
    "保证目标",
    "工作目标",
]
HEADS += [
    "新开工项目（个）",
    "“1531”任务",
    "50—100亿元",
    "其中：省外",
    "开工率（%）",
    "招商引资任务",
    "一季度到位资金（万元）",
]
NAMES = ["青山区", "白水县", "市商务局", "合计", "小计", "青山区、白水县", "渠 县", ""]
VALUES = [
    "40",
    "3,200",
    "0",
    "—",
    "/",
    "",
    "待定",
    "６个",
    "60亿元",
    "85%",
    "2.5",
    "主导引进投资1亿元及以上项目1个。",
]
VALUES += [
    "三年内引进项目9个",
    "获取有效信息5条，其中工业信息2条",
    "3个环节",
    "其中工业项目2个",
    "60、65",
    "亿元",
]
LINES = [
    "附件1",
    "（一）主管部门（2个）",
    "单位：亿元、个",
    "注：“—”表示不下达",
    "全年引进项目5个",
    "2031年3月5日",
    "2031年目标任务",
]


@st.composite
def tables(draw, number):
    """A table with words of the field anywhere; some cells merged downwards."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    locator = Locator(place=Place.TABLE, number=number)
    cells = []
    for column in range(width):
        row = 0
        while row < height:
            words = HEADS if row == 0 else (NAMES if column == 0 else VALUES + HEADS)
            span = draw(st.integers(1, min(2, height - row)))
            text = draw(st.sampled_from(words))
            cells.append(Cell(text=text, row=row, column=column, row_span=span, table_locator=locator))
            row += span
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), row_count=height, column_count=width, locator=locator)


@st.composite
def documents(draw):
    lines = draw(st.lists(st.sampled_from(LINES), max_size=4))
    blocks = [
        Paragraph(text=text, locator=Locator(place=Place.PARAGRAPH, number=number))
        for number, text in enumerate(lines, start=1)
    ]
    found = [draw(tables(number)) for number in range(1, draw(st.integers(1, 2)) + 1)]
    return Document(name="通知", kind=DocumentKind.DOCX, blocks=(*blocks, *found))


def _texts(document):
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for cell in table.cells)


@given(documents())
def test_every_number_of_a_document_is_in_the_account(document):
    reading = read_plan(document, lexicon())
    assert reading.numbers.all == sum(len(numbers_in(text)) for text in _texts(document))


@given(documents())
def test_an_unread_number_is_always_told_of(document):
    reading = read_plan(document, lexicon())
    assert reading.numbers.unread == 0 or reading.findings or reading.error


@given(documents())
def test_a_total_never_becomes_a_target(document):
    plan = read_plan(document, lexicon()).plan
    assert plan is None or not {"合计", "小计", "青山区、白水县"} & {target.unit for target in plan.targets}


@given(documents())
def test_nothing_read_is_confirmed_and_every_target_has_a_place(document):
    plan = read_plan(document, lexicon()).plan
    assert plan is None or all(target.locator and not target.confirmed for target in plan.targets)
