"""How methodical checks are written down and run: each has the number it has in FIM's catalogue (urn:xoev-de:fim-datenfelder:codeliste:xdfm)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from onlineamt.packages.fim.model import Described, Field, Group, Member, Rule, Schema, walk
from onlineamt.packages.fim.notes import shown
from onlineamt.packages.findings import Finding, Level, in_reading_order


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an element, and how to mend it; `line` where it is not the element's own."""

    one: Described
    message: str
    mend: str
    line: int = 0


@dataclass(frozen=True)
class Subject:
    """A schema as the checks look at it: everything in it once, however often it is used."""

    schema: Schema

    @cached_property
    def places(self) -> tuple[tuple[Group | Schema, Member], ...]:
        """Every place with what it stands in."""
        return tuple(
            (path[-1] if path else self.schema, member) for path, member in walk(self.schema.members)
        )

    @cached_property
    def elements(self) -> tuple[Group | Field, ...]:
        """Groups and fields."""
        found: dict[str, Group | Field] = {}
        for _, member in self.places:
            found.setdefault(member.element.full_id, member.element)
        return tuple(found.values())

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields."""
        return tuple(one for one in self.elements if isinstance(one, Field))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups."""
        return tuple(one for one in self.elements if isinstance(one, Group))

    @cached_property
    def parents(self) -> tuple[Group | Schema, ...]:
        """What holds something: the schema and its groups."""
        return (self.schema, *self.groups)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules."""
        return tuple({rule.full_id: rule for _, rule in self.schema.each_rule()}.values())


Check = Callable[[Subject], Iterator[Fault]]
CHECKS: dict[str, Check] = {}
AnyCheck = TypeVar("AnyCheck", bound=Check)


def check(code: str) -> Callable[[AnyCheck], AnyCheck]:
    """Enter a check under its number. Raises ValueError if the number is taken."""

    def enter(function: AnyCheck) -> AnyCheck:
        if code in CHECKS:
            raise ValueError(f"two checks with the number {code}")
        CHECKS[code] = function
        return function

    return enter


def methodical_findings(schema: Schema, *, file: str) -> list[Finding]:
    """Return what the method of FIM finds wrong with a schema, in the order of its file; all of it are warnings, named fim.1009."""
    subject = Subject(schema)
    return in_reading_order(
        _finding(file, code, fault) for code, function in CHECKS.items() for fault in function(subject)
    )


def _finding(file: str, code: str, fault: Fault) -> Finding:
    one = fault.one
    name = shown(one.label or one.name, 60)
    subject = f"{one.full_id} „{name}“" if name and name != one.id else one.full_id
    return Finding(
        file=file,
        line=fault.line or one.line,
        column=1,
        rule=f"fim.{code}",
        level=Level.WARNING,
        message=f"{subject}: {fault.message}",
        mend=fault.mend,
    )
