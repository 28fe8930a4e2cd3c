"""Services and offices for the tests of the catalogue: the smallest that make sense."""

from typing import Any
from uuid import UUID

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.procedure.catalogue.actions import AS_IT_IS, OfferingTerms, offer_service, register_version
from onlineamt.procedure.catalogue.models import Offering

PARAMETERS = {
    "steuer": {"type": "cents", "default": 15600, "label": "Jahressteuer", "is_example": True},
    "rassen": {"type": "codes", "codelist": "rassen", "default": ["pitbull"], "label": "Rassen"},
}


def service_sections(
    key: str = "hund-anmelden",
    title: str = "Hund anmelden",
    *,
    words: tuple[str, ...] = (),
    texts: dict[str, Any] | None = None,
    **head: Any,
) -> dict[str, Any]:
    """Return the sections of a service with a form, as `packages` installs them."""
    modules = {"teaser": f"{title}: so geht es."}
    return {
        "service": {
            "key": key,
            "version": "1.0.0",
            "title": title,
            "kind": "declaration",
            "office": "steuern",
            "channels": ["online", "counter"],
            "legal_basis": ["§ 1 Mustersatzung"],
            "search_words": list(words),
            "life_situations": ["tiere"],
            "parameters": PARAMETERS,
            **head,
        },
        "texts": {"de": {"modules": modules}, **(texts or {})},
        "form": {"pages": []},
    }


def open_office(tenant_id: UUID, *, key: str = "steueramt", kind: str = "steuern") -> OrgUnit:
    """Open an office of a municipality, or return it."""
    office, _ = OrgUnit.objects.get_or_create(
        tenant_id=tenant_id, key=key, defaults={"kind": kind, "name": "Amt für Steuern"}
    )
    return office


def offer(
    tenant_id: UUID,
    key: str = "hund-anmelden",
    title: str = "Hund anmelden",
    *,
    terms: OfferingTerms = AS_IT_IS,
    version: str = "1.0.0",
    **more: Any,
) -> Offering:
    """Publish a service and offer it in a municipality."""
    open_office(tenant_id)
    sections = service_sections(key, title, **more)
    published = register_version(key=key, version=version, sections=sections)
    return offer_service(tenant_id=tenant_id, version_id=published.id, terms=terms)
