"""A print room of its own for each test, and what a later stage would hear."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onlineamt.adapters.print_folder import FolderPrintRoom
from onlineamt.facilities.post import room
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.facilities.post.room import use_print_room
from onlineamt.foundation.core import events
from onlineamt.foundation.core.events import Event


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before = room._room
    use_print_room(FolderPrintRoom(tmp_path / "print"))
    yield tmp_path / "print"
    room._room = before


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch, at: Callable[..., Any]) -> list[Event]:
    """What happened, as a later stage would hear it. It is Friday morning."""
    at(2026, 3, 20, 9, 0)
    found: list[Event] = []
    monkeypatch.setattr(events, "_handlers", {LetterPosted: (found.append,), LetterReturned: (found.append,)})
    return found
