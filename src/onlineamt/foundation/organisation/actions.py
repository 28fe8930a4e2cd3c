"""What people do with offices: open one, or bring it up to date."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.actions import note_content_change


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    """What is known of an office; `kind` is what services ask for."""

    key: str
    kind: str
    name: str
    street: str = ""
    postcode: str = ""
    place: str = ""
    telephone: str = ""
    email: str = ""
    opening_hours: Sequence[str] = ()


@transaction.atomic
def set_up_office(tenant_id: UUID, facts: OfficeFacts) -> OrgUnit:
    """Open an office of a municipality, or bring the one with this key up to these facts."""
    said = asdict(facts) | {"opening_hours": list(facts.opening_hours)}
    office, is_new = OrgUnit.objects.get_or_create(tenant_id=tenant_id, key=said.pop("key"), defaults=said)
    if is_new or any(getattr(office, name) != value for name, value in said.items()):
        OrgUnit.objects.filter(id=office.id).update(**said)
        office.refresh_from_db()
        note_content_change(tenant_id)
    return office
