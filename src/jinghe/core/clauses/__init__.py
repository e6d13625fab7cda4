"""The clause language: Chinese target clauses ⇄ items that can be counted, and findings for what is not understood."""

from jinghe.core.clauses.items import ClauseReading, Item, NumberUse, Use
from jinghe.core.clauses.parser import parse
from jinghe.core.clauses.renderer import Piece, render, render_all, render_marked

__all__ = [
    "ClauseReading",
    "Item",
    "NumberUse",
    "Piece",
    "Use",
    "parse",
    "render",
    "render_all",
    "render_marked",
]
