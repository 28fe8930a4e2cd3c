"""Events: how an earlier stage moves a later one without knowing it. The table of handlers is `wiring.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something that has happened; its name is in the past tense."""


Handler = Callable[[Any], object]
_handlers: Mapping[type[Event], Sequence[Handler]] = {}


class UnknownEvent(LookupError):
    """An event that no line of `wiring.py` names: a forgotten line, never a wish."""


def connect(handlers: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Install the table of `wiring.py`; called once when the application starts."""
    global _handlers  # noqa: PLW0603 -- the one table, set once
    _handlers = handlers


def emit(event: Event) -> None:
    """Call the handlers of the event in order, inside the caller's transaction.

    Raises UnknownEvent when `wiring.py` has no line for it. An error of a handler undoes the caller's work too.
    """
    try:
        handlers = _handlers[type(event)]
    except KeyError as missing:
        raise UnknownEvent(type(event).__name__) from missing
    for handler in handlers:
        handler(event)
