"""Code lists and values."""

import re
from collections import Counter
from collections.abc import Iterator

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import CodelistReference, Field

_URN = re.compile(
    r"urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[a-z0-9()+,.:=@;$_!*'%/?#-]+", re.IGNORECASE | re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@check("1040")
def lists_have_a_name(subject: Subject) -> Iterator[Fault]:
    """A reference to a list names it."""
    for one, reference in _references(subject):
        if not reference.canonical_id:
            yield Fault(one, "Der Verweis auf die Codeliste nennt keine Kennung.", "Ergänzen Sie canonicalIdentification.", reference.line)  # fmt: skip


@check("1005")
def names_of_lists_are_urns(subject: Subject) -> Iterator[Fault]:
    """A list is named by a URN."""
    for one, reference in _references(subject):
        name = reference.canonical_id
        if name and not name.lower().startswith("urn:"):
            yield Fault(one, f"Die Kennung der Codeliste „{name[:80]}“ ist keine URN.", "Sie beginnt mit urn:, wie urn:de:fim:codeliste:….", reference.line)  # fmt: skip


@check("1048")
def urns_are_spelled_as_such(subject: Subject) -> Iterator[Fault]:
    """A URN has no umlauts and no blanks."""
    for one, reference in _references(subject):
        name = reference.canonical_id
        if name.lower().startswith("urn:") and not _URN.fullmatch(name):
            yield Fault(one, f"Die URN „{name[:80]}“ enthält Zeichen, die nicht erlaubt sind.", "Schreiben Sie sie ohne Umlaute und Leerzeichen.", reference.line)  # fmt: skip


@check("1037")
def one_version_of_each_list(subject: Subject) -> Iterator[Fault]:
    """A schema uses a list in one version."""
    versions: dict[str, set[str]] = {}
    for _, reference in _references(subject):
        versions.setdefault(reference.canonical_id, set()).add(reference.version)
    for one, reference in _references(subject):
        if len(found := versions.pop(reference.canonical_id, set())) > 1:
            said = ", ".join(sorted(version or "ohne Fassung" for version in found))
            yield Fault(one, f"Die Codeliste {reference.canonical_id} kommt in mehreren Fassungen vor: {said}.", "Nehmen Sie überall dieselbe.", reference.line)  # fmt: skip


@check("1105")
def versions_of_lists_are_days(subject: Subject) -> Iterator[Fault]:
    """The version of a list is a day."""
    for one, reference in _references(subject):
        if reference.version and not _DAY.fullmatch(reference.version):
            yield Fault(one, f"Die Fassung „{reference.version[:40]}“ der Codeliste ist kein Tag wie 2018-03-01.", "Prüfen Sie sie im XRepository.", reference.line)  # fmt: skip


@check("1044")
def lists_leave_a_choice(subject: Subject) -> Iterator[Fault]:
    """A list of values has at least two."""
    for one in subject.fields:
        if len(one.values) == 1:
            yield Fault(one, "Die Werteliste hat nur einen Wert.", "Ergänzen Sie weitere, oder nehmen Sie ein anderes Feld.")  # fmt: skip


@check("1045")
def codes_are_unique(subject: Subject) -> Iterator[Fault]:
    """A code stands for one value."""
    for one in subject.fields:
        for code in _twice(value.code for value in one.values):
            yield Fault(one, f"Den Code „{code[:40]}“ gibt es in der Werteliste mehrmals.", "Geben Sie jedem Wert einen eigenen.")  # fmt: skip


@check("1093")
def names_of_values_are_unique(subject: Subject) -> Iterator[Fault]:
    """People can tell the values apart."""
    for one in subject.fields:
        for name in _twice(value.name for value in one.values):
            yield Fault(one, f"„{name[:60]}“ steht in der Werteliste mehrmals.", "Benennen Sie die Werte verschieden.")  # fmt: skip


def _references(subject: Subject) -> Iterator[tuple[Field, CodelistReference]]:
    return ((one, one.codelist) for one in subject.fields if one.codelist is not None)


def _twice(texts: Iterator[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]
