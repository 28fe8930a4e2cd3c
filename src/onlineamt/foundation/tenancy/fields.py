"""What every row of a municipality starts with."""

from django.db import models

from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import current_tenant_id


class TenantOwned(models.Model):
    """A row that belongs to a municipality (Mandant): its table stands under TenantTable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, default=current_tenant_id, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
