"""The tenant transaction: the only way to rows that belong to a municipality."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connections, transaction

_current: ContextVar[UUID | None] = ContextVar("tenant", default=None)
_SET = "select set_config('app.tenant', %s, true)"


class NoTenant(RuntimeError):
    """Work on a tenant's rows outside `in_tenant()`; the database would answer with nothing, silently."""


class OtherTenant(RuntimeError):
    """A tenant's transaction was opened inside another tenant's."""


@contextmanager
def in_tenant(tenant_id: UUID, *, using: str = "default") -> Iterator[None]:
    """Open the one transaction of a request or job and bind it to a tenant.

    It must span rendering as well: a row read after it ends is not there. An exception rolls everything back.
    Inside itself it may be opened again for the same tenant. Raises OtherTenant for a different one.
    """
    outer = _current.get()
    if outer == tenant_id:
        yield
        return
    if outer is not None:
        raise OtherTenant(f"{tenant_id} inside {outer}")
    token = _current.set(tenant_id)
    try:
        with transaction.atomic(using=using):
            _bind(using, str(tenant_id))
            yield
            # An enclosing transaction (tests) must not keep the tenant: the setting outlives an inner atomic. One that
            # is to be rolled back forgets it by itself.
            if connections[using].savepoint_ids and not connections[using].needs_rollback:
                _bind(using, "")
    finally:
        _current.reset(token)


def current_tenant_id() -> UUID:
    """Return the tenant of the open transaction. Raises NoTenant outside one."""
    tenant_id = _current.get()
    if tenant_id is None:
        raise NoTenant("open in_tenant() first")
    return tenant_id


def _bind(using: str, value: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, [value])
