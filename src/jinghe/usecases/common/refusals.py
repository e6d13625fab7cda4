"""Why a use case does not do what was asked: refused, or not there. Pages and commands catch these two."""

from collections.abc import Sequence
from typing import ClassVar


class Refused(Exception):
    """An action that is not done, as things stand. `text`: Chinese, says why; the message is for the log."""

    status: ClassVar[int] = 409
    """What a page answers that shows nothing but the refusal."""

    def __init__(self, text: str, *, log: str = "") -> None:
        super().__init__(log or text)
        self.text = text


class RefusedFaults(Refused):
    """Refused for several faults, all told at once. faults: Chinese, without full stops."""

    def __init__(self, faults: Sequence[str], *, closing: str = "。") -> None:
        super().__init__("；".join(faults) + closing, log=f"{len(faults)} faults: {list(faults)[:5]}")
        self.faults = tuple(faults)


class ChangedMeanwhile(Refused):
    """Refused because somebody changed the thing since it was read; nothing was overwritten."""


class Missing(LookupError):
    """There is no such thing, or none that the reader may know of. The message names what was asked for."""

    status: ClassVar[int] = 404
