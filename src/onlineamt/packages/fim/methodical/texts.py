"""What people read of an element: labels, help, rules in words."""

import unicodedata
from collections.abc import Iterator

from onlineamt.foundation.core.latin import foreign_in, spell_latin
from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import Described, Field, FieldKind


@check("1009")
def label_is_there(subject: Subject) -> Iterator[Fault]:
    """A field or group says what is asked; a label may do so by its content."""
    for one in subject.elements:
        if not one.label and not _is_label(one):
            yield Fault(one, "Die Bezeichnung Eingabe fehlt.", "Sagen Sie, was Menschen im Formular lesen.")


@check("1010")
def output_label_is_there(subject: Subject) -> Iterator[Fault]:
    """The label for letters and offices is there."""
    for one in subject.elements:
        if not one.label_output and not _is_label(one):
            yield Fault(one, "Die Bezeichnung Ausgabe fehlt.", "Sagen Sie, wie die Angabe in Bescheid und Akte heißt.")  # fmt: skip


@check("1050")
def schema_has_a_label(subject: Subject) -> Iterator[Fault]:
    """A schema has a label."""
    if not subject.schema.label:
        yield Fault(subject.schema, "Die Bezeichnung des Schemas fehlt.", "Nennen Sie, worum es im Formular geht.")  # fmt: skip


@check("1098")
def help_says_more_than_the_label(subject: Subject) -> Iterator[Fault]:
    """The help is not just the label."""
    for one in subject.elements:
        if one.help and one.help == one.label:
            yield Fault(one, "Der Hilfetext wiederholt nur die Bezeichnung.", "Erklären Sie etwas, oder lassen Sie ihn weg.")  # fmt: skip


@check("1099")
def help_says_more_than_the_name(subject: Subject) -> Iterator[Fault]:
    """The help is not just the name."""
    for one in subject.elements:
        if one.help and one.help == one.name and one.help != one.label:
            yield Fault(one, "Der Hilfetext wiederholt nur den Namen.", "Erklären Sie etwas, oder lassen Sie ihn weg.")  # fmt: skip


@check("1024")
def rules_say_something(subject: Subject) -> Iterator[Fault]:
    """A rule has words."""
    for rule in subject.rules:
        if not rule.text:
            yield Fault(
                rule, "Die Regel hat keinen Text.", "Beschreiben Sie sie in einem Satz (freitextRegel)."
            )


@check("1131")
def letters_are_those_of_registers(subject: Subject) -> Iterator[Fault]:
    """Texts use the letters of DIN 91379 (String.Latin+); of other signs only few are certain, so they are let be."""
    for one in (subject.schema, *subject.elements, *subject.rules):
        letters = "".join(
            sign if sign.isalpha() or unicodedata.combining(sign) else " " for sign in " ".join(_texts(one))
        )
        if strange := foreign_in(spell_latin(letters), is_name=False):
            points = " ".join(f"U+{ord(sign):04X}" for sign in strange)
            yield Fault(
                one, f"Das Zeichen „{strange}“ ({points}) gehört nicht zu DIN 91379.", "Ersetzen Sie es."
            )


def _texts(one: Described) -> tuple[str, ...]:
    return (one.name, one.label, one.label_output, one.description, one.definition, one.help, one.help_output)


def _is_label(one: Described) -> bool:
    return isinstance(one, Field) and one.kind is FieldKind.LABEL
