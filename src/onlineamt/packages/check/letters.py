"""Rules about `letters/*.typ`: which are needed, which are used, and that they can be set."""

import re
from collections.abc import Iterator

from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import PROCEDURE
from onlineamt.packages.source import Path

_IMPORT = re.compile(r"""#?(?:import|include)\s*\(?\s*"([^"]+)\"""")


@rule("letters.missing")
def letters_exist(subject: Subject) -> Iterator[Problem]:
    """An outcome without a letter cannot be told to anybody (§ 41 VwVfG)."""
    package = subject.package
    wanted: list[tuple[Path, str]] = [
        (("outcomes", name, "letter"), outcome.letter) for name, outcome in package.procedure.outcomes.items()
    ]
    if package.procedure.confirmation:
        wanted.append((("confirmation",), package.procedure.confirmation))
    for path, letter in wanted:
        if letter not in package.letters:
            yield Problem(
                PROCEDURE,
                path,
                f"Den Brief „letters/{letter}.typ“ gibt es nicht.",
                subject.meant(letter, package.letters),
            )


@rule("letters.unused", Level.WARNING)
def letters_are_used(subject: Subject) -> Iterator[Problem]:
    """A letter that no outcome sends and no letter imports is a leftover."""
    package = subject.package
    used = {outcome.letter for outcome in package.procedure.outcomes.values()} | {
        package.procedure.confirmation
    }
    used |= {
        found.removesuffix(".typ") for text in package.letters.values() for found in _IMPORT.findall(text)
    }
    for name in package.letters.keys() - used:
        yield Problem(
            f"letters/{name}.typ",
            (),
            "Diesen Brief verschickt kein Ergebnis.",
            "Nennen Sie ihn in procedure.yaml, oder löschen Sie ihn.",
        )


@rule("letters.outside-import")
def letters_import_nothing_from_outside(subject: Subject) -> Iterator[Problem]:
    """A letter must read the same in ten years: it takes nothing from the network."""
    for name, text in subject.package.letters.items():
        for found in _IMPORT.finditer(text):
            if found[1].startswith("@"):
                offset = text.count("\n", 0, found.start())
                yield Problem(
                    f"letters/{name}.typ",
                    (),
                    f"Der Brief lädt „{found[1]}“ aus dem Netz.",
                    "Schreiben Sie, was Sie brauchen, in eine Datei in letters/.",
                    line_offset=offset,
                )


@rule("letters.cannot-be-set")
def letters_can_be_set(subject: Subject) -> Iterator[Problem]:
    """Every letter that an example leads to is set with its facts."""
    seen: set[tuple[str, int]] = set()
    for run in subject.runs.values():
        failure = run.letter_failure
        if failure and (failure.file, failure.place.line) not in seen:
            seen.add((failure.file, failure.place.line))
            yield Problem(
                failure.file,
                (),
                f"Der Brief lässt sich nicht setzen: {failure.reason}.",
                f"Prüfen Sie die Stelle mit dem Beispiel „{run.name}“.",
                line_offset=failure.place.line - 1,
            )


@rule("letters.not-shown", Level.WARNING)
def letters_are_shown_by_an_example(subject: Subject) -> Iterator[Problem]:
    """A letter that no example leads to is set for the first time for a citizen."""
    shown = {run.letter for run in subject.runs.values()} | {subject.package.procedure.confirmation}
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.letter in subject.package.letters and outcome.letter not in shown:
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "letter"),
                f"Den Brief „{outcome.letter}“ zeigt kein Beispiel.",
                f"Ergänzen Sie ein Beispiel mit „ruling: {{outcome: {name}}}“.",
            )
