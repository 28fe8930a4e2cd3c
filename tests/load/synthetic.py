"""A catalogue of any size, always the same: compounds of German office words, in many municipalities."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any
from uuid import UUID

from django.db import connection, connections

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.actions import TenantFacts, found_tenant
from onlineamt.procedure.catalogue.actions import OfferingTerms, offer_service, register_version
from onlineamt.procedure.catalogue.models import ServiceVersion

_FIRST = [
    "Hunde",
    "Wohnungs",
    "Gewerbe",
    "Bau",
    "Kinder",
    "Fahrzeug",
    "Straßen",
    "Abfall",
    "Wasser",
    "Jagd",
    "Fischerei",
    "Schul",
    "Personen",
    "Markt",
    "Friedhofs",
    "Grundstücks",
    "Lärm",
    "Denkmal",
    "Sport",
    "Senioren",
]
_SECOND = [
    "steuer",
    "genehmigung",
    "erlaubnis",
    "bescheinigung",
    "förderung",
    "zulassung",
    "prüfung",
    "gebühr",
    "aufsicht",
    "auskunft",
]
_VERBS = ["anmelden", "beantragen", "ändern"]
_SENTENCE = (
    "Hier erfahren Sie, was Sie dafür brauchen, wie lange es dauert und welche Stelle zuständig ist."
    " Halten Sie Ihren Ausweis, die Meldebescheinigung und alle früheren Bescheide bereit."
)

_SPREAD = """
INSERT INTO offering (id, tenant_id, key, version_id, card_id, parameters, words, office_id, is_online, changed_at)
SELECT gen_random_uuid(), tenant.id, version.key, version.id, card.id, '{}', '{}', office.id, false, now()
FROM tenant
JOIN org_unit office ON office.tenant_id = tenant.id
CROSS JOIN service_version version
JOIN service_card card ON card.version_id = version.id AND card.tenant_id IS NULL
ON CONFLICT DO NOTHING
"""


def synthetic_titles(count: int) -> Iterator[tuple[str, str]]:
    """Yield keys and titles of services."""
    for number, (first, second, verb) in enumerate(islice(product(_FIRST, _SECOND, _VERBS), count)):
        yield f"leistung-{number}", f"{first}{second} {verb}"


def publish_services(count: int) -> list[ServiceVersion]:
    """Publish that many services."""
    return [
        register_version(key=key, version="1.0.0", sections=_sections(key, title))
        for key, title in synthetic_titles(count)
    ]


def found_towns(count: int) -> list[UUID]:
    """Found that many municipalities with one office each."""
    tenants = []
    for number in range(count):
        facts = TenantFacts(
            key=f"ort-{number}",
            name=f"Ort {number}",
            official_name=f"Gemeinde Ort {number}",
            kind="town",
            land="NW",
            regional_key=f"0598{number:08}",
            inhabitants=1_000,
            hosts=[f"ort-{number}.localhost"],
        )
        tenants.append(found_tenant(facts).id)
        OrgUnit.objects.create(tenant_id=tenants[-1], key="amt", kind="amt", name="Amt")
    return tenants


def offer_everything_everywhere() -> None:
    """Offer every published service in every municipality."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE offering, service_card, search_word, org_unit")


def say_it_otherwise(tenant_id: UUID, versions: list[ServiceVersion], word: str) -> None:
    """Give a municipality words of its own for some services."""
    for version in versions:
        words = {"de": {"search_words": [word, f"{word}sache"]}}
        offer_service(tenant_id=tenant_id, version_id=version.id, terms=OfferingTerms(words=words))


def _sections(key: str, title: str) -> dict[str, Any]:
    thing = title.split(maxsplit=1)[0]
    return {
        "entry": {
            "key": key,
            "version": "1.0.0",
            "title": title,
            "kind": "application",
            "office": "amt",
            "channels": ["counter"],
            "search_words": [f"{thing}formular", f"{thing}antrag", f"{thing}stelle", f"Antrag auf {thing}"],
            "life_situations": [f"lage-{len(title) % 12}"],
        },
        "texts": {
            "de": {"modules": {"teaser": f"{title}: {_SENTENCE}", "volltext": f"{thing}. {_SENTENCE}"}},
            "en": {"title": f"Apply for {thing}", "modules": {"teaser": f"How to get {thing} in your town."}},
        },
    }
