"""Status, versions, and who says so."""

from collections.abc import Iterator

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import Described, Group, Schema, Standard

_FROM_DRAFT_ON = {"3", "4", "5", "6", "7"}
_BEFORE_DRAFT = {"1", "2"}
_OF_FIM = {"FIM-Baustein Datenfelder", "FIM Baustein Datenfelder"}
_DATE = "Tragen Sie ein, seit wann der Status gilt (statusGesetztAm)."


@check("1032")
def status_is_there(subject: Subject) -> Iterator[Fault]:
    """Everything has a status."""
    for one in (subject.schema, *subject.elements):
        if one.status is None or not one.status.meaning:
            yield Fault(one, "Der Status fehlt oder ist unbekannt.", "Tragen Sie den Freigabestatus ein.")


@check("1033")
def structure_change_is_known(subject: Subject) -> Iterator[Fault]:
    """A schema says how far its structure may be changed."""
    if subject.schema.structure_change not in {"0", "1", "2", "3"}:
        yield Fault(subject.schema, "Die Änderbarkeit der Struktur fehlt oder ist unbekannt.", "Nehmen Sie 0 bis 3.")  # fmt: skip


@check("1034")
def presentation_change_is_known(subject: Subject) -> Iterator[Fault]:
    """A schema says whether its presentation may be changed."""
    if subject.schema.presentation_change not in {"0", "1"}:
        yield Fault(subject.schema, "Die Änderbarkeit der Repräsentation fehlt oder ist unbekannt.", "Nehmen Sie 0 oder 1.")  # fmt: skip


@check("1142")
def status_of_elements_has_a_day(subject: Subject) -> Iterator[Fault]:
    """From a draft on, an element says since when."""
    for one in subject.elements:
        if _lacks_day(one):
            yield Fault(one, "Es fehlt, seit wann der Status gilt.", _DATE)


@check("1143")
def status_of_the_schema_has_a_day(subject: Subject) -> Iterator[Fault]:
    """From a draft on, a schema says since when."""
    if _lacks_day(subject.schema):
        yield Fault(subject.schema, "Es fehlt, seit wann der Status gilt.", _DATE)


@check("1135")
def versioned_things_hold_versioned_things(subject: Subject) -> Iterator[Fault]:
    """What has a version holds nothing without one."""
    for parent, member in subject.places:
        if parent.version and not member.element.version:
            yield Fault(member.element, f"Es hat keine Fassung, {parent.full_id} aber schon.", "Geben Sie ihm eine Fassung.", member.line)  # fmt: skip


@check("1127")
def published_schemas_hold_published_things(subject: Subject) -> Iterator[Fault]:
    """A published schema holds what is published."""
    if subject.schema.published_on:
        yield from _unpublished(subject, subject.schema)


@check("1128")
def published_groups_hold_published_things(subject: Subject) -> Iterator[Fault]:
    """A published group holds what is published."""
    for group in subject.groups:
        if group.published_on:
            yield from _unpublished(subject, group)


@check("1129")
def published_schemas_hold_drafts_at_least(subject: Subject) -> Iterator[Fault]:
    """A published schema holds nothing that is not even a draft."""
    if subject.schema.published_on:
        yield from _unfinished(subject, subject.schema)


@check("1130")
def published_groups_hold_drafts_at_least(subject: Subject) -> Iterator[Fault]:
    """A published group holds nothing that is not even a draft."""
    for group in subject.groups:
        if group.published_on:
            yield from _unfinished(subject, group)


@check("1140")
def elements_of_fim_are_of_fim(subject: Subject) -> Iterator[Fault]:
    """Only FIM's own range of numbers is made by FIM."""
    for one in (*subject.elements, *subject.rules):
        if _claims_to_be_of_fim(one):
            yield Fault(one, "Als Ersteller steht der FIM-Baustein da, der Nummernkreis ist aber nicht 60.", "Tragen Sie ein, wer es erstellt hat.")  # fmt: skip


@check("1141")
def schemas_of_fim_are_of_fim(subject: Subject) -> Iterator[Fault]:
    """Only FIM's own schemas are made by FIM."""
    if _claims_to_be_of_fim(subject.schema):
        yield Fault(subject.schema, "Als Ersteller steht der FIM-Baustein da, der Nummernkreis ist aber nicht 60.", "Tragen Sie ein, wer es erstellt hat.")  # fmt: skip


@check("1117")
def creators_are_known(subject: Subject) -> Iterator[Fault]:
    """Who made it: of elements in XDatenfelder 2.0, who set the status in 3.0, of rules in both."""
    is_old = subject.schema.standard is Standard.XDF2
    for one in (subject.schema, *subject.elements):
        if not (one.creator if is_old else one.creator or one.status_set_by):
            yield Fault(one, "Es fehlt, wer es fachlich erstellt oder freigegeben hat.", "Tragen Sie die Stelle ein.")  # fmt: skip
    for rule in subject.rules:
        if not rule.creator:
            yield Fault(rule, "Es fehlt, wer die Regel erstellt hat.", "Tragen Sie die Stelle ein (fachlicherErsteller).")  # fmt: skip


def _lacks_day(one: Described) -> bool:
    return one.status is not None and one.status.code in _FROM_DRAFT_ON and one.status_set_on is None


def _unpublished(subject: Subject, parent: Schema | Group) -> Iterator[Fault]:
    for member in parent.members:
        if member.element.published_on is None:
            yield Fault(member.element, f"Es ist nicht veröffentlicht, {parent.full_id} aber schon.", "Veröffentlichen Sie es auch.", member.line)  # fmt: skip


def _unfinished(subject: Subject, parent: Schema | Group) -> Iterator[Fault]:
    for member in parent.members:
        status = member.element.status
        if status is not None and status.code in _BEFORE_DRAFT:
            yield Fault(member.element, f"Es ist noch kein Entwurf, {parent.full_id} aber veröffentlicht.", "Geben Sie es frei.", member.line)  # fmt: skip


def _claims_to_be_of_fim(one: Described) -> bool:
    return bool({one.creator, one.status_set_by} & _OF_FIM) and not one.id[1:].startswith("60")
