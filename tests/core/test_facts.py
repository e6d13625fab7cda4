"""Every kind of fact has a row, and what follows from the row is there for every kind."""

import pytest

from jinghe.core.claims.claims import CLAIM_KINDS
from jinghe.core.claims.recognition import DEFAULT_RECOGNITION
from jinghe.core.counting.facts import FACT_RULES, MONEY_KINDS, FactKind
from jinghe.core.registers.catalogue import REGISTERS

KINDS = pytest.mark.parametrize("kind", FactKind, ids=str)


@KINDS
def test_a_kind_can_be_claimed_by_itself_or_along_with_another(kind):
    told_by = FACT_RULES[kind].claimed_with or kind
    claimed = CLAIM_KINDS[told_by]
    assert kind in claimed.posts
    assert claimed.register in REGISTERS
    assert claimed.fields[0].label == FACT_RULES[told_by].day != ""


@KINDS
def test_a_kind_that_brings_money_asks_for_its_amount(kind):
    asked = {field.name for field in CLAIM_KINDS[FACT_RULES[kind].claimed_with or kind].fields}
    assert (kind in MONEY_KINDS) <= bool({"amount", "dollars"} & asked)


@KINDS
def test_the_month_asks_of_a_kind_what_its_claim_has(kind):
    rule = FACT_RULES[kind]
    if rule.claimed_with is None:
        fields = {field.name for field in CLAIM_KINDS[kind].fields}
        assert {column.field for column in rule.month_columns} <= fields


@KINDS
def test_a_kind_has_a_rule_of_recognition_from_its_papers(kind):
    (rule,) = (rule for rule in DEFAULT_RECOGNITION if rule.kind is kind)
    assert rule.evidence == FACT_RULES[kind].papers


@KINDS
def test_what_a_kind_needs_happens_to_the_same_register(kind):
    needed = FACT_RULES[kind].needs
    assert needed is None or FACT_RULES[needed].register == FACT_RULES[kind].register


def test_every_kind_has_a_row():
    assert set(FACT_RULES) == set(FactKind)
