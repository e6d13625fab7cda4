"""The house's watch rules, from their data file."""

import tomllib
from functools import cache
from importlib.resources import files

from jinghe.core.oversight.watch import WatchRule
from jinghe.core.oversight.watch_json import watch_from_json


@cache
def builtin_watch_rules() -> tuple[WatchRule, ...]:
    """What is watched until an office lays down its own rules."""
    told = tomllib.loads(files("jinghe.reference").joinpath("watch.toml").read_text("utf-8"))
    return watch_from_json({**one, "source": told["source"]} for one in told["rule"])
