"""Offerings 推出项目: the size bands they are listed by, and whether somebody looked at one this year."""

from dataclasses import dataclass
from datetime import date

_YI = 10_000_000_000
"""一亿元 in 分."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeBand:
    """Total investment from at_least up to but not including below, in 分; None: without an end."""

    code: str
    name: str
    at_least: int
    below: int | None

    def __contains__(self, investment_fen: int) -> bool:
        return self.at_least <= investment_fen and (self.below is None or investment_fen < self.below)


SIZE_BANDS: tuple[SizeBand, ...] = (
    SizeBand(code="100", name="100亿元及以上", at_least=100 * _YI, below=None),
    SizeBand(code="50", name="50亿—100亿元", at_least=50 * _YI, below=100 * _YI),
    SizeBand(code="30", name="30亿—50亿元", at_least=30 * _YI, below=50 * _YI),
    SizeBand(code="10", name="10亿—30亿元", at_least=10 * _YI, below=30 * _YI),
    SizeBand(code="1", name="1亿—10亿元", at_least=_YI, below=10 * _YI),
    SizeBand(code="0", name="1亿元以下", at_least=0, below=_YI),
)
"""The largest first, by the bands of “1531”."""


def band_of(investment_fen: int | None) -> SizeBand | None:
    """The band of an investment; None where no investment is stated."""
    if investment_fen is None:
        return None
    return next(band for band in SIZE_BANDS if investment_fen in band)


def is_fresh(offered_on: date | None, refreshed_on: date | None, year: int) -> bool:
    """Whether an offering entered or was refreshed in the year, or later."""
    return any(day is not None and day.year >= year for day in (offered_on, refreshed_on))
