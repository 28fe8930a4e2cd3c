"""Rules about what comes from FIM: nothing that FIM says in words is forgotten."""

from collections.abc import Iterator, Mapping
from typing import Any

from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM

_OPEN = "open_rules"


@rule("fim.open-rule", Level.WARNING)
def rules_are_written_for_machines(subject: Subject) -> Iterator[Problem]:
    """A rule that FIM gives as a sentence decides nothing until a person has written it as a condition or check."""
    for path, one in _open_rules(subject.package.form.model_dump(mode="json"), ()):
        name = f" „{one['name']}“" if one.get("name") else ""
        yield Problem(
            FORM, path, f"Die Regel {one['id']}{name} aus FIM ist noch nicht umgesetzt.",
            "Schreiben Sie sie als Bedingung oder Prüfung, und nehmen Sie sie unter „open_rules“ heraus.",
        )  # fmt: skip


def _open_rules(
    part: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name == _OPEN:
                yield from (((*path, name, place), one) for place, one in enumerate(inner))
            else:
                yield from _open_rules(inner, (*path, name))
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _open_rules(inner, (*path, place))
