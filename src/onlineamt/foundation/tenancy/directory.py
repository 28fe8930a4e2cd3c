"""Which tenant answers to a host name: kept in each process, right again within a second of a change."""

import threading
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import ContentVersion, TenantHost
from onlineamt.foundation.tenancy.transaction import current_tenant_id

CHECK_SECONDS = 0.5


@dataclass(frozen=True)
class TenantCard:
    """What every page needs to know of a municipality, without a query. `theme` and `contact` are not to be changed."""

    id: UUID
    key: str
    name: str
    official_name: str
    kind: str
    land: str
    host: str
    theme: dict[str, Any]
    contact: dict[str, Any]
    content_version: int
    offers_to_archive: bool = False


class Directory:
    """Host names and their tenants, read again when any content version has moved."""

    def __init__(self) -> None:
        self._cards: dict[str, TenantCard] = {}
        self._by_id: dict[UUID, TenantCard] = {}
        self._version = -1
        self._checked_at = float("-inf")
        self._lock = threading.Lock()

    def find(self, host: str) -> TenantCard | None:
        """Return the tenant of a host name, without port and in lower case, or None."""
        self._refresh_if_old()
        return self._cards.get(host)

    def find_fresh(self, host: str) -> TenantCard | None:
        """Return the tenant of a host name if that is known without a query, else None."""
        return None if self._is_old() else self._cards.get(host)

    def get(self, tenant_id: UUID) -> TenantCard:
        """Return the card of a tenant. Raises NotFound for one without a host name."""
        self._refresh_if_old()
        if tenant_id not in self._by_id:  # founded a moment ago
            with self._lock:
                self._read()
        if tenant_id not in self._by_id:
            raise NotFound
        return self._by_id[tenant_id]

    def forget(self) -> None:
        """Read everything again at the next call."""
        self._checked_at = float("-inf")
        self._version = -1

    def _refresh_if_old(self) -> None:
        if not self._is_old() or not self._lock.acquire(blocking=not self._cards):
            return
        try:
            if self._is_old():
                self._read()
        finally:
            self._lock.release()

    def _is_old(self) -> bool:
        return time.monotonic() - self._checked_at >= CHECK_SECONDS

    def _read(self) -> None:
        version = newest_content_version()
        if version != self._version:
            self._cards = _read_cards()
            self._by_id = {card.id: card for card in self._cards.values()}
            self._version = version
        self._checked_at = time.monotonic()


def current_tenant() -> TenantCard:
    """Return the municipality whose transaction is open. Raises NoTenant outside one."""
    return directory.get(current_tenant_id())


def newest_content_version() -> int:
    """Return the highest content version of all tenants: it moves whenever anything that is shown has changed."""
    newest = ContentVersion.objects.order_by("-version").values_list("version", flat=True).first()
    return newest or 0


def _read_cards() -> dict[str, TenantCard]:
    hosts = list(TenantHost.objects.select_related("tenant").order_by("-is_primary", "host"))
    versions = dict(ContentVersion.objects.values_list("tenant_id", "version"))
    primary = {row.tenant_id: row.host for row in hosts if row.is_primary}
    return {
        row.host: TenantCard(
            id=row.tenant.id,
            key=row.tenant.key,
            name=row.tenant.name,
            official_name=row.tenant.official_name,
            kind=row.tenant.kind,
            land=row.tenant.land,
            host=primary.get(row.tenant_id, row.host),
            theme=row.tenant.theme,
            contact=row.tenant.contact,
            offers_to_archive=row.tenant.offers_to_archive,
            content_version=versions.get(row.tenant_id, 0),
        )
        for row in hosts
    }


directory = Directory()
