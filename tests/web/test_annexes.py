"""The annexes and clauses as the notice shows them."""

from jinghe.core.plan.plans import Tier
from jinghe.demonstration.plan import builtin_plan
from jinghe.web.drawing import annexes, boards
from jinghe.web.frame.sentences import sentence

PLAN = builtin_plan()
COUNTIES = "县（市、区）及园区"


def test_the_head_of_annex_1_has_two_lines_with_merged_cells():
    first, second = annexes.grid(PLAN, "附件1").heads
    assert [(head.text, head.across, head.down) for head in first] == [
        ("单位", 1, 2),
        ("到位资金（亿元）", 2, 1),
        ("省外固定资产投资（亿元）", 2, 1),
        ("25亿元及以上项目（个）", 1, 2),
        ("“1531”（个）", 4, 1),
        ("2019年以来签约项目推进（%）", 4, 1),
    ]
    assert [head.text for head in second] == [
        *("保证", "工作") * 2,
        *("100亿元以上", "50—100亿元", "30—50亿元", "10—30亿元"),
        *("注册率", "开工率", "资金到位率", "投产率"),
    ]
    assert [head.text for head in first if head.is_doubtful] == ["25亿元及以上项目（个）"]


def test_every_row_of_a_grid_has_as_many_cells_as_its_head():
    for table in ("附件1", "附件2"):
        grid = annexes.grid(PLAN, table)
        width = sum(head.across for head in grid.heads[0]) - 1
        for _, cells in grid.rows:
            told = [annexes.figures(t.tiers, column) if t else column.tiers for column, t in cells]
            assert sum(map(len, told)) == width


def test_what_is_not_assigned_stays_empty_and_is_never_zero():
    rows = dict(annexes.grid(PLAN, "附件2").rows)
    assert all(target is None for _, target in rows["万源市"])


def test_every_target_of_the_plan_stands_in_exactly_one_place():
    shown = []
    for table in annexes.tables(PLAN):
        if annexes.is_grid(PLAN, table):
            shown += [t.key for _, cells in annexes.grid(PLAN, table).rows for _, t in cells if t]
        else:
            cells = [cell for row in annexes.clauses(PLAN, table) for _, cell in row.cells]
            shown += [part.target.key for cell in cells for part in cell]
    assert sorted(shown) == sorted(target.key for target in PLAN.targets)


def test_every_duty_of_the_plan_stands_beside_its_unit():
    beside = [duty for row in annexes.clauses(PLAN, "附件3（一）") for duty in row.duties]
    alone = [duty for _, own in annexes.duties(PLAN) for duty in own]
    assert len(beside) + len(alone) == len(PLAN.duties)


def test_a_sentence_leads_to_each_phrase_and_marks_it():
    told = sentence(target for target in PLAN.targets_of("市发展改革委") if target.indicator == "offerings")
    assert [(part.before, part.marked, part.after) for part in told] == [
        ("编制", "推出项目20个", "，"),
        ("其中", "投资10亿元及以上项目5个", "、"),
        ("", "投资50亿元及以上项目5个", "。"),
    ]


def test_related_columns_share_a_tab_in_the_order_of_the_notice():
    assert [(tab.label, len(tab.columns)) for tab in boards.tabs(PLAN, COUNTIES)] == [
        ("到位资金", 1),
        ("省外固定资产投资", 1),
        ("25亿元及以上项目", 1),
        ("1531", 4),
        ("四率", 4),
        ("利用外资", 3),
    ]
    assert [tier for tier, _ in PLAN.targets[0].tiers.items()] == [Tier.GUARANTEED, Tier.WORKING]
