"""The clerk's way to a decision, without JavaScript: take, tasks, draft, letter, release, issue, delivery."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.facilities.documents.queries import list_documents
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.values import CaseState
from tests.cases import Send
from tests.journeys.clerk import Clerk, case_row, examined, finish_tasks

REASONS = "Der Bescheid über Bürgergeld lag vor und gilt bis Dezember."


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any]) -> None:
    """It is 20 March 2026, a Friday."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def reduction(dog_town: Tenant, send: Send) -> UUID:
    """Return a case in which a reduction is to be decided; Erika has confirmed her address."""
    return examined(dog_town, send("ermaessigung", email=True))


@pytest.fixture
def listed(dog_town: Tenant, send: Send) -> UUID:
    """Return the case of a listed dog that costs more than 500 euros this year."""
    return examined(dog_town, send("listenhund", changed={"haltung.seit": "2026-02-01"}))


def test_frau_amt_takes_decides_and_issues(
    dog_town: Tenant, reduction: UUID, frau_amt: Client, run_jobs: Callable[[], None]
) -> None:
    amt = Clerk(frau_amt)
    amt.open("/amt/")
    amt.follow(case_row(dog_town, reduction).reference)
    assert amt.heading == "Hund anmelden: Erika Mustermann"
    amt.press("Übernehmen")
    assert "Sie bearbeiten diesen Vorgang jetzt." in amt.said
    assert amt.move == "Sie sind dran 2 Aufgaben sind offen"
    finish_tasks(amt, reduction)
    assert amt.move == "Sie sind dran Jetzt entscheiden"

    amt.follow("Entscheiden")
    amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": REASONS})
    assert amt.heading == "Prüfen und erlassen"
    assert REASONS in amt.text
    assert "58,50 €" in amt.text
    assert "Abruf im Portal" in amt.text
    amt.press("Bescheid erlassen")
    assert "Der Bescheid ist erlassen." in amt.said

    run_jobs()
    amt.open_case(reduction)
    assert case_row(dog_town, reduction).state == CaseState.DECIDED
    assert amt.move == "Niemand ist dran Entschieden"
    assert "Bekanntgabe Abruf im Portal liegt zum Abruf bereit" in amt.text
    assert "2026-00001" in amt.text
    assert "Kassenzeichen" in amt.text
    with in_tenant(dog_town.id):
        letters = [one for one in list_documents(reduction) if one.kind == DocumentKind.DECISION]
    assert len(letters) == 1


def test_the_letter_and_the_receipt_open_and_it_is_written_down(
    dog_town: Tenant, reduction: UUID, frau_amt: Client, run_jobs: Callable[[], None]
) -> None:
    run_jobs()
    amt = Clerk(frau_amt).open_case(reduction)
    file = next(one.get("href") for one in amt.page.cssselect("main a") if "/datei/" in one.get("href"))
    answer = frau_amt.get(file)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    with in_tenant(dog_town.id):
        opened = AuditEntry.objects.filter(chain=reduction, name="case.document_opened")
        assert [entry.facts["document"] for entry in opened] == [file.rpartition("/")[2]]


def test_a_draft_is_seen_as_pdf_before_anything_counts(
    dog_town: Tenant, reduction: UUID, frau_amt: Client
) -> None:
    amt = Clerk(frau_amt).open_case(reduction)
    amt.follow("Entscheiden")
    amt.press("Nur speichern", {"outcome": "reduced", "reasons": REASONS})
    assert amt.said == "Der Entwurf ist gespeichert."
    answer = frau_amt.get(f"/amt/vorgang/{reduction}/bescheid/vorschau.pdf")
    assert answer.content.startswith(b"%PDF")
    assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW
    amt.press("Verwerfen")
    assert amt.said == "Der Entwurf ist verworfen."
    amt.open(f"/amt/vorgang/{reduction}/bescheid/pruefen")
    assert amt.heading == "Entscheiden"


def test_open_tasks_and_missing_reasons_are_named_and_lead_to_their_place(
    dog_town: Tenant, reduction: UUID, frau_amt: Client
) -> None:
    amt = Clerk(frau_amt).open_case(reduction)
    amt.follow("Entscheiden")
    amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": ""})
    assert "Aufgabe offen: Anmeldung prüfen" in amt.text
    assert "Die Begründung fehlt." in amt.text
    assert "Bescheid erlassen" not in amt.buttons
    revision = case_row(dog_town, reduction).revision
    answer = frau_amt.post(f"/amt/vorgang/{reduction}/bescheid/pruefen", {"revision": revision, "seen": 1})
    assert answer.status_code == 400
    assert "Dieser Bescheid braucht eine Begründung." in answer.content.decode()
    assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW
    amt.follow("Anmeldung prüfen")
    assert amt.heading == "Anmeldung prüfen"


def test_a_decision_without_an_outcome_is_asked_for_at_the_field(reduction: UUID, frau_amt: Client) -> None:
    amt = Clerk(frau_amt).open_case(reduction)
    amt.follow("Entscheiden")
    amt.press("Nur speichern", {"reasons": REASONS})
    assert amt.errors == ["Wählen Sie, was entschieden wird."]
    assert REASONS in amt.page.get_element_by_id("reasons").text


def test_a_task_asks_for_each_of_its_checks_and_can_be_opened_again(
    reduction: UUID, frau_amt: Client
) -> None:
    amt = Clerk(frau_amt).open_case(reduction)
    amt.follow("Bearbeiten: Anmeldung prüfen")
    amt.press("Aufgabe erledigen", {"check.angaben": "fulfilled", "remark.angaben": "Anruf am Montag"})
    assert len(amt.errors) == 2
    assert amt.page.get_element_by_id("remark.angaben").value == "Anruf am Montag"
    answers = {"check.rueckstand": "not_needed", "check.mithalter": "not_fulfilled"}
    amt.press("Aufgabe erledigen", answers)
    assert "Bekommen beide Personen den Bescheid? nein" in amt.text
    assert "Anruf am Montag" in amt.text
    amt.press("Wieder öffnen: Anmeldung prüfen")
    assert amt.said == "Die Aufgabe ist wieder offen."


class TestFourEyes:
    def test_the_drafter_lays_it_before_a_second_person_who_issues(
        self, dog_town: Tenant, listed: UUID, frau_amt: Client, frau_entscheid: Client
    ) -> None:
        amt, entscheid = Clerk(frau_amt), Clerk(frau_entscheid)
        self._draft(amt, listed)
        assert "Zur Freigabe vorlegen" in amt.buttons
        assert "Bescheid erlassen" not in amt.buttons
        amt.press("Zur Freigabe vorlegen")
        amt.open(f"/amt/vorgang/{listed}/bescheid/pruefen")
        assert "Wer den Entwurf geschrieben hat, gibt ihn nicht selbst frei." in amt.text

        entscheid.open("/amt/?liste=freigabe")
        assert "Wartet auf Freigabe" in entscheid.text
        entscheid.follow(case_row(dog_town, listed).reference)
        assert entscheid.move.startswith("Sie sind dran")
        entscheid.follow("Prüfen und freigeben")
        entscheid.press("Freigeben und erlassen")
        assert "Der Bescheid ist erlassen." in entscheid.said

    def test_the_drafter_cannot_issue_whatever_they_send(
        self, dog_town: Tenant, listed: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt)
        self._draft(amt, listed)
        amt.press("Zur Freigabe vorlegen")
        revision = case_row(dog_town, listed).revision
        answer = frau_amt.post(f"/amt/vorgang/{listed}/bescheid/pruefen", {"revision": revision, "seen": 99})
        assert answer.status_code == 409
        assert "Diesen Bescheid muss eine zweite Person freigeben." in answer.content.decode()
        assert case_row(dog_town, listed).state == CaseState.IN_REVIEW

    def test_the_second_person_can_give_the_draft_back(
        self, listed: UUID, frau_amt: Client, frau_entscheid: Client
    ) -> None:
        amt, entscheid = Clerk(frau_amt), Clerk(frau_entscheid)
        self._draft(amt, listed)
        amt.press("Zur Freigabe vorlegen")
        entscheid.open(f"/amt/vorgang/{listed}/bescheid/pruefen")
        entscheid.follow("Nicht freigeben")
        entscheid.press("Entwurf zurückgeben", {"text": "Bitte den Steuersatz begründen."})
        assert "Bitte den Steuersatz begründen." in entscheid.text
        amt.open(f"/amt/vorgang/{listed}/bescheid/pruefen")
        assert "Zur Freigabe vorlegen" in amt.buttons

    def _draft(self, amt: Clerk, case_id: UUID) -> None:
        finish_tasks(amt, case_id)
        amt.follow("Entscheiden")
        amt.press("Speichern und Brief ansehen", {"outcome": "listed"})
        assert amt.heading == "Prüfen und erlassen"


class TestTwoAtOnce:
    def test_the_second_sees_what_was_typed_and_what_changed_and_decides_anew(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, herr_akte: Client
    ) -> None:
        amt, akte = Clerk(frau_amt).open_case(reduction), Clerk(herr_akte).open_case(reduction)
        amt.follow("Entscheiden")
        akte.follow("Entscheiden")
        akte.press(
            "Nur speichern", {"outcome": "reduction_refused", "reasons": "Der Nachweis ist von gestern."}
        )
        amt.press("Nur speichern", {"outcome": "reduced", "reasons": REASONS})
        assert amt.response.status_code == 409
        assert "Diesen Vorgang hat inzwischen jemand geändert." in amt.trouble
        assert "Entwurf des Bescheids gespeichert (Angemeldet ohne Ermäßigung)" in amt.trouble
        assert "Herr Akte" in amt.trouble
        assert REASONS in amt.page.get_element_by_id("reasons").text
        amt.press("Nur speichern")
        assert amt.said == "Der Entwurf ist gespeichert."
        assert "Angemeldet mit Ermäßigung" in amt.text

    def test_a_button_of_an_old_page_does_nothing_and_says_why(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, herr_akte: Client
    ) -> None:
        amt, akte = Clerk(frau_amt).open_case(reduction), Clerk(herr_akte).open_case(reduction)
        akte.press("Übernehmen")
        amt.press("Übernehmen")
        assert amt.response.status_code == 409
        assert "Vorgang übernommen" in amt.trouble
        assert "Herr Akte" in amt.trouble
        owner = case_row(dog_town, reduction).owner_id
        amt.press("Übernehmen")
        assert case_row(dog_town, reduction).owner_id != owner

    def test_nobody_issues_what_they_have_not_seen(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, herr_akte: Client
    ) -> None:
        amt, akte = Clerk(frau_amt), Clerk(herr_akte)
        finish_tasks(amt, reduction)
        amt.follow("Entscheiden")
        amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": REASONS})
        akte.open_case(reduction).follow("Entwurf ändern")
        akte.press("Nur speichern", {"reasons": "Der Nachweis liegt in der Akte von 2025."})
        amt.press("Bescheid erlassen")
        assert amt.response.status_code == 409
        assert "Der Nachweis liegt in der Akte von 2025." in amt.text
        assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW


class TestRequest:
    def test_asks_for_fields_evidence_and_a_day_and_the_clock_rests(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Nachfordern")
        assert amt.page.get_element_by_id("due.day").value == "7"  # 3 April is Good Friday, then Easter
        amt.press(
            "Nachforderung senden",
            {
                "fields.hund": ["hund.name"],
                "evidence": ["sachkunde"],
                "text": "Bitte schicken Sie uns den Bescheid.",
            },
        )
        assert "Die Nachforderung ist unterwegs." in amt.said
        row = case_row(dog_town, reduction)
        assert row.state == CaseState.WAITING_FOR_APPLICANT
        assert row.clock_stopped_on == date(2026, 3, 20)
        assert amt.move == "Wartet auf Antwort Die antragstellende Person ist dran"
        assert "Bitte schicken Sie uns den Bescheid." in amt.text
        amt.press("Rückgängig machen")
        assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW

    def test_says_at_the_field_what_is_missing_and_keeps_what_was_chosen(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Nachfordern")
        wrong = {"fields.hund": ["hund.name"], "due.day": "31", "due.month": "2", "due.year": "2026"}
        amt.press("Nachforderung senden", wrong)
        assert amt.errors == [
            "Schreiben Sie etwas in das Feld „Was Sie brauchen und warum“.",
            "Diesen Tag gibt es nicht.",
        ]
        assert [one.get("value") for one in amt.page.cssselect("input:checked")] == ["hund.name"]
        assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW
