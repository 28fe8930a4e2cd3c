"""Who writes: the letterhead of the municipality and the address of the office, as receipts and decisions show them."""

from django.conf import settings

from onlineamt.facilities.letters.letterhead import letterhead_of
from onlineamt.facilities.letters.values import Letterhead, OfficeAddress
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import TenantCard


def letterhead(tenant: TenantCard, office: OrgUnit | None) -> Letterhead:
    """Return the letterhead of a municipality; every letter outside production says that it is none."""
    return letterhead_of(
        tenant.official_name,
        contact=tenant.contact,
        theme=tenant.theme,
        unit=office.name if office else "",
        notice="" if settings.ENV.is_production else "Vorführung: Alle Orte und Personen sind erfunden.",
    )


def office_address(tenant: TenantCard, office: OrgUnit | None) -> OfficeAddress:
    """Return how people reach the office, or the town hall where no office is known."""
    if office is None:
        return OfficeAddress(name=tenant.official_name)
    return OfficeAddress(
        name=office.name,
        street=office.street,
        postcode=office.postcode,
        place=office.place,
        telephone=office.telephone,
        email=office.email,
        opening_hours=tuple(office.opening_hours),
    )
