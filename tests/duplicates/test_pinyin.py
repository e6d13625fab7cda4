"""How names are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.attracting.names import folded
from jinghe.usecases.records.pinyin import initials_of, pinyin_of


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("重庆重型机械", "chong qing zhong xing ji xie"),
        ("长沙银行", "chang sha yin hang"),
        ("大竹县", "da zhu xian"),
        ("六安市", "lu an shi"),
        ("什邡市", "shi fang shi"),
        ("单县单晶硅", "shan xian dan jing gui"),
        ("曾家镇", "zeng jia zhen"),
        ("绿色", "lv se"),
        ("ＬＥＤ 显示", "l e d xian shi"),
        ("", ""),
    ],
)
def test_a_text_is_read(text, read):
    assert " ".join(pinyin_of(text)) == read


def test_initials_are_what_people_type():
    assert initials_of("达州市经合局") == "dzsjhj"
    assert initials_of("5G基站") == "5gjz"


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.text("重庆长银行（）5GＡ〇々㎡é", max_size=12)
)
def test_there_is_one_syllable_for_each_character(text):
    assert len(pinyin_of(text)) == len(folded(text))
    assert all(pinyin_of(text))
