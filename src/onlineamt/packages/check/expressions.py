"""Rules about expressions: every one is compiled against the declared types, with the field and line named."""

from collections.abc import Iterator
from contextlib import suppress

from onlineamt.packages.check.advice import explain
from onlineamt.packages.check.mentions import Yields, each_expression
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM, SERVICE, Package
from onlineamt.packages.source import Path
from onlineamt.procedure.applications.compiled import parameter_types, register_areas, table_columns
from onlineamt.procedure.applications.fees import divides_early, split_division
from onlineamt.procedure.forms.definition import CheckDefinition, QuestionDefinition
from onlineamt.procedure.forms.engine import CompiledForm, FormRefused, compile_form
from onlineamt.procedure.forms.engine.expressions import ExpressionFailed, ExpressionRefused, Scalar

_EXPECTED = {Yields.CENTS: Scalar.NUMBER, Yields.DATE: Scalar.DATE, Yields.YES_NO: Scalar.YES_NO}


@rule("expressions.refused")
def expressions_can_be_compiled(subject: Subject) -> Iterator[Problem]:
    """Unknown fields, wrong types, spelling: everything CEL and the engine refuse."""
    package = subject.package
    try:
        form = _compile(package)
    except FormRefused as refused:
        texts = {written.path: written.text for written in each_expression(package) if written.file == FORM}
        for fault in refused.faults:
            if not fault.place.endswith((".codelist", ".of")):
                path = path_of(fault.place, package)
                text = texts.get(path) or texts.get((*path, "value"), "")
                yield Problem(FORM, path, *explain(fault.message, fault.column, text))
        return
    for written in each_expression(package):
        if written.file == FORM:
            continue
        expects = written.expects or _EXPECTED[written.yields]
        parts = split_division(written.text) if written.yields is Yields.CENTS else (written.text,)
        for part in filter(None, parts):
            try:
                form.expression(part, expects=expects)
            except ExpressionRefused as refusal:
                yield Problem(written.file, written.path, *explain(refusal.message, refusal.column, part))


@rule("expressions.unknown-result")
def shown_results_are_computed(subject: Subject) -> Iterator[Problem]:
    """A field can only show a value that is computed."""
    for field in subject.package.form.every_field():
        name = getattr(field, "of", None)
        if name and name not in subject.package.form.computed:
            yield Problem(
                FORM,
                (*subject.field_path(field.id), "of"),
                f"Der Wert „{name}“ wird nicht berechnet.",
                subject.meant(name, subject.package.form.computed),
            )


@rule("expressions.early-division")
def amounts_divide_at_the_end(subject: Subject) -> Iterator[Problem]:
    """Whole numbers lose their rest when they are divided before the end."""
    for index, fee in enumerate(subject.package.service.fees):
        if divides_early(fee.amount):
            yield Problem(
                SERVICE, ("fees", index, "amount"), f"„{fee.name}“ teilt mitten in der Rechnung. Dabei gehen Cent verloren.",
                "Malnehmen Sie zuerst, und teilen Sie einmal am Ende: (a * b) / 12.",
            )  # fmt: skip


@rule("expressions.rounding-missing", Level.WARNING)
def divisions_name_their_rounding(subject: Subject) -> Iterator[Problem]:
    """The bye-law says how parts of a cent are rounded; so must the fee."""
    for index, fee in enumerate(subject.package.service.fees):
        if fee.rounding is None and split_division(fee.amount)[1]:
            yield Problem(
                SERVICE,
                ("fees", index),
                f"„{fee.name}“ teilt, sagt aber nicht, wie gerundet wird.",
                "Ergänzen Sie „rounding: down“, „half_up“ oder „up“.",
            )


@rule("expressions.never-true")
def conditions_can_hold(subject: Subject) -> Iterator[Problem]:
    """A condition that is always false makes a dead branch."""
    for path, value in _constant_conditions(subject):
        if value is False:
            yield Problem(
                FORM,
                path,
                "Diese Bedingung gilt nie: Die Stelle wird niemandem gezeigt.",
                "Berichtigen Sie die Bedingung, oder löschen Sie, was niemand sieht.",
            )


@rule("expressions.always-true", Level.WARNING)
def conditions_can_fail(subject: Subject) -> Iterator[Problem]:
    """A condition that is always true is none."""
    for path, value in _constant_conditions(subject):
        if value is True:
            yield Problem(FORM, path, "Diese Bedingung gilt immer.", "Löschen Sie die Bedingung.")


@rule("expressions.page-hangs-on-itself")
def pages_hang_on_earlier_answers(subject: Subject) -> Iterator[Problem]:
    """A page whose condition needs an answer that is asked on it, or later, is reached by nobody who goes forward."""
    form = subject.compiled.service.form if subject.compiled else None
    if form is None:
        return
    page_of = {field.id: index for index, page in enumerate(form.pages) for field in page.fields}
    for index, page in enumerate(subject.package.form.pages):
        if not page.show:
            continue
        needed = values_behind(form, page.show)
        late = sorted(name for name in needed if page_of.get(name, -1) >= index)
        if late:
            yield Problem(
                FORM,
                ("pages", index, "show"),
                f"Die Seite „{page.id}“ hängt von „{late[0]}“ ab, das erst hier oder später gefragt wird.",
                "Stellen Sie die Frage auf eine Seite davor.",
            )


def path_of(place: str, package: Package) -> Path:
    """Return where the engine's place (`fields.hund.chip.required`) stands in `form.yaml`."""
    known = _places(package)
    steps = place.split(".")
    for length in range(len(steps), 0, -1):
        start = ".".join(steps[:length])
        if start in known:
            return (*known[start], *steps[length:])
    return ()


def _compile(package: Package) -> CompiledForm:
    declared = package.service.parameters
    return compile_form(
        package.form,
        codelists=package.codelists,
        parameters=parameter_types(declared),
        tables=table_columns(declared),
        fees=tuple(fee.name for fee in package.service.fees),
        registers=register_areas(package.service.follows, package.limits),
        granted=package.procedure.granted,
    )


def _places(package: Package) -> dict[str, Path]:
    places: dict[str, Path] = {}
    for index, page in enumerate(package.form.pages):
        path: Path = ("pages", index)
        places[f"pages.{page.id}"] = path
        places |= _check_places(f"pages.{page.id}", path, page.checks)
        for group_index, group in enumerate(page.groups):
            places[f"groups.{group.id or f'{page.id}_{group_index}'}"] = (*path, "groups", group_index)
    fields = {field.id: field for field in package.form.every_field()}
    for field_id, path in package.each_field_path():
        places[f"fields.{field_id}"] = path
        field = fields[field_id]
        if isinstance(field, QuestionDefinition):
            places |= _check_places(f"fields.{field_id}", path, field.checks)
    return places | {f"computed.{name}": ("computed", name) for name in package.form.computed}


def _check_places(start: str, path: Path, checks: tuple[CheckDefinition, ...]) -> dict[str, Path]:
    return {
        f"{start}.checks.{check.id}": (*path, "checks", index, "that" if check.that else "when")
        for index, check in enumerate(checks)
    }


def _constant_conditions(subject: Subject) -> Iterator[tuple[Path, object]]:
    if subject.compiled is None:
        return
    form = subject.compiled.service.form
    for written in each_expression(subject.package):
        if written.file != FORM or written.path[-1] != "show":
            continue
        knowing = form.items[written.inside] if written.inside else form
        expression = knowing.expression(written.text, expects=Scalar.YES_NO)
        if not expression.references:
            with suppress(ExpressionFailed):
                yield written.path, expression.evaluate(knowing.scope.activation({}))


def values_behind(form: CompiledForm, source: str) -> set[str]:
    """Return the answers and computed values a condition hangs on, through computed values too."""
    values = {f"computed.{step.computes}": step for step in form.steps if step.computes}
    found: set[str] = set()
    waiting = set(form.expression(source, expects=Scalar.YES_NO).references)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting |= values[name].references if name in values else set()
    return found
