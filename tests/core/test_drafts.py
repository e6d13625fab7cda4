"""A draft is what was read and its edits: the fold is a function, every edit survives JSON, refusals are sentences."""

import json
import re
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinghe.core.counting.criteria import Criteria
from jinghe.core.counting.rulings import QUESTIONS, Ruling
from jinghe.core.plan.comparison import compare, rekeyed
from jinghe.core.plan.draft_edits import (
    Addition,
    Answer,
    Correction,
    Deletion,
    NoticeHeading,
    Reparenting,
    Splitting,
    Terms,
    Withdrawal,
)
from jinghe.core.plan.draft_totals import TotalCorrection
from jinghe.core.plan.drafts import RefusedEdit, apply, fingerprint_of, fold
from jinghe.core.plan.edit_kinds import EDIT_KINDS, kind_of
from jinghe.core.plan.finding_edits import Lesson, Settlement, choices_for
from jinghe.core.plan.plans import Total, Unit
from jinghe.core.values.findings import FINDING_KINDS, Finding
from jinghe.store.json.drafts import edit_from_json, edit_to_json
from jinghe.store.json.plans import plan_from_json, plan_to_json
from tests.builders import plan_of, target, tiers

CHINESE = re.compile(r"[\u4e00-\u9fff].*。$", re.DOTALL)
KEYS = ("a", "b", "c", "d", "n1", "n2", "gone")


def draft():
    """Two units, a total that does not add up, a clause of two readings, a word without codes."""
    held = plan_of(
        target("funds_arrived", "60亿元", key="a", unit="通川区", table="附件1", column="到位资金"),
        target("funds_arrived", "40亿元", key="b", unit="达川区", table="附件1", column="到位资金"),
        target("led_projects", "5个", key="c", unit="通川区", industry="低空", locator="附件2第1行"),
        target("led_projects", "2个", key="d", unit="通川区", of_which="c", locator="附件2第2行"),
    )
    total = Total(
        label="合计",
        table="附件1",
        column="到位资金",
        indicator="funds_arrived",
        tiers=tiers("90亿元"),
        locator="附件1合计",
    )
    said = {"text": "投资1亿元", "readings": "包含在前一项之内、另外增加", "chosen": "包含在前一项之内"}
    findings = (
        Finding(code="ambiguous", locator="附件2第2行", parameters=said),
        Finding(code="unknown_word", locator="附件2第1行", parameters={"word": "低空"}),
        Finding(code="unread_text", locator="第3段", parameters={"text": "另有3个"}),
    )
    return replace(held, totals=(total,), findings=findings)


DRAFT = draft()
FINGERPRINTS = [fingerprint_of(one) for one in fold(DRAFT, []).open]

keys = st.sampled_from(KEYS)
units = st.sampled_from(["通川区", "达川区", "新区"])
terms = st.builds(
    Terms,
    indicator=st.sampled_from(["funds_arrived", "led_projects", "trips", "rate_start", "other"]),
    tiers=st.sampled_from(["60亿元", "45亿元", "3个", "5次", "90%", "300万美元"]).map(tiers),
    criteria=st.sampled_from([Criteria(), Criteria(investment_at_least=5), Criteria(industry=("低空",))]),
)
edits = st.one_of(
    st.builds(Correction, key=keys, terms=terms),
    st.builds(Addition, key=keys, unit=units, terms=terms, group=st.sampled_from(["", "园区"])),
    st.builds(Deletion, key=keys),
    st.builds(
        Splitting,
        key=keys,
        tiers=st.sampled_from(["2个", "20亿元"]).map(tiers),
        new_key=keys,
        new_unit=units,
        new_terms=terms,
    ),
    st.builds(Reparenting, key=keys, parent=st.none() | keys),
    st.builds(
        Settlement,
        fingerprint=st.sampled_from([*FINGERPRINTS, "0"]),
        choice=st.sampled_from(["as_read", "amended", "left_out", "另外增加", "包含在前一项之内", "x"]),
    ),
    st.builds(
        Lesson,
        dimension=st.sampled_from(["industry", "region"]),
        word=st.just("低空"),
        meaning=st.just("产业"),
    ),
    st.builds(
        Answer, ruling=st.just(Ruling(name="shared_count", value="whole", source="答复", indicator="trips"))
    ),
    st.builds(
        NoticeHeading,
        year=st.sampled_from([2022, 2031, 0]),
        title=st.just("通知"),
        document_number=st.just(""),
        issuer=st.just(""),
        issued_on=st.none() | st.dates(),
    ),
    st.builds(
        TotalCorrection,
        table=st.sampled_from(["附件1", "附件9"]),
        column=st.just("到位资金"),
        tiers=st.sampled_from(["100亿元", "90亿元", "3个"]).map(tiers),
    ),
    st.builds(Withdrawal),
)


def possible(wanted):
    """The edits of a list that can be made, one after the other; every refusal is a Chinese sentence."""
    made, said = [], []
    for one in wanted:
        try:
            fold(DRAFT, [*made, one])
        except RefusedEdit as refused:
            said.append(refused.text)
        else:
            made.append(one)
    assert [text for text in said if not CHINESE.search(text)] == []
    return made


@given(st.lists(edits, max_size=8))
def test_folding_is_a_function_and_every_edit_can_be_told_and_read_again(wanted):
    made = possible(wanted)
    told = [(kind_of(one), json.loads(json.dumps(edit_to_json(one)))) for one in made]
    again = [edit_from_json(kind, payload) for kind, payload in told]
    assert again == made
    once = fold(DRAFT, made)
    assert fold(plan_from_json(plan_to_json(DRAFT)), again) == once
    assert [step.number for step in once.steps] == list(range(1, len(made) + 1))
    assert plan_from_json(plan_to_json(apply(DRAFT, made))) == apply(DRAFT, made)


@given(st.lists(edits, max_size=6))
def test_a_settled_finding_and_an_open_one_are_never_the_same(wanted):
    folded = fold(DRAFT, possible(wanted))
    settled = {fingerprint_of(one.finding) for one in folded.settled}
    assert settled.isdisjoint(fingerprint_of(one) for one in folded.open)


@pytest.mark.parametrize(
    "edit",
    [
        Correction(key="gone", terms=Terms(indicator="trips", tiers=tiers("1次"))),
        Deletion(key="gone"),
        Reparenting(key="gone", parent=None),
        Reparenting(key="a", parent="gone"),
        Splitting(
            key="gone",
            tiers=tiers("1个"),
            new_key="n1",
            new_unit="通川区",
            new_terms=Terms(indicator="trips", tiers=tiers("1次")),
        ),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_an_edit_of_a_target_that_is_gone_is_refused(edit):
    with pytest.raises(RefusedEdit) as refused:
        fold(DRAFT, [edit])
    assert "已经不在草稿里" in refused.value.text


def test_another_reading_changes_its_target_and_the_chosen_one_does_not():
    ambiguous = next(fingerprint_of(one) for one in DRAFT.findings if one.code == "ambiguous")
    apart = fold(DRAFT, [Settlement(fingerprint=ambiguous, choice="另外增加")])
    assert apart.plan.target("d").of_which is None
    within = fold(DRAFT, [Settlement(fingerprint=ambiguous, choice="包含在前一项之内")])
    assert within.plan.target("d").of_which == "c"


def test_a_taught_word_moves_to_its_dimension_and_answers_its_finding():
    folded = fold(DRAFT, [Lesson(dimension="region", word="低空", meaning="来源地：广东")])
    assert folded.plan.target("c").criteria == Criteria(region=("低空",))
    assert "unknown_word" not in {one.code for one in folded.open}


def test_what_was_not_read_cannot_stand_as_read():
    unread = {
        code
        for code in FINDING_KINDS
        if "未读入" in FINDING_KINDS[code].text and FINDING_KINDS[code].severity == "blocks"
    }
    assert len(unread) > 5
    for code in unread:
        names = [name for _, name, _, _ in Formatter().parse(FINDING_KINDS[code].text) if name]
        finding = Finding(code=code, locator="甲", parameters=dict.fromkeys(names, "甲"))
        assert "as_read" not in choices_for(finding)


def test_every_kind_of_edit_has_a_name_on_the_page():
    assert all(kind.label for kind in EDIT_KINDS.values())
    assert QUESTIONS


@given(st.lists(edits, max_size=6))
def test_a_comparison_accounts_for_every_target_and_keys_go_on(wanted):
    after = apply(DRAFT, possible(wanted))
    found = compare(DRAFT, after)
    assert len(found.pairs) + len(found.added) == len(after.targets)
    assert len(found.pairs) + len(found.removed) == len(DRAFT.targets)
    kept = rekeyed(after, DRAFT)
    assert [replace(one, key="", of_which=None) for one in kept.targets] == [
        replace(one, key="", of_which=None) for one in after.targets
    ]
    old = {target.key for target in DRAFT.targets}
    assert {one.key for one in kept.targets} & old == {before.key for before, _ in found.pairs}
    again = compare(DRAFT, kept)
    assert (len(again.added), len(again.removed), again.same) == (
        len(found.added),
        len(found.removed),
        found.same,
    )


def test_a_plan_compared_with_itself_is_unchanged():
    found = compare(DRAFT, DRAFT)
    assert (found.added, found.removed, found.changed, found.same) == ((), (), (), 4)
    assert rekeyed(DRAFT, DRAFT) == DRAFT


def test_a_plan_of_units_nobody_knew_takes_them_in():
    made = Addition(key="n1", unit="新区", group="园区", terms=Terms(indicator="trips", tiers=tiers("1次")))
    assert fold(DRAFT, [made]).plan.units[-1] == Unit(name="新区", group="园区")


def test_a_corrected_total_is_checked_again():
    assert "total_mismatch" in {one.code for one in fold(DRAFT, []).open}
    right = TotalCorrection(table="附件1", column="到位资金", tiers=tiers("100亿元"))
    folded = fold(DRAFT, [right])
    assert "total_mismatch" not in {one.code for one in folded.open}
    assert folded.steps[0].text == "更正合计 附件1“到位资金”：90亿元 → 100亿元"


def test_what_the_reader_and_the_checks_both_say_is_told_once():
    twice = target("funds_arrived", "1亿元", key="e", unit="通川区", table="附件1", column="到位资金")
    own = Finding(code="duplicate_unit", locator="附件1", parameters={"unit": "通川区", "times": "2"})
    held = replace(DRAFT, targets=(*DRAFT.targets, twice), findings=(*DRAFT.findings, own))
    assert [one.code for one in fold(held, []).open].count("duplicate_unit") == 1
