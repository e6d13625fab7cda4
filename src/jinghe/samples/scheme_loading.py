"""Loads the built-in scoring schemes: real ones, as data."""

import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files

from jinghe.core.evaluation.scheme_reading import scheme_from_json
from jinghe.core.evaluation.schemes import Scheme

FOLDER = files("jinghe.samples").joinpath("schemes")
SUFFIX = ".toml"


@cache
def builtin_schemes() -> dict[str, Scheme]:
    """Every built-in scheme by the name of its file, in the order of the names."""
    names = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(SUFFIX))
    return {name.removesuffix(SUFFIX): _scheme(name) for name in names}


def _scheme(name: str) -> Scheme:
    return scheme_from_json(tomllib.loads(FOLDER.joinpath(name).read_text("utf-8"), parse_float=Fraction))
