"""Can every decision say what may be done against it? A notice with a hole makes the period a year (§ 58 Abs. 2 VwGO)."""

import json
from collections.abc import Iterator, Mapping
from uuid import UUID

from onlineamt.config.doctor.findings import Finding, fault, good
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.cases.remedies import missing_for_notice
from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.models import Offering, ServiceVersion
from onlineamt.procedure.decisions.letters import remedy_places

SHOWN_SERVICES = 3
TitledRemedy = tuple[str, Remedy]


def check_notices() -> Iterator[Finding]:
    """Look whether authority and courts are known wherever a service that is online needs them."""
    remedies = _remedies()
    is_complete = True
    for tenant in Tenant.objects.order_by("key"):
        offered = Offering.objects.filter(tenant=tenant, is_online=True).values_list("version_id", flat=True)
        for missing, titles in _gaps(tenant, [remedies[one] for one in offered if one in remedies]).items():
            is_complete = False
            yield fault(
                f"{tenant.name}: Der Rechtsbehelfsbelehrung fehlt: {missing}. Kein Bescheid geht hinaus bei {titles}.",
                "Tragen Sie es in den Angaben der Kommune nach: Straße, Postleitzahl und Ort, Gerichte unter „courts“.",
            )
    if is_complete:
        yield good("Alle Bescheide können sagen, was man gegen sie tun kann.")


def _remedies() -> Mapping[UUID, TitledRemedy]:
    used = Offering.objects.filter(is_online=True).values("version_id")
    rows = ServiceVersion.objects.filter(id__in=used).values_list(
        "id", "sections__service__title", "sections__service__remedy"
    )
    return {
        version_id: (title, Remedy.model_validate_json(json.dumps(remedy)))
        for version_id, title, remedy in rows
        if remedy
    }


def _gaps(tenant: Tenant, offered: list[TitledRemedy]) -> dict[str, str]:
    """Return what is missing, each with the services that wait for it."""
    waiting: dict[str, list[str]] = {}
    for title, remedy in offered:
        if missing := " und ".join(missing_for_notice(remedy, remedy_places(directory.get(tenant.id)))):
            waiting.setdefault(missing, []).append(f"„{title}“")
    return {missing: _some(titles) for missing, titles in waiting.items()}


def _some(titles: list[str]) -> str:
    more = len(titles) - SHOWN_SERVICES
    return ", ".join(titles[:SHOWN_SERVICES]) + (f" und {more} weiteren" if more > 0 else "")
