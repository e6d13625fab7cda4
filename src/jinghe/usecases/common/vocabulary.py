"""The vocabulary in force: the built-in lexicon and the words this office taught."""

from collections.abc import Iterable
from functools import lru_cache

from jinghe.core.values.vocabulary import Vocabulary
from jinghe.reference.lexicon_loading import lexicon
from jinghe.store.models import ActKind, TaughtWord
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor
from jinghe.usecases.common.acts import recorded
from jinghe.usecases.common.doors import door
from jinghe.usecases.common.refusals import Refused

DIMENSIONS = {"industry": "产业", "region": "来源地", "investor": "投资方"}
LONGEST_WORD = 40

Taught = tuple[tuple[str, str, tuple[str, ...]], ...]


def vocabulary() -> Vocabulary:
    """Every word that has a meaning here; one query."""
    words = TaughtWord.objects.order_by("pk").values_list("dimension", "word", "codes")
    return _joined(tuple((dimension, word, tuple(codes)) for dimension, word, codes in words))


@lru_cache(maxsize=8)
def _joined(taught: Taught) -> Vocabulary:
    built_in = lexicon()
    words = {dimension: dict(held) for dimension, held in built_in.words.items()}
    for dimension, word, codes in taught:
        words[dimension].setdefault(word, frozenset(codes))
    return Vocabulary(words=words, names=built_in.names)


@door("vocabulary.teach")
def teach(dimension: str, word: str, codes: Iterable[str], *, by: Actor, reason: str) -> TaughtWord:
    """Gives a word of notices its codes, for good. Raises AccessRefused, Refused."""
    access.require(access.may_read_notices(by), by, "教词")
    word = "".join(word.split())
    chosen = tuple(dict.fromkeys(codes))
    with recorded() as recording:
        _require_new(dimension, word, chosen)
        act = recording.write(ActKind.TEACH_WORD, by, reason)
        return TaughtWord.objects.create(act=act, dimension=dimension, word=word, codes=list(chosen))


def _require_new(dimension: str, word: str, codes: tuple[str, ...]) -> None:
    held = vocabulary()
    if dimension not in DIMENSIONS:
        raise Refused("请选择这个词说的是产业、来源地还是投资方。")
    if not word or len(word) > LONGEST_WORD:
        raise Refused(f"请填写要教的词，不超过{LONGEST_WORD}个字。")
    if not codes or any(code not in held.names[dimension] for code in codes):
        raise Refused(f"请为“{word}”至少选择一个已有的类别。")
    for other, label in DIMENSIONS.items():
        if word in held.words[other]:
            raise Refused(f"词表里已有“{word}”（{label}），词义不能改变；请更正目标的口径。")


def meaning_of(dimension: str, codes: Iterable[str]) -> str:
    """产业：电子信息、装备制造."""
    held = lexicon()
    return f"{DIMENSIONS[dimension]}：{'、'.join(held.name(dimension, code) for code in codes)}"


def taught() -> list[tuple[TaughtWord, str]]:
    """The words of this office, the latest first, with what they mean; the act of each says who, when and why."""
    words = TaughtWord.objects.select_related("act").order_by("-pk")
    return [(one, meaning_of(one.dimension, one.codes)) for one in words]
