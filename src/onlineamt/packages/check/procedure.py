"""Rules about `procedure.yaml`: automatic decisions, tasks, outcomes, registers."""

from collections.abc import Collection, Iterator

from onlineamt.packages.check.registers import sources_of
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import PROCEDURE
from onlineamt.packages.source import Path
from onlineamt.procedure.catalogue.values import DecidedIn, ServiceKind


@rule("procedure.automatic-without-basis")
def automatic_decision_has_a_legal_basis(subject: Subject) -> Iterator[Problem]:
    """§ 35a VwVfG: fully automated only where a statute allows it."""
    for index, automatic in enumerate(subject.package.procedure.automatic):
        if automatic.legal_basis is None:
            yield Problem(
                PROCEDURE,
                ("automatic", index),
                "Die automatische Entscheidung hat keine Rechtsgrundlage.",
                "Ergänzen Sie „legal_basis: …“, oder löschen Sie die automatische Entscheidung.",
            )


@rule("procedure.automatic-elsewhere")
def automatic_decision_is_made_here(subject: Subject) -> Iterator[Problem]:
    """Where another system decides, the platform must not."""
    if subject.package.procedure.automatic and subject.package.service.decided_in is not DecidedIn.PLATFORM:
        yield Problem(
            PROCEDURE,
            ("automatic",),
            "Entschieden wird anderswo, aber hier steht eine automatische Entscheidung.",
            "Löschen Sie „automatic“, oder setzen Sie „decided_in: platform“.",
        )


@rule("procedure.automatic-with-discretion")
def automatic_decision_needs_no_reasons(subject: Subject) -> Iterator[Problem]:
    """An outcome that a person must give reasons for leaves room for judgement (§ 35a VwVfG)."""
    outcomes = subject.package.procedure.outcomes
    for index, automatic in enumerate(subject.package.procedure.automatic):
        outcome = outcomes.get(automatic.outcome)
        if outcome and outcome.reasons == "required":
            yield Problem(
                PROCEDURE,
                ("automatic", index, "outcome"),
                f"„{automatic.outcome}“ braucht eine eigene Begründung und lässt sich nicht automatisch entscheiden.",
                "Wählen Sie ein Ergebnis ohne Ermessen.",
            )


@rule("procedure.refusal-without-reasons", Level.WARNING)
def refusals_are_reasoned(subject: Subject) -> Iterator[Problem]:
    """Whoever is refused something reads why, in this case and not in general (§ 39 VwVfG)."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.refuses != "nothing" and outcome.reasons == "none":
            yield Problem(
                PROCEDURE,
                ("outcomes", name),
                f"„{name}“ lehnt ab, aber niemand kann es begründen.",
                "Ergänzen Sie „reasons: required“.",
            )


@rule("procedure.unknown-outcome")
def automatic_outcome_exists(subject: Subject) -> Iterator[Problem]:
    """An automatic decision names an outcome."""
    for index, automatic in enumerate(subject.package.procedure.automatic):
        yield from _known(
            subject,
            ("automatic", index, "outcome"),
            "Das Ergebnis",
            automatic.outcome,
            subject.package.procedure.outcomes,
        )


@rule("procedure.unknown-check")
def task_checks_exist(subject: Subject) -> Iterator[Problem]:
    """A task names checks that are described."""
    for name, task in subject.package.procedure.tasks.items():
        for index, check in enumerate(task.checks):
            yield from _known(
                subject,
                ("tasks", name, "checks", index),
                "Den Prüfschritt",
                check,
                subject.package.procedure.checks,
            )


@rule("procedure.task-after")
def tasks_after_a_decision_fit_it(subject: Subject) -> Iterator[Problem]:
    """What follows a decision names its outcomes, and nobody else's; a release comes before it."""
    for name, task in subject.package.procedure.tasks.items():
        for index, outcome in enumerate(task.outcomes):
            yield from _known(
                subject,
                ("tasks", name, "outcomes", index),
                "Das Ergebnis",
                outcome,
                subject.package.procedure.outcomes,
            )
        if task.outcomes and task.after is None:
            yield Problem(
                PROCEDURE,
                ("tasks", name, "outcomes"),
                f"„{name}“ nennt Ergebnisse, entsteht aber vor der Entscheidung.",
                "Schreiben Sie „after: decision“ dazu, oder löschen Sie „outcomes“.",
            )
        if task.four_eyes and task.after is not None:
            yield Problem(
                PROCEDURE,
                ("tasks", name, "four_eyes"),
                f"„{name}“ soll freigeben, was schon entschieden ist.",
                "Löschen Sie „four_eyes“ oder „after“.",
            )


@rule("procedure.reminder")
def reminders_have_a_day(subject: Subject) -> Iterator[Problem]:
    """A reminder needs a day on which it comes."""
    for name, register in subject.package.procedure.registers.items():
        if register.reminder and register.remind is None:
            yield Problem(
                PROCEDURE,
                ("registers", name, "reminder"),
                "Es gibt einen Brief zur Erinnerung, aber keinen Tag dafür.",
                "Ergänzen Sie „remind“, zum Beispiel „remind: P4W“.",
            )
        if register.remind and register.valid == "open":
            yield Problem(
                PROCEDURE,
                ("registers", name, "remind"),
                "Ein Eintrag ohne Ende läuft nicht ab: Daran erinnert niemand.",
                "Löschen Sie „remind“, oder sagen Sie unter „valid“, wie lange ein Eintrag gilt.",
            )


@rule("procedure.unused-check", Level.WARNING)
def checks_are_used(subject: Subject) -> Iterator[Problem]:
    """A check that stands in no task is never made."""
    used = {check for task in subject.package.procedure.tasks.values() for check in task.checks}
    for name in subject.package.procedure.checks.keys() - used:
        yield Problem(
            PROCEDURE,
            ("checks", name),
            f"Der Prüfschritt „{name}“ steht in keiner Aufgabe.",
            "Nennen Sie ihn in einer Aufgabe, oder löschen Sie ihn.",
        )


@rule("procedure.unknown-fee")
def outcome_fee_exists(subject: Subject) -> Iterator[Problem]:
    """An outcome sets a fee that the service has."""
    known = [fee.name for fee in subject.package.service.fees]
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.fee:
            yield from _known(subject, ("outcomes", name, "fee"), "Die Gebühr", outcome.fee, known)


@rule("procedure.unknown-register")
def outcome_register_exists(subject: Subject) -> Iterator[Problem]:
    """An outcome enters into a register that is described."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.enters:
            yield from _known(
                subject,
                ("outcomes", name, "register"),
                "Das Register",
                outcome.enters,
                subject.package.procedure.registers,
            )


@rule("procedure.unused-register", Level.WARNING)
def registers_are_used(subject: Subject) -> Iterator[Problem]:
    """A register that no outcome enters into stays empty."""
    used = {outcome.enters for outcome in subject.package.procedure.outcomes.values()}
    for name in subject.package.procedure.registers.keys() - used:
        yield Problem(
            PROCEDURE,
            ("registers", name),
            f"In das Register „{name}“ trägt kein Ergebnis ein.",
            "Nennen Sie es in einem Ergebnis, oder löschen Sie es.",
        )


@rule("procedure.unknown-register-field")
def register_fields_exist(subject: Subject) -> Iterator[Problem]:
    """A register keeps answers that are asked, and values that are computed."""
    known = sources_of(subject)
    for name, register in subject.package.procedure.registers.items():
        for index, field in enumerate(register.fields):
            yield from _known(subject, ("registers", name, "fields", index), "Das Feld", field, known)


@rule("procedure.declaration-refused")
def declaration_is_never_refused(subject: Subject) -> Iterator[Problem]:
    """The duty to declare exists anyway."""
    if subject.package.service.kind is not ServiceKind.DECLARATION:
        return
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.refuses == "all":
            yield Problem(
                PROCEDURE,
                ("outcomes", name, "refuses"),
                f"„{name}“ lehnt eine Anzeige ab. Die Pflicht dazu besteht aber immer.",
                "Löschen Sie das Ergebnis, oder schreiben Sie „refuses: part“.",
            )


@rule("procedure.no-task")
def somebody_can_decide(subject: Subject) -> Iterator[Problem]:
    """What is not decided automatically needs somebody who does."""
    before = [task for task in subject.package.procedure.tasks.values() if task.after is None]
    if subject.package.service.decided_in is DecidedIn.PLATFORM and not before:
        yield Problem(
            PROCEDURE,
            (),
            "Es gibt keine Aufgabe: Was nicht automatisch entschieden wird, bleibt liegen.",
            "Ergänzen Sie eine Aufgabe unter „tasks“.",
        )


@rule("procedure.outcome-title", Level.WARNING)
def outcome_has_a_title(subject: Subject) -> Iterator[Problem]:
    """A person reads what came of their case."""
    for name, outcome in subject.package.procedure.outcomes.items():
        if outcome.title is None:
            yield Problem(
                PROCEDURE,
                ("outcomes", name),
                f"Das Ergebnis „{name}“ hat keinen Namen für Menschen.",
                "Ergänzen Sie „title: …“.",
            )


def _known(subject: Subject, path: Path, what: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        yield Problem(PROCEDURE, path, f"{what} „{name}“ gibt es nicht.", subject.meant(name, known))
