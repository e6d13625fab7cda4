"""Paragraphs of Word files: what a person sees is what is read."""

import docx
import pytest

from jinghe.documents import Place, RemarkCode, read
from tests.documents.files import cell, docx_parts, package, paragraph, run, saved, table, word


def texts(body: str) -> list[str]:
    return [found.text for found in word(body + paragraph("完")).paragraphs[:-1]]


def test_a_document_made_with_python_docx_is_read_in_order():
    made = docx.Document()
    made.core_properties.title = "目标任务的通知"
    made.add_paragraph("一、提高站位")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "通川区"
    made.add_paragraph("二、明确责任")
    document = read(saved(made), name="通知.docx")
    first, middle, last = document.blocks
    assert (first.text, middle.cell(0, 0).text, last.text) == ("一、提高站位", "通川区", "二、明确责任")
    assert (str(first.locator), str(middle.locator), str(last.locator)) == ("第1段", "表1", "第2段")
    assert (document.name, document.kind, document.properties.title) == (
        "通知.docx",
        "docx",
        "目标任务的通知",
    )


def test_text_is_verbatim_and_full_width_digits_stay():
    assert texts(paragraph("金融业项目１个，约  ２０％ ")) == ["金融业项目１个，约  ２０％ "]


def test_blank_paragraphs_are_left_out_and_not_counted():
    document = word(paragraph("甲") + paragraph("") + paragraph("  ") + paragraph("乙"))
    assert [(found.text, str(found.locator)) for found in document.paragraphs] == [
        ("甲", "第1段"),
        ("乙", "第2段"),
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:cr/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        ('<w:r><w:t>甲</w:t></w:r><w:r><w:br w:type="page"/></w:r>', "甲"),
        ("<w:r><w:t>30</w:t><w:noBreakHyphen/><w:t>50</w:t></w:r>", "30-50"),
        ("<w:r><w:t>招</w:t><w:softHyphen/><w:t>商</w:t></w:r>", "招商"),
        ("<w:r><w:t>\n  甲\n</w:t></w:r>", "甲"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>已完成</w:t></w:r>', "☑已完成"),
        ('<w:r><w:t>投资</w:t><w:sym w:font="宋体" w:char="2265"/><w:t>5亿元</w:t></w:r>', "投资≥5亿元"),
        ("<w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink>", "甲"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>", "甲"),
        ("<w:smartTag><w:r><w:t>甲</w:t></w:r></w:smartTag>", "甲"),
        ("<w:ruby><w:rt><w:t>jīng</w:t></w:rt><w:rubyBase><w:t>经</w:t></w:rubyBase></w:ruby>", "经"),
        ("<m:oMath><m:r><m:t>a×b</m:t></m:r></m:oMath>", "a×b"),
        ("<!-- 注 --><w:r><w:t>甲</w:t></w:r>", "甲"),
    ],
)  # fmt: skip
def test_inline_marks_become_the_characters_a_person_sees(inside, text):
    assert texts(f"<w:p>{inside}</w:p>") == [text]


def test_a_field_shows_its_result_and_not_its_code():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = "<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r>"
    nested = mark("begin") + run("内码") + mark("separate") + run("内") + mark("end")
    field = mark("begin") + code + nested + mark("separate") + run("3") + mark("end")
    assert texts(f"<w:p>{run('第')}{field}{run('页')}</w:p>") == ["第3页"]


def test_alternate_content_is_read_once():
    body = f"""<w:p><w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>甲</w:t></mc:Fallback>
        </mc:AlternateContent></w:r></w:p>{paragraph("乙")}"""
    assert texts(body) == ["甲", "乙"]


def test_a_text_box_is_a_section_anchored_where_it_hangs_and_read_once():
    content = f"<w:txbxContent>{paragraph('特急')}</w:txbxContent>"
    body = f"""{paragraph("甲")}<w:p>{run("乙")}<w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>
        </mc:AlternateContent></w:r></w:p>"""
    document = word(body)
    (section,) = document.sections
    assert [block.text for block in section.blocks] == ["特急"]
    assert (str(section.locator), str(section.anchor)) == ("文本框1", "第2段")
    assert str(section.blocks[0].locator) == "文本框1 第1段"
    assert [found.text for found in document.paragraphs] == ["甲", "乙"]


def test_a_table_in_a_text_box_is_among_the_tables():
    box = f"<w:txbxContent>{table(cell('通川区'))}</w:txbxContent>"
    document = word(f"<w:p>{run('甲')}<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>")
    assert [str(found.cell(0, 0).locator) for found in document.tables] == ["文本框1 表1 第1行第1列"]


def test_notes_and_comments_are_sections_and_leave_no_mark_in_the_text():
    body = f"""<w:p>{run("投资5亿元")}<w:r><w:footnoteReference w:id="2"/></w:r>
        <w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>"""
    document = word(
        body,
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含追加投资")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("无人引用")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph("见附件")}</w:endnote>',
        comments=f'<w:comment w:id="0">{paragraph("待核")}</w:comment>',
    )
    assert [found.text for found in document.paragraphs] == ["投资5亿元"]
    found = [
        (section.locator.place, section.blocks[0].text, str(section.anchor)) for section in document.sections
    ]
    assert found == [
        (Place.FOOTNOTE, "含追加投资", "第1段"),
        (Place.ENDNOTE, "见附件", "第1段"),
        (Place.COMMENT, "待核", "第1段"),
    ]


def test_headers_and_footers_are_sections_of_their_own():
    document = word(
        paragraph("正文"), header=paragraph("达州市人民政府办公室"), footer=paragraph("第1页 内部")
    )
    assert [(str(section.locator), section.blocks[0].text) for section in document.sections] == [
        ("页眉1", "达州市人民政府办公室"),
        ("页脚1", "第1页 内部"),
    ]


@pytest.mark.parametrize("footer", ["— 1 —", "—12—", "3"])
def test_a_footer_that_is_a_page_number_says_nothing(footer):
    assert word(paragraph("正文"), footer=paragraph(footer)).sections == ()


def test_pending_insertions_are_read_deletions_are_not_and_the_document_says_so():
    body = f"""<w:p>{run("引进")}<w:del w:id="1"><w:r><w:delText>2</w:delText></w:r></w:del>
        <w:ins w:id="2">{run("3")}</w:ins>{run("个")}</w:p>
        <w:p><w:moveFrom w:id="3">{run("移走")}</w:moveFrom>{run("留下")}</w:p>
        <w:p><w:moveTo w:id="4">{run("移来")}</w:moveTo></w:p>"""
    document = word(body)
    assert [found.text for found in document.paragraphs] == ["引进3个", "留下", "移来"]
    assert document.has_tracked_changes


def test_a_document_without_revisions_says_so():
    assert not word(paragraph("甲")).has_tracked_changes


def test_a_deleted_paragraph_end_joins_the_next_paragraph():
    deleted_end = '<w:rPr><w:del w:id="1"/></w:rPr>'
    document = word(
        paragraph("主导引进", deleted_end) + paragraph("项目2个") + paragraph("末段", deleted_end)
    )
    assert [(found.text, str(found.locator)) for found in document.paragraphs] == [
        ("主导引进项目2个", "第1段"),
        ("末段", "第2段"),
    ]


def test_hidden_text_is_not_read_but_remarked():
    runs = run("可见") + run("隐藏", "<w:vanish/>") + run("也可见", '<w:vanish w:val="0"/>')
    document = word(f"<w:p>{runs}</w:p>")
    assert document.paragraphs[0].text == "可见也可见"
    assert [(remark.code, remark.message) for remark in document.remarks] == [
        (RemarkCode.HIDDEN_TEXT, "第1段有隐藏文字，未读取。")
    ]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<w:drawing><pic:pic/></w:drawing>", RemarkCode.PICTURE),
        ("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>", RemarkCode.PICTURE),
        ("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>", RemarkCode.EMBEDDED_OBJECT),
        ('<w:pict><v:textpath string="秘密"/></w:pict>', RemarkCode.EMBEDDED_OBJECT),
        ('<w:sym w:font="Webdings" w:char="F0AB"/>', RemarkCode.UNKNOWN_SYMBOL),
        ('<w:sym w:font="Webdings" w:char="不是码"/>', RemarkCode.UNKNOWN_SYMBOL),
    ],
)
def test_what_cannot_be_read_is_remarked_with_its_place(inside, code):
    document = word(f"{paragraph('甲')}<w:p>{run('乙')}<w:r>{inside}</w:r></w:p>")
    (remark,) = document.remarks
    assert (remark.code, str(remark.locator)) == (code, "第2段")


def test_embedded_files_are_remarked():
    document = word(f'{paragraph("甲")}<w:altChunk r:id="r9"/>')
    assert [remark.code for remark in document.remarks] == [RemarkCode.EMBEDDED_OBJECT]


def test_iso_strict_files_are_read():
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in docx_parts(paragraph("严格格式")).items()
    }
    assert read(package(strict), name="x.docx").paragraphs[0].text == "严格格式"
