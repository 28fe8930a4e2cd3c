"""What people do with tenants: found one, change what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onlineamt.foundation.tenancy.models import Tenant, TenantHost


@dataclass(frozen=True, kw_only=True)
class TenantFacts:
    """What is known of a municipality when it joins the installation."""

    key: str
    name: str
    official_name: str
    kind: str
    land: str
    regional_key: str
    inhabitants: int
    hosts: Sequence[str]
    county_key: str | None = None
    theme: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    is_live: bool = False


@transaction.atomic
def found_tenant(facts: TenantFacts) -> Tenant:
    """Create a municipality, or bring it up to these facts if its key is there already. Its first host is primary."""
    county = Tenant.objects.get(key=facts.county_key) if facts.county_key else None
    tenant, _ = Tenant.objects.update_or_create(
        key=facts.key,
        defaults={
            "name": facts.name,
            "official_name": facts.official_name,
            "kind": facts.kind,
            "county": county,
            "land": facts.land,
            "regional_key": facts.regional_key,
            "inhabitants": facts.inhabitants,
            "theme": facts.theme,
            "contact": facts.contact,
            "is_live": facts.is_live,
        },
    )
    tenant.hosts.exclude(host__in=facts.hosts).delete()
    tenant.hosts.update(is_primary=False)
    for position, host in enumerate(facts.hosts):
        TenantHost.objects.update_or_create(
            host=host, defaults={"tenant": tenant, "is_primary": position == 0}
        )
    return tenant


def note_content_change(tenant_id: UUID) -> None:
    """Say that something a tenant shows has changed; every process serves it within a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO content_version (tenant_id, version) VALUES (%s, nextval('content_version_number'))"
            " ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version",
            [tenant_id],
        )
