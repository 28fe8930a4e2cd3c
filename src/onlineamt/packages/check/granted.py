"""Rules about what may be granted instead of what was applied for."""

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from onlineamt.packages.check.mentions import each_expression, names_in
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.runs import ExampleRun, granting_of
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import PROCEDURE, SERVICE
from onlineamt.packages.source import Path
from onlineamt.procedure.forms.definition import GRANTED

_BEFORE = {"applied", "suggested"}  # parts of `granted` that are worked out before anything is granted


@rule("granted.unknown-name")
def granted_names_exist(subject: Subject) -> Iterator[Problem]:
    """An outcome asks for what is described, and what was applied for belongs to something that is asked."""
    procedure = subject.package.procedure
    known = procedure.granted.names if procedure.granted else ()
    for outcome_name, outcome in procedure.outcomes.items():
        for index, name in enumerate(outcome.granted):
            yield from _known(subject, ("outcomes", outcome_name, "granted", index), name, known)
    if procedure.granted:
        for key, named in (
            ("applied", procedure.granted.applied),
            ("suggested", procedure.granted.suggested),
        ):
            for name in named:
                yield from _known(subject, (GRANTED, key, name), name, known)
        for check_index, check in enumerate(procedure.granted.checks):
            for index, field_id in enumerate(check.fields):
                path: Path = (GRANTED, "checks", check_index, "fields", index)
                yield from _known(subject, path, field_id, [f"{GRANTED}.{name}" for name in known])


@rule("granted.applied-missing")
def granted_values_are_compared(subject: Subject) -> Iterator[Problem]:
    """Without what was applied for nobody could tell whether somebody gets less (§ 39 VwVfG)."""
    granted = subject.package.procedure.granted
    for index, name in enumerate(granted.names if granted else ()):
        if granted and name not in granted.applied:
            yield Problem(
                PROCEDURE,
                (GRANTED, "fields", index),
                f"Zu „{GRANTED}.{name}“ steht nirgends, was beantragt ist.",
                f"Ergänzen Sie unter „applied“ die Zeile „{name}: …“ mit der Antwort des Formulars.",
            )


@rule("granted.unused", Level.WARNING)
def granted_values_are_asked(subject: Subject) -> Iterator[Problem]:
    """What no outcome asks for is always granted as it was applied for."""
    procedure = subject.package.procedure
    used = {name for outcome in procedure.outcomes.values() for name in outcome.granted}
    for index, name in enumerate(procedure.granted.names if procedure.granted else ()):
        if name not in used:
            yield Problem(
                PROCEDURE,
                (GRANTED, "fields", index),
                f"Nach „{GRANTED}.{name}“ fragt kein Ergebnis.",
                f"Schreiben Sie „granted: [{name}]“ zu einem Ergebnis, oder löschen Sie das Feld.",
            )


@rule("granted.not-in-part")
def only_partial_grants_ask(subject: Subject) -> Iterator[Problem]:
    """Less than was applied for is a refusal in part, and the person must read it as one."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.granted and outcome.refuses != "part":
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "granted"),
                f"Bei „{name}“ kann weniger bewilligt werden als beantragt. Das lehnt einen Teil ab.",
                "Schreiben Sie „refuses: part“, und ein zweites Ergebnis ohne „granted“ für alles, was beantragt ist.",
            )


@rule("granted.automatic")
def programs_grant_what_was_applied_for(subject: Subject) -> Iterator[Problem]:
    """Less than was applied for is for a person to weigh (§ 35a VwVfG)."""
    outcomes = subject.package.procedure.outcomes
    for index, automatic in enumerate(subject.package.procedure.automatic):
        if automatic.outcome in outcomes and outcomes[automatic.outcome].granted:
            yield Problem(
                PROCEDURE,
                ("automatic", index, "outcome"),
                f"„{automatic.outcome}“ fragt einen Menschen, was bewilligt wird, und lässt sich nicht automatisch entscheiden.",
                "Wählen Sie ein Ergebnis ohne „granted“.",
            )


@rule("granted.no-reasons")
def restrictions_can_be_reasoned(subject: Subject) -> Iterator[Problem]:
    """Whoever gets less than applied for reads why (§ 39 VwVfG)."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.granted and outcome.reasons == "none":
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "granted"),
                f"Bei „{name}“ kann weniger bewilligt werden als beantragt, aber niemand kann es begründen.",
                "Schreiben Sie „reasons: optional“ oder „required“, und zeigen Sie die Begründung im Brief.",
            )


@rule("granted.read-too-early")
def granted_values_are_read_after_the_decision(subject: Subject) -> Iterator[Problem]:
    """What is granted is known when somebody decides, not while the form is filled in or a rule chooses the outcome."""
    for written in each_expression(subject.package):
        if _may_read(written.file, written.path):
            continue
        if any(name.startswith(f"{GRANTED}.") for name in names_in(written.text)):
            yield Problem(
                written.file,
                written.path,
                "Was bewilligt wird, steht hier noch nicht fest.",
                "Lesen Sie hier die Antwort des Formulars. „granted.…“ gibt es in Gebühren, in „valid“ und „entry“, in "
                "„computed“ und „checks“ unter „granted“.",
            )


@rule("granted.hangs-on-itself")
def what_follows_ends_somewhere(subject: Subject) -> Iterator[Problem]:
    """What follows from what is granted may build on one another, but not in a circle."""
    granted = subject.package.procedure.granted
    computed = granted.computed if granted else {}
    graph = {name: _built_on(one.value or "", computed) for name, one in computed.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        names = list(reversed(circle.args[1]))
        yield Problem(
            PROCEDURE,
            (GRANTED, "computed", min(names, key=list(computed).index), "value"),
            f"Das hängt von sich selbst ab: {' → '.join(names)}.",
            "Rechnen Sie einen der Werte aus dem, was bewilligt oder beantragt ist.",
        )


@rule("granted.unfit-ruling")
def example_rulings_can_be_granted(subject: Subject) -> Iterator[Problem]:
    """An example grants what a caseworker could, and gives reasons where it is not what was applied for."""
    for run in subject.runs.values():
        ruling, outcomes = run.example.ruling, subject.package.procedure.outcomes
        if ruling is None or ruling.outcome not in outcomes or run.trial.problems:
            continue
        for name in ruling.granted:
            if name not in outcomes[ruling.outcome].granted:
                yield Problem(
                    run.file,
                    ("ruling", GRANTED, name),
                    f"„{ruling.outcome}“ fragt nicht nach „{name}“.",
                    subject.meant(name, outcomes[ruling.outcome].granted),
                )
        yield from _unfit(run, ruling.outcome, has_reasons=bool(ruling.reasons))


def _unfit(run: ExampleRun, outcome: str, *, has_reasons: bool) -> Iterator[Problem]:
    granting, compiled = granting_of(run.trial, outcome, run.example), run.trial.way.form.granted
    if granting is None or compiled is None:
        return
    for problem in granting.problems:
        words = compiled.words.mistake(problem).message
        yield Problem(
            run.file,
            ("ruling",),
            f"„{problem.field_id}“ lässt sich nicht bewilligen: {words}",
            "Berichtigen Sie den Wert unter „granted“, oder ergänzen Sie ihn.",
        )
    if granting.differs and not has_reasons:
        yield Problem(
            run.file,
            ("ruling",),
            "Bewilligt wird anderes als beantragt. Das braucht eine Begründung.",
            "Ergänzen Sie „reasons: …“.",
        )


def _built_on(source: str, computed: Collection[str]) -> list[str]:
    named = (name.removeprefix(f"{GRANTED}.") for name in names_in(source) if name.startswith(f"{GRANTED}."))
    return sorted({name for name in named if name in computed})


def _may_read(file: str, path: Path) -> bool:
    if file == SERVICE:
        return path[:1] == ("fees",)
    if file != PROCEDURE:
        return False
    area, _, part = (*path, "", "", "")[:3]
    if area == GRANTED:
        return path[1] not in _BEFORE
    return (area, part) in {("registers", "valid"), ("outcomes", "entry")}


def _known(subject: Subject, path: Path, name: str, known: tuple[str, ...] | list[str]) -> Iterator[Problem]:
    if name not in known:
        yield Problem(PROCEDURE, path, f"„{name}“ wird nirgends bewilligt.", subject.meant(name, known))
