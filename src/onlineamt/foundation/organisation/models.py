"""The offices of a municipality."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant


class OrgUnit(models.Model):
    """An office or team of a municipality (Organisationseinheit). Public facts only, so not under row-level security."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="org_units", db_index=False)
    key = models.SlugField()
    kind = models.SlugField(blank=True)  # what services ask for: steuern, ordnung, verkehr, …
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=160)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    opening_hours = models.JSONField(default=list)  # lines as people read them

    class Meta:
        db_table = "org_unit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="org_unit_one_key"),
            models.UniqueConstraint(fields=["tenant", "id"], name="org_unit_tenant_id_key"),
        ]

    def __str__(self) -> str:
        return self.name
