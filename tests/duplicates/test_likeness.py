"""What two entries have in common, and how it is said."""

import pytest

from jinghe.core.attracting.duplicates import GroundKind, Suspect, likeness
from jinghe.core.attracting.names import NameReader, spoken
from tests.duplicates.reading import PLACES, candidate

KNOWN = "锂电材料一体化项目 | 山东海岱锂业股份有限公司 | 120亿元 | 宣汉县 | 2022-03-18 | 91350100M000100Y43"


def grounds(one: str, other: str) -> dict[GroundKind, str]:
    found = likeness(candidate("甲", one), candidate("乙", other), PLACES).grounds
    return {ground.kind: ground.text for ground in found}


@pytest.mark.parametrize(
    ("entered", "kind", "text"),
    [
        ("园区 |  |  |  |  | 91350100m000100y43", "credit_code", "统一社会信用代码相同"),
        ("园区 | 山东海岱锂业股份有限公司", "investor", "投资方相同（山东海岱锂业股份有限公司）"),
        ("园区 | 海岱锂业", "investor", "投资方名称相似（海岱锂业 ≈ 山东海岱锂业股份有限公司）"),
        (
            "园区 | 山东海代锂业有限公司",
            "investor",
            "投资方名称读音相同（山东海代锂业有限公司 ≈ 山东海岱锂业股份有限公司）",
        ),
        (
            "园区 | 山东海岱食品有限公司",
            "investor",
            "投资方字号相同（山东海岱食品有限公司 ≈ 山东海岱锂业股份有限公司）",
        ),
        (
            "园区 | 山东海峰锂业有限公司",
            "investor",
            "投资方名称只差一字（山东海峰锂业有限公司 ≈ 山东海岱锂业股份有限公司）",
        ),
        ("海岱零碳园", "investor", "项目名称含投资方字号“海岱”"),
        ("锂电材料一体化项目", "name", "项目名称相同"),
        ("宣汉县锂电材料生产基地", "name", "项目名称相似（锂电材料 ≈ 锂电材料）"),
        ("离电材料", "name", "项目名称读音相同（离电材料 ≈ 锂电材料）"),
        ("园区 |  | 1200000万元", "amount", "投资额相同（120亿元）"),
        ("园区 |  | 120万元", "amount", "投资额相差一万倍，疑为亿元、万元填错（120万元 与 120亿元）"),
        ("园区 |  | 118亿元", "amount", "投资额相近（118亿元 与 120亿元）"),
        (
            "锂电材料二期 | 山东海岱锂业股份有限公司 | 30亿元",
            "expansion",
            "疑为同一项目的2期与1期，扩建只计增量",
        ),
        ("锂电材料扩能 | 海岱锂业 | 30亿元", "expansion", "疑为同一项目的扩能，扩建只计增量"),
    ],
)
def test_each_thing_in_common_is_said(entered, kind, text):
    assert grounds(entered, KNOWN)[GroundKind(kind)] == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆隆盛机械有限公司", "成都隆鑫机电设备有限公司"),
        ("宣汉县文旅投资有限公司", "开江县文旅投资有限公司"),
        ("达州市福建商会", "达州市福建商会"),
        ("待定", "待定"),
        ("暂未确定", "—"),
    ],
)
def test_these_investors_have_nothing_in_common(one, other):
    assert GroundKind.INVESTOR not in grounds(f"甲 | {one}", f"乙 | {other}")


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("年产十万吨改性塑料生产线建设项目", "改性塑料"),
        ("宣汉县玄武岩纤维（二期）项目", "玄武岩纤维"),
        ("关于白酒包装物料生产的投资合作协议", "白酒包装物料"),
        ("２０ＧＷｈ动力电池ＰＡＣＫ项目", "动力电池pack"),
        ("城南片区3号地块开发项目", "城南片区开发"),
        ("渠县产业园", "渠县产业园"),
    ],
)
def test_the_subject_of_a_name_is_what_is_left_of_it(name, subject):
    assert NameReader(PLACES).title(spoken(name), ()).subject.text == subject


def test_a_company_is_read_with_its_former_and_its_foreign_name():
    reader = NameReader(PLACES)
    text = "欧粹（OATRA）食品有限公司、江苏氢域能源有限公司（原江苏华氢科技有限公司）"
    assert [company.brand.text for company in reader.companies(spoken(text))] == [
        "欧粹",
        "oatra",
        "氢域",
        "华氢",
    ]


def test_readings_belong_to_the_characters():
    with pytest.raises(ValueError, match="2 syllables for the 3 characters"):
        spoken("锂电池", ("li", "dian"))


def test_without_readings_only_what_is_written_counts():
    one, other = candidate("甲", "苎麻纺织"), candidate("乙", "苎麻仿织")
    silent = [type(each)(code=each.code, name=each.name) for each in (one, other)]
    assert likeness(one, other).score > likeness(*silent).score > 0


def test_a_person_reads_what_it_is_and_what_to_do():
    known = candidate("P2022-003", KNOWN)
    again = candidate("", "川东锂电材料项目 | 海岱锂业 | 120亿元 | 市经合局 | 2022-03-20")
    assert Suspect(candidate=known, likeness=likeness(again, known, PLACES)).text == (
        "与已有项目“锂电材料一体化项目”（P2022-003，宣汉县，2022-03-18签约）疑似重复："
        "投资方名称相似（海岱锂业 ≈ 山东海岱锂业股份有限公司）；项目名称相似（川东锂电材料 ≈ 锂电材料）；"
        "投资额相同（120亿元）。请先核对是否同一项目；确属不同项目的，请写明理由后继续。"
    )
    later = candidate("", "锂电材料二期 | 山东海岱锂业股份有限公司 | 30亿元 | 宣汉县 | 2023-03-20")
    text = Suspect(candidate=known, likeness=likeness(later, known, PLACES)).text
    assert text.startswith(
        "疑为已有项目“锂电材料一体化项目”（P2022-003，宣汉县，2022-03-18签约）的后续投资："
    )
    assert text.endswith("请在原项目上登记增资；确为新项目的，请写明理由后继续。")
