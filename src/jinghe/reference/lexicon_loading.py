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
    tables = {dimension: _read(dimension) for dimension in DIMENSION_FILES}
    return Vocabulary(
        words={dimension: _words(file) for dimension, file in tables.items()},
        names={
            dimension: {entry["code"]: entry["name"] for entry in file["code"]}
            for dimension, file in tables.items()
        },
    )


def _read(dimension: str) -> Toml:
    return tomllib.loads(files("jinghe.reference").joinpath(f"lexicon/{dimension}.toml").read_text("utf-8"))


def _words(file: Toml) -> dict[str, frozenset[str]]:
    """Word → codes, inner codes included."""
    codes = [entry["code"] for entry in file["code"]]
    inner = {entry["code"]: entry.get("within") for entry in file["code"]}
    words: dict[str, frozenset[str]] = {}
    for entry in file["code"]:
        covered = frozenset(code for code in codes if entry["code"] in (code, inner[code]))
        words |= dict.fromkeys(entry["words"], covered)
    for group in file.get("group", ()):
        words |= dict.fromkeys(group["words"], frozenset(group["codes"]))
    for group in file.get("outside", ()):
        words |= dict.fromkeys(group["words"], frozenset(codes) - frozenset(group["codes"]))
    return words
