"""The print room of this installation: set once when the application starts."""

from onlineamt.facilities.post.ports import PrintRoom

_room: PrintRoom | None = None


def use_print_room(chosen: PrintRoom) -> None:
    """Install the print room of this installation."""
    global _room  # noqa: PLW0603 -- set once at start
    _room = chosen


def print_room() -> PrintRoom:
    """Return the print room. Raises RuntimeError before the application has started."""
    if _room is None:
        raise RuntimeError("no print room is installed")
    return _room
