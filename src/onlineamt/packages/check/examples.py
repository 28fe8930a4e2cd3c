"""Rules about `examples/*.yaml`: they hold, and together they show everything the package can do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.runs import ExampleRun, effect_of, granting_of
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.example import Expectation
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM, PROCEDURE, SERVICE
from onlineamt.packages.press import plain_spaces
from onlineamt.packages.source import Path
from onlineamt.procedure.forms.definition import FieldDefinition, RepeatField
from onlineamt.procedure.forms.engine import Journey

_MEND = "Berichtigen Sie die Erwartung oder das Paket."
_ENTRY = ("valid_from", "valid_until")
_STORED = {
    "choice": "ihr Code",
    "choice_many": "[code, code]",
    "consent": "true",
    "date": "2026-03-20",
    "date_time": '"2026-03-20T08:30"',
    "decimal": '"0.5"',
    "file": "[datei.pdf]",
    "integer": "12",
    "money": "1250 für 12,50 €",
    "phone": '"+4930123456"',
    "postcode": '"45999"',
    "house_number": "12 a",
    "tax_id": '"86095742719"',
    "time": '"08:30"',
    "yes_no": "true oder false",
}


@rule("examples.none")
def package_has_examples(subject: Subject) -> Iterator[Problem]:
    """A package without examples does not install: nobody would know what it should do."""
    if not subject.package.examples:
        yield Problem(
            "examples",
            (),
            "Es gibt kein Beispiel.",
            "Legen Sie examples/<name>.yaml mit „answers“ und „expect“ an.",
        )


@rule("examples.unknown-field")
def example_answers_are_asked(subject: Subject) -> Iterator[Problem]:
    """An answer to a question that the form does not have is a misspelling."""
    for name, example in subject.package.examples.items():
        named: list[tuple[Path, str, frozenset[str]]] = [
            *((("answers", one), one, subject.field_ids) for one in example.answers),
            *((("expect", "errors", one), one, subject.every_field_id) for one in example.expect.errors),
            *_named_in_lists(example.answers, subject),
        ]
        for path, field_id, known in named:
            if field_id not in known:
                yield Problem(
                    f"examples/{name}.yaml",
                    path,
                    f"Das Feld „{field_id}“ gibt es im Formular nicht.",
                    subject.meant(field_id, known),
                )


def _named_in_lists(
    answers: Mapping[str, Any], subject: Subject
) -> Iterator[tuple[Path, str, frozenset[str]]]:
    """Yield where entries of lists name an answer, the name, and those there are."""
    for field in subject.package.form.each_field():
        written = answers.get(field.id)
        if isinstance(field, RepeatField) and isinstance(written, tuple):
            known = frozenset(one.id.partition(".")[2] for one in field.fields)
            for index, item in enumerate(written):
                for name in item if isinstance(item, dict) else ():
                    yield ("answers", field.id, index, name), name, known


@rule("examples.unfit-parameter")
def example_parameters_fit(subject: Subject) -> Iterator[Problem]:
    """An example sets parameters as a municipality may."""
    for name, problems in subject.unfit_parameters.items():
        for problem in problems:
            yield Problem(f"examples/{name}.yaml", ("parameters",), problem, "Berichtigen Sie den Wert.")


@rule("examples.unknown-ruling")
def example_rulings_exist(subject: Subject) -> Iterator[Problem]:
    """A caseworker can only choose an outcome that there is."""
    outcomes = subject.package.procedure.outcomes
    for name, example in subject.package.examples.items():
        if example.ruling and example.ruling.outcome not in outcomes:
            yield Problem(
                f"examples/{name}.yaml",
                ("ruling", "outcome"),
                f"Das Ergebnis „{example.ruling.outcome}“ gibt es nicht.",
                subject.meant(example.ruling.outcome, outcomes),
            )
        elif (
            example.ruling
            and outcomes[example.ruling.outcome].reasons == "required"
            and not example.ruling.reasons
        ):
            yield Problem(
                f"examples/{name}.yaml",
                ("ruling",),
                f"„{example.ruling.outcome}“ braucht eine Begründung.",
                "Ergänzen Sie „reasons: …“.",
            )


@rule("examples.fails")
def examples_hold(subject: Subject) -> Iterator[Problem]:
    """What an example expects must come of its answers."""
    for run in subject.runs.values():
        if not _unexpected(run):  # what follows from a wrong answer is not worth a line of its own
            yield from _compare(run)


@rule("examples.unexpected-error")
def errors_are_expected(subject: Subject) -> Iterator[Problem]:
    """An example that names no error has none. One that shows a mistake may leave other questions unanswered."""
    for run in subject.runs.values():
        for field_id, code in _unexpected(run).items():
            yield Problem(
                run.file,
                ("answers", field_id),
                f"Bei „{field_id}“ steht ein Fehler: „{run.trial.errors[field_id]}“",
                f"Berichtigen Sie die Antwort{_as_stored(subject, field_id)}, "
                f"oder erwarten Sie den Fehler unter „errors“: {code}.",
            )


@rule("examples.expression-fails")
def no_expression_fails(subject: Subject) -> Iterator[Problem]:
    """An expression that fails for answers a person may give decides nothing and charges nothing."""
    for run in subject.runs.values():
        for failure in run.trial.failures:
            yield Problem(
                run.file,
                ("answers",),
                f"Ein Ausdruck lässt sich mit diesen Antworten nicht auswerten: {failure}.",
                "Schützen Sie ihn, zum Beispiel gegen das Teilen durch null.",
            )


@rule("examples.unasked-answer", Level.WARNING)
def answers_are_asked_for(subject: Subject) -> Iterator[Problem]:
    """An answer on a branch that is not shown has no effect."""
    for run in subject.runs.values():
        shown = {state.id for page in run.trial.way.pages for state in page.fields}
        for field_id in run.example.answers:
            if field_id in subject.field_ids and field_id not in shown:
                yield Problem(
                    run.file,
                    ("answers", field_id),
                    f"Nach „{field_id}“ wird in diesem Beispiel nicht gefragt.",
                    "Löschen Sie die Antwort.",
                )


@rule("examples.page-not-covered", Level.WARNING)
def pages_are_shown(subject: Subject) -> Iterator[Problem]:
    """A page that no example shows is seen for the first time by a citizen."""
    shown = {page for run in subject.runs.values() for page in run.trial.pages}
    for index, page in enumerate(subject.package.form.pages if subject.runs else ()):
        if page.id not in shown:
            yield Problem(
                FORM,
                ("pages", index),
                f"Die Seite „{page.id}“ zeigt kein Beispiel.",
                "Ergänzen Sie ein Beispiel, das zu ihr führt.",
            )


@rule("examples.field-not-covered", Level.WARNING)
def branches_are_shown(subject: Subject) -> Iterator[Problem]:
    """A field behind a condition is shown by some example, and left out by another; in a list by some entry."""
    ways = [run.trial.way for run in subject.runs.values()]
    covered = {page for run in subject.runs.values() for page in run.trial.pages}
    for page in subject.package.form.pages:
        for field in page.each_field() if page.id in covered else ():
            yield from _branch(field, ways, subject)
            if isinstance(field, RepeatField):
                entries = [entry for way in ways for entry in way.items.get(field.id, ())]
                for inner in field.fields if entries else ():
                    yield from _branch(inner, entries, subject)


def _branch(field: FieldDefinition, ways: Sequence[Journey], subject: Subject) -> Iterator[Problem]:
    shows = [any(state.id == field.id for page in way.pages for state in page.fields) for way in ways]
    if not field.show or (any(shows) and not all(shows)):
        return
    what, mend = ("lässt kein Beispiel aus", "nicht gilt") if any(shows) else ("zeigt kein Beispiel", "gilt")
    yield Problem(
        FORM,
        (*subject.field_path(field.id), "show"),
        f"Das Feld „{field.id}“ {what}.",
        f"Ergänzen Sie ein Beispiel, in dem die Bedingung {mend}.",
    )


@rule("examples.outcome-not-covered", Level.WARNING)
def outcomes_are_reached(subject: Subject) -> Iterator[Problem]:
    """An outcome that no example reaches is decided for the first time in earnest."""
    reached = {run.outcome for run in subject.runs.values()}
    for name in subject.package.procedure.outcomes.keys() - reached if subject.runs else ():
        yield Problem(
            PROCEDURE,
            ("outcomes", name),
            f"Zum Ergebnis „{name}“ führt kein Beispiel.",
            f"Ergänzen Sie ein Beispiel mit „ruling: {{outcome: {name}}}“.",
        )


@rule("examples.fee-not-covered", Level.WARNING)
def fees_arise(subject: Subject) -> Iterator[Problem]:
    """A fee that no example charges is computed for the first time for a citizen."""
    charged = {fee for run in subject.runs.values() for fee in run.trial.bill.cents}
    for index, fee in enumerate(subject.package.service.fees if subject.runs else ()):
        if fee.name not in charged:
            yield Problem(
                SERVICE,
                ("fees", index),
                f"Die Gebühr „{fee.name}“ berechnet kein Beispiel.",
                "Ergänzen Sie ein Beispiel, in dem sie anfällt.",
            )


@rule("examples.no-mistake", Level.WARNING)
def mistakes_are_shown(subject: Subject) -> Iterator[Problem]:
    """People make mistakes: at least one example shows what they are told."""
    if subject.package.examples and not any(one.expect.errors for one in subject.package.examples.values()):
        yield Problem(
            "examples",
            (),
            "Kein Beispiel zeigt, was bei einem Fehler geschieht.",
            "Ergänzen Sie ein Beispiel mit „expect: {errors: …}“.",
        )


def _unexpected(run: ExampleRun) -> dict[str, str]:
    """Return the mistakes that an example does not name, by field."""
    expected = run.example.expect.errors
    return {
        field_id: problem.code
        for field_id, problem in run.trial.problems.items()
        if field_id not in expected and not (expected and problem.is_missing_answer)
    }


def _as_stored(subject: Subject, field_id: str) -> str:
    """Return „ (geschrieben wie …)“ for a kind whose answers are stored in another spelling than they are typed in."""
    kinds = {field.id: getattr(field, "kind", "") for field in subject.package.form.every_field()}
    written = _STORED.get(kinds.get(field_id, ""))
    return f" (geschrieben wie {written})" if written else ""


def _compare(run: ExampleRun) -> Iterator[Problem]:
    expect = run.example.expect
    for key, came in _results(run).items():
        expected = getattr(expect, key)
        if expected is not None and expected != came:
            yield _differs(run, key, expected, came)
    if expect.computed is not None:
        yield from _compare_computed(run, expect.computed)
    yield from _compare_errors(run, expect)
    yield from _compare_letter(run, expect)


def _results(run: ExampleRun) -> dict[str, Any]:
    trial = run.trial
    granting = granting_of(trial, run.outcome, run.example) if run.outcome else None
    entry = effect_of(trial, run.outcome, granting)
    return {
        "pages": trial.pages,
        "fees": dict(trial.bill.cents),
        "evidence": trial.evidence,
        "tasks": trial.tasks,
        "outcome": trial.choice.outcome if trial.choice else None,
        "decided": trial.decided,
        "deadline": trial.deadline,
        "valid_from": entry.valid_from if entry else None,
        "valid_until": entry.valid_until if entry else None,
    }


def _differs(run: ExampleRun, key: str, expected: Any, came: Any) -> Problem:
    return Problem(
        run.file,
        ("expect", key),
        f"Bei „{key}“ kommt {_shown(came)} heraus, nicht {_shown(expected)}.",
        "Ergänzen Sie „ruling: {outcome: …}“: Erst eine Entscheidung macht einen Eintrag."
        if key in _ENTRY and run.outcome is None
        else _MEND,
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {one}' for name, one in value.items())}}}"
    return "nichts" if value is None else str(value)


def _compare_computed(run: ExampleRun, expected: Mapping[str, Any]) -> Iterator[Problem]:
    computed = run.trial.way.computed_json()
    for name, value in expected.items():
        if computed.get(name) != value:
            path: Path = ("expect", "computed", name)
            message = f"„computed.{name}“ ergibt {_shown(computed.get(name))}, nicht {_shown(value)}."
            yield Problem(run.file, path, message, _MEND)


def _compare_errors(run: ExampleRun, expect: Expectation) -> Iterator[Problem]:
    for field_id, words in expect.errors.items():
        problem = run.trial.problems.get(field_id)
        path: Path = ("expect", "errors", field_id)
        if problem is None:
            yield Problem(run.file, path, f"Bei „{field_id}“ steht kein Fehler.", _MEND)
        elif words not in (problem.code, problem.check) and words not in run.trial.errors[field_id]:
            message = f"Bei „{field_id}“ steht ein anderer Fehler: {problem.check or problem.code}, „{run.trial.errors[field_id]}“"
            yield Problem(run.file, path, message, _MEND)


def _compare_letter(run: ExampleRun, expect: Expectation) -> Iterator[Problem]:
    if expect.letter_contains and run.letter is None:
        yield Problem(
            run.file,
            ("expect", "letter_contains"),
            "Das Beispiel führt zu keinem Brief.",
            "Ergänzen Sie „ruling: {outcome: …}“, oder löschen Sie die Erwartung.",
        )
        return
    for index, words in enumerate(expect.letter_contains):
        if run.letter_failure is None and plain_spaces(words) not in run.letter_words:
            yield Problem(
                run.file,
                ("expect", "letter_contains", index),
                f"Im Brief „{run.letter}“ steht nicht: „{words}“.",
                _MEND,
            )
