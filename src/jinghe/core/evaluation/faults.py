"""Faults of a scheme or of its inputs: where, what is wrong, what to do; all of them at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """place: where in the scheme or its inputs. text: what is wrong. advice: what to do."""

    place: str
    text: str
    advice: str

    @property
    def message(self) -> str:
        return f"{self.place}：{self.text}。{self.advice}。"
