"""The office looks at what was handed in: in the answers and in one list, in what state, opened by whom; and an infected file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.facilities.documents import scanner
from onlineamt.facilities.documents.actions.scanning import scan_document
from onlineamt.facilities.documents.actions.storing import erase_document, store_document
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.tests.files import paper, picture
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.cases.definition import INFECTED_FILE
from onlineamt.procedure.cases.models import CaseTask
from tests.journeys.clerk import Clerk, case_row, examined
from tests.journeys.test_files_without_javascript import CAR, PAPER, at_papers, file
from tests.journeys.visitor import Visitor

LOCKED = "gesperrt: Schadsoftware"


class Harmful:
    """A scanner that finds something in everything."""

    def scan(self, content: bytes, *, seconds: float) -> str:
        return "Boese.Datei"


@pytest.fixture
def sent(paper_service: Tenant, at: Callable[..., Any]) -> UUID:
    """Erika hands in a photo and a PDF and sends her application; nobody has looked at it."""
    at(2026, 3, 20, 9, 0)
    return send_papers(paper_service, at_papers(Visitor()))


@pytest.fixture
def case_id(paper_service: Tenant, sent: UUID) -> UUID:
    return examined(paper_service, sent)


@pytest.fixture
def fremd(herr_fremd: Client) -> Clerk:
    """Herr Fremd works in the office that asked for the papers."""
    return Clerk(herr_fremd)


def send_papers(town: Tenant, erika: Visitor) -> UUID:
    """Choose both files, send, and return the case."""
    erika.send({**CAR, PAPER: [file("schein.jpg"), file("rückseite.pdf", paper())]})
    erika.send({"contact": "post"})
    with in_tenant(town.id):
        return Application.objects.get(submitted_at__isnull=False).id


def named(town: Tenant, case_id: UUID, media_type: str) -> StoredDocument:
    with in_tenant(town.id):
        return StoredDocument.objects.get(subject_id=case_id, kind="evidence", media_type=media_type)


def infect(town: Tenant, document: StoredDocument) -> None:
    before = scanner._scanner
    scanner.use_scanner(Harmful())
    try:
        with in_tenant(town.id):
            assert scan_document(document.id)
    finally:
        scanner._scanner = before


def address_of(case_id: UUID, document: StoredDocument) -> str:
    return f"/amt/vorgang/{case_id}/datei/{document.id}"


class TestTheCasePage:
    def test_leads_to_every_file_from_its_answer_and_from_the_list(self, case_id: UUID, fremd: Clerk) -> None:
        fremd.open_case(case_id)
        for section in ("answers", "files"):
            said = fremd.section(section)
            assert "schein.jpg" in said
            assert "rückseite.pdf" in said
            assert said.count("nicht auf Viren geprüft") == 2
            links = fremd.page.xpath(f"//*[@aria-labelledby='{section}']//a[contains(@href, '/datei/')]")
            assert len(links) == 2

    def test_says_nothing_of_viruses_once_a_scanner_has_looked(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk
    ) -> None:
        with in_tenant(paper_service.id):
            StoredDocument.objects.filter(subject_id=case_id).update(scanned_at=now())
        assert "Viren" not in fremd.open_case(case_id).text

    def test_names_a_file_that_was_erased(self, paper_service: Tenant, case_id: UUID, fremd: Clerk) -> None:
        photo = named(paper_service, case_id, "image/jpeg")
        with in_tenant(paper_service.id):
            erase_document(subject_id=case_id, document_id=photo.id)
        fremd.open_case(case_id)
        assert "gelöscht" in fremd.section("answers")
        assert "schein.jpg" not in fremd.section("files")

    def test_shows_no_file_that_was_not_sent(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk
    ) -> None:
        unsent = NewDocument(
            kind=DocumentKind.EVIDENCE, name="noch-nicht.jpg", media_type="image/jpeg", content=picture()
        )
        with in_tenant(paper_service.id):
            document = store_document(subject_id=case_id, document=unsent)
        assert "noch-nicht.jpg" not in fremd.open_case(case_id).text
        assert fremd.client.get(address_of(case_id, document)).status_code == 404


class TestOpening:
    @pytest.mark.parametrize(
        ("media_type", "policy"),
        [
            ("image/jpeg", "default-src 'none'; sandbox"),
            ("application/pdf", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"),
        ],
    )
    def test_shows_it_in_place_and_lets_it_reach_nothing(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk, media_type: str, policy: str
    ) -> None:
        answer = fremd.client.get(address_of(case_id, named(paper_service, case_id, media_type)))
        assert answer.status_code == 200
        assert answer["Content-Type"] == media_type
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Content-Security-Policy"] == policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]

    def test_is_written_down_with_who_and_which(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk, herr_fremd: Client
    ) -> None:
        photo = named(paper_service, case_id, "image/jpeg")
        fremd.client.get(address_of(case_id, photo))
        with in_tenant(paper_service.id):
            opened = AuditEntry.objects.get(chain=case_id, name="case.document_opened")
        assert opened.facts == {"document": str(photo.id)}
        assert opened.actor.startswith("staff:")
        assert "Datei geöffnet" in fremd.open_case(case_id).text

    def test_is_for_the_office_of_the_case_alone(
        self,
        paper_service: Tenant,
        case_id: UUID,
        frau_amt: Client,
        frau_nachbar: Client,
        fremd: Clerk,
    ) -> None:
        photo = named(paper_service, case_id, "image/jpeg")
        for stranger in (frau_amt, frau_nachbar):
            assert stranger.get(address_of(case_id, photo)).status_code == 404
        guest = Visitor().client.get(address_of(case_id, photo))
        assert guest.status_code == 302
        assert "/amt/anmelden" in guest["Location"]


class TestAnInfectedFile:
    def test_is_opened_by_nobody_and_somebody_must_look(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk
    ) -> None:
        photo = named(paper_service, case_id, "image/jpeg")
        infect(paper_service, photo)

        assert "Schadsoftware in einer Datei" in fremd.open("/amt/").text
        fremd.open_case(case_id)
        assert LOCKED in fremd.section("answers")
        assert "In einer Datei wurde Schadsoftware gefunden" in fremd.section("files")
        assert "Datei mit Schadsoftware" in fremd.section("tasks")
        assert "In einer Datei Schadsoftware gefunden" in fremd.section("history")
        answer = fremd.client.get(address_of(case_id, photo))
        assert answer.status_code == 410
        assert "Niemand kann sie mehr öffnen" in answer.content.decode()

    def test_is_done_with_when_somebody_says_so(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk
    ) -> None:
        infect(paper_service, named(paper_service, case_id, "image/jpeg"))
        with in_tenant(paper_service.id):
            task = CaseTask.objects.get(case_id=case_id, name=INFECTED_FILE)
        fremd.open(f"/amt/vorgang/{case_id}/aufgabe/{task.id}")
        assert fremd.heading.startswith("Datei mit Schadsoftware")
        fremd.press("Aufgabe erledigen")
        assert "Die Aufgabe ist erledigt." in fremd.said

        infect(paper_service, named(paper_service, case_id, "application/pdf"))
        with in_tenant(paper_service.id):
            task.refresh_from_db()
        assert task.done_at is None  # another file: somebody must look again

    def test_found_before_the_rules_looked_is_a_task_from_the_beginning(
        self, paper_service: Tenant, sent: UUID
    ) -> None:
        infect(paper_service, named(paper_service, sent, "image/jpeg"))
        with in_tenant(paper_service.id):
            assert not CaseTask.objects.filter(case_id=sent).exists()
        examined(paper_service, sent)
        with in_tenant(paper_service.id):
            assert CaseTask.objects.filter(case_id=sent, name=INFECTED_FILE).count() == 1

    def test_makes_whoever_saw_the_case_before_look_again(
        self, paper_service: Tenant, case_id: UUID, fremd: Clerk
    ) -> None:
        fremd.open_case(case_id)
        infect(paper_service, named(paper_service, case_id, "image/jpeg"))
        fremd.press("Übernehmen")
        assert "In einer Datei Schadsoftware gefunden" in fremd.trouble
        assert case_row(paper_service, case_id).owner_id is None
