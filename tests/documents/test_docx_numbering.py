"""Automatic numbers, which stand in no text run but on paper."""

import pytest

from jinghe.documents import RemarkCode
from jinghe.documents.readers.docx.numerals import format_count
from tests.documents.files import cell, paragraph, table, word


def level(index: int, number_format: str, pattern: str, more: str = '<w:suff w:val="nothing"/>') -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def numbering(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def item(text: str, index: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>')


OFFICIAL = numbering(
    level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


LISTED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


def texts(body: str, **others: str) -> list[str]:
    return [found.text for found in word(body, **others).paragraphs]


def test_numbers_of_official_documents_are_computed():
    body = (
        item("甲")
        + item("乙", 1)
        + item("丙", 1)
        + item("丁", 2)
        + item("戊")
        + item("己", 1)
        + paragraph("完")
    )
    assert texts(body, numbering=OFFICIAL) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "二、戊",
        "（一）己",
        "完",
    ]


def test_the_automatic_part_is_told_from_the_typed_part():
    found = word(item("总则"), numbering=OFFICIAL).paragraphs[0]
    assert (found.label, found.text) == ("一、", "一、总则")


def test_a_gap_keeps_a_number_apart_from_the_text():
    tabbed = numbering(level(0, "decimal", "%1", more=""))
    spaced = numbering(level(0, "decimal", "%1", more='<w:suff w:val="space"/>'))
    assert texts(item("2亿元项目"), numbering=tabbed) == ["1\t2亿元项目"]
    assert texts(item("2亿元项目"), numbering=spaced) == ["1 2亿元项目"]


def test_cells_that_hold_only_an_automatic_number_are_not_empty():
    rows = [f"<w:tc>{item('')}</w:tc>" + cell(name) for name in ("通川区", "达川区")]
    found = word(table(*rows), numbering=numbering(level(0, "decimal", "%1"))).tables[0]
    assert [one.text for one in found.column(0)] == ["1", "2"]


def test_several_levels_in_one_number():
    legal = level(1, "decimal", "%1.%2", more='<w:suff w:val="nothing"/><w:isLgl/>')
    found = numbering(level(0, "chineseCounting", "第%1章"), legal)
    assert texts(item("甲") + item("乙", 1) + item("丙", 1), numbering=found) == [
        "第一章甲",
        "1.1乙",
        "1.2丙",
    ]


def test_lists_of_one_definition_count_on_unless_told_to_restart():
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("甲") + item("乙", number=2) + item("丙", number=2)
    assert texts(body, numbering=OFFICIAL) == ["一、甲", "二、乙", "三、丙"]
    assert texts(body, numbering=numbering(level(0, "decimal", "%1."), overrides=restart)) == [
        "1.甲",
        "5.乙",
        "6.丙",
    ]


def test_a_level_may_count_through():
    through = level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>')
    body = item("甲") + item("乙", 1) + item("丙") + item("丁", 1)
    found = numbering(level(0, "chineseCounting", "%1、"), through)
    assert texts(body, numbering=found) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_leave_the_list():
    styles = (
        f'<w:style w:type="paragraph" w:styleId="基">{LISTED}</w:style>'
        '<w:style w:type="paragraph" w:styleId="标题"><w:basedOn w:val="基"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="环"><w:basedOn w:val="环"/></w:style>'
    )
    body = (
        paragraph("甲", '<w:pStyle w:val="标题"/>')
        + paragraph("乙", '<w:pStyle w:val="标题"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("丙", '<w:pStyle w:val="环"/>')
        + paragraph("丁", '<w:pStyle w:val="标题"/>')
    )
    assert texts(body, numbering=OFFICIAL, styles=styles) == ["一、甲", "乙", "丙", "二、丁"]


def test_a_style_takes_the_level_that_names_it():
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", '<w:suff w:val="nothing"/><w:pStyle w:val="二级"/>'),
    )
    styles = f'<w:style w:type="paragraph" w:styleId="二级">{LISTED}</w:style>'
    body = item("甲") + paragraph("乙", '<w:pStyle w:val="二级"/>')
    assert texts(body, numbering=numbering(*levels), styles=styles) == ["一、甲", "1.乙"]


def test_bullets_say_nothing():
    assert texts(item("甲"), numbering=numbering(level(0, "bullet", "●"))) == ["甲"]


def test_an_unknown_number_format_becomes_digits_and_is_remarked():
    document = word(item("甲"), numbering=numbering(level(0, "hebrew1", "%1、")))
    assert document.paragraphs[0].text == "1、甲"
    assert [remark.code for remark in document.remarks] == [RemarkCode.UNKNOWN_NUMBERING]


def test_deleted_paragraphs_take_no_number():
    deleted = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'
    )
    assert texts(item("甲") + deleted + item("乙"), numbering=OFFICIAL) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("number_format", "count", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 2003, "二千零三"),
        ("japaneseCounting", 31, "三十一"),
        ("ideographDigital", 2022, "二〇二二"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 3, "寅"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, None),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 1, "a"),
        ("none", 5, ""),
        ("hebrew1", 1, None),
    ],
)
def test_counts_are_written_as_word_writes_them(number_format, count, text):
    assert format_count(count, number_format) == text
