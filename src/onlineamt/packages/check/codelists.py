"""Rules about `codelists/*.yaml` and the fields that use them."""

import re
from collections import Counter
from collections.abc import Iterator

from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM
from onlineamt.procedure.catalogue.definition import CodesParameter

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@rule("codelists.name")
def name_can_be_referred_to(subject: Subject) -> Iterator[Problem]:
    """Fields refer to a list by its file name."""
    for name in subject.package.codelists:
        if not _NAME.fullmatch(name):
            yield Problem(
                f"codelists/{name}.yaml",
                (),
                f"„{name}“ eignet sich nicht als Name einer Codeliste.",
                "Nehmen Sie Kleinbuchstaben, Ziffern und Unterstriche, ohne Umlaute.",
            )


@rule("codelists.unknown")
def codelist_exists(subject: Subject) -> Iterator[Problem]:
    """A field can only offer a list that is there."""
    for field_id, path, name in _references(subject):
        if name not in subject.package.codelists:
            yield Problem(
                FORM,
                (*path, "codelist"),
                f"Die Codeliste „{name}“ von „{field_id}“ gibt es nicht.",
                subject.meant(name, subject.package.codelists),
            )


@rule("codelists.unused", Level.WARNING)
def codelist_is_used(subject: Subject) -> Iterator[Problem]:
    """A list that nobody uses is a leftover."""
    used = {name for _, _, name in _references(subject)}
    used |= {
        one.codelist for one in subject.package.service.parameters.values() if isinstance(one, CodesParameter)
    }
    for name in subject.package.codelists.keys() - used:
        yield Problem(
            f"codelists/{name}.yaml",
            (),
            f"Die Codeliste „{name}“ wird nirgends benutzt.",
            "Löschen Sie die Datei, oder nennen Sie sie in einem Feld.",
        )


@rule("codelists.double-label", Level.WARNING)
def labels_differ(subject: Subject) -> Iterator[Problem]:
    """Two entries with the same words cannot be told apart."""
    for name, codelist in subject.package.codelists.items():
        labels = [entry.label for entry in codelist.entries]
        for label, count in Counter(labels).items():
            if count > 1:
                last = len(labels) - 1 - labels[::-1].index(label)
                yield Problem(
                    f"codelists/{name}.yaml",
                    ("entries", last, "label"),
                    f"„{label}“ steht {count}-mal in der Liste.",
                    "Geben Sie den Einträgen verschiedene Namen.",
                )


def _references(subject: Subject) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    paths = dict(subject.package.each_field_path())
    for field in subject.package.form.every_field():
        if name := getattr(field, "codelist", None):
            yield field.id, paths[field.id], name
