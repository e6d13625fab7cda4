"""One document in four formats: the same words, the same figures, the same bytes each time, whatever is in them."""

import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import etree

from jinghe.documents import read
from jinghe.documents.blocks import (
    Annex,
    Figure,
    HeadingBlock,
    ListBlock,
    OfficialDocument,
    ParagraphBlock,
    TableBlock,
    TableColumn,
    TableRow,
    cell,
    plain,
)
from jinghe.documents.writers import (
    Face,
    NoChineseFont,
    NoGlyph,
    choose,
    figures_in_docx,
    installed_families,
    text_of_docx,
    write_docx,
    write_html,
    write_pdf,
    write_xlsx,
)
from tests.documents.layout_samples import MADE_AT, bulletin

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    '<script>alert(1)</script>&amp;"\'',
    '#panic("x") $x^2$ *b* _i_ `c` \\ // @ref <label> = + - / [ ] { } ~',
    "=HYPERLINK(\"http://x\")",
    "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1",
    "零\x00宽\x0b控\x1f制\ufffe", "换\n行", "〔〕“”—％𠮷",
)  # fmt: skip


@pytest.fixture(scope="module")
def typefaces():
    found = choose(installed_families())
    if not found.chosen:
        pytest.skip("本机没有安装中文字体，PDF 写出测试记为跳过。")
    return found


def said(document: OfficialDocument) -> list[str]:
    """Every text of the blocks of a document, and what is printed around them, without blanks."""
    texts = [
        document.issuer_mark,
        document.document_number,
        document.copy_number,
        document.secrecy,
        document.urgency,
    ]
    texts += [
        document.title,
        f"{document.addressees}：",
        "（此件公开发布）",
        "达州市人民政府办公室",
        "2026年7月6日",
    ]
    texts += [f"抄送：{document.imprint.copied_to}。", "2026年7月6日印发", "附件：", "附件1", "附件2"]
    texts += [annex.title for annex in document.annexes]
    for block in document.blocks:
        if isinstance(block, TableBlock):
            texts += [block.caption, block.unit_line, *block.notes]
            texts += [plain(one.runs) for row in (*block.header, *block.rows) for one in row.cells]
        elif isinstance(block, ListBlock):
            texts += [plain(item) for item in block.numbered]
        else:
            texts.append(plain(block.runs))
    return [squeezed(text) for text in texts]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.figures: list[list[str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if "data-figure" in dict(attrs):
            self.figures.append([dict(attrs)["data-figure"], ""])

    def handle_data(self, data):
        self.words.append(data)
        if self.figures and not self.figures[-1][1]:
            self.figures[-1][1] = data


def words_of_html(fragment: str) -> _Words:
    parser = _Words()
    parser.feed(fragment)
    return parser


def words_of_pdf(content: bytes) -> str:
    with pdfplumber.open(BytesIO(content)) as file:
        text = "".join(char["text"] for page in file.pages for char in page.chars)
    return re.sub(r"—\d+—", "", squeezed(text))


def shown(found) -> str:
    """A cell of a workbook as a spreadsheet shows it, for the formats that are written here."""
    if not isinstance(found.value, int | float):
        return found.value or ""
    value, decimals = Decimal(str(found.value)), len(found.number_format.partition(".")[2].rstrip("%"))
    percent = "%" if found.number_format.endswith("%") else ""
    grouped = "," if "," in found.number_format else ""
    return f"{value * (100 if percent else 1):{grouped}.{decimals}f}{percent}"


def words_of_xlsx(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    return [squeezed(shown(one)) for sheet in visible for row in sheet.iter_rows() for one in row]


def test_the_same_words_and_figures_stand_in_all_four_formats(typefaces):
    document = bulletin()
    html = squeezed("".join(words_of_html(write_html(document)).words))
    word = squeezed("".join(text_of_docx(write_docx(document, typefaces=typefaces, made_at=MADE_AT))))
    pdf = words_of_pdf(write_pdf(document, typefaces=typefaces, made_at=MADE_AT))
    cells = words_of_xlsx(write_xlsx(document, typefaces=typefaces, made_at=MADE_AT))
    book = "".join(cells)
    for text in said(document):
        assert [
            name
            for name, found in (("html", html), ("docx", word), ("pdf", pdf), ("xlsx", book))
            if text not in found
        ] == []
    for figure in document.figures:
        assert figure.text in cells or figure.text in book


def test_every_figure_keeps_its_key(typefaces):
    document = bulletin()
    keyed = [(figure.key, figure.text) for figure in document.figures]
    assert len(keyed) > 100
    assert list(figures_in_docx(write_docx(document, typefaces=typefaces, made_at=MADE_AT))) == keyed
    assert [tuple(pair) for pair in words_of_html(write_html(document)).figures] == keyed
    book = openpyxl.load_workbook(BytesIO(write_xlsx(document, typefaces=typefaces, made_at=MADE_AT)))
    told = list(book["数据标记"].iter_rows(min_row=2, values_only=True))
    assert [(key, text) for _, _, key, text in told] == keyed
    for sheet, place, _, text in told:
        assert text in shown(book[sheet][place])
    assert book["数据标记"].sheet_state == "hidden"


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_xlsx])
def test_the_same_document_gives_the_same_bytes(typefaces, write):
    first = write(bulletin(), typefaces=typefaces, made_at=MADE_AT)
    assert write(bulletin(), typefaces=typefaces, made_at=MADE_AT) == first
    assert write(bulletin(), typefaces=typefaces, made_at=MADE_AT + timedelta(days=1)) != first
    assert write(bulletin(title="另一个标题"), typefaces=typefaces, made_at=MADE_AT) != first


def test_a_figure_changed_by_hand_is_read_as_it_stands(typefaces):
    def edited(content: bytes, old: str, new: str) -> bytes:
        made = BytesIO()
        with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(old.encode(), new.encode(), 1))
        return made.getvalue()

    made = write_docx(bulletin(), typefaces=typefaces, made_at=MADE_AT)
    assert dict(figures_in_docx(edited(made, ">275.28<", ">285.28<")))["city.funds"] == "285.28"
    deleted = ">275</w:t></w:r><w:del><w:r><w:delText>.28</w:delText></w:r></w:del><w:r><w:t>.5<"
    assert dict(figures_in_docx(edited(made, ">275.28<", deleted)))["city.funds"] == "275.5"


def hostile(text: str) -> OfficialDocument:
    table = TableBlock(
        columns=(TableColumn(width=1), TableColumn(width=2)),
        header=(TableRow(cells=(cell(text), cell("单位"))),),
        rows=(TableRow(cells=(cell(text), cell(Figure(key="k", text=text)))),),
        caption=text,
        unit_line=text,
        notes=(text,),
    )
    blocks = (
        HeadingBlock(level=1, runs=(text,)),
        ParagraphBlock(runs=(text, Figure(key="k", text=text))),
        ListBlock(items=((text,),)),
        table,
    )
    return bulletin(
        title=f"甲{text}",
        body=blocks,
        issuer_mark=text,
        addressees=text,
        remark=text,
        annexes=(Annex(title=f"乙{text}", blocks=blocks),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_ever_markup_code_or_formula(typefaces, text):
    document = hostile(text)
    kept = squeezed(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "", text))
    parsed = words_of_html(write_html(document))
    assert "script" not in parsed.tags and not {"style", "onclick"} & parsed.attributes
    made = write_docx(document, typefaces=typefaces, made_at=MADE_AT)
    assert kept in squeezed("".join(text_of_docx(made)))
    docx.Document(BytesIO(made))
    assert write_pdf(document, typefaces=typefaces, made_at=MADE_AT).startswith(b"%PDF")
    book = openpyxl.load_workbook(BytesIO(write_xlsx(document, typefaces=typefaces, made_at=MADE_AT)))
    cells = [
        one for sheet in book.worksheets for row in sheet.iter_rows() for one in row if one.value is not None
    ]
    assert [one.coordinate for one in cells if one.data_type == "f"] == []
    started = [one for one in cells if str(one.value).startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(one.quotePrefix for one in started)
    assert kept in squeezed("".join(str(one.value) for one in cells))


def test_a_character_that_no_font_has_is_refused_by_name(typefaces):
    with pytest.raises(NoGlyph) as refused:
        write_pdf(bulletin(remark="\U00012000"), typefaces=typefaces, made_at=MADE_AT)
    assert "\U00012000" in refused.value.text


def test_html_carries_classes_only():
    parsed = words_of_html(write_html(bulletin()))
    assert parsed.attributes <= {"class", "data-figure", "colspan", "rowspan", "scope"}
    assert parsed.tags <= set(
        "article p h2 h3 h4 h5 h6 hr br div table caption thead tbody tr th td span footer".split()
    )


def test_a_workbook_prints_on_a4_with_its_head_on_every_page(typefaces):
    book = openpyxl.load_workbook(BytesIO(write_xlsx(bulletin(), typefaces=typefaces, made_at=MADE_AT)))
    assert book.sheetnames == [
        "正文",
        "表1 各县（市、区）和市级部门到位资金完成情况",
        "表2 各县（市、区）和市级部门到位资金完成情况",
        "数据标记",
    ]
    table = book.worksheets[1]
    assert (table["A1"].value, table["A2"].value) == (
        "各县（市、区）和市级部门到位资金完成情况",
        "单位：万元、%、百分点",
    )
    assert (table.freeze_panes, table.print_title_rows) == ("A5", "$3:$4")
    assert (table.page_setup.paperSize, table.page_setup.fitToWidth, table.page_setup.fitToHeight) == (
        9,
        1,
        0,
    )
    assert (table.page_setup.orientation, book.worksheets[2].page_setup.orientation) == (
        "portrait",
        "landscape",
    )
    assert (table["D5"].value, table["E5"].value, table["F5"].value) == (2752767, 0.7647, -3.53)
    assert (table["G5"].value, table["G5"].data_type) == ("—", "s")


ORDERS = {
    "pPr": "pStyle keepNext widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rFonts snapToGrid color spacing sz szCs lang",
    "tblPr": "tblpPr tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders textDirection vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "sdtPr": "tag id appearance",
    "style": "name basedOn qFormat pPr rPr tblPr",
    "settings": "zoom evenAndOddHeaders drawingGridVerticalSpacing characterSpacingControl compat themeFontLang",
}


def test_the_elements_of_a_docx_stand_in_the_order_of_the_schema(typefaces):
    with zipfile.ZipFile(BytesIO(write_docx(bulletin(), typefaces=typefaces, made_at=MADE_AT))) as archive:
        parts = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    seen = set()
    for element in (element for part in parts for element in part.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in ORDERS:
            seen.add(name)
            order = ORDERS[name].split()
            places = [order.index(etree.QName(inner).localname) for inner in element]
            assert places == sorted(places), etree.tostring(element)
    assert seen == set(ORDERS)


def test_a_docx_opens_in_our_reader_with_its_tables(typefaces):
    made = write_docx(bulletin(), typefaces=typefaces, made_at=MADE_AT)
    found = read(made, name="通报.docx")
    first = found.tables[0]
    assert (first.column_count, first.header_rows) == (7, 3)
    assert [cell.text for cell in first.row(0)] == ["单位：万元、%、百分点"] * 7
    assert [cell.text for cell in first.row(3)][:4] == ["合计", "合计", "3,600,000", "2,752,767"]
    assert found.properties.title == "达州市人民政府办公室关于2026年上半年经济合作目标任务完成情况的通报"
    ids = [control.get(f"{W}val") for control in docx.Document(BytesIO(made)).element.iter(f"{W}id")]
    assert len(ids) == len(set(ids)) > 100


def test_what_is_substituted_is_told_and_only_that():
    whole = {"FangSong", "FZXiaoBiaoSong-B05S", "SimHei", "KaiTi", "SimSun", "Noto Serif CJK SC"}
    assert choose(whole).substitutions == ()
    assert choose(whole).chosen[Face.FANGSONG].others[:2] == ("Noto Serif CJK SC", "SimSun")
    (told,) = choose(whole - {"FZXiaoBiaoSong-B05S"}).substitutions
    assert (
        told
        == "本机没有小标宋字体，PDF中已用“Noto Serif CJK SC”的粗体代替。请安装小标宋字体，或指定本单位已有的字体。"
    )
    assert choose(whole - {"FZXiaoBiaoSong-B05S"}).chosen[Face.TITLE].is_bold
    wanted = choose(whole, {Face.FANGSONG: "单位仿宋"})
    assert wanted.names[Face.FANGSONG] == "单位仿宋"
    assert wanted.substitutions == (
        "指定的仿宋字体“单位仿宋”没有安装，PDF中已用“FangSong”代替。请安装该字体，或改选已安装的字体。",
    )


def test_one_chinese_font_is_enough_and_without_any_only_the_pdf_is_refused():
    poor = choose({"DejaVu Sans", "Noto Serif CJK SC"})
    assert {typeface.family for typeface in poor.chosen.values()} == {"Noto Serif CJK SC"}
    assert {face for face in Face if poor.chosen[face].is_bold} == {Face.TITLE, Face.HEITI}
    none = choose({"DejaVu Sans"})
    with pytest.raises(NoChineseFont) as refused:
        write_pdf(bulletin(), typefaces=none, made_at=MADE_AT)
    assert "请安装" in refused.value.text
    assert figures_in_docx(write_docx(bulletin(), typefaces=none, made_at=MADE_AT))
