"""Where the elements of a schema have gone, so that rules which name them find them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onlineamt.packages.fim.model import Field, Group


@dataclass(frozen=True)
class Place:
    """A page, group or question that an element has become: its keys, and the id by which it is known."""

    keys: dict[str, Any]
    id: str
    is_in_list: bool = False


@dataclass
class Places:
    """All of them, with the way of FIM ids that leads there."""

    _found: list[tuple[tuple[str, ...], Place]] = field(default_factory=list)

    def add(self, one: Field | Group, way: tuple[str, ...], place: Place) -> None:
        """Keep where an element has gone; `way` are the ids of the groups around."""
        self._found.append(((*way, one.id), place))

    def named(self, reference: str) -> list[Place]:
        """Return the places that a way as rules write it leads to: `G60000000083.F60000000233`, or an id alone."""
        wanted = reference.split(".")
        return [place for way, place in self._found if way[-1] == wanted[-1] and _passes(way, wanted)]

    def __iter__(self) -> Iterator[Place]:
        """Yield all places in the order of the form."""
        return (place for _, place in self._found)


def _passes(way: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether a way passes the wanted ids in their order."""
    steps = iter(way)
    return all(one in steps for one in wanted)
