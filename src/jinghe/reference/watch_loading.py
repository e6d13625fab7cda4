"""The watch rules that the program ships, from their data file."""

import tomllib
from importlib.resources import files
from typing import Any


def watch_rows() -> list[dict[str, Any]]:
    """The rules in the shape that `jinghe.store.json.watch` reads."""
    content = tomllib.loads(files("jinghe.reference").joinpath("watch.toml").read_text("utf-8"))
    return [{**row, "source": content["source"]} for row in content["rule"]]
