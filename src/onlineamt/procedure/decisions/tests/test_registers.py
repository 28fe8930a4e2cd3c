"""Which registers somebody of the office works with."""

from tests.staff import Staff

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.models import Offering, ServiceCard, ServiceVersion
from onlineamt.procedure.decisions.registers import registers_of


def lead_elsewhere(town: Tenant) -> None:
    """Let the tax office offer a service that is only an entry in the catalogue."""
    version = ServiceVersion.objects.create(
        key="grundsteuer", version="1.0.0", digest="0" * 64, sections={"entry": {}}
    )
    Offering.objects.create(
        tenant=town,
        key="grundsteuer",
        version=version,
        card=ServiceCard.objects.create(version=version, texts={}),
        office=OrgUnit.objects.get(tenant=town, key="steueramt"),
        is_online=False,
    )


class TestRegistersOf:
    def test_are_those_of_the_offices_own_services(self, dog_town: Tenant, staff: Staff) -> None:
        lead_elsewhere(dog_town)
        with in_tenant(dog_town.id):
            assert [one.key for one in registers_of(staff("Frau Amt"))] == ["hund-anmelden/hundemarken"]
            assert registers_of(staff("Herr Fremd")) == []
