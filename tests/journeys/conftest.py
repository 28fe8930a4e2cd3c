"""What journeys start from: Musterstadt with its offices and the dog service, and the jobs that run after a page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages.reading import read_package
from onlineamt.procedure.catalogue.actions import offer_service, register_version
from onlineamt.procedure.delivery.tests.lives import DogLife
from tests.cases import Send

SERVICES = Path(__file__).resolve().parents[2] / "services"


@pytest.fixture
def dog_service(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Iterator[Tenant]:
    """Return Musterstadt, which offers to register dogs; Nachbarstadt does not."""
    OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Amt für Steuern")
    package = read_package(SERVICES / "hund-anmelden").package
    assert package is not None
    version = register_version(
        key=package.service.key, version=package.service.version, sections=package.sections
    )
    offer_service(tenant_id=towns[0].id, version_id=version.id)
    directory.forget()
    yield towns[0]


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    """Return a function that does what a worker does, until nothing is left to do now."""

    def run() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())
        worker.periodic_registry = (
            PeriodicRegistry()
        )  # what comes with the hour would come to some tests and not to others
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    return run


@pytest.fixture
def paper_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service that asks for files; Nachbarstadt offers it too."""
    yield from _both_offer("muster-nachweis", towns)


@pytest.fixture
def list_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service that asks about each child; Nachbarstadt offers it too."""
    yield from _both_offer("muster-ferien", towns)


@pytest.fixture
def market_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service whose questions hang on others of the same page."""
    yield from _both_offer("muster-stand", towns)


@pytest.fixture
def section_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service with a long form in sections; Nachbarstadt offers it too."""
    yield from _both_offer("muster-betreuung", towns)


@pytest.fixture
def couple_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service for two persons; Nachbarstadt offers it too."""
    yield from _both_offer("muster-paar", towns)


@pytest.fixture
def address_service(towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    """Return Musterstadt, which offers a service to people in every country; Nachbarstadt offers it too."""
    yield from _both_offer("muster-anschrift", towns)


def _both_offer(key: str, towns: tuple[Tenant, Tenant]) -> Iterator[Tenant]:
    package = read_package(Path(__file__).resolve().parents[1] / "services" / key).package
    assert package is not None
    version = register_version(
        key=package.service.key, version=package.service.version, sections=package.sections
    )
    for town in towns:
        OrgUnit.objects.get_or_create(
            tenant=town, key="ordnungsamt", defaults={"kind": "ordnung", "name": "Ordnungsamt"}
        )
        offer_service(tenant_id=town.id, version_id=version.id)
    directory.forget()
    yield towns[0]
    directory.forget()


@pytest.fixture
def monday(at: Callable[..., Any], nobody_is_drawn: None) -> None:
    """It is Monday, 23 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 23, 9, 0)


@pytest.fixture
def life(monday: None, dog_town: Tenant, send: Send, at: Callable[..., Any]) -> DogLife:
    """Return a dachshund's case that is decided; its letter waits to be printed."""
    life = DogLife(dog_town, send("dackel"), at)
    life.decide()
    return life
