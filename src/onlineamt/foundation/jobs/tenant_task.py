"""Jobs of a tenant: deferred in the caller's transaction, run in the tenant's own."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from onlineamt.foundation.tenancy.transaction import current_tenant_id, in_tenant

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)  # 4 s, 16 s, … about a day in all


def promise(name: str, ids: Mapping[str, UUID | str | int], *, wait: timedelta | None = None) -> None:
    """Promise a tenant's job by its name, in the caller's transaction: for actions, which stand below the tasks."""
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    schedule_in = {"seconds": int(wait.total_seconds())} if wait else None
    app.configure_task(name, schedule_in=schedule_in).defer(tenant_id=str(current_tenant_id()), **plain)


class TenantTask:
    """A job whose arguments are ids only; the tenant is set by this wrapper, so no job can forget it."""

    def __init__(self, name: str, action: Callable[..., object]) -> None:
        self.name = name
        self._action = action
        app.task(name=name, retry=RETRY)(self._run)

    def defer(self, **ids: UUID | str | int) -> None:
        """Promise the job in the caller's transaction: it exists if, and only if, the transaction commits."""
        promise(self.name, ids)

    def _run(self, *, tenant_id: str, **ids: Any) -> None:
        with in_tenant(UUID(tenant_id)):
            self._action(**ids)


def tenant_task(name: str) -> Callable[[Callable[..., object]], TenantTask]:
    """Make a function a job named `stage.verb`. It must be idempotent: after a crash it runs again."""

    def wrap(action: Callable[..., object]) -> TenantTask:
        return TenantTask(name, action)

    return wrap
