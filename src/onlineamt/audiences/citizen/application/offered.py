"""What a municipality offers, kept in the process until its content changes."""

from functools import lru_cache
from uuid import UUID

from onlineamt.foundation.tenancy.directory import TenantCard
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.queries import find_offering, list_online_keys


def offering_of(tenant: TenantCard, key: str) -> Offering | None:
    """Return what a municipality offers under a key, with its office, or None; it is not to be changed."""
    return _kept(tenant.id, key, tenant.content_version)


def any_offering(tenant: TenantCard, number: int) -> Offering | None:
    """Return one of the services that can be applied for here, always the same for a number; None without any."""
    keys = _online_keys(tenant.id, tenant.content_version)
    return offering_of(tenant, keys[number % len(keys)]) if keys else None


@lru_cache(maxsize=2_000)
def _online_keys(tenant_id: UUID, content_version: int) -> tuple[str, ...]:
    return tuple(list_online_keys(tenant_id))


@lru_cache(maxsize=2_000)
def _kept(tenant_id: UUID, key: str, content_version: int) -> Offering | None:
    """The content version is part of the key: a change is seen as soon as the directory knows of it."""
    return find_offering(tenant_id, key)
