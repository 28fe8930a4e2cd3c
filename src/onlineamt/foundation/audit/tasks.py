"""Every night each tenant's audit trail gets a signed checkpoint."""

from procrastinate.contrib.django import app

from onlineamt.foundation.audit.actions import make_checkpoint
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


@app.periodic(cron="17 2 * * *")
@app.task(name="audit.make_checkpoints", queueing_lock="audit.make_checkpoints")
def make_checkpoints(timestamp: int) -> None:
    """Sign the trail of every tenant. `timestamp`: Unix seconds of the tick."""
    for tenant_id in Tenant.objects.order_by("key").values_list("id", flat=True):
        with in_tenant(tenant_id):
            make_checkpoint()
