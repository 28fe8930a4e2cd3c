"""Asking the catalogue: a version, what a municipality offers, the life situations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.facts import ServiceFacts, service_facts
from onlineamt.procedure.catalogue.models import LifeSituation, Offering, ParameterTable, ServiceVersion
from onlineamt.procedure.catalogue.parameters import Parameter, TableParameter
from onlineamt.procedure.catalogue.rules import is_kept_table
from onlineamt.procedure.catalogue.tables import ColumnKind, Table

_KEPT_VERSIONS = 256  # about 50 KB each
_KEPT_OVERVIEWS = 1_000
_KEPT_OFFERINGS = 2_000  # about 4 KB each
_KEPT_STARTS = 250  # about 20 KB each
_KEPT_TABLES = 64  # about 5 MB each where they have 5,000 rows


@dataclass(frozen=True, kw_only=True)
class OfferedService:
    """A service in a list. `texts` holds title and teaser by language."""

    key: str
    texts: Mapping[str, Mapping[str, str]]
    is_online: bool
    life_situations: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What a municipality offers, in numbers."""

    services: int
    situations: frozenset[str]


_OVERVIEW = """
SELECT count(DISTINCT offering.id), coalesce(array_agg(DISTINCT situation) FILTER (WHERE situation IS NOT NULL), '{}')
FROM offering
JOIN service_card card ON card.id = offering.card_id
LEFT JOIN unnest(card.life_situations) AS situation ON true
WHERE offering.tenant_id = %s
"""


@lru_cache(maxsize=_KEPT_VERSIONS)
def get_version(version_id: UUID) -> ServiceVersion:
    """Return a version, kept in the process because it never changes; it is not to be changed. Raises NotFound."""
    version = ServiceVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound
    return version


def get_published(key: str, version: str) -> ServiceVersion:
    """Return a version by its key and number. Raises NotFound."""
    published = ServiceVersion.objects.filter(key=key, version=version).first()
    if published is None:
        raise NotFound
    return published


def get_offering(tenant_id: UUID, key: str) -> Offering:
    """Return what a municipality offers under a key, with its office. Raises NotFound."""
    offering = find_offering(tenant_id, key)
    if offering is None:
        raise NotFound
    return offering


@lru_cache(maxsize=_KEPT_OFFERINGS)
def get_shown_offering(tenant_id: UUID, content_version: int, key: str) -> Offering:
    """Return what a municipality offers under a key, for pages that everybody sees; not to be changed. Raises NotFound.

    It is kept in the process until the municipality's content has moved on.
    """
    return get_offering(tenant_id, key)


def find_offering(tenant_id: UUID, key: str) -> Offering | None:
    """Return what a municipality offers under a key, with its office, or None."""
    try:
        return Offering.objects.select_related("office").get(tenant_id=tenant_id, key=key)
    except Offering.DoesNotExist:
        return None


def facts_of(offering: Offering, language: Language) -> ServiceFacts:
    """Return what a page says of an offering."""
    sections = get_version(offering.version_id).sections
    return service_facts(sections, parameters=offering.parameters, words=offering.words, language=language)


def parameters_of(offering: Offering) -> dict[str, Any]:
    """Return every parameter of a service with the municipality's value or the version's default."""
    declared = get_version(offering.version_id).sections.get("service", {}).get("parameters", {})
    return {name: offering.parameters.get(name, facts["default"]) for name, facts in declared.items()}


def with_rows(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a municipality has set, with the rows of its tables in place of their digests."""
    names = {value["table"] for value in chosen.values() if is_kept_table(value)}
    kept = ParameterTable.objects.in_bulk(names) if names else {}
    return {
        name: kept[value["table"]].rows if is_kept_table(value) and value["table"] in kept else value
        for name, value in chosen.items()
    }


def with_tables(declared: Mapping[str, Parameter], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a municipality had set, with its tables ready to be looked up; they are kept in the process."""
    return {
        name: _kept_table(value["table"], tuple(sorted(one.columns.items())))
        if isinstance(one := declared.get(name), TableParameter) and is_kept_table(value)
        else value
        for name, value in chosen.items()
    }


@lru_cache(maxsize=_KEPT_TABLES)
def _kept_table(content: str, columns: tuple[tuple[str, ColumnKind], ...]) -> Table:
    return Table(dict(columns), ParameterTable.objects.get(digest=content).rows)


def list_offerings(tenant_id: UUID) -> list[OfferedService]:
    """Return everything a municipality offers, in order of keys."""
    return _listed(Offering.objects.filter(tenant_id=tenant_id).order_by("key"))


def list_online_keys(tenant_id: UUID) -> list[str]:
    """Return the keys of all services that can be applied for at a municipality."""
    online = Offering.objects.filter(tenant_id=tenant_id, is_online=True)
    return list(online.order_by("key").values_list("key", flat=True))


@lru_cache(maxsize=_KEPT_OVERVIEWS)
def get_overview(tenant_id: UUID, content_version: int) -> Overview:
    """Return how many services a municipality offers, and in which life situations they help.

    It is kept in the process until the municipality's content has moved on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERVIEW, [tenant_id])
        services, situations = cursor.fetchone()
    return Overview(services=services, situations=frozenset(situations))


@lru_cache(maxsize=_KEPT_STARTS)
def list_offerings_by_key(
    tenant_id: UUID, content_version: int, keys: tuple[str, ...], *, online: int
) -> Sequence[OfferedService]:
    """Return the first `online` services that can be applied for here, and those with these keys; not to be changed.

    It is kept in the process until the municipality's content has moved on.
    """
    offered = Offering.objects.filter(tenant_id=tenant_id)
    applied_for = offered.filter(is_online=True).order_by("key")[:online].values("id")
    return tuple(_listed(offered.filter(Q(id__in=applied_for) | Q(key__in=keys)).order_by("key")))


def list_offerings_in_situations(
    tenant_id: UUID, situations: Collection[str], *, steps: Collection[str]
) -> list[OfferedService]:
    """Return what a municipality offers in life situations, and the services that are steps of them."""
    fitting = Q(card__life_situations__overlap=list(situations)) | Q(key__in=steps)
    return _listed(Offering.objects.filter(fitting, tenant_id=tenant_id).order_by("key"))


def list_offerings_of_office(tenant_id: UUID, office_id: UUID) -> list[OfferedService]:
    """Return what an office of a municipality is responsible for."""
    return _listed(Offering.objects.filter(tenant_id=tenant_id, office_id=office_id).order_by("key"))


@lru_cache(maxsize=2)
def list_life_situations(content_version: int) -> tuple[LifeSituation, ...]:
    """Return the whole tree, narrower situations after the one they belong to; not to be changed.

    It is kept in the process until the content of the municipality that asks has moved on: a new tree moves all of
    them.
    """
    return tuple(LifeSituation.objects.order_by("position"))


def _listed(offerings: QuerySet[Offering]) -> list[OfferedService]:
    rows = offerings.values_list("key", "card__texts", "is_online", "card__life_situations")
    return [
        OfferedService(key=key, texts=texts, is_online=is_online, life_situations=situations)
        for key, texts, is_online, situations in rows
    ]
