"""Unified social credit codes by GB 32100-2015; the right one is the example of the standard."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jinghe.core.values.credit_codes import CHARACTERS, check_character, credit_code_faults, kept_code

RIGHT = "91350100M000100Y43"


@pytest.mark.parametrize("typed", [RIGHT, "", "  ", "91350100m000100y43", "９１３５０１００ M000100Y-43"])
def test_a_right_code_and_none_at_all_have_no_fault(typed):
    assert credit_code_faults(typed) == ()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (RIGHT[:-1], "统一社会信用代码应为18位，现为17位。请对照营业执照核对是否漏填或多填。"),
        (
            "9135O100M000100Y43",
            "统一社会信用代码第5位“O”不是规定的字符（不用字母I、O、S、V、Z）。请核对是否与数字混淆。",
        ),
        (
            "91A50100M000100Y43",
            "统一社会信用代码第3至8位是登记机关的行政区划码，应全为数字。请对照营业执照核对。",
        ),
        (
            "91350100M000100Y34",
            "统一社会信用代码校验不通过，至少有一位填错或两位颠倒。请对照营业执照逐位核对。",
        ),
    ],
)
def test_a_wrong_code_is_told(typed, fault):
    assert credit_code_faults(typed) == (fault,)


bodies = st.text(st.sampled_from("0123456789"), min_size=8, max_size=8).flatmap(
    lambda start: st.text(st.sampled_from(CHARACTERS), min_size=9, max_size=9).map(lambda rest: start + rest)
)


@given(bodies, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_no_single_wrong_character_passes(body, place, wrong):
    code = body + check_character(body)
    typed = code[:place] + wrong + code[place + 1 :]
    assert (credit_code_faults(typed) == ()) is (typed == code)


@given(st.text(max_size=40))
@example("O-\u0304")
def test_any_text_is_answered(text):
    assert isinstance(credit_code_faults(text), tuple)
    assert kept_code(kept_code(text)) == kept_code(text)
