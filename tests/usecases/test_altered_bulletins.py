"""What hands may do to a bulletin without the house noticing: nothing that states another figure."""

import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from jinghe.bulletins.editing import edited, marked, pieces
from jinghe.store.models import AccountRole
from jinghe.usecases.bulletins import bulletins
from jinghe.usecases.bulletins.files import docx_of
from jinghe.usecases.bulletins.freezing import issued_file, rules_at
from jinghe.usecases.bulletins.results import results_of
from jinghe.usecases.bulletins.verification import verify
from jinghe.usecases.ledger import ledger
from jinghe.usecases.oversight.watching import builtin_watch_rules, lay_down_rules
from jinghe.usecases.returns import returns
from tests.usecases.conftest import YI, account, funds, host, signing
from tests.usecases.test_bulletins import MARCH, OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db):
    return account(AccountRole.PERFORMANCE, "", "jixiao")


@pytest.fixture
def draft(plan, reviewer, settings, tmp_path):
    """March: 通川区 has 12亿 of 60."""
    settings.MEDIA_ROOT = tmp_path
    ledger.post([signing(), funds(12 * YI)], by=reviewer, reason="一季度")
    clerk = account(AccountRole.CLERK, "通川区", "填报")
    returns.file_return("通川区", date(2022, 3, 1), is_zero=False, by=clerk)
    return bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=reviewer)


@pytest.fixture
def issued(draft, reviewer, second):
    number = bulletins.look_at(draft.pk, by=second).number
    bulletins.approve(draft.pk, expected=number, by=second)
    return bulletins.issue(draft.pk, expected=number, by=reviewer)


def rewritten(content, change):
    """A docx whose main part somebody changed by hand."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for one in before.infolist():
            held = before.read(one)
            if one.filename == "word/document.xml":
                held = change(held.decode()).encode()
            after.writestr(one, held)
    return made.getvalue()


def drift_after(draft, reviewer, before, after):
    """Drift of the draft with words of its first such piece replaced."""
    held = bulletins.draft_of(draft.pk, by=reviewer)
    texts = {piece.name: piece.text for piece in pieces(held.document)}
    name = next(name for name, text in texts.items() if before in text)
    changed = edited(held.document, {name: texts[name].replace(before, after, 1)})
    return bulletins.edit(draft.pk, changed, expected=held.number, by=reviewer)


def test_a_number_typed_into_an_issued_file_is_found(issued, reviewer):
    content = issued_file(issued.pk, "docx", by=reviewer)
    told = verify(rewritten(content, lambda text: text.replace("现将", "另有签约88亿元，现将", 1)))
    assert not told.is_same_file
    assert told.added == ("88",)
    assert not told.is_proved


def test_a_figure_typed_anew_without_its_mark_is_found(issued, reviewer):
    content = issued_file(issued.pk, "docx", by=reviewer)

    def unmarked(text):
        at = text.index('w:val="c:0:actual"')
        begin, end = text.rindex("<w:sdt>", 0, at), text.index("</w:sdt>", at) + len("</w:sdt>")
        return f"{text[:begin]}<w:r><w:t>21</w:t></w:r>{text[end:]}"

    told = verify(rewritten(content, unmarked))
    assert told.added == ("21",)
    assert not told.is_proved


def test_a_file_only_saved_again_is_still_proved(issued, reviewer):
    content = issued_file(issued.pk, "docx", by=reviewer)
    told = verify(rewritten(content, lambda text: text.replace("现将", "兹将", 1)))
    assert (told.is_same_file, told.added, told.is_proved) == (False, (), True)


def test_figures_that_changed_places_within_a_sentence_are_wrong(draft, reviewer):
    held = bulletins.draft_of(draft.pk, by=reviewer)
    text = next(piece.text for piece in pieces(held.document) if "全市到位资金" in piece.text)
    rest = text.split("〔", 1)[1]
    actual, between, goal = (
        rest.split("〕", 1)[0],
        rest.split("〕", 1)[1].split("〔")[0],
        rest.split("〔")[1].split("〕")[0],
    )
    assert actual != goal
    before = f"〔{actual}〕{between}〔{goal}〕"
    found = drift_after(draft, reviewer, before, f"〔{goal}〕{between}〔{actual}〕")
    assert {(one.stated, one.expected) for one in found.drifted} == {(goal, actual), (actual, goal)}


def test_more_may_not_become_less(draft, reviewer):
    held = bulletins.draft_of(draft.pk, by=reviewer)
    said = "".join(marked(piece.runs) for piece in pieces(held.document))
    word = re.search("(超|欠)序时进度〔", said)
    assert word
    found = drift_after(draft, reviewer, word[0], {"欠": "超", "超": "欠"}[word[1]] + word[0][1:])
    assert not found.is_clean
    assert f"应为“{word[1]}”" in found.faults[0]


def test_a_figure_keeps_its_unit_of_measure(draft, reviewer):
    found = drift_after(draft, reviewer, "到位资金〔12〕亿元", "到位资金〔12〕万元")
    assert found.faults == ("“12万元”的计量单位与台账不一致，应为“亿元”，请改回",)


@pytest.fixture
def two(draft, reviewer):
    """达川区 has 24亿 of 60 besides."""
    shared = (host("达川区"),)
    ledger.post([signing("乙", *shared), funds(24 * YI, "乙", *shared)], by=reviewer, reason="一季度")
    clerk = account(AccountRole.CLERK, "达川区", "达川填报")
    returns.file_return("达川区", date(2022, 3, 1), is_zero=False, by=clerk)
    return bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=reviewer)


def test_a_figure_stays_with_its_unit(two, reviewer):
    found = drift_after(two, reviewer, "达川区（〔24〕亿元", "通川区（〔24〕亿元")
    assert "“24”前的单位是“通川区”，应为“达川区”，请改回" in found.faults


def test_a_file_edited_elsewhere_keeps_units_directions_and_measures(two, reviewer):
    """What the words around a figure make of it is held against the ledger in an uploaded file too."""
    held = bulletins.draft_of(two.pk, by=reviewer)
    made = docx_of(held.document, held.known_at)
    same = bulletins.upload(two.pk, made, expected=held.number, by=reviewer)
    assert same.is_clean, same.faults
    number = bulletins.draft_of(two.pk, by=reviewer).number

    def uploaded(pattern, instead):
        content = rewritten(made, lambda text: re.sub(pattern, instead, text, count=1))
        assert content != made
        return " ".join(bulletins.upload(two.pk, content, expected=number, by=reviewer).faults)

    assert "应为“达川区”" in uploaded("达川区(?=<[^达]*?>（<)", "通川区")
    assert "应为“达川区”" in uploaded("达川区(?=<[^达]*?T011:goal)", "通川区"), "in a row of a table too"
    assert "方向与台账不一致" in uploaded("欠序时进度", "超序时进度")
    assert "计量单位与台账不一致" in uploaded("(?<=>)亿元(?=<)", "万元")


def test_the_rules_in_force_are_frozen_with_the_figures(draft, reviewer, second):
    assert rules_at(2022, as_of=MARCH, known_at=timezone.now()) == {}
    rules = builtin_watch_rules()
    for since in (date(2022, 1, 1), date(2022, 3, 1), date(2022, 4, 1)):
        lay_down_rules(2022, rules, effective_on=since, by=reviewer, reason="会议定")
    told = bulletins.write("monthly", 2022, as_of=MARCH, office=OFFICE, by=reviewer)
    number = bulletins.look_at(told.pk, by=second).number
    bulletins.approve(told.pk, expected=number, by=second)
    issued = bulletins.issue(told.pk, expected=number, by=reviewer)
    assert issued.content["rules"]["watch"]["number"] == 2
    assert len(issued.content["rules"]["watch"]["digest"]) == 64


def test_a_morning_of_the_office_is_its_own_day(draft, reviewer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    morning = timezone.make_aware(datetime.combine(tomorrow, time(7, 30))).astimezone(UTC)
    held = results_of("monthly", 2022, as_of=MARCH, known_at=morning)
    said = "".join(marked(piece.runs) for piece in pieces(bulletins.compose("monthly", held, OFFICE)))
    assert f"以{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日前审核入账的为准" in said
