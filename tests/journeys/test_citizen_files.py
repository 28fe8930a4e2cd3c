"""Erika answers what the office has asked with files: chosen, refused, removed, kept over days, sent once; others cannot."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.tests.files import paper, picture
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, request_evidence, take_back_request
from onlineamt.procedure.cases.models import Case, EvidenceRequest
from onlineamt.procedure.cases.places import UNSENT_KEPT
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.delivery.tasks import forget_unsent_files
from tests.journeys.clerk import Clerk, examined
from tests.journeys.test_clerk_files import send_papers
from tests.journeys.test_files_in_parts import HALF, PHOTO
from tests.journeys.test_files_without_javascript import PAPER, at_papers, documents, file, listed
from tests.journeys.visitor import Visitor
from tests.staff import Staff

CARD = "firmenausweis"  # an evidence without a field in the form
UPLOAD = "Dateien hochladen"
SEND = "Antwort absenden"
BOTH = {"evidence": ("fahrzeugschein", CARD)}
Asking = Callable[..., UUID]
Clock = Callable[..., None]


@pytest.fixture
def erika(paper_service: Tenant, at: Clock) -> Visitor:
    """Return Erika's telephone; she has sent two files of her car's papers."""
    at(2026, 3, 20, 9, 0)
    return at_papers(Visitor())


@pytest.fixture
def case_id(paper_service: Tenant, erika: Visitor) -> UUID:
    return examined(paper_service, send_papers(paper_service, erika))


@pytest.fixture
def ask(paper_service: Tenant, case_id: UUID, staff: Staff) -> Asking:
    """Return a function with which the office asks: `ask(evidence=("firmenausweis",))`."""

    def asked(**what: Any) -> UUID:
        question = Question(**{"text": "Bitte noch einmal.", "due_on": date(2026, 4, 10), **what})
        with in_tenant(paper_service.id):
            revision = Case.objects.get(id=case_id).revision
            return request_evidence(case_id, question, caseworker=staff("Herr Fremd"), revision=revision)

    return asked


@pytest.fixture
def answering(erika: Visitor, case_id: UUID, ask: Asking) -> Visitor:
    """Return Erika's telephone on the page that asks for both evidences."""
    ask(**BOTH)
    return at_answer(erika, case_id)


def at_answer(visitor: Visitor, case_id: UUID) -> Visitor:
    return visitor.open(f"/antrag/{case_id}/antworten")


def said(town: Tenant, case_id: UUID) -> dict[str, Any]:
    """Return what the answer holds."""
    with in_tenant(town.id):
        (supplement,) = get_case(case_id).supplements.values()
        return dict(supplement)


def names(files: Any) -> list[str]:
    return [one["name"] for one in files]


class TestUploading:
    def test_waits_until_the_answer_is_sent(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor, herr_fremd: Client
    ) -> None:
        answering.send({CARD: [file("vorne.jpg"), file("hinten.pdf", paper())]}, button=UPLOAD)
        assert answering.errors == []
        assert [row.split(" (")[0] for row in listed(answering)] == ["vorne.jpg", "hinten.pdf"]
        assert "hochgeladen, aber noch nicht gesendet" in answering.text
        assert "bis Sonntag, 19. April" in answering.text
        assert documents(paper_service) == 4
        assert "vorne.jpg" not in Clerk(herr_fremd).open_case(case_id).text
        assert "2 Dateien sind schon hochgeladen" in answering.open(f"/antrag/{case_id}/vorgang").text
        assert len(listed(at_answer(answering, case_id))) == 2

    def test_keeps_what_was_typed_and_judges_nothing_yet(self, answering: Visitor) -> None:
        answering.send(
            {CARD: file("ausweis.jpg"), "nachricht": "Der andere folgt.", "nachweis-firmenausweis": "nicht"},
            button=UPLOAD,
        )
        assert answering.errors == []
        assert answering.page.xpath("//textarea[@name='nachricht']")[0].value.strip() == "Der andere folgt."
        assert answering.page.xpath("//input[@value='nicht'][@name='nachweis-firmenausweis']/@checked")

    def test_refuses_in_words_and_keeps_the_rest(self, answering: Visitor) -> None:
        answering.send({CARD: [file("brief.docx", b"PK\x03\x04"), file("ausweis.jpg")]}, button=UPLOAD)
        assert len(answering.errors) == 1
        assert "„brief.docx“: Diese Art von Datei" in answering.errors[0]
        assert [row.split(" (")[0] for row in listed(answering)] == ["ausweis.jpg"]

    def test_heeds_how_many_the_field_takes(self, answering: Visitor) -> None:
        answering.send({PAPER: [file(f"{number}.jpg") for number in range(4)]}, button=UPLOAD)
        assert len(listed(answering)) == 3
        assert "kein Platz" in answering.errors[0]

    def test_is_taken_back_and_put_back(self, answering: Visitor) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=UPLOAD)
        answering.send(button="Entfernen: ausweis.jpg")
        assert listed(answering) == []
        assert "„ausweis.jpg“ ist entfernt." in answering.text
        answering.send(button="Rückgängig machen")
        assert listed(answering)[0].startswith("ausweis.jpg")
        answering.send({"nachricht": "Doch nicht."}, button="Entfernen: ausweis.jpg")
        assert "„ausweis.jpg“ ist entfernt." in answering.text
        answering.send(button="Rückgängig machen")
        assert listed(answering)[0].startswith("ausweis.jpg")
        assert "Doch nicht." in answering.text


class TestSending:
    def test_brings_each_file_to_the_office_where_it_belongs(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor, herr_fremd: Client
    ) -> None:
        answering.send({PAPER: file("neu.jpg"), CARD: file("ausweis.jpg")}, button=SEND)
        assert "Danke. Ihre Antwort ist da." in answering.text
        held = said(paper_service, case_id)
        assert names(held["answers"][PAPER]) == ["neu.jpg"]
        assert names(held["files"][CARD]) == ["ausweis.jpg"]
        assert held["message"] == (
            "Fahrzeugschein: hochgeladen (neu.jpg).\nFirmenausweis: hochgeladen (ausweis.jpg)."
        )
        fremd = Clerk(herr_fremd).open_case(case_id)
        for name in ("neu.jpg", "ausweis.jpg", "schein.jpg", "rückseite.pdf"):  # what was sent first stays
            assert name in fremd.text
        assert "2 Dateien" in fremd.text

    def test_is_seen_by_its_person_with_every_file(self, answering: Visitor) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=UPLOAD)
        answering.send({PAPER: file("neu.jpg")}, button=SEND)
        assert "Sie haben geantwortet und 2 Dateien gesendet" in answering.text
        links = answering.page.xpath("//a[contains(., '.jpg')]/@href")
        assert len(links) == 3  # the new one of the form stands among the answers too
        assert {answering.client.get(one).status_code for one in links} == {200}

    def test_needs_a_file_or_a_word_for_each(self, answering: Visitor) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=SEND)
        assert answering.errors == [
            "„Fahrzeugschein“: Laden Sie ihn hoch, oder wählen Sie, wie wir ihn sonst bekommen."
        ]
        assert listed(answering)[0].startswith("ausweis.jpg")
        answering.send({"nachweis-fahrzeugschein": "spaeter"}, button=SEND)
        assert "Danke." in answering.text

    def test_stays_possible_by_post_and_at_the_counter(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor
    ) -> None:
        assert "Nicht online?" in answering.text
        ways = {"nachweis-fahrzeugschein": "abgegeben", "nachweis-firmenausweis": "nicht"}
        answering.send(ways, button=SEND)
        assert said(paper_service, case_id)["message"] == (
            "Fahrzeugschein: ist abgegeben oder abgeschickt.\nFirmenausweis: kann nicht vorgelegt werden."
        )

    def test_erases_what_was_removed(self, paper_service: Tenant, answering: Visitor) -> None:
        answering.send({CARD: [file("falsch.jpg"), file("richtig.jpg")]}, button=UPLOAD)
        answering.send(button="Entfernen: falsch.jpg")
        answering.send({PAPER: file("neu.jpg")}, button=SEND)
        assert documents(paper_service) == 4

    def test_happens_once_from_two_windows(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor
    ) -> None:
        answering.send({CARD: file("ausweis.jpg"), PAPER: file("neu.jpg")}, button=UPLOAD)
        other = Visitor()
        other.client = answering.client
        at_answer(other, case_id)
        answering.send(button=SEND)
        other.send({CARD: file("zweite.jpg")}, button=SEND)
        assert "Danke." in other.text
        assert names(said(paper_service, case_id)["files"][CARD]) == ["ausweis.jpg"]
        assert documents(paper_service) == 4


class TestAFieldForFiles:
    def test_is_asked_anew_and_says_what_was_sent(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        ask(fields=(PAPER,))
        at_answer(erika, case_id)
        assert "Schon gesendet: schein.jpg, rückseite.pdf." in erika.text
        erika.send(button=SEND)
        assert erika.errors == ["Bitte laden Sie mindestens eine Datei hoch: Fahrzeugschein"]
        erika.send({PAPER: file("scharf.jpg")}, button=SEND)
        assert "Danke." in erika.text
        assert names(said(paper_service, case_id)["answers"][PAPER]) == ["scharf.jpg"]
        with in_tenant(paper_service.id):
            assert get_case(case_id).journey.computed["seiten"] == 1

    def test_is_asked_once_where_its_evidence_is_asked_for_too(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        ask(fields=(PAPER,), evidence=("fahrzeugschein",))
        at_answer(erika, case_id)
        assert len(erika.page.xpath(f"//input[@type='file'][@name='{PAPER}']")) == 1
        erika.send({"nachweis-fahrzeugschein": "abgegeben"}, button=SEND)
        assert "Danke." in erika.text

    def test_may_stay_open_with_a_word(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        ask(fields=(PAPER,))
        at_answer(erika, case_id).send(button=SEND)
        erika.send({"nachricht": "Er ist bei der Zulassungsstelle."}, button="Trotzdem absenden")
        assert "Danke." in erika.text
        assert said(paper_service, case_id) == {
            "answers": {},
            "message": "Er ist bei der Zulassungsstelle.",
        }


class Device:
    """A browser's script on the page of a request."""

    def __init__(self, client: Client, case_id: UUID, request_id: UUID, place: str = CARD) -> None:
        self.client = client
        self.url = f"/antrag/{case_id}/nachfrage/{request_id}/dateien/{place}"

    def post(self, path: str = "", /, **values: Any) -> Any:
        return self.client.post(f"{self.url}{path}", values)

    def begin(self, **more: str) -> Any:
        return self.post(**{"name": "ausweis.jpg", "size": str(len(PHOTO)), **more})

    def part(self, upload: str, offset: int, content: bytes) -> Any:
        return self.post(f"/{upload}", offset=str(offset), part=SimpleUploadedFile("part", content))

    def send(self) -> Any:
        upload = self.begin().json()["upload"]
        self.part(upload, 0, PHOTO[:HALF])
        return self.part(upload, HALF, PHOTO[HALF:])


class TestInParts:
    def test_goes_on_where_it_broke_off(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        device = Device(erika.client, case_id, ask(**BOTH))
        upload = device.begin().json()["upload"]
        device.part(upload, 0, PHOTO[:HALF])
        assert device.begin(upload=upload).json() == {"upload": upload, "received": HALF}
        first, second = (device.part(upload, HALF, PHOTO[HALF:]).json() for _ in range(2))
        assert first == second
        assert listed(at_answer(erika, case_id))[0].startswith("ausweis.jpg")

    def test_removes_puts_back_and_gives_up(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        device = Device(erika.client, case_id, ask(**BOTH))
        kept = device.send().json()["file"]["id"]
        assert device.post(f"/{kept}/entfernen").status_code == 200
        assert listed(at_answer(erika, case_id)) == []
        assert device.post(f"/{kept}/zurueck").json()["file"]["name"] == "ausweis.jpg"
        half = device.begin().json()["upload"]
        assert device.post(f"/{half}/abbrechen").status_code == 200
        with in_tenant(paper_service.id):
            assert not PendingUpload.objects.filter(document_id=None).exists()

    def test_takes_nothing_for_what_nobody_asked(self, erika: Visitor, case_id: UUID, ask: Asking) -> None:
        request_id = ask(evidence=("fahrzeugschein",))
        for place in (CARD, "person.name", "gibt.es_nicht", "x" * 900, "..%2f.."):
            assert Device(erika.client, case_id, request_id, place).begin().status_code == 404

    def test_takes_nothing_for_another_question(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking, staff: Staff
    ) -> None:
        first = ask(**BOTH)
        with in_tenant(paper_service.id):
            revision = Case.objects.get(id=case_id).revision
            take_back_request(case_id, caseworker=staff("Herr Fremd"), revision=revision)
        assert Device(erika.client, case_id, first).begin().status_code == 409
        ask(**BOTH)
        for request_id in (first, new_id()):
            refused = Device(erika.client, case_id, request_id).begin()
            assert refused.status_code == 409
            assert "nichts offen" in refused.json()["error"]

    def test_takes_nothing_from_other_people(self, case_id: UUID, erika: Visitor, ask: Asking) -> None:
        request_id = ask(**BOTH)
        upload = Device(erika.client, case_id, request_id).begin().json()["upload"]
        for stranger in (Visitor(), at_papers(Visitor()), Visitor("nachbarstadt.localhost")):
            device = Device(stranger.client, case_id, request_id)
            answers = (
                device.begin(),
                device.part(upload, 0, PHOTO[:HALF]),
                device.post(f"/{upload}/abbrechen"),
            )
            assert [one.status_code for one in answers] == [404, 404, 404]

    def test_takes_no_file_of_another_case(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, ask: Asking
    ) -> None:
        device = Device(erika.client, case_id, ask(**BOTH))
        max_ = at_papers(Visitor())
        max_.send({PAPER: file("fremd.jpg")}, button=UPLOAD)
        with in_tenant(paper_service.id):
            foreign = StoredDocument.objects.exclude(subject_id=case_id).get()
        assert device.post(f"/{foreign.id}/zurueck").status_code == 404


class TestWhatIsNotSent:
    def sweep(self) -> None:
        forget_unsent_files(timestamp=0)

    def test_is_kept_for_a_month_and_then_erased(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor, at: Clock
    ) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=UPLOAD)
        self.sweep()
        assert documents(paper_service) == 3
        late = now() + UNSENT_KEPT
        at(late.year, late.month, late.day, 23, 0)
        self.sweep()
        assert documents(paper_service) == 2
        with in_tenant(paper_service.id):
            assert EvidenceRequest.objects.get().sealed_files is None

    def test_is_erased_when_nobody_needs_it_and_spares_the_next_question(
        self,
        paper_service: Tenant,
        erika: Visitor,
        case_id: UUID,
        answering: Visitor,
        ask: Asking,
        staff: Staff,
    ) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=UPLOAD)
        with in_tenant(paper_service.id):
            revision = Case.objects.get(id=case_id).revision
            take_back_request(case_id, caseworker=staff("Herr Fremd"), revision=revision)
        ask(**BOTH)
        at_answer(erika, case_id).send({CARD: file("neu.jpg")}, button=UPLOAD)
        self.sweep()
        assert documents(paper_service) == 3
        assert listed(at_answer(erika, case_id))[0].startswith("neu.jpg")

    def test_is_not_sent_where_it_is_infected(
        self, paper_service: Tenant, case_id: UUID, answering: Visitor
    ) -> None:
        answering.send({CARD: file("ausweis.jpg"), PAPER: file("neu.jpg")}, button=UPLOAD)
        with in_tenant(paper_service.id):
            (harmful,) = get_case(case_id).unsent_files[CARD]
            StoredDocument.objects.filter(id=harmful["id"]).update(infected_at=now())
        answering.send(button=SEND)
        assert "Schadsoftware" in answering.errors[0]
        answering.send(button="Entfernen: ausweis.jpg")
        answering.send({CARD: file("sauber.jpg", picture("PNG"))}, button=SEND)
        assert "Danke." in answering.text

    def test_leaves_a_trail(self, paper_service: Tenant, case_id: UUID, answering: Visitor) -> None:
        answering.send({CARD: file("ausweis.jpg")}, button=UPLOAD)
        answering.send(button="Entfernen: ausweis.jpg")
        with in_tenant(paper_service.id):
            chain = AuditEntry.objects.filter(chain=case_id).order_by("id")
            assert [one.name for one in chain][-2:] == ["case.file_attached", "case.file_removed"]
