"""Every event has a line in `wiring.py`: one that has none undoes the work of whoever emits it."""

import importlib
from collections.abc import Iterator

from tests.architecture.house import SOURCE, product_files

from onlineamt import wiring
from onlineamt.foundation.core.events import Event


def events() -> Iterator[type[Event]]:
    """Yield every event of the product, of whatever module."""
    for path in product_files():
        if path.name == "events.py":
            importlib.import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    waiting = Event.__subclasses__()
    while waiting:
        event = waiting.pop()
        if event.__module__.startswith("onlineamt."):
            yield event
        waiting += event.__subclasses__()


def test_every_event_has_a_line() -> None:
    found = set(events())

    assert {event.__name__ for event in found - set(wiring.HANDLERS)} == set()
    assert len(found) > 5
