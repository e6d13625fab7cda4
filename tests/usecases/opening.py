"""Opening ledgers as an office would send them: drawn as tables, or of any size."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from random import Random

from openpyxl import Workbook

from jinghe.usecases.imports.opening_shape import spans

LETTERS = "".join(map(chr, range(0x5B89, 0x5B89 + 400)))
"""Characters that names are drawn from; what they mean is nobody's concern, how they sound is."""

TRADES = (
    "电子",
    "锂电材料",
    "玄武岩纤维",
    "农产品加工",
    "机械装备",
    "医药",
    "新型建材",
    "服装",
    "物流园",
    "文旅小镇",
)
UNITS = ("通川区", "达川区", "万源市", "宣汉县", "大竹县", "渠县", "开江县")


def workbook(headers: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    """A plain workbook of an office: a title, headers, rows; not made by us."""
    book = Workbook()
    page = book.active
    page.title = "台账"
    page.append(["全市招商引资项目台账"])
    page.append(list(headers))
    for line in lines:
        page.append(list(line))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def many(count: int, today: date) -> bytes:
    """An opening ledger of so many projects that differ, with money in two years each."""
    years = [one.label for one in spans(today) if len(one.name) == 4]
    headers = [
        "项目编号",
        "项目名称",
        "投资方",
        "产业",
        "来源地",
        "合同投资额（万元）",
        "承接单位",
        "签约日期",
        "注册日期",
    ]
    headers += [f"{label}（万元）" for label in years]
    lines, dice = [], Random(count)
    for number in range(count):
        brand = "".join(dice.choices(LETTERS, k=dice.choice((2, 2, 3, 4))))
        place = dice.choice(UNITS)
        year = 2019 + number % 5
        money = [100 + number % 900 if int(label[:4]) in (year, year + 1) else None for label in years]
        trade = dice.choice(TRADES)
        lines.append(
            [
                f"期{number:05}",
                f"{place}{brand}{trade}项目",
                f"广东{brand}{trade}有限公司",
                "电子信息",
                "广东",
                1000 + number,
                place,
                date(year, 1 + number % 12, 1 + number % 28),
                date(year, 12, 30),
                *money,
            ]
        )
    return workbook(headers, lines)
