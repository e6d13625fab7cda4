"""The vocabulary that comes with the program: the words of clauses, and the codes of the ledger that they stand for."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jinghe.core.values.vocabulary import Vocabulary

Toml = dict[str, Any]
DIMENSION_FILES = ("industry", "region", "investor")


@cache
def lexicon() -> Vocabulary:
    """The built-in vocabulary: every word of the built-in plan and the codes of the ledger."""
    told = {dimension: _read(dimension) for dimension in DIMENSION_FILES}
    return Vocabulary(
        words={dimension: _words(file) for dimension, file in told.items()},
        names={
            dimension: {one["code"]: one["name"] for one in file["code"]} for dimension, file in told.items()
        },
    )


def _read(dimension: str) -> Toml:
    return tomllib.loads(files("jinghe.reference").joinpath(f"lexicon/{dimension}.toml").read_text("utf-8"))


def _words(file: Toml) -> dict[str, frozenset[str]]:
    """Word → codes, inner codes included."""
    codes = [one["code"] for one in file["code"]]
    inner = {one["code"]: one.get("within") for one in file["code"]}
    words: dict[str, frozenset[str]] = {}
    for one in file["code"]:
        covered = frozenset(code for code in codes if one["code"] in (code, inner[code]))
        words |= dict.fromkeys(one["words"], covered)
    for group in file.get("group", ()):
        words |= dict.fromkeys(group["words"], frozenset(group["codes"]))
    for group in file.get("outside", ()):
        words |= dict.fromkeys(group["words"], frozenset(codes) - frozenset(group["codes"]))
    return words
