"""Rules about tables and what is looked up in them."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from onlineamt.packages.check.expressions import values_behind
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.runs import ExampleRun
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM, PROCEDURE, SERVICE
from onlineamt.packages.source import Path
from onlineamt.procedure.applications.compiled import parameter_values
from onlineamt.procedure.catalogue.parameters import TableParameter
from onlineamt.procedure.catalogue.tables import ColumnKind, Table
from onlineamt.procedure.forms.definition import LookupDefinition
from onlineamt.procedure.forms.engine.expressions import UNKNOWN, ExpressionFailed, Unknown
from onlineamt.procedure.forms.engine.lookups import CompiledLookup

_MOST_OVERLAPS = 20
_LOCAL = frozenset({ColumnKind.STREET, ColumnKind.CENTS})


@rule("tables.overlap", Level.WARNING)
def rows_do_not_overlap(subject: Subject) -> Iterator[Problem]:
    """The first row that fits counts; a second that fits as well is an error of the table more often than a wish."""
    found = set()
    for name, one, lookup in _each_lookup(subject):
        if not frozenset(lookup.match) <= frozenset(one.columns):
            continue
        for first, second in islice(one.table.overlaps(frozenset(lookup.match)), _MOST_OVERLAPS):
            found.add((name, first, second))
    for name, first, second in sorted(found):
        yield Problem(
            SERVICE,
            ("parameters", name, "default", second),
            f"Zeile {second + 1} von „{name}“ trifft auf dasselbe zu wie Zeile {first + 1}. Es zählt Zeile {first + 1}.",
            "Grenzen Sie die Zeilen voneinander ab, oder löschen Sie eine davon.",
        )


@rule("tables.not-an-example", Level.WARNING)
def local_rows_are_examples(subject: Subject) -> Iterator[Problem]:
    """Streets and amounts differ from town to town: what a package brings along is an example."""
    for name, one in subject.package.service.parameters.items():
        if not isinstance(one, TableParameter) or one.is_example or not one.default:
            continue
        if _LOCAL & set(one.columns.values()):
            yield Problem(
                SERVICE,
                ("parameters", name),
                f"Die Zeilen von „{name}“ nennen Straßen oder Beträge, gelten aber nicht als Beispiel.",
                "Ergänzen Sie „is_example: true“.",
            )


@rule("tables.lookup-not-covered", Level.WARNING)
def lookups_find_a_row(subject: Subject) -> Iterator[Problem]:
    """A look-up that finds nothing in any example is tried for the first time by a citizen."""
    for name, results in _results(subject):
        if not any(isinstance(row, int) for row in results):
            yield Problem(
                FORM,
                ("computed", name, "lookup"),
                f"In keinem Beispiel findet „computed.{name}“ eine Zeile.",
                "Ergänzen Sie ein Beispiel, dessen Antworten zu einer Zeile der Tabelle passen.",
            )


@rule("tables.otherwise-not-covered", Level.WARNING)
def lookups_find_no_row(subject: Subject) -> Iterator[Problem]:
    """What happens where no row fits is shown by an example too."""
    computed = subject.package.form.computed
    for name, results in _results(subject):
        lookup = computed[name].lookup
        if lookup and lookup.otherwise is not None and None not in results:
            yield Problem(
                FORM,
                ("computed", name, "lookup", "otherwise"),
                f"Kein Beispiel zeigt, was geschieht, wenn „computed.{name}“ keine Zeile findet.",
                "Ergänzen Sie ein Beispiel, dessen Antworten zu keiner Zeile passen.",
            )


@rule("tables.otherwise-missing", Level.WARNING)
def decisions_know_when_no_row_fits(subject: Subject) -> Iterator[Problem]:
    """Without a row the value is unknown, and unknown decides nothing: the author should say that this is meant."""
    if subject.compiled is None:
        return
    form = subject.compiled.service.form
    silent = {
        f"computed.{name}"
        for name, one in subject.package.form.computed.items()
        if one.lookup and one.lookup.otherwise is None and one.kind in ("text", "yes_no")
    }
    told: set[str] = set()
    for file, path, source in _decisions(subject):
        for name in sorted(silent & values_behind(form, source) - told):
            told.add(name)
            yield Problem(
                FORM,
                ("computed", name.removeprefix("computed."), "lookup"),
                f"Von „{name}“ hängt eine Entscheidung ab ({file}, {path[0]}), aber nicht gesagt ist, was ohne passende Zeile gilt.",
                "Ergänzen Sie „otherwise“, zum Beispiel „otherwise: keines“, und fragen Sie danach.",
            )


def _decisions(subject: Subject) -> Iterator[tuple[str, Path, str]]:
    procedure = subject.package.procedure
    for index, automatic in enumerate(procedure.automatic):
        yield PROCEDURE, ("automatic", index), automatic.when
    for name, outcome in procedure.outcomes.items():
        yield PROCEDURE, ("outcomes", name), outcome.when
    for index, page in enumerate(subject.package.form.pages):
        if page.show:
            yield FORM, ("pages", index), page.show


def _each_lookup(subject: Subject) -> Iterator[tuple[str, TableParameter, LookupDefinition]]:
    declared = subject.package.service.parameters
    for computed in subject.package.form.computed.values():
        if computed.lookup:
            one = declared.get(computed.lookup.parameter)
            if isinstance(one, TableParameter):
                yield computed.lookup.parameter, one, computed.lookup


def _results(subject: Subject) -> Iterator[tuple[str, list[int | Unknown | None]]]:
    """Yield each looked-up value with the rows that the examples find."""
    runs = subject.runs.values()
    if subject.compiled is None or not runs:
        return
    for step in subject.compiled.service.form.steps:
        if step.lookup:
            yield step.computes, [_row(subject, step.lookup, run) for run in runs]


def _row(subject: Subject, lookup: CompiledLookup, run: ExampleRun) -> int | Unknown | None:
    values = parameter_values(subject.package.service.parameters, run.example.parameters)
    table = values[lookup.table]
    with suppress(ExpressionFailed):
        if isinstance(table, Table):
            return lookup.find_row(table, run.trial.way.activation())
    return UNKNOWN
