"""What people do with the catalogue: publish a version, offer it, set it up, withdraw it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.actions import note_content_change
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.entry import EntryDefinition
from onlineamt.procedure.catalogue.errors import NoOffice, NotOnline, VersionTaken, WrongParameters
from onlineamt.procedure.catalogue.facts import head_of
from onlineamt.procedure.catalogue.models import (
    LifeSituation,
    Offering,
    ParameterTable,
    ServiceCard,
    ServiceVersion,
)
from onlineamt.procedure.catalogue.queries import get_offering, get_version, with_rows
from onlineamt.procedure.catalogue.rules import is_kept_table, parameter_problems
from onlineamt.procedure.catalogue.search.index import write_card

SYSTEM = "system"
_COLUMNS = ("key", "parent_id", "icon", "texts", "steps", "position")
_DRAFT_MARK = 6  # digits of the digest
Values = Mapping[str, Any]
Register = Callable[..., ServiceVersion]  # register_version, or register_draft


@dataclass(frozen=True, kw_only=True)
class OfferingTerms:
    """How a municipality offers a service; None keeps what there is, or takes the version's own.

    The value of a table is its rows.
    """

    parameters: Values | None = None
    words: Values | None = None  # language → title, search_words, modules
    office_key: str | None = None  # without it, the office of the kind that the service asks for
    is_online: bool | None = None


AS_IT_IS = OfferingTerms()


@dataclass(frozen=True, kw_only=True)
class LifeSituationFacts:
    """A life situation as it is written down; `parts` are the narrower ones below it."""

    key: str
    texts: Values
    icon: str = ""
    steps: Sequence[Values] = ()
    parts: Sequence["LifeSituationFacts"] = field(default=())


@transaction.atomic
def register_version(*, key: str, version: str, sections: Values) -> ServiceVersion:
    """Publish a version of a service for all municipalities; the same content once more changes nothing.

    Raises VersionTaken when this version is there with other content.
    """
    content = digest(canonical_json(sections))
    fresh = ServiceVersion(key=key, version=version, digest=content, sections=sections)
    ServiceVersion.objects.bulk_create([fresh], ignore_conflicts=True)
    stored = ServiceVersion.objects.get(key=key, version=version)
    if stored.digest != content:
        raise VersionTaken(f"{key} {version}")
    if stored.id == fresh.id:
        write_card(version_id=stored.id, sections=sections, words={})
    return stored


@transaction.atomic
def register_draft(*, key: str, version: str, sections: Values) -> ServiceVersion:
    """Publish a version as `register_version` does; one that is there with other content gets a number of its own.

    For those who work on a package and look at it: `1.0.0+3f09ac` is version 1.0.0 as it is changed now. What was published
    stays as it was, and so does whatever was applied for under it.
    """
    try:
        return register_version(key=key, version=version, sections=sections)
    except VersionTaken:
        mark = digest(canonical_json(sections))[:_DRAFT_MARK]
        return register_version(key=key, version=f"{version}+{mark}", sections=sections)


def register_entry(entry: EntryDefinition, *, register: Register = register_version) -> ServiceVersion:
    """Publish the description of a service that is not done here. Raises VersionTaken."""
    said = entry.model_dump(mode="json", exclude_none=True)
    return register(
        key=entry.key, version=entry.version, sections={"texts": said.pop("texts"), "entry": said}
    )


def offer_service(
    *, tenant_id: UUID, version_id: UUID, terms: OfferingTerms = AS_IT_IS, actor: str = SYSTEM
) -> Offering:
    """Offer a version of a service in a municipality, or move its offering to that version.

    What the municipality has set stays unless `terms` say otherwise; the same once more changes nothing.
    Raises NoOffice, NotOnline or WrongParameters; then nothing is changed.
    """
    version = get_version(version_id)
    with in_tenant(tenant_id):
        # One at a time: two clerks, or an upgrade and a clerk, must not write over each other.
        Tenant.objects.select_for_update(no_key=True).get(id=tenant_id)
        offering = Offering.objects.filter(tenant_id=tenant_id, key=version.key).first()
        was = _state(offering) if offering else None
        offering = offering or Offering(
            tenant_id=tenant_id, key=version.key, is_online="form" in version.sections
        )
        _take_terms(offering, version, terms)
        if _state(offering) == was:
            return offering
        offering.card_id = _card_of(offering, version)
        offering.save()
        _own_cards(offering).exclude(id=offering.card_id).delete()
        _note_change(offering, "offering.changed" if was else "offering.opened", actor)
        return offering


def change_parameters(*, tenant_id: UUID, key: str, parameters: Values, actor: str = SYSTEM) -> Offering:
    """Set what a municipality wants otherwise than the version's defaults. Raises NotFound or WrongParameters."""
    offering = get_offering(tenant_id, key)
    terms = OfferingTerms(parameters=parameters)
    return offer_service(tenant_id=tenant_id, version_id=offering.version_id, terms=terms, actor=actor)


def withdraw_offering(*, tenant_id: UUID, key: str, actor: str = SYSTEM) -> None:
    """Stop offering a service; applications keep the version they were made with. Raises NotFound."""
    with in_tenant(tenant_id):
        offering = get_offering(tenant_id, key)
        _note_change(offering, "offering.withdrawn", actor)
        Offering.objects.filter(id=offering.id).delete()
        _own_cards(offering).delete()


@transaction.atomic
def replace_life_situations(situations: Sequence[LifeSituationFacts]) -> None:
    """Put a new tree of life situations in place of the old one, for all municipalities."""
    rows = _rows(situations)
    for position, row in enumerate(rows):
        row["position"] = position
    if rows == list(LifeSituation.objects.order_by("position").values(*_COLUMNS)):
        return
    LifeSituation.objects.all().delete()
    LifeSituation.objects.bulk_create(LifeSituation(**row) for row in rows)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        note_content_change(tenant_id)


def _take_terms(offering: Offering, version: ServiceVersion, terms: OfferingTerms) -> None:
    declared = head_of(version.sections).get("parameters", {})
    kept = {name: value for name, value in offering.parameters.items() if name in declared}
    offering.version_id = version.id
    chosen = kept if terms.parameters is None else dict(terms.parameters)
    offering.words = offering.words if terms.words is None else dict(terms.words)
    offering.is_online = offering.is_online if terms.is_online is None else terms.is_online
    if problems := parameter_problems(declared, with_rows(chosen)):
        raise WrongParameters(problems)
    offering.parameters = {name: _stored(declared[name], value) for name, value in chosen.items()}
    if offering.is_online and "form" not in version.sections:
        raise NotOnline(version.key)
    if terms.office_key or offering.office_id is None:
        offering.office_id = _find_office(offering.tenant_id, version, terms.office_key).id


def _stored(declared: Values, value: Any) -> Any:
    """Keep the rows of a table once, by their digest; other values are kept where they are used."""
    if declared["type"] != "table" or is_kept_table(value):
        return value
    rows = [{name: cell for name, cell in row.items() if cell is not None} for row in value]
    name = digest(canonical_json(rows))
    ParameterTable.objects.bulk_create([ParameterTable(digest=name, rows=rows)], ignore_conflicts=True)
    return {"table": name}


def _find_office(tenant_id: UUID, version: ServiceVersion, office_key: str | None) -> OrgUnit:
    kind = head_of(version.sections)["office"]
    offices = OrgUnit.objects.filter(tenant_id=tenant_id).order_by("key")
    found = offices.filter(key=office_key).first() if office_key else offices.filter(kind=kind).first()
    if found is None:
        raise NoOffice(f"{version.key}: {office_key or kind}")
    return found


def _card_of(offering: Offering, version: ServiceVersion) -> UUID:
    if not offering.words:
        return ServiceCard.objects.only("id").get(version_id=version.id, tenant=None).id
    return write_card(
        version_id=version.id, sections=version.sections, words=offering.words, tenant_id=offering.tenant_id
    )


def _own_cards(offering: Offering) -> QuerySet[ServiceCard]:
    return ServiceCard.objects.filter(tenant_id=offering.tenant_id, version__key=offering.key)


def _state(offering: Offering) -> tuple[object, ...]:
    return (
        offering.version_id, dict(offering.parameters), dict(offering.words), offering.office_id, offering.is_online
    )  # fmt: skip


def _note_change(offering: Offering, fact: str, actor: str) -> None:
    """Every process shows the change within a second, and the trail says who made it."""
    note_content_change(offering.tenant_id)
    chosen = {"parameters": offering.parameters, "words": offering.words}
    facts = {
        "key": offering.key,
        "version": str(offering.version_id),
        "terms": digest(canonical_json(chosen)),
    }
    record(fact, chain=offering.id, actor=actor, facts=facts)


def _rows(situations: Sequence[LifeSituationFacts], parent: str | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for facts in situations:
        texts, steps = dict(facts.texts), [dict(step) for step in facts.steps]
        rows.append(
            {"key": facts.key, "parent_id": parent, "icon": facts.icon, "texts": texts, "steps": steps}
        )
        rows += _rows(facts.parts, parent=facts.key)
    return rows
