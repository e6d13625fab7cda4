"""How the product says its version."""

from jinghe import __version__
from jinghe.reference import REFERENCE_VERSION


def wording() -> str:
    return f"经合 jinghe {__version__}（参考数据 {REFERENCE_VERSION}）"
