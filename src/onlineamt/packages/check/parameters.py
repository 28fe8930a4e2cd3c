"""Rules about what a municipality may set."""

from collections.abc import Iterator

from onlineamt.packages.check.mentions import each_expression, names_in
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import SERVICE
from onlineamt.procedure.catalogue.definition import CodesParameter, IntegerParameter


@rule("parameters.unused", Level.WARNING)
def parameter_is_used(subject: Subject) -> Iterator[Problem]:
    """A value that changes nothing misleads the municipality that sets it."""
    mentioned = {name for one in each_expression(subject.package) for name in names_in(one.text)}
    mentioned |= {one.lookup.table for one in subject.package.form.computed.values() if one.lookup}
    for name in subject.package.service.parameters:
        if f"parameters.{name}" not in mentioned and not _stands_in_a_letter(name, subject):
            yield Problem(
                SERVICE,
                ("parameters", name),
                f"Die Einstellung „{name}“ wird nirgends benutzt.",
                "Löschen Sie sie, oder benutzen Sie „parameters." + name + "“.",
            )


def _stands_in_a_letter(name: str, subject: Subject) -> bool:
    return any(f"parameters.{name}" in letter for letter in subject.package.letters.values())


@rule("parameters.default-out-of-range")
def default_is_in_range(subject: Subject) -> Iterator[Problem]:
    """The default must be a value that a municipality might set."""
    for name, parameter in subject.package.service.parameters.items():
        if not isinstance(parameter, IntegerParameter):
            continue
        too_small = parameter.minimum is not None and parameter.default < parameter.minimum
        too_large = parameter.maximum is not None and parameter.default > parameter.maximum
        if too_small or too_large:
            yield Problem(
                SERVICE,
                ("parameters", name, "default"),
                f"Die Vorgabe {parameter.default} liegt außerhalb des erlaubten Bereichs.",
                "Ändern Sie die Vorgabe, minimum oder maximum.",
            )


@rule("parameters.unknown-codelist")
def codelist_exists(subject: Subject) -> Iterator[Problem]:
    """A choice of codes needs the list they come from."""
    for name, parameter in subject.package.service.parameters.items():
        if isinstance(parameter, CodesParameter) and parameter.codelist not in subject.package.codelists:
            yield Problem(
                SERVICE,
                ("parameters", name, "codelist"),
                f"Die Codeliste „{parameter.codelist}“ gibt es nicht.",
                subject.meant(parameter.codelist, subject.package.codelists),
            )


@rule("parameters.unknown-code")
def default_codes_exist(subject: Subject) -> Iterator[Problem]:
    """The default codes stand in the list."""
    for name, parameter in subject.package.service.parameters.items():
        if not isinstance(parameter, CodesParameter) or parameter.codelist not in subject.package.codelists:
            continue
        known = {entry.code for entry in subject.package.codelists[parameter.codelist].entries}
        for index, code in enumerate(parameter.default):
            if code not in known:
                yield Problem(
                    SERVICE,
                    ("parameters", name, "default", index),
                    f"Den Code „{code}“ gibt es in „{parameter.codelist}“ nicht.",
                    subject.meant(code, known),
                )
