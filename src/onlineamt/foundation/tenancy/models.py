"""Tenants and the host names they answer to."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.core.ids import new_id


class TenantKind(models.TextChoices):
    """What kind of municipality it is; a county is a tenant too, with competences of its own."""

    CITY = "city"
    TOWN = "town"
    COUNTY = "county"


class Tenant(models.Model):
    """A municipality on this installation (Mandant). Public facts only, so not under row-level security."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    official_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=TenantKind)
    county = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="towns")
    land = models.CharField(max_length=2)  # two letters of ISO 3166-2:DE
    regional_key = models.CharField(max_length=12, unique=True)  # Amtlicher Regionalschlüssel
    inhabitants = models.PositiveIntegerField()
    theme = models.JSONField(default=dict)
    contact = models.JSONField(
        default=dict
    )  # address, telephone, e-mail of the town hall; see sample/tenants.yaml
    is_live = models.BooleanField(default=False)
    offers_to_archive = models.BooleanField(
        default=False
    )  # whether its archive sees cases before they are erased
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "tenant"

    def __str__(self) -> str:
        return self.name


class TenantHost(models.Model):
    """A host name (Rechnername) a municipality is reached by; the first is the one it is shown under."""

    host = models.CharField(primary_key=True, max_length=253)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="hosts")
    is_primary = models.BooleanField(default=False)

    class Meta:
        db_table = "tenant_host"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="tenant_host_one_primary"
            )
        ]

    def __str__(self) -> str:
        return self.host


class ContentVersion(models.Model):
    """Counts every change of what a tenant shows (Inhaltsstand); caches ask it whether they are still right.

    `version` comes from one sequence for all tenants, so one number tells whether anything has changed.
    """

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.CASCADE)
    version = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "content_version"

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.version}"
