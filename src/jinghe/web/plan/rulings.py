"""口径与词表: how the plan is read, which light shows when, and what each word covers."""

from django.http import HttpRequest, HttpResponse

from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.counting.rulings import QUESTIONS, Ruling
from jinghe.core.values.vocabulary import Vocabulary
from jinghe.usecases.common.vocabulary import DIMENSIONS, taught, vocabulary
from jinghe.usecases.plan.plans import plan_of, revision_at
from jinghe.web.frame.pages import page, show
from jinghe.web.frame.question import asked


@page
def rulings(request: HttpRequest) -> HttpResponse:
    """Rulings with their sources, light rules, and the vocabulary."""
    question = asked(request)
    plan = plan_of(revision_at(question.year, **question.scope))
    words = vocabulary()
    context = {
        "question": question,
        "plan": plan,
        "questions": [
            (one, [_answer(r) for r in plan.rulings if r.name == one.name]) for one in QUESTIONS.values()
        ],
        "vocabulary": [(label, _words(dimension, words)) for dimension, label in DIMENSIONS.items()],
        "taught": taught(),
    }
    return show(request, "plan/rulings.html", context)


def _answer(ruling: Ruling) -> tuple[str, str, str]:
    """Answer, where it applies, source."""
    where = [ruling.group, INDICATORS[ruling.indicator].name if ruling.indicator else ""]
    return ruling.text, "、".join(part for part in where if part) or "全部目标", ruling.source


def _words(dimension: str, vocabulary: Vocabulary) -> list[tuple[str, str, list[str], list[str]]]:
    """code, name, the words that mean it, what these cover; words for several codes come last, without one."""
    names = vocabulary.names[dimension]
    by_cover: dict[frozenset[str], list[str]] = {}
    for word, codes in vocabulary.words[dimension].items():
        by_cover.setdefault(codes, []).append(word)
    rows = []
    for codes, words in by_cover.items():
        own = next((code for code in codes if names[code] in words or len(codes) == 1), "")
        covered = [names[code] for code in names if code in codes and code != own]
        rows.append((own, names.get(own, ""), words, covered))
    order = list(names)
    return sorted(rows, key=lambda row: order.index(row[0]) if row[0] else len(order))
