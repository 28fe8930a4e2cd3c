"""Lets Musterstadt offer services of `services/` for a journey, and walks what citizens and clerks do with each of them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.package import Package
from onlineamt.packages.reading import read_package
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.catalogue.actions import OfferingTerms, offer_service, register_version
from tests.journeys.clerk import Clerk, finish_tasks
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor

SERVICES = Path(__file__).resolve().parents[2] / "services"
OFFICE = "ordnungsamt"  # where Herr Fremd works
EMAIL = "erika@musterstadt.invalid"
COURT = {
    "name": "Verwaltungsgericht Musterstadt",
    "street": "Richterweg 4",
    "postcode": "99999",
    "place": "Musterstadt",
}
Jobs = Callable[[], None]


def offer(town: Tenant, *keys: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Offer services in the office of Herr Fremd, in a town that knows its court."""
    prepare_office(town)
    for key in keys:
        package = read_package(SERVICES / key).package
        assert package is not None
        own = {
            name: value for name, value in (parameters or {}).items() if name in package.service.parameters
        }
        offer_package(town, package, own)


def prepare_office(town: Tenant) -> None:
    """Give a town the office of Herr Fremd, and the court for its remedies."""
    contact = {**town.contact, "courts": {"vwgo": COURT}}
    Tenant.objects.filter(id=town.id).update(contact=contact)
    OrgUnit.objects.get_or_create(
        tenant=town, key=OFFICE, defaults={"kind": "ordnung", "name": "Amt (ordnung)"}
    )


def offer_package(town: Tenant, package: Package, parameters: Mapping[str, Any] | None = None) -> None:
    """Offer what a package describes in the office of Herr Fremd, which is there."""
    service = package.service
    version = register_version(key=service.key, version=service.version, sections=package.sections)
    terms = OfferingTerms(parameters=dict(parameters or {}), office_key=OFFICE)
    offer_service(tenant_id=town.id, version_id=version.id, terms=terms)
    directory.forget()


def fill_in(visitor: Visitor, key: str, pages: Sequence[Mapping[str, Any]]) -> Visitor:
    """Begin a service and answer its pages, one after the other."""
    visitor.open(f"/leistung/{key}").send()
    for answers in pages:
        visitor.send(answers)
        assert visitor.errors == [], (visitor.heading, visitor.errors)
    return visitor


def submit(visitor: Visitor, run_jobs: Jobs) -> str:
    """Send what was checked, with a confirmed address, and return the reference."""
    assert visitor.heading == "Prüfen Sie Ihre Angaben", visitor.heading
    visitor.send({"contact": "email", "email": EMAIL})
    run_jobs()
    visitor.send({"code": mailed_code()})
    return str(visitor.page.xpath("string(//*[@id='reference'])"))


def case_id(town: Tenant, reference: str) -> UUID:
    """Return the id of a case."""
    with in_tenant(town.id):
        return Case.objects.get(reference=reference).id


def decide(clerk: Clerk, case: UUID, outcome: str, reasons: str = "") -> Clerk:
    """Take a case, finish its tasks and issue a decision."""
    clerk.open_case(case).press("Übernehmen")
    finish_tasks(clerk, case)
    clerk.follow("Entscheiden")
    clerk.press("Speichern und Brief ansehen", {"outcome": outcome, "reasons": reasons})
    assert clerk.heading == "Prüfen und erlassen", clerk.errors
    return clerk.press("Bescheid erlassen")
