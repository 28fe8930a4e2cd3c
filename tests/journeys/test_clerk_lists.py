"""The office reads a list entry by entry, decides on it, and asks for what it lacks in words."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from onlineamt.facilities.documents.queries import list_documents, open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from tests.journeys.clerk import Clerk, examined
from tests.journeys.offering import Jobs, decide, offer
from tests.journeys.test_lists_without_javascript import BEN, MIA
from tests.journeys.visitor import Visitor


@pytest.fixture
def case_id(list_service: Tenant, at: Callable[..., Any]) -> UUID:
    """Erika has applied for Mia and Ben; the rules have looked at it and left it to the office."""
    at(2026, 3, 20, 9, 0)
    offer(list_service)  # nothing more; but the town knows its court
    erika = Visitor()
    erika.open("/leistung/muster-ferien").send()
    erika.send({"person.name": "Erika"})
    erika.send(button="Kind hinzufügen").send(MIA)
    erika.send(button="Kind hinzufügen").send(BEN)
    erika.send(button="Weiter").send({"freibad.aufsicht": "true"}).send({"contact": "post"})
    with in_tenant(list_service.id):
        sent = Application.objects.get(submitted_at__isnull=False).id
    return examined(list_service, sent)


@pytest.fixture
def fremd(herr_fremd: Client) -> Clerk:
    return Clerk(herr_fremd)


def test_the_case_shows_every_entry(fremd: Clerk, case_id: UUID) -> None:
    fremd.open_case(case_id)
    for words in (
        "Kind 1 Vorname: Mia",
        "Schule: Grundschule",
        "Kind 2 Vorname: Ben",
        "Kann das Kind schwimmen? Nein",
    ):
        assert words in fremd.text


def test_the_office_asks_for_it_in_words(fremd: Clerk, case_id: UUID) -> None:
    fremd.open_case(case_id).press("Übernehmen")
    fremd.open(f"/amt/vorgang/{case_id}/nachfordern")
    asked = fremd.page.xpath("//main//input[@type='checkbox']/@value")
    assert "familie.ort" in asked
    assert "familie.kinder" not in asked


def test_the_letter_names_every_entry(
    fremd: Clerk, case_id: UUID, list_service: Tenant, run_jobs: Jobs
) -> None:
    decide(fremd, case_id, "genehmigt")
    run_jobs()
    with in_tenant(list_service.id):
        letter = next(one for one in list_documents(case_id) if one.kind == DocumentKind.DECISION)
        pages = PdfReader(BytesIO(open_document(letter).content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Kind 1", "Vorname: Mia", "Kind 2", "Vorname: Ben", "30,00"):
        assert words in said
