"""Which installed font stands for each face of an official document. None is shipped: fonts are the office's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import typst


class Face(StrEnum):
    """The five faces that an official document is set in."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    HEITI = "黑体"
    KAITI = "楷体"
    SONGTI = "宋体"


_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "Noto Serif SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "思源黑体", "Noto Sans SC", "WenQuanYi Zen Hei")
_SONGTI = ("宋体", "SimSun", "NSimSun", "STSong", "华文宋体", "方正书宋_GBK", "FZShuSong-Z01", "FandolSong")
_HEITI = ("黑体", "SimHei", "STHeiti", "华文黑体", "方正黑体_GBK", "FZHei-B01", "FandolHei")
_SAME: Mapping[Face, tuple[str, ...]] = {  # the face itself, under the names of its makers; first the docx's
    Face.FANGSONG: (
        *("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "华文仿宋"),
        *("方正仿宋_GBK", "FZFangSong-Z02", "FandolFang", "FandolFang R"),
    ),
    Face.TITLE: (
        "方正小标宋简体",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "FZXBSJW--GB1-0",
    ),
    Face.HEITI: _HEITI,
    Face.KAITI: (
        *("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "STKaiti", "华文楷体"),
        *("方正楷体_GBK", "FZKai-Z03", "FandolKai", "AR PL KaitiM GB"),
    ),
    Face.SONGTI: _SONGTI,
}
_INSTEAD: Mapping[Face, tuple[str, ...]] = {  # ends with everything Chinese: one font of any kind is enough
    Face.FANGSONG: (*_SERIF, *_SONGTI, *_SANS, *_HEITI),
    Face.TITLE: (*_SERIF, *_SONGTI, *_SANS, *_HEITI),
    Face.HEITI: (*_SANS, *_SERIF, *_SONGTI),
    Face.KAITI: ("LXGW WenKai", "AR PL UKai CN", *_SERIF, *_SONGTI, *_SANS, *_HEITI),
    Face.SONGTI: (*_SERIF, *_SANS, *_HEITI),
}
_HEAVY = frozenset(name.casefold() for name in (*_SANS, *_HEITI))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """An installed family for one face, and those that are asked for characters which it lacks."""

    family: str
    others: tuple[str, ...] = ()
    is_bold: bool = False


class NoChineseFont(Exception):
    """No installed font can print Chinese; `text` says in Chinese what to install."""

    text = (
        "本机没有中文字体，无法生成PDF。请安装仿宋、黑体、楷体等字体或Noto CJK字体后重试，也可以先下载docx。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """What each face is set in. `names` are the fonts a docx asks for; `substitutions` are sentences for the user.

    Without any Chinese font nothing is chosen: docx, xlsx and html are written all the same, a PDF is not.
    """

    chosen: Mapping[Face, Typeface]
    names: Mapping[Face, str]
    substitutions: tuple[str, ...] = ()


def installed_families() -> frozenset[str]:
    """Families of the fonts installed on this machine, as the typesetter finds them on every system."""
    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def choose(installed: Iterable[str], wanted: Mapping[Face, str] | None = None) -> Typefaces:
    """Typefaces from what is installed and what an office wants by name."""
    families = {family.casefold(): family for family in installed}
    wanted = wanted or {}
    typefaces = {face: _typeface(face, families, wanted.get(face)) for face in Face}
    chosen = {face: typeface for face, typeface in typefaces.items() if typeface is not None}
    remarks = (_substitution(face, typeface, wanted.get(face)) for face, typeface in chosen.items())
    return Typefaces(
        chosen=chosen,
        names={face: wanted.get(face) or _SAME[face][0] for face in Face},
        substitutions=tuple(sentence for sentence in remarks if sentence),
    )


def alternatives(face: Face) -> tuple[str, ...]:
    """Names under which a word processor may look for the face, best first."""
    return (*_SAME[face], *_INSTEAD[face])


def _typeface(face: Face, installed: Mapping[str, str], wanted: str | None) -> Typeface | None:
    asked = ((wanted,) if wanted else ()) + alternatives(face)
    families = tuple(
        dict.fromkeys(installed[name.casefold()] for name in asked if name.casefold() in installed)
    )
    if not families:
        return None
    is_light = _is_instead(face, families[0], wanted) and families[0].casefold() not in _HEAVY
    is_bold = face in (Face.TITLE, Face.HEITI) and is_light
    return Typeface(family=families[0], others=families[1:], is_bold=is_bold)


def _is_instead(face: Face, family: str, wanted: str | None) -> bool:
    names = {name.casefold() for name in (*_SAME[face], wanted or "")}
    return family.casefold() not in names


def _substitution(face: Face, typeface: Typeface, wanted: str | None) -> str:
    if wanted and typeface.family.casefold() != wanted.casefold():
        instead = f"PDF中已用“{typeface.family}”代替。请安装该字体，或改选已安装的字体。"
        return f"指定的{face}字体“{wanted}”没有安装，{instead}"
    if not _is_instead(face, typeface.family, wanted):
        return ""
    bold = "的粗体" if typeface.is_bold else ""
    return f"本机没有{face}字体，PDF中已用“{typeface.family}”{bold}代替。请安装{face}字体，或指定本单位已有的字体。"
