"""How elements stand in each other: what occurs twice, choice groups, stand-ins."""

from collections import Counter
from collections.abc import Iterator

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import ElementKind, Field, Group, GroupKind, Schema, Standard

_STAND_IN_FIELD = "F60000000001"
_STAND_IN_PROFILE = "D99000000001"
_INACTIVE = "7"
_RELEASED = {"4", "5", "6"}


@check("1003")
def one_version_of_each(subject: Subject) -> Iterator[Fault]:
    """An element is used in one version."""
    versions: dict[str, set[str]] = {}
    for one in subject.elements:
        versions.setdefault(one.id, set()).add(one.version)
    for one in subject.elements:
        if len(found := versions.pop(one.id, ())) > 1:
            yield Fault(one, f"Es kommt in mehreren Fassungen vor: {', '.join(sorted(found))}.", "Nehmen Sie überall dieselbe.")  # fmt: skip


@check("1004")
def once_in_a_group(subject: Subject) -> Iterator[Fault]:
    """A group holds an element once."""
    for group in subject.groups:
        yield from _twice(group, f"Es steht in der Gruppe {group.full_id} mehrmals.")


@check("1025")
def once_at_the_top(subject: Subject) -> Iterator[Fault]:
    """A schema holds an element once at its top."""
    yield from _twice(subject.schema, "Es steht auf der obersten Ebene mehrmals.")


@check("1007")
def schema_names_its_profile(subject: Subject) -> Iterator[Fault]:
    """A schema belongs to a Dokumentsteckbrief, since XDatenfelder 3.0."""
    if subject.schema.profile is None and subject.schema.standard is Standard.XDF3:
        yield Fault(subject.schema, "Dem Schema ist kein Dokumentsteckbrief zugeordnet.", "Ordnen Sie ihm einen zu.")  # fmt: skip


@check("1096")
def profile_is_no_stand_in(subject: Subject) -> Iterator[Fault]:
    """The stand-in among the Dokumentsteckbriefe is for a while."""
    if _has_stand_in(subject.schema):
        yield Fault(
            subject.schema,
            f"Als Dokumentsteckbrief steht der Platzhalter {_STAND_IN_PROFILE} da.",
            "Ordnen Sie den richtigen zu, sobald es ihn gibt.",
        )


@check("1097")
def released_schemas_have_a_profile(subject: Subject) -> Iterator[Fault]:
    """A released schema has a Dokumentsteckbrief of its own."""
    status = subject.schema.status
    if _has_stand_in(subject.schema) and status and status.code in _RELEASED:
        yield Fault(
            subject.schema,
            f"Das freigegebene Schema hat nur den Platzhalter {_STAND_IN_PROFILE}.",
            "Ordnen Sie ihm seinen Dokumentsteckbrief zu.",
        )


@check("1013")
def nothing_abstract_is_used(subject: Subject) -> Iterator[Fault]:
    """What is used is harmonised or bound by law."""
    for one in subject.elements:
        if one.element_kind is ElementKind.ABSTRACT:
            yield Fault(one, "Es ist abstrakt und darf so nicht verwendet werden.", "Leiten Sie ein harmonisiertes oder rechtsnormgebundenes ab.")  # fmt: skip


@check("1014")
def fields_are_not_abstract(subject: Subject) -> Iterator[Fault]:
    """Only groups may be abstract."""
    for one in subject.fields:
        if one.element_kind is ElementKind.ABSTRACT:
            yield Fault(one, "Ein Datenfeld kann nicht abstrakt sein.", "Nehmen Sie HAR oder RNG.")


@check("1031")
def element_kind_is_there(subject: Subject) -> Iterator[Fault]:
    """An element says what kind of element it is."""
    for one in subject.elements:
        if one.element_kind is None:
            yield Fault(one, "Die Strukturelementart fehlt.", "Nehmen Sie HAR oder RNG.")


@check("1023")
def groups_hold_something(subject: Subject) -> Iterator[Fault]:
    """A group is not empty."""
    for group in subject.groups:
        if not group.members:
            yield Fault(group, "Die Gruppe ist leer.", "Nehmen Sie etwas hinein, oder löschen Sie sie.")


@check("1078")
def schema_holds_something(subject: Subject) -> Iterator[Fault]:
    """A schema is not empty."""
    if not subject.schema.members:
        yield Fault(subject.schema, "Das Schema ist leer.", "Nehmen Sie Felder oder Gruppen hinein.")


@check("1106")
def groups_hold_several(subject: Subject) -> Iterator[Fault]:
    """A group of one is hardly one."""
    for group in subject.groups:
        if len(group.members) == 1 and group.kind is not GroupKind.CHOICE:
            yield Fault(
                group, "Die Gruppe hat nur ein Unterelement.", "Nehmen Sie das Element ohne die Gruppe."
            )


@check("1043")
def choices_leave_a_choice(subject: Subject) -> Iterator[Fault]:
    """A choice group has at least two members."""
    for group in subject.groups:
        if group.kind is GroupKind.CHOICE and len(group.members) < 2:
            yield Fault(group, "Die Auswahlgruppe lässt keine Wahl.", "Nehmen Sie mindestens zwei Unterelemente hinein.")  # fmt: skip


@check("1118")
def what_can_be_chosen_is_voluntary(subject: Subject) -> Iterator[Fault]:
    """Members of a choice group occur 0:1."""
    for parent, member in subject.places:
        is_choice = isinstance(parent, Group) and parent.kind is GroupKind.CHOICE
        if is_choice and (member.minimum, member.maximum) != (0, 1):
            most = "*" if member.maximum is None else member.maximum
            yield Fault(
                member.element,
                f"In der Auswahlgruppe {parent.full_id} hat es die Anzahl {member.minimum}:{most}.",
                "In einer Auswahlgruppe ist es immer 0:1.",
                member.line,
            )


@check("1094")
def stand_ins_stand_alone(subject: Subject) -> Iterator[Fault]:
    """Beside other elements the stand-in field has no use."""
    for parent, member in subject.places:
        if member.element.id == _STAND_IN_FIELD and len(parent.members) > 1:
            yield Fault(member.element, f"Der Platzhalter steht in {parent.full_id} neben anderen Elementen.", "Löschen Sie ihn.", member.line)  # fmt: skip


@check("1095")
def stand_ins_are_rare(subject: Subject) -> Iterator[Fault]:
    """A stand-in field is an exception."""
    for one in subject.fields:
        if one.id == _STAND_IN_FIELD:
            yield Fault(one, "Das ist nur ein Platzhalter für ein Feld.", "Ersetzen Sie ihn durch das richtige Feld.")  # fmt: skip


@check("1116")
def nothing_inactive_is_used(subject: Subject) -> Iterator[Fault]:
    """Inactive elements are an exception."""
    for one in subject.elements:
        if one.status and one.status.code in {_INACTIVE, "inaktiv"}:
            yield Fault(one, "Das Element ist inaktiv.", "Nehmen Sie seinen Nachfolger.")


def _twice(parent: Group | Schema, message: str) -> Iterator[Fault]:
    counts = Counter(member.element.full_id for member in parent.members)
    for member in parent.members:
        if counts.pop(member.element.full_id, 1) > 1:
            kind = "Feld" if isinstance(member.element, Field) else "Gruppe"
            yield Fault(member.element, message, f"Lassen Sie das Element ({kind}) einmal stehen, mit der passenden Anzahl.", member.line)  # fmt: skip


def _has_stand_in(schema: Schema) -> bool:
    return schema.profile is not None and schema.profile.id == _STAND_IN_PROFILE
