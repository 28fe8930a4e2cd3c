"""What services there are, which of them a municipality offers, and what lists and the search know of them.

All of it is public and holds no personal data, so it stands outside row-level security, which would keep the search
off its index.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant


class ServiceVersion(models.Model):
    """One published state of a service (Leistungsfassung). The database refuses to change it.

    `sections` holds what was installed: of a package service, form, procedure, letters, texts, codelists; of an entry
    for a service that is not done here, `entry` alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, db_index=False)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # SHA-256 of the sections in canonical JSON
    sections = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "service_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="service_version_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class ParameterTable(models.Model):
    """The rows of a table as a municipality once set them (Tabelle). The database refuses to change or delete it.

    Offerings and applications name it by its digest, so that an application sees the table as it was when it began, and
    nothing is copied into it.
    """

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256 of the rows in canonical JSON
    rows = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "parameter_table"

    def __str__(self) -> str:
        return self.digest


class ServiceCard(models.Model):
    """What lists and the search know of a service (Steckbrief).

    One per version, shared by all municipalities; one more for a municipality that has words of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="cards", db_index=False
    )
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    texts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()  # language → title, teaser
    life_situations = ArrayField(models.SlugField(max_length=60), default=list)
    head = SearchVectorField()  # whole words of titles (A) and search words (B): what ranks
    parts = SearchVectorField()  # the ends of those words: „steueranmeld“ of Hundesteueranmeldung
    body = SearchVectorField()  # whole words of the longer texts

    class Meta:
        db_table = "service_card"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "tenant"], name="service_card_one_row", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [
            GinIndex(fields=["head"], name="service_card_head", fastupdate=False),
            GinIndex(fields=["parts"], name="service_card_parts", fastupdate=False),
            GinIndex(fields=["body"], name="service_card_body", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.version_id)


class SearchWord(models.Model):
    """A word of the catalogue's titles and search words (Suchwort): what a typing error is corrected to."""

    word = models.CharField(primary_key=True, max_length=60)  # folded: lower case, umlauts plain
    shown = models.CharField(max_length=60)  # as it is written
    stem = models.CharField(max_length=60, db_index=True)

    class Meta:
        db_table = "search_word"
        indexes: ClassVar = [
            GistIndex(fields=["word"], name="search_word_alike", opclasses=["gist_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.shown


class Offering(models.Model):
    """A service as one municipality offers it (Leistungsangebot): which version, with which parameters, by which office.

    `parameters` holds what differs from the version's defaults (of a table its digest: `{"table": "…"}`), `words` what is
    said otherwise, by language.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="offerings", db_index=False)
    key = models.SlugField(max_length=60, db_index=False)
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="offerings")
    card = models.ForeignKey(ServiceCard, on_delete=models.PROTECT, related_name="+", db_index=False)
    parameters: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    words: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    # A composite foreign key (migration 0001) refuses an office of another municipality.
    office = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    is_online = models.BooleanField()  # it can be applied for here, not only read about
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "offering"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="offering_one_row"),
            models.UniqueConstraint(fields=["tenant", "card"], name="offering_one_card"),
        ]

    def __str__(self) -> str:
        return self.key


class LifeSituation(models.Model):
    """A situation in which people need services (Lebenslage), in a tree that all municipalities share.

    `steps` names services in the order of time: `[{"service": "wohnsitz-anmelden", "when": {"de": "…"}}]`.
    """

    key = models.SlugField(primary_key=True, max_length=60)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    position = models.PositiveSmallIntegerField()
    icon = models.SlugField(max_length=40, blank=True)
    texts: "models.JSONField[dict[str, Any], dict[str, Any]]" = (
        models.JSONField()
    )  # language → title, summary
    steps: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list)

    class Meta:
        db_table = "life_situation"

    def __str__(self) -> str:
        return self.key
