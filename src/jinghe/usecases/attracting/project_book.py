"""推介项目册: what investors get of the reserve, one card an offering, as docx, pdf and xlsx."""

from datetime import date, datetime

from jinghe.core.values.amounts import yuan
from jinghe.documents.blocks import (
    Align,
    Block,
    HeadingBlock,
    OfficialDocument,
    ParagraphBlock,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    cell,
)
from jinghe.documents.numerals import numeral
from jinghe.documents.writers import choose, installed_families, write_docx, write_pdf
from jinghe.documents.writers.xlsx.table_export import ExportColumn, export_xlsx
from jinghe.usecases.attracting.offerings import Catalogue, OfferingCard
from jinghe.usecases.common.demonstration import marked, marked_notes

_CARD = (TableColumn(width=1), TableColumn(width=4, align=Align.LEFT))
_CONTENTS = (
    TableColumn(width=3, align=Align.LEFT),
    TableColumn(width=1),
    TableColumn(width=2, align=Align.RIGHT),
)


def title(city: str, on: date) -> str:
    return f"{city}招商引资推介项目册（{on.year}年）"


def book(catalogue: Catalogue, *, city: str, issuer: str, on: date) -> OfficialDocument:
    """The book with its contents by industry. Raises ValueError where there is nothing to print."""
    if not catalogue.cards:
        raise ValueError("a book without offerings")
    body: list[Block] = [
        ParagraphBlock(
            runs=(
                f"本册收录{issuer}推出的招商引资项目{len(catalogue.cards)}个，总投资{yuan(catalogue.investment)}，"
                f"内容截至{on.year}年{on.month}月{on.day}日。项目信息以联系单位最新答复为准。",
            )
        ),
        _contents(catalogue),
    ]
    number = 0
    for section, (industry, cards) in enumerate(catalogue.by_industry, start=1):
        body.append(HeadingBlock(level=1, runs=(f"{numeral(section)}、{industry}（{len(cards)}个）",)))
        for card in cards:
            number += 1
            body.append(_card(card, number))
    return OfficialDocument(title=title(city, on), body=tuple(body))


def book_docx(document: OfficialDocument, *, made_at: datetime) -> bytes:
    """Raises NoChineseFont."""
    return write_docx(marked(document), typefaces=choose(installed_families()), made_at=made_at)


def book_pdf(document: OfficialDocument, *, made_at: datetime) -> bytes:
    """Raises NoChineseFont, NoGlyph."""
    return write_pdf(marked(document), typefaces=choose(installed_families()), made_at=made_at)


def book_xlsx(catalogue: Catalogue, *, city: str, on: date) -> bytes:
    """One row an offering, by industry, the larger first."""
    labels = tuple(dict.fromkeys(label for card in catalogue.cards for label, _ in card.particulars))
    columns = [ExportColumn(header=header, width=width) for header, width in _COLUMNS]
    columns += [ExportColumn(header=label, width=28) for label in labels]
    cards = [card for _, group in catalogue.by_industry for card in group]
    rows = [
        (
            card.code,
            card.name,
            card.industry_name,
            yuan(card.investment),
            card.maturity_name,
            card.unit,
            *(dict(card.particulars).get(label) for label in labels),
        )
        for card in cards
    ]
    return export_xlsx(title(city, on), columns, rows, marked_notes((f"内容截至{on}",)))


_COLUMNS = (("编号", 12), ("项目名称", 32), ("产业", 14), ("总投资", 14), ("成熟度", 20), ("推出单位", 20))


def card_lines(card: OfferingCard) -> tuple[tuple[str, str], ...]:
    """(label, text) of the lines of a card, the same in every file format."""
    return (
        ("总投资", yuan(card.investment)),
        ("成熟度", card.maturity_name),
        *card.particulars,
        ("推出单位", card.unit),
    )


def _contents(catalogue: Catalogue) -> TableBlock:
    rows = [
        TableRow(
            cells=(cell(name), cell(str(len(cards))), cell(yuan(sum(card.investment or 0 for card in cards))))
        )
        for name, cards in catalogue.by_industry
    ]
    total = TableRow(
        cells=(cell("合计"), cell(str(len(catalogue.cards))), cell(yuan(catalogue.investment))), is_total=True
    )
    return TableBlock(
        caption="目录",
        columns=_CONTENTS,
        header=(TableRow(cells=(cell("产业"), cell("个数"), cell("总投资"))),),
        rows=(*rows, total),
    )


def _card(card: OfferingCard, number: int) -> TableBlock:
    """The card with its name as a table header, which is repeated where the card runs over a page."""
    rows = tuple(TableRow(cells=(cell(label), cell(text))) for label, text in card_lines(card))
    head = TableRow(cells=(TableCell(runs=(f"{number}. {card.name}",), column_span=2),))
    return TableBlock(columns=_CARD, header=(head,), rows=rows)
