"""Makes the sample world, or brings it up to date; a second time changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from onlineamt.config.sample.reading import (
    SampleEntry,
    SampleTenant,
    read_entries,
    read_life_situations,
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
    register_entry,
    replace_life_situations,
)
from onlineamt.procedure.catalogue.models import ServiceVersion
from onlineamt.procedure.catalogue.queries import get_published

SERVICES = Path(__file__).resolve().parents[4] / "services"
DOG = "hund-anmelden"
_ALWAYS_THERE = "buergerservice"  # the office that answers where there is none of the kind
_DOG_PARAMETERS = {
    "first": "steuer_erster_hund",
    "second": "steuer_zweiter_hund",
    "further": "steuer_weiterer_hund",
    "listed": "steuer_listenhund",
}
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
    published = [(entry, register_entry(entry.definition)) for entry in entries]
    for sample in samples:
        for entry, version in published:
            _offer_entry(sample, tenants[sample.facts.key], entry, version)
    count = len(entries) + _offer_packages(services, samples, tenants)
    offices = sum(len(sample.offices) for sample in samples)
    return World(tenants=list(tenants.values()), offices=offices, services=count)


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


def _offer_packages(services: Path, samples: Sequence[SampleTenant], tenants: Mapping[str, Tenant]) -> int:
    """Install the dog service with the tax of each town; return how many packages there were."""
    folder = services / DOG
    if not folder.is_dir():
        return 0
    from onlineamt.packages.install import (
        Audience,
        install_package,
    )  # brings the checker, which takes its time

    installed = install_package(folder, audience=Audience(), settings={})
    version = get_published(installed.key, installed.version)
    for sample in samples:
        if not sample.dog_tax:
            continue
        parameters = {_DOG_PARAMETERS[name]: cents for name, cents in sample.dog_tax.items()}
        offer_service(
            tenant_id=tenants[sample.facts.key].id,
            version_id=version.id,
            terms=OfferingTerms(parameters=parameters),
        )
    return 1
