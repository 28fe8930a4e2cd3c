"""Jobs of a tenant: deferred in the caller's transaction, run in the tenant's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from onlineamt.foundation.tenancy.transaction import current_tenant_id, in_tenant

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)  # 4 s, 16 s, … about a day in all


class TenantTask:
    """A job whose arguments are ids only; the tenant is set by this wrapper, so no job can forget it."""

    def __init__(self, name: str, action: Callable[..., object]) -> None:
        self.name = name
        self._action = action
        self._task = app.task(name=name, retry=RETRY)(self._run)

    def defer(self, **ids: UUID | str | int) -> None:
        """Promise the job in the caller's transaction: it exists if, and only if, the transaction commits."""
        plain = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
        self._task.defer(tenant_id=str(current_tenant_id()), **plain)

    def _run(self, *, tenant_id: str, **ids: Any) -> None:
        with in_tenant(UUID(tenant_id)):
            self._action(**ids)


def tenant_task(name: str) -> Callable[[Callable[..., object]], TenantTask]:
    """Make a function a job named `stage.verb`. It must be idempotent: after a crash it runs again."""

    def wrap(action: Callable[..., object]) -> TenantTask:
        return TenantTask(name, action)

    return wrap
