"""Asking for the offices of a municipality."""

from uuid import UUID

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.organisation.models import OrgUnit


def list_offices(tenant_id: UUID) -> list[OrgUnit]:
    """Return the offices of a municipality, in order of their keys."""
    return list(OrgUnit.objects.filter(tenant_id=tenant_id).order_by("key"))


def get_office(tenant_id: UUID, key: str) -> OrgUnit:
    """Return an office of a municipality. Raises NotFound."""
    office = OrgUnit.objects.filter(tenant_id=tenant_id, key=key).first()
    if office is None:
        raise NotFound
    return office
