"""What a XZuFi file says of one service, in the words and marks of a package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

OUR_SCHEME = "online-amt"  # schemeID of ids that are keys of packages


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """An id and the editorial office that gave it; `scheme` tells our own package keys from theirs."""

    id: str
    agency: str = ""
    version: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Approved:
    """Who approved the texts, and when (LeiKa 17)."""

    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class ServiceText:
    """A service's texts with its keys. `modules`: language → key of the module → text, words or links."""

    id: Identifier
    origin: Identifier | None = None
    numbers: tuple[str, ...] = ()
    typisierung: tuple[str, ...] = ()
    version: str = ""
    changed_on: date | None = None
    author: str = ""
    approved: Approved | None = None
    modules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    line: int = 1
    remarks: tuple[str, ...] = ()

    @property
    def package_key(self) -> str:
        """The key of the package it was written from; empty when it comes from elsewhere."""
        return self.id.id if self.id.scheme == OUR_SCHEME else ""

    @property
    def title(self) -> str:
        """What to call it in a report."""
        words = self.modules.get("de") or next(iter(self.modules.values()), {})
        return words.get("leistungsbezeichnung_2") or words.get("leistungsbezeichnung") or self.id.id
