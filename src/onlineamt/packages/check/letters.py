"""Rules about `letters/*.typ`: which are needed, which are used, what they may reach, and that they can be set."""

import re
from collections.abc import Iterator

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.runs import ExampleRun
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import PROCEDURE, SERVICE
from onlineamt.packages.source import Path
from onlineamt.procedure.cases.remedies import is_known_remedy

CARD_PARTS = "/karte.typ"  # what the platform gives to build the middle of a card from
_IMPORT = re.compile(r"""#?(?:import|include)\s*\(?\s*"([^"]+)\"""")
# Words of typst that fetch or run something. `json(bytes(…))` and the like read what the letter was given.
_FETCH = re.compile(r"(?<![\w.-])(?:import|include)\b(?!-)")
_READ = re.compile(
    r"(?<![\w-])(?:(?:read|plugin|eval)\b|(?:json|yaml|toml|csv|xml|cbor|image|bibliography)\s*\((?!\s*bytes\())"
)
_COMMENT = re.compile(r"(?m)^\s*//.*$")
_SUBJECT = re.compile(r'(?m)^#let subject\s*=\s*"[^"]+"')
_FRAME = re.compile(r"(?m)^=\s|#?\bset\s+(?:page|document)\s*\(|^#?title\s*\(")
_NO_KEY = re.compile(r'dictionary does not contain key "([^"]+)"')
_NOTICE = re.compile(r"(?m)^=+\s*Rechtsbehelf")


@rule("letters.missing")
def letters_exist(subject: Subject) -> Iterator[Problem]:
    """An outcome without a letter cannot be told to anybody (§ 41 VwVfG)."""
    package = subject.package
    wanted: list[tuple[Path, str]] = [
        (("outcomes", name, "letter"), outcome.letter) for name, outcome in package.procedure.outcomes.items()
    ]
    if package.procedure.confirmation:
        wanted.append((("confirmation",), package.procedure.confirmation))
    wanted += [
        (("registers", name, key), letter)
        for name, register in package.procedure.registers.items()
        for key, letter in (("permit", register.permit), ("reminder", register.reminder))
        if letter
    ]
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
    for register in package.procedure.registers.values():
        used |= {register.permit, register.reminder}
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
    """A letter must read the same in ten years: it takes in nothing but the other files of letters/, by name."""
    known = {f"{name}.typ" for name in subject.package.letters} | {CARD_PARTS}
    for name, text in _without_comments(subject):
        for found in _FETCH.finditer(text):
            target = _IMPORT.match(text, found.start())
            if target is None or target[1] not in known:
                what = f"„{target[1]}“" if target else "etwas, dessen Name erst berechnet wird"
                yield _at(
                    name,
                    text,
                    found.start(),
                    f"Der Brief lädt {what}. Das ist keine Datei in letters/.",
                    "Schreiben Sie, was Sie brauchen, in eine Datei in letters/, und nennen Sie ihren Namen.",
                )


@rule("letters.outside-read")
def letters_read_nothing(subject: Subject) -> Iterator[Problem]:
    """A letter shows what it is given. It opens no file and runs no text as a program."""
    for name, text in _without_comments(subject):
        for found in _READ.finditer(text):
            word = found[0].rstrip("( ")
            yield _at(
                name,
                text,
                found.start(),
                f"Der Brief liest oder rechnet mit „{word}“. Briefe zeigen nur, was ihnen gegeben wird.",
                "Nehmen Sie die Angaben aus json(bytes(sys.inputs.content)).",
            )


@rule("letters.subject-missing")
def letters_have_a_subject(subject: Subject) -> Iterator[Problem]:
    """The subject names the PDF, heads the page and comes before everything else (DIN 5008)."""
    for name in _sent(subject) & subject.package.letters.keys():
        if not _SUBJECT.search(subject.package.letters[name]):
            yield Problem(
                f"letters/{name}.typ",
                (),
                "Dem Brief fehlt der Betreff.",
                "Schreiben Sie an den Anfang eine Zeile mit „#let subject = …“.",
            )


@rule("letters.frame")
def letters_leave_the_frame_alone(subject: Subject) -> Iterator[Problem]:
    """Paper, subject and address belong to the platform: windows of envelopes do not move."""
    for name, text in _without_comments(subject):
        for found in _FRAME.finditer(text):
            yield _at(
                name,
                text,
                found.start(),
                "Der Brief ändert den Rahmen oder setzt eine Überschrift der ersten Stufe.",
                "Lassen Sie die Zeile weg. Der Betreff steht in „subject“, Überschriften beginnen mit „==“.",
            )


@rule("letters.notice-twice")
def letters_leave_the_notice_to_the_platform(subject: Subject) -> Iterator[Problem]:
    """Two notices may contradict each other, and a wrong one makes the period a year (§ 58 Abs. 2 VwGO)."""
    for name, text in _without_comments(subject):
        for found in _NOTICE.finditer(text):
            yield _at(
                name,
                text,
                found.start(),
                "Die Rechtsbehelfsbelehrung setzt die Plattform.",
                "Lassen Sie den Abschnitt weg. Was gilt, sagt „remedy“ in service.yaml.",
            )


@rule("letters.notice-unknown")
def the_notice_has_words(subject: Subject) -> Iterator[Problem]:
    """There are words only for remedies that the law knows."""
    if not is_known_remedy(subject.package.service.remedy):
        yield Problem(
            SERVICE,
            ("remedy",),
            "Für diesen Rechtsbehelf nach diesen Regeln und mit dieser Frist gibt es keine Belehrung.",
            "Prüfen Sie „kind“, „rules“ und „period“. Üblich ist {kind: klage, period: P1M}.",
        )


@rule("letters.plain-missing")
def outcomes_are_said_plainly(subject: Subject) -> Iterator[Problem]:
    """Every decision begins with what it means in one plain sentence."""
    german = subject.package.texts.get(Language.GERMAN)
    if german is not None:
        for name in subject.package.procedure.outcomes.keys() - german.plain.keys():
            yield Problem(
                f"texts/{Language.GERMAN}.yaml",
                ("plain",),
                f"Es fehlt ein einfacher Satz zum Ergebnis „{name}“.",
                f"Ergänzen Sie unter „plain“ die Zeile „{name}: {{decided: …}}“.",
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
                *_cannot_be_set(failure.reason, run, subject),
                line_offset=failure.place.line - 1,
            )


@rule("letters.not-shown", Level.WARNING)
def letters_are_shown_by_an_example(subject: Subject) -> Iterator[Problem]:
    """A letter that no example leads to is set for the first time for a citizen."""
    shown = {run.letter for run in subject.runs.values()} | {subject.package.procedure.confirmation}
    for name, outcome in subject.package.procedure.outcomes.items() if subject.runs else ():
        if outcome.letter in subject.package.letters and outcome.letter not in shown:
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "letter"),
                f"Den Brief „{outcome.letter}“ zeigt kein Beispiel.",
                f"Ergänzen Sie ein Beispiel mit „ruling: {{outcome: {name}}}“.",
            )


def _cannot_be_set(reason: str, run: ExampleRun, subject: Subject) -> tuple[str, str]:
    """Say why a letter cannot be set, and the mend: mostly it asks for something that it is not given."""
    missing = _NO_KEY.search(reason)
    if missing is None:
        return (
            f"Der Brief lässt sich nicht setzen: {reason}.",
            f"Prüfen Sie die Stelle mit dem Beispiel „{run.name}“.",
        )
    name, package = missing[1], subject.package
    fields = {part for field in package.form.every_field() for part in field.id.split(".")}
    fees = {fee.name for fee in package.service.fees}
    known = fields | fees | package.form.computed.keys() | package.service.parameters.keys()
    message = f"Der Brief liest „{name}“. Das bekommt er im Beispiel „{run.name}“ nicht."
    if name in known:
        return message, f'Was nicht immer da ist, liest er mit .at("{name}", default: none).'
    return message, subject.meant(name, known)


def _sent(subject: Subject) -> set[str]:
    procedure = subject.package.procedure
    others = [procedure.confirmation, *(register.reminder for register in procedure.registers.values())]
    return {outcome.letter for outcome in procedure.outcomes.values()} | {one for one in others if one}


def _without_comments(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield every letter with its comments blanked out, so that places stay where they are."""
    for name, text in subject.package.letters.items():
        yield name, _COMMENT.sub(lambda comment: " " * len(comment[0]), text)


def _at(name: str, text: str, start: int, message: str, mend: str) -> Problem:
    return Problem(f"letters/{name}.typ", (), message, mend, line_offset=text.count("\n", 0, start))
