"""The evaluations of the demonstration year: a quarter settled after an objection, a month open to objections."""

from jinghe.core.registers.evaluation import FINAL, OBJECTION
from jinghe.store.json.converter import canonical_text
from jinghe.usecases.evaluation.reading import courses, final_results, recompute_result


def test_a_quarter_is_final_after_an_objection_and_october_is_open_to_objections(people):
    october, quarter = courses(2022, by=people["shenji"])
    assert (quarter.stage.code, quarter.state, october.stage.code, october.state) == (
        "2022-Q3",
        FINAL,
        "2022-M10",
        OBJECTION,
    )
    assert [one.state for one in quarter.objections] == ["accepted"]
    assert [one.unit for one in october.waiting_objections] == ["市发展改革委"]
    before, after = (one.evaluation.of("通川区").total for one in quarter.frozen[:2])
    assert after - before == 1


def test_final_results_hold_what_a_bulletin_prints(people):
    (final,) = final_results(2022, "2022-Q3")
    results = final.evaluation.in_group("县（市、区）及园区")
    assert len(results) == 9
    assert sorted(one.rank for one in results) == list(range(1, 10))
    first = next(one for one in results if one.rank == 1)
    assert (first.unit, first.grade) == ("通川区", "优秀")
    assert sum(part.points for part in first.score.parts) == first.total
    assert [one.digest for one in final_results(2022)] == [final.digest]
    assert final_results(2022, "2022-Q1") == ()


def test_both_come_out_again_from_what_was_known(people):
    for course in courses(2022, by=people["shenji"]):
        assert canonical_text(recompute_result(course.result)) == canonical_text(course.result.content)
