"""Registers: what people type, what is held, and what is missing; every register reads back what it tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.registers.attracting.project import PROJECT
from jinghe.core.registers.catalogue import REGISTERS
from jinghe.core.registers.display import display_text, typed
from jinghe.core.registers.fields import Field, FieldKind, KnownWords
from jinghe.core.registers.registers import read_values
from jinghe.core.registers.typed import Misread, read_text
from jinghe.demonstration.plan import builtin_plan
from jinghe.reference.lexicon_loading import lexicon
from tests.builders import rows

KNOWN = KnownWords(vocabulary=lexicon(), units=frozenset(unit.name for unit in builtin_plan().units))
KINDS = {kind: Field(name="x", label="某项", kind=kind) for kind in FieldKind}
INDUSTRY = PROJECT.field("industry")

TYPED = """
    kind    | typed                        | held
    money   | 12345.67                     | 12345670000
    money   | 6亿元                        | 60000000000
    money   | 1.5 亿                       | 15000000000
    money   | ５，０００万元               | 5000000000
    money   | 60,000                       | 60000000000
    money   | ￥300元                      | 30000
    money   | —                            | None
    money   | 0                            | 0
    dollars | 350                          | 350000000
    dollars | 350万美元                    | 350000000
    date    | 2022-03-01                   | 2022-03-01
    date    | 2022年3月1日                 | 2022-03-01
    date    | ２０２２／３／１             | 2022-03-01
    date    | 2022.3.1                     | 2022-03-01
    date    | 20220301                     | 2022-03-01
    date    | 2022-03-01 00:00:00          | 2022-03-01
    number  | 1,200                        | 1200
    number  | 12.0                         | 12
    flag    | 是                           | True
    flag    | 否                           | False
    text    | 　智能　制造 项目             | 智能 制造 项目
    text    | /                            | None
    unit    | 通川区                       | 通川区
    shares  | 通川区                       | [['通川区', 10000]]
    shares  | 通川区 50%、达川区 50%       | [['通川区', 5000], ['达川区', 5000]]
    shares  | 通川区（33.33%）；达川区：66.67 | [['通川区', 3333], ['达川区', 6667]]
    shares  | 通川区、达川区、宣汉县       | [['通川区', 3334], ['达川区', 3333], ['宣汉县', 3333]]
"""


@pytest.mark.parametrize("line", rows(TYPED), ids=lambda line: f"{line['kind']} {line['typed']}")
def test_what_people_type_is_held_as_the_table_says(line):
    assert str(read_text(KINDS[FieldKind(line["kind"])], line["typed"], KNOWN)) == line["held"]


REFUSED = """
    kind    | typed              | because
    money   | 六亿               | 不是金额
    money   | 1,23               | 不是金额
    money   | -5                 | 不是金额
    money   | 5万美元            | 币种不对
    money   | $5                 | 币种不对
    money   | 0.0000001          | 比分还小
    money   | 99999999亿元       | 过大
    dollars | 5万元              | 币种不对
    date    | 2022-02-30         | 不是有效的日期
    date    | 2022年3月          | 不是日期
    date    | 1022-03-01         | 年份不合理
    number  | 1.5                | 不是整数
    flag    | 也许               | “是”或“否”
    unit    | 通川               | 责任单位
    shares  | 通川区 50%         | 合计为50%
    shares  | 通川区 60%、达川区 | 每家单位都写明份额
    shares  | 通川区、通川区     | 写了两次
    shares  | 某某区             | 责任单位
    credit_code | 91350100M000100Y44 | 校验不通过
"""


@pytest.mark.parametrize("line", rows(REFUSED), ids=lambda line: f"{line['kind']} {line['typed']}")
def test_what_is_no_value_is_refused_with_the_reason(line):
    with pytest.raises(Misread) as refused:
        read_text(KINDS[FieldKind(line["kind"])], line["typed"], KNOWN)
    assert line["because"] in refused.value.text


def test_a_choice_is_told_by_name_by_word_or_by_code():
    assert {read_text(INDUSTRY, text, KNOWN) for text in ("电子信息", "electronics")} == {"electronics"}
    with pytest.raises(Misread, match="可选"):
        read_text(INDUSTRY, "低空经济", KNOWN)


def test_every_fault_of_a_form_is_told_at_once_and_names_its_field():
    texts = {"name": "甲项目", "investment": "很多", "share_since": "去年", "industry": "电子信息"}
    values, faults = read_values(PROJECT.fields, texts, KNOWN)
    assert values == {"name": "甲项目", "industry": "electronics"}
    assert [(fault.name, fault.text[:10]) for fault in faults] == [
        ("investment", "“合同投资额”：“很"),
        ("share_since", "“份额起始日期”：“"),
    ]


@given(st.integers(0, 10**14))
def test_money_reads_back_as_it_was_told(fen):
    assert read_text(KINDS[FieldKind.MONEY], typed(KINDS[FieldKind.MONEY], fen, KNOWN), KNOWN) == fen


@given(st.permutations(sorted(KNOWN.units)[:4]), st.integers(1, 9_999))
def test_shares_read_back_as_they_were_told(names, share):
    held = [[names[0], share], [names[1], 10_000 - share]]
    assert read_text(KINDS[FieldKind.SHARES], typed(KINDS[FieldKind.SHARES], held, KNOWN), KNOWN) == held


@given(st.sets(st.sampled_from(sorted(lexicon().names["investor"])), min_size=1))
def test_several_codes_read_back_as_they_were_told(codes):
    field = PROJECT.field("investor")
    assert read_text(field, typed(field, sorted(codes), KNOWN), KNOWN) == sorted(codes)


def test_nothing_told_is_said_as_a_dash():
    assert {display_text(one, None, KNOWN) for one in PROJECT.fields} == {"—"}


def test_what_is_compulsory_grows_with_the_stage():
    order = [state.code for state in PROJECT.states if not state.is_aside]
    required = [{one.name for one in PROJECT.required(code)} for code in order]
    assert all(before <= after for before, after in zip(required, required[1:], strict=False))
    assert {"name", "hosts"} <= required[0]
    assert {"investment", "liaison"} <= required[order.index("signing")] - required[0]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda one: one.kind)
def test_a_register_is_whole(register):
    states = {state.code for state in register.states}
    names = [one.name for one in register.fields]
    assert len(set(names)) == len(names)
    assert len({one.label for one in register.fields}) == len(names)
    assert {one.since for one in register.fields} - {""} <= states
    assert {code for move in register.moves for code in (*move.sources, move.to)} <= states
    assert {name for move in register.moves for name in move.needs} | set(register.columns) <= set(names)
    assert register.title in names
    assert all(one.choices or one.dimension for one in register.fields if one.kind in ("choice", "several"))
