"""A follow-up on the service of the shelf, for tests: the dog's tag, valid for a year, is renewed by a service of its own."""

import json
from typing import Any

from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import offer_service, register_version
from onlineamt.procedure.delivery.tests.permits import with_tags
from tests.cases import offer_with, package

RENEWAL = "hund-verlaengern"


def offer_renewal(town: Tenant, *, register: str = "hundemarken", **tags: Any) -> None:
    """Let a town give tags for a year, and offer to renew them."""
    steps = {"renewed_by": RENEWAL, "changed_by": "hund-aendern", **tags}
    offer_with(town, **with_tags(**steps))
    sections = json.loads(json.dumps(package("hund-anmelden").sections))
    service, procedure = sections["service"], sections["procedure"]
    service |= {"key": RENEWAL, "title": "Marke verlängern"}
    service["follows"] = {"service": "hund-anmelden", "register": register}
    procedure["registers"] = {}
    until = "date.plus_months(entry.valid_until, 12)"
    for outcome in procedure["outcomes"].values():
        outcome["register"] = None
        outcome["entry"] = {"act": "renew", "until": until}
    version = register_version(key=RENEWAL, version="1.0.0", sections=sections)
    offer_service(tenant_id=town.id, version_id=version.id)
    directory.forget()
