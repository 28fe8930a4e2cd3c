"""Where in law an element comes from."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import Described, ElementKind, Group, LegalBasis

_SEVERAL = re.compile(r";\s|\n")
_CITE = "Nennen Sie die Vorschrift als Bezug."


@check("1006")
def what_law_wants_names_its_law(subject: Subject) -> Iterator[Fault]:
    """An element bound by law says by which."""
    for one in subject.elements:
        if one.element_kind is ElementKind.BOUND_BY_LAW and not one.legal_bases:
            yield Fault(
                one, "Das Element ist rechtsnormgebunden, nennt aber keine Handlungsgrundlage.", _CITE
            )


@check("1101")
def harmonised_elements_name_their_law(subject: Subject) -> Iterator[Fault]:
    """A harmonised element had better name its law too."""
    for one in subject.elements:
        if one.element_kind is ElementKind.HARMONISED and not one.legal_bases:
            yield Fault(one, "Das harmonisierte Element nennt keine Handlungsgrundlage.", _CITE)


@check("1051")
def schema_names_its_law(subject: Subject) -> Iterator[Fault]:
    """A schema names its law."""
    if not subject.schema.legal_bases:
        yield Fault(subject.schema, "Das Schema nennt keine Handlungsgrundlage.", _CITE)


@check("1022")
def places_in_bound_groups_name_their_law(subject: Subject) -> Iterator[Fault]:
    """In a group bound by law, what is not bound itself says at its place why it stands there."""
    for parent, member in subject.places:
        is_bound = isinstance(parent, Group) and parent.element_kind is ElementKind.BOUND_BY_LAW
        free = {ElementKind.ABSTRACT, ElementKind.HARMONISED}
        if is_bound and member.element.element_kind in free and not member.legal_bases:
            yield Fault(
                member.element,
                f"In der rechtsnormgebundenen Gruppe {parent.full_id} nennt die Stelle keine Handlungsgrundlage.",
                "Nennen Sie sie als Bezug neben der Anzahl.",
                member.line,
            )


@check("1132")
def laws_stand_by_themselves(subject: Subject) -> Iterator[Fault]:
    """Each legal basis is an entry of its own."""
    for one, basis in _each_basis(subject):
        if _SEVERAL.search(basis.text):
            yield Fault(one, f"Ein Bezug nennt mehrere Handlungsgrundlagen: „{basis.text[:80]}“.", "Machen Sie daraus mehrere.")  # fmt: skip


@check("1133")
def links_lead_somewhere(subject: Subject) -> Iterator[Fault]:
    """The link of a legal basis is an address of the web."""
    for one, basis in _each_basis(subject):
        if basis.link and not _is_address(basis.link):
            yield Fault(one, f"„{basis.link[:80]}“ ist keine Adresse im Netz.", "Schreiben Sie sie mit https:// am Anfang.")  # fmt: skip


def _each_basis(subject: Subject) -> Iterator[tuple[Described, LegalBasis]]:
    for one in (subject.schema, *subject.elements, *subject.rules):
        yield from ((one, basis) for basis in one.legal_bases)
    for _, member in subject.places:
        yield from ((member.element, basis) for basis in member.legal_bases)


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in link
