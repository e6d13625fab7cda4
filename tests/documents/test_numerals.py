"""Numerals: past ten, where counting by one character ends."""

import pytest

from jinghe.bulletins.editing import renumbered
from jinghe.bulletins.office import sectioned
from jinghe.documents.blocks import ParagraphBlock
from jinghe.documents.numerals import numeral

TABLE = {
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    90: "九十",
    99: "九十九",
}


@pytest.mark.parametrize(("number", "text"), TABLE.items())
def test_a_number_is_told_in_chinese(number, text):
    assert numeral(number) == text


@pytest.mark.parametrize("number", [0, 100, -1])
def test_what_no_document_counts_to_is_refused(number):
    with pytest.raises(ValueError, match="from 1 to 99"):
        numeral(number)


def test_every_number_has_a_numeral_of_its_own():
    assert len({numeral(number) for number in range(1, 100)}) == 99


def test_the_eleventh_section_is_numbered_and_numbered_anew():
    sections = [(f"第{number}部分", (ParagraphBlock(runs=("正文",)),)) for number in range(11)]
    body = sectioned(("开头",), sections)
    assert body[-2].runs == ("十一、第10部分",)
    assert renumbered(body) == body
    assert renumbered(body[3:])[-2].runs == ("十、第10部分",)
