"""Loads the built-in scoring schemes: real ones as data, and the house's own examples for the notice of 2022."""

import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinghe.core.evaluation.schemes.reading import scheme_from_json
from jinghe.core.evaluation.schemes.schemes import Scheme

FOLDER = files("jinghe.reference").joinpath("schemes")
HOUSE_FOLDER = files("jinghe.reference").joinpath("house_schemes")
SUFFIX = ".toml"


@cache
def builtin_schemes() -> dict[str, Scheme]:
    """Every built-in scheme by the name of its file, in the order of the names."""
    return _schemes(FOLDER)


@cache
def house_schemes() -> dict[str, Scheme]:
    """The house's examples by code: what an office starts from, and has to settle itself."""
    return _schemes(HOUSE_FOLDER)


def _schemes(folder: Traversable) -> dict[str, Scheme]:
    named = sorted(
        (file.name.removesuffix(SUFFIX), file) for file in folder.iterdir() if file.name.endswith(SUFFIX)
    )
    return {name: _scheme(file.read_text("utf-8")) for name, file in named}


def _scheme(text: str) -> Scheme:
    return scheme_from_json(tomllib.loads(text, parse_float=Fraction))
