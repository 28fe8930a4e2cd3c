"""Makes the sample world, or brings it up to date; a second time changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from onlineamt.config.sample.reading import (
    SampleEntry,
    SampleOffer,
    SampleTenant,
    read_entries,
    read_life_situations,
    read_offers,
    read_staff,
    read_tenants,
)
from onlineamt.config.sample.staff import employ
from onlineamt.foundation.organisation.actions import set_up_office
from onlineamt.foundation.tenancy.actions import found_tenant
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import (
    OfferingTerms,
    offer_service,
    register_draft,
    register_entry,
    replace_life_situations,
)
from onlineamt.procedure.catalogue.facts import head_of
from onlineamt.procedure.catalogue.models import ServiceVersion
from onlineamt.procedure.catalogue.queries import get_published

SERVICES = Path(__file__).resolve().parents[4] / "services"
DOG = "hund-anmelden"
_ALWAYS_THERE = "buergerservice"  # the office that answers where there is none of the kind
_DONE_BY_COUNTY = {
    "de": "Diese Leistung erledigt der Kreis Mustertal. Im Kreishaus ist das Amt, das Ihren Fall bearbeitet.",
    "en": "This is done by the county, Kreis Mustertal. Its offices are in the county hall.",
}


@dataclass(frozen=True, kw_only=True)
class World:
    """What there is now."""

    tenants: Sequence[Tenant]
    offices: int
    services: int
    drafts: Sequence[str]  # what was changed and has no number of its own yet: "hund-anmelden 1.0.0+3f09ac"


@transaction.atomic
def make_sample_world(services: Path = SERVICES) -> World:
    """Found the municipalities, open and staff their offices, fill the catalogue and offer its services."""
    samples = read_tenants()
    tenants = {sample.facts.key: found_tenant(sample.facts) for sample in samples}
    for sample in samples:
        for office in sample.offices:
            set_up_office(tenants[sample.facts.key].id, office)
    employ(read_staff(), tenants)
    replace_life_situations(read_life_situations())
    entries = read_entries()
    offers = [offer for offer in read_offers() if (services / offer.service).is_dir()]
    online = {(offer.tenant_key, offer.service) for offer in offers}
    published = [(entry, register_entry(entry.definition, register=register_draft)) for entry in entries]
    for sample in samples:
        for entry, version in published:
            if (sample.facts.key, entry.definition.key) not in online:
                _offer_entry(sample, tenants[sample.facts.key], entry, version)
    versions = _offer_packages(services, offers, tenants)
    count = len({entry.definition.key for entry in entries} | {offer.service for offer in offers})
    offices = sum(len(sample.offices) for sample in samples)
    drafts = [str(one) for one in (*(version for _, version in published), *versions) if "+" in one.version]
    return World(tenants=list(tenants.values()), offices=offices, services=count, drafts=drafts)


def _offer_entry(sample: SampleTenant, tenant: Tenant, entry: SampleEntry, version: ServiceVersion) -> None:
    if sample.facts.kind in entry.offered_by:
        words: Mapping[str, Any] = {}
    elif sample.facts.kind == "town" and "county" in entry.offered_by:
        words = {
            language: {"modules": {"hinweise": text}}
            for language, text in _DONE_BY_COUNTY.items()
            if language in entry.definition.texts
        }
    else:
        return
    terms = OfferingTerms(office_key=_office_key(sample, entry.definition.office), words=words)
    offer_service(tenant_id=tenant.id, version_id=version.id, terms=terms)


def _office_key(sample: SampleTenant, kind: str) -> str:
    keys = {office.kind: office.key for office in reversed(sample.offices)}
    return keys.get(kind) or keys[_ALWAYS_THERE]


def _offer_packages(
    services: Path, offers: Sequence[SampleOffer], tenants: Mapping[str, Tenant]
) -> list[ServiceVersion]:
    """Install the packages, and offer each where the sample says, with what the municipality sets. Return them."""
    from onlineamt.packages.install import (
        Audience,
        install_package,
    )  # brings the checker, which takes its time

    versions: dict[str, ServiceVersion] = {}
    for offer in offers:
        if offer.service not in versions:
            folder = services / offer.service
            installed = install_package(folder, audience=Audience(), settings={}, register=register_draft)
            versions[offer.service] = get_published(installed.key, installed.version)
        version = versions[offer.service]
        declared = head_of(version.sections).get("parameters", {})
        terms = OfferingTerms(
            parameters={name: value for name, value in offer.parameters.items() if name in declared},
            words=offer.words,
            office_key=offer.office_key,
        )
        offer_service(tenant_id=tenants[offer.tenant_key].id, version_id=version.id, terms=terms)
    return list(versions.values())
