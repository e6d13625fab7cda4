"""Restrictions said aloud, and words that stand for nothing."""

import pytest

from jinghe.core.counting.criteria import Criteria, InvalidCriteria
from jinghe.core.counting.dimensions import DIMENSIONS, phrase, resolve
from jinghe.core.counting.facts import Posting
from jinghe.core.values.vocabulary import UnknownWord
from tests.builders import VOCABULARY, target


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (target(), ""),
        (target(at_least="5亿元"), "投资5亿元及以上"),
        (target(at_least="5亿元", strict=True), "投资超过5亿元"),
        (target(below="2000万元"), "投资2000万元以下"),
        (target(at_least="50亿元", below="100亿元"), "投资50亿元—100亿元（不含100亿元）"),
        (target(industry=("工业", "现代农业")), "产业：工业、现代农业"),
        (target(at_least="1亿元", region="京津冀"), "投资1亿元及以上、来源地：京津冀"),
        (target(investor="台商"), "投资方：台商"),
        (target(signed_since=2019), "2019年以来签约"),
        (target(excludes_real_estate=True), "非房地产项目"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_restrictions_are_said_as_officials_say_them(asked, said):
    assert phrase(asked.criteria) == said


def test_a_word_without_codes_never_counts_silently():
    with pytest.raises(UnknownWord) as raised:
        resolve(Criteria(industry=("低空经济",)), VOCABULARY)
    assert (raised.value.dimension, raised.value.word) == ("industry", "低空经济")


def test_a_code_without_a_name_is_shown_as_it_is():
    assert VOCABULARY.name("industry", "energy_chemical") == "能源化工"
    assert VOCABULARY.name("industry", "gone") == "gone"


@pytest.mark.parametrize("sizes", [(5, 5), (6, 5)])
def test_a_range_that_nothing_can_satisfy_is_refused(sizes):
    with pytest.raises(InvalidCriteria):
        Criteria(investment_at_least=sizes[0], investment_below=sizes[1])


def test_strict_needs_an_end_to_be_strict_about():
    with pytest.raises(InvalidCriteria):
        Criteria(strict=True)


def test_every_dimension_restricts_a_column_of_the_ledger():
    assert {row.column for row in DIMENSIONS} <= set(Posting.__slots__)
    assert len({row.name for row in DIMENSIONS}) == len(DIMENSIONS)
