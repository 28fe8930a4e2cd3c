"""Rules about registers and follow-ups: what is entered, shown and compared, and whether two packages fit each other."""

from collections.abc import Collection, Iterator
from datetime import date

from onlineamt.packages.check.mentions import each_expression, names_in
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM, PROCEDURE, SERVICE
from onlineamt.packages.source import Path
from onlineamt.procedure.cases.definition import EndEntry, OnePer, Register
from onlineamt.procedure.forms.definition import GRANTED, QuestionDefinition, RegisterEntryField
from onlineamt.procedure.forms.engine.kinds import AnyKind, NotReadable

_SOME_DAY = date(2026, 1, 1)  # whether an answer is one hangs on no day
_END_REASONS = ("deregistered", "moved", "died", "passed_on", "revoked", "mistake")


@rule("registers.unknown-source")
def sources_exist(subject: Subject) -> Iterator[Problem]:
    """What makes an entry one of a kind, and what an entry says from now on, is asked or computed."""
    asked, known = asked_of(subject), sources_of(subject)
    for name, register in subject.package.procedure.registers.items():
        for limit, one in register.one_per.items():
            fields = one.fields if isinstance(one, OnePer) else one
            inner: Path = ("fields",) if isinstance(one, OnePer) else ()
            for index, source in enumerate(fields):
                yield from _known(
                    subject, ("registers", name, "one_per", limit, *inner, index), source, asked
                )
    for name, outcome in subject.package.procedure.outcomes.items():
        for target, source in getattr(outcome.entry, "fields", {}).items():
            yield from _known(subject, ("outcomes", name, "entry", "fields", target), source, known)


@rule("registers.not-entered")
def shown_and_compared_are_entered(subject: Subject) -> Iterator[Problem]:
    """Only what stands in an entry can be shown or compared by whoever checks it."""
    for name, register in subject.package.procedure.registers.items():
        for path, source in _checked(register):
            if source not in register.fields:
                yield Problem(
                    PROCEDURE,
                    ("registers", name, *path),
                    f"„{source}“ steht nicht im Eintrag.",
                    f"Ergänzen Sie es unter „fields“ von „{name}“, oder löschen Sie es hier.",
                )


@rule("registers.shows-a-person")
def nothing_personal_is_shown(subject: Subject) -> Iterator[Problem]:
    """Whoever finds a permit and scans its code learns nothing about its holder (Art. 5 DSGVO)."""
    granted = subject.package.procedure.granted
    personal = {
        field.id
        for field in (*subject.package.form.each_field(), *(granted.fields if granted else ()))
        if isinstance(field, QuestionDefinition) and field.personal
    }
    for name, register in subject.package.procedure.registers.items():
        for index, source in enumerate(register.shown):
            if source in personal:
                yield Problem(
                    PROCEDURE,
                    ("registers", name, "shown", index),
                    f"„{source}“ sagt etwas über eine Person und wäre für alle zu sehen, die den Code prüfen.",
                    "Löschen Sie es. Mit „compared“ lässt sich eine Angabe vergleichen, ohne sie zu zeigen.",
                )


@rule("registers.nothing-to-renew")
def renewable_entries_run_out(subject: Subject) -> Iterator[Problem]:
    """What counts until it is ended cannot be renewed."""
    for name, register in subject.package.procedure.registers.items():
        if register.valid == "open" and register.renewed_by:
            yield Problem(
                PROCEDURE,
                ("registers", name, "renewed_by"),
                "Ein Eintrag ohne Ende lässt sich nicht verlängern.",
                "Löschen Sie „renewed_by“, oder sagen Sie unter „valid“, wie lange ein Eintrag gilt.",
            )


@rule("registers.held-asked-too-early")
def held_is_read_by_the_office_only(subject: Subject) -> Iterator[Problem]:
    """Whether somebody holds an entry is nobody's business who types a name into a form."""
    for written in each_expression(subject.package):
        if written.file == PROCEDURE:
            continue
        if any(name.startswith("held.") for name in names_in(written.text)):
            yield Problem(
                written.file,
                written.path,
                "„held.…“ darf nur procedure.yaml lesen: Im Formular erführe man, wer schon einen Eintrag hat.",
                "Prüfen Sie es in einer Regel, einer Aufgabe oder einem Ergebnis.",
            )


@rule("registers.follows-nothing")
def acts_have_an_entry(subject: Subject) -> Iterator[Problem]:
    """An entry can be renewed, changed or ended where the service says which register it follows; an outcome does one."""
    follows = subject.package.service.follows
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.entry and follows is None:
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "entry"),
                f"„{name}“ handelt an einem Eintrag, aber die Leistung folgt keinem Register.",
                "Ergänzen Sie in service.yaml „follows: {service: …, register: …}“.",
            )
        elif outcome.entry and outcome.enters:
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "entry"),
                f"„{name}“ trägt ein und handelt zugleich an einem bestehenden Eintrag.",
                "Löschen Sie „register“ oder „entry“.",
            )


@rule("registers.end-reason")
def end_reasons_are_known(subject: Subject) -> Iterator[Problem]:
    """The office reads why an entry ended; the reasons have names in all languages."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if isinstance(outcome.entry, EndEntry) and outcome.entry.reason not in _END_REASONS:
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "entry", "reason"),
                f"Den Grund „{outcome.entry.reason}“ gibt es nicht.",
                f"Vorhanden sind: {', '.join(_END_REASONS)}.",
            )


@rule("registers.number-without-answer")
def numbers_are_asked_with_an_answer(subject: Subject) -> Iterator[Problem]:
    """A number opens nothing without an answer that was given when the entry was made."""
    package = subject.package
    for field in package.form.each_field():
        if not isinstance(field, RegisterEntryField):
            continue
        if package.service.follows is None:
            message, mend = (
                "Das Feld fragt nach einem Eintrag, aber die Leistung folgt keinem Register.",
                "Ergänzen Sie in service.yaml „follows: {service: …, register: …}“.",
            )
        elif (field.answer or package.form.known_answer) not in subject.field_ids:
            message, mend = (
                "Zu der Nummer gehört eine Antwort, die beim ersten Antrag gegeben wurde.",
                "Nennen Sie sie mit „answer: bereich.feld“ oder für das Formular mit „known_answer“.",
            )
        else:
            continue
        yield Problem(FORM, subject.field_path(field.id), message, mend)


@rule("registers.no-number", Level.WARNING)
def followers_can_name_their_entry(subject: Subject) -> Iterator[Problem]:
    """Who does not come from their own case needs a question for the number."""
    package = subject.package
    asks = any(isinstance(field, RegisterEntryField) for field in package.form.each_field())
    if package.service.follows and not asks:
        yield Problem(
            SERVICE,
            ("follows",),
            "Wer nicht aus dem eigenen Vorgang kommt, kann den Eintrag nicht nennen.",
            "Fragen Sie mit einem Feld der Art „register_entry“ nach der Nummer.",
        )


@rule("registers.unfit-unchanged")
def what_is_unchanged_is_an_answer(subject: Subject) -> Iterator[Problem]:
    """What pressing "nothing has changed" answers is asked, and can be answered like that."""
    follows, compiled = subject.package.service.follows, subject.compiled
    kinds = compiled.service.form.words().kinds if compiled else {}
    for field_id, answer in (follows.unchanged if follows and compiled else {}).items():
        path: Path = ("follows", "unchanged", field_id)
        if field_id not in kinds or not kinds[field_id].asks:
            message = f"Das Feld „{field_id}“ wird nirgends gefragt."
            yield Problem(SERVICE, path, message, subject.meant(field_id, subject.field_ids))
        elif not _can_be_answered(kinds[field_id], answer):
            yield Problem(
                SERVICE,
                path,
                f"„{field_id}“ lässt sich so nicht beantworten.",
                "Schreiben Sie die Antwort, wie sie gespeichert wird: bei einer Auswahl ihren Code.",
            )


def _can_be_answered(kind: AnyKind, answer: bool | int | str) -> bool:
    try:
        return kind.validate(kind.from_json(answer), today=_SOME_DAY) is None
    except NotReadable:
        return False


@rule("registers.do-not-fit")
def packages_fit_each_other(subject: Subject) -> Iterator[Problem]:
    """A follow-up and the service it follows name each other, where both stand on the shelf."""
    own = subject.package.service
    for name, register in subject.package.procedure.registers.items():
        for key in ("ends_by", "changed_by", "renewed_by"):
            other = subject.neighbour(getattr(register, key) or "")
            if other is not None and other.follows != (own.key, name):
                yield Problem(
                    PROCEDURE,
                    ("registers", name, key),
                    f"„{getattr(register, key)}“ folgt diesem Register nicht.",
                    f"Schreiben Sie dort in service.yaml „follows: {{service: {own.key}, register: {name}}}“.",
                )
    if own.follows and (other := subject.neighbour(own.follows.service)):
        if own.follows.into not in other.registers:
            yield Problem(
                SERVICE,
                ("follows", "register"),
                f"„{own.follows.service}“ hat kein Register „{own.follows.into}“.",
                subject.meant(own.follows.into, other.registers),
            )
        else:
            yield from _unknown_targets(subject, other.registers[own.follows.into])


def sources_of(subject: Subject) -> frozenset[str]:
    """Return what an entry can be made of: answers, computed values and what is granted."""
    granted = subject.package.procedure.granted
    names = (*granted.names, *granted.computed) if granted else ()
    return asked_of(subject) | {f"{GRANTED}.{name}" for name in names}


def asked_of(subject: Subject) -> frozenset[str]:
    """Return what is known before anybody decides: answers and computed values."""
    return subject.field_ids | {f"computed.{name}" for name in subject.package.form.computed}


def _unknown_targets(subject: Subject, known: Collection[str]) -> Iterator[Problem]:
    for name, outcome in subject.package.procedure.outcomes.items():
        for target in getattr(outcome.entry, "fields", {}):
            yield from _known(subject, ("outcomes", name, "entry", "fields", target), target, known)


def _checked(register: Register) -> Iterator[tuple[Path, str]]:
    for index, source in enumerate(register.shown):
        yield ("shown", index), source
    if register.compared:
        yield ("compared",), register.compared


def _known(subject: Subject, path: Path, source: str, known: Collection[str]) -> Iterator[Problem]:
    if source not in known:
        yield Problem(PROCEDURE, path, f"Die Angabe „{source}“ gibt es nicht.", subject.meant(source, known))
