"""The other packages on the same shelf, as far as a package must fit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onlineamt.packages.package import PROCEDURE, SERVICE
from onlineamt.packages.source import UnreadableSource, read_source


@dataclass(frozen=True)
class Neighbour:
    """Another service: which register it follows, and what its own registers hold, by name."""

    follows: tuple[str, str] | None
    registers: Mapping[str, tuple[str, ...]]


def find_neighbour(shelf: Path, key: str) -> Neighbour | None:
    """Return what is said of another package, or None where it is not there or cannot be read: it has its own check."""
    folder = shelf / key
    if not key or not (folder / SERVICE).is_file():
        return None
    follows = _read(folder / SERVICE).get("follows") or {}
    registers = _read(folder / PROCEDURE).get("registers") or {}
    return Neighbour(
        follows=(str(follows.get("service")), str(follows.get("register"))) if follows else None,
        registers={name: _fields(register) for name, register in registers.items()},
    )


def _fields(register: Any) -> tuple[str, ...]:
    said = register if isinstance(register, dict) else {}
    limits = [one["fields"] if isinstance(one, dict) else one for one in said.get("one_per", {}).values()]
    return tuple(dict.fromkeys([*said.get("fields", ()), *(field for each in limits for field in each)]))


def _read(file: Path) -> dict[str, Any]:
    try:
        source, _ = read_source(file.name, file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, UnreadableSource):
        return {}
    return source.value if isinstance(source.value, dict) else {}
