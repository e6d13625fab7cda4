"""Doors: the acts of the house that can be told by a name and arguments, and whoever listens to what is done at them.

A name outlives the function behind it. Nobody listens in an office; a demonstration keeps a journal of its year.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

_Asked = ParamSpec("_Asked")
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done at a door: arguments by name as they were given, and what came of it."""

    door: str
    arguments: Mapping[str, Any]
    result: Any


Listener = Callable[[Done], None]
DOORS: dict[str, Callable[..., Any]] = {}
"""Every door by its name; filled as the use cases are imported."""

_listeners: list[Listener] = []
_is_inside: ContextVar[bool] = ContextVar("is_inside", default=False)


def door(name: str) -> Callable[[Callable[_Asked, _Given]], Callable[_Asked, _Given]]:
    """Makes a use case a door; what it does at other doors is its own doing and is not told again."""

    def hung(function: Callable[_Asked, _Given]) -> Callable[_Asked, _Given]:
        asked = signature(function)

        @wraps(function)
        def entered(*args: _Asked.args, **named: _Asked.kwargs) -> _Given:
            if not _listeners or _is_inside.get():
                return function(*args, **named)
            bound = asked.bind(*args, **named)
            for one, value in bound.arguments.items():
                if isinstance(value, Iterator):  # it can be read once only
                    bound.arguments[one] = tuple(value)
            with _inside():
                result = function(*bound.args, **bound.kwargs)
            for listener in _listeners:
                listener(Done(door=name, arguments=bound.arguments, result=result))
            return result

        if name in DOORS:
            raise ValueError(f"two doors are called {name}")
        DOORS[name] = entered
        return entered

    return hung


@contextmanager
def _inside() -> Iterator[None]:
    token = _is_inside.set(True)
    try:
        yield
    finally:
        _is_inside.reset(token)


def listen(listener: Listener) -> None:
    """Tells a listener of everything that is done from now on in this process."""
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    _listeners.remove(listener)
