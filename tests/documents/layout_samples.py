"""Documents as an office would issue them, for the tests of the writers; every name and figure is invented."""

from datetime import UTC, date, datetime

from jinghe.documents.blocks import (
    Align,
    Annex,
    Figure,
    HeadingBlock,
    Imprint,
    ListBlock,
    ListNumbering,
    OfficialDocument,
    ParagraphBlock,
    Signature,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)

MADE_AT = datetime(2026, 7, 6, 9, 30, tzinfo=UTC)
FULL_LINE = "经济合作目标任务完成情况通报各县区部门认真抓好工作落实推"
UNITS = (
    "通川区", "达川区", "万源市", "宣汉县", "大竹县", "渠县", "开江县", "达州高新技术产业园区管理委员会",
    "达州东部经济开发区管理委员会", "市发展和改革委员会", "市经济和信息化局", "市商务局", "市农业农村局",
    "市文化体育和旅游局", "市自然资源和规划局", "市住房和城乡建设局", "市市场监督管理局", "市工商业联合会",
)  # fmt: skip


def figure(key: str, text: str) -> Figure:
    return Figure(key=key, text=text)


def progress_table(*, landscape: bool = False, repeat: int = 1) -> TableBlock:
    rows = []
    for at, unit in enumerate(UNITS * repeat):
        money, rate = 159145 - 731 * at, f"{90 - at * 0.37:.2f}%"
        keyed = (
            figure(f"funds.{at}", f"{money:,}"),
            figure(f"rate.{at}", rate),
            figure(f"gap.{at}", f"{40 - at}.5"),
        )
        rows.append(
            TableRow(cells=(cell(str(at + 1)), cell(unit), cell("200,000"), *map(cell, keyed), cell("—")))
        )
    total = TableRow(
        cells=(
            TableCell(runs=("合计",), column_span=2),
            cell("3,600,000"),
            cell(figure("funds.all", "2,752,767")),
            cell(figure("rate.all", "76.47%")),
            cell(figure("gap.all", "-3.53")),
            cell("—"),
        ),
        is_total=True,
    )
    return TableBlock(
        caption="各县（市、区）和市级部门到位资金完成情况",
        unit_line="单位：万元、%、百分点",
        columns=(
            TableColumn(width=5),
            TableColumn(width=16, align=Align.LEFT),
            *(TableColumn(width=9, align=Align.RIGHT) for _ in range(4)),
            TableColumn(width=7),
        ),
        header=(
            TableRow(
                cells=(
                    TableCell(runs=("序号",), row_span=2),
                    TableCell(runs=("责任单位",), row_span=2),
                    TableCell(runs=("到位资金",), column_span=4),
                    TableCell(runs=("实际利用外资",), row_span=2),
                )
            ),
            TableRow(cells=(cell("年度目标"), cell("累计到位"), cell("完成率"), cell("超欠时序进度"))),
        ),
        rows=(total, *rows),
        notes=("注：“—”为未下达任务，不参加排名。",),
        is_landscape=landscape,
    )


def bulletin(**changes: object) -> OfficialDocument:
    """A bulletin with a table in the text, an annex on a landscape page and one that is sent separately."""
    said = {
        "copy_number": "000012",
        "secrecy": "秘密★1年",
        "urgency": "特急",
        "issuer_mark": "达州市人民政府办公室文件",
        "document_number": "达市府办函〔2026〕73号",
        "title": "达州市人民政府办公室关于2026年上半年经济合作目标任务完成情况的通报",
        "addressees": "各县（市、区）人民政府，达州高新区、达州东部经开区管委会，市级有关部门",
        "body": _body(),
        "signature": Signature(issuer="达州市人民政府办公室", signed_on=date(2026, 7, 6)),
        "remark": "此件公开发布",
        "imprint": Imprint(
            copied_to="市委办公室，市人大常委会办公室，市政协办公室，市纪委监委机关，市法院，市检察院，达州军分区",
            printed_by="达州市人民政府办公室",
            printed_on=date(2026, 7, 6),
        ),
        "annexes": (
            Annex(title="2026年上半年到位资金完成情况表", blocks=(progress_table(landscape=True, repeat=2),)),
            Annex(title="有关情况说明", blocks=(ParagraphBlock(runs=(FULL_LINE * 5 + "。",)),)),
        ),
    }
    return OfficialDocument(**(said | changes))


def _body() -> tuple:
    return (
        ParagraphBlock(runs=("为推动年度目标任务落实，现将2026年上半年经济合作目标任务完成情况通报如下。",)),
        HeadingBlock(level=1, runs=("一、总体情况",)),
        ParagraphBlock(
            runs=(
                "截至6月底，全市累计到位资金",
                figure("city.funds", "275.28"),
                "亿元，占年度目标任务的",
                figure("city.rate", "76.47%"),
                "，同比增长",
                figure("city.growth", "8.92%"),
                "，超序时进度",
                figure("city.gap", "26.47"),
                "个百分点。",
            )
        ),
        HeadingBlock(level=2, runs=("（一）完成较好的单位",)),
        ListBlock(
            items=(("通川区到位资金", figure("u1.funds", "15.91"), "亿元。"), ("达川区牵头引进项目8个。",))
        ),
        progress_table(),
        HeadingBlock(level=1, runs=("二、存在的问题",)),
        ListBlock(items=(("欠账较大。",), ("外出招商少。",)), numbering=ListNumbering.WORDS),
        HeadingBlock(level=3, runs=("1.项目储备不足",)),
        HeadingBlock(level=4, runs=("（1）履约开工慢",)),
        ParagraphBlock(runs=(FULL_LINE * 3 + "。",)),
    )


def long_letter(lines: int = 60, **changes: object) -> OfficialDocument:
    """Nothing but whole lines of 28 characters, so that the grid can be counted."""
    said = {"title": "网格", "body": (ParagraphBlock(runs=(FULL_LINE * lines,)),)}
    return OfficialDocument(**(said | changes))
