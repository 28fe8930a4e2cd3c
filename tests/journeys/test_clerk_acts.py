"""Everything else a clerk does with a case, without JavaScript: notes, holds, giving away, ending, deciding anew, money."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.facilities.payments.queries import list_claims
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import answer_request
from onlineamt.procedure.cases.queries import list_holds
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.delivery.queries import list_deliveries
from tests.cases import Send
from tests.journeys.clerk import Clerk, case_row, examined, finish_tasks, log_in_again
from tests.staff import Staff


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any]) -> None:
    """It is 20 March 2026, a Friday."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def reduction(dog_town: Tenant, send: Send) -> UUID:
    """Return a case in which a reduction is to be decided, by post."""
    return examined(dog_town, send("ermaessigung"))


@pytest.fixture
def decided(dog_town: Tenant, reduction: UUID, frau_amt: Client, run_jobs: Callable[[], None]) -> UUID:
    """Return the case after Frau Amt has decided it and the letter waits to be printed."""
    amt = Clerk(frau_amt)
    finish_tasks(amt, reduction)
    amt.follow("Entscheiden")
    amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": "Der Nachweis lag vor."})
    amt.press("Bescheid erlassen")
    run_jobs()
    return reduction


class TestLooking:
    def test_is_written_down_once_an_hour(
        self,
        dog_town: Tenant,
        reduction: UUID,
        frau_amt: Client,
        herr_akte: Client,
        at: Callable[..., Any],
        staff: Staff,
    ) -> None:
        for browser in (frau_amt, frau_amt, herr_akte):
            Clerk(browser).open_case(reduction)
        assert looks(dog_town, reduction) == 2
        at(2026, 3, 20, 10, 30)
        amt = Clerk(frau_amt)
        log_in_again(dog_town, amt, staff("Frau Amt"))
        amt.open_case(reduction)
        assert looks(dog_town, reduction) == 3
        assert "Wer den Vorgang angesehen hat" in amt.text

    def test_is_no_change_for_somebody_who_writes(
        self, reduction: UUID, frau_amt: Client, herr_akte: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        Clerk(herr_akte).open_case(reduction)
        amt.press("Übernehmen")
        assert "Sie bearbeiten diesen Vorgang jetzt." in amt.said


class TestThePage:
    def test_says_why_a_person_decides(self, reduction: UUID, frau_amt: Client) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        rules = amt.section("rules")
        assert rules.startswith("Regeln Regel trifft nicht zu")
        assert "§ 12 KAG NRW i. V. m. § 155 Abs. 4 AO" in rules
        assert "Die Regel trifft nicht zu." in rules
        assert "haltung.ermaessigung" in rules

    def test_says_that_a_rule_has_decided(self, dog_town: Tenant, send: Send, frau_amt: Client) -> None:
        amt = Clerk(frau_amt).open_case(examined(dog_town, send("dackel", email=True)))
        assert "Automatisch entschieden" in amt.text
        assert "ohne Menschen nach den Regeln" in amt.text
        assert amt.move == "Niemand ist dran Entschieden"

    def test_shows_corrections_as_old_and_new(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Nachfordern")
        amt.press("Nachforderung senden", {"fields.hund": ["hund.name"], "text": "Wie heißt der Hund?"})
        with in_tenant(dog_town.id):
            answer_request(reduction, answers={"hund.name": "Fenchel"}, message="Er heißt jetzt anders.")
        amt.open_case(reduction)
        assert "vorher: Waldi → jetzt: Fenchel" in amt.text
        assert "Er heißt jetzt anders." in amt.text
        assert "Beantwortet am 20. März 2026" in amt.text

    def test_tells_the_history_in_words(self, reduction: UUID, frau_amt: Client) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        history = amt.section("history")
        assert "Antrag eingegangen" in history
        assert "Regeln geprüft ein Mensch entscheidet · Online-Amt, 20. März 2026, 10:00 Uhr" in history
        assert "Antragstellende Person" in history


class TestNotes:
    def test_stand_in_the_file_as_they_were_written(self, reduction: UUID, frau_amt: Client) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Vermerk")
        amt.press("Vermerk speichern", {"text": "  "})
        assert amt.errors == ["Schreiben Sie etwas in das Feld „Vermerk“."]
        amt.press("Vermerk speichern", {"text": "Anruf <b>am</b> Montag.\nKommt wieder."})
        assert amt.said == "Ihr Vermerk steht in der Akte."
        assert "Anruf <b>am</b> Montag. Kommt wieder. Frau Amt" in amt.text

    def test_overwrite_nothing_and_need_no_revision(
        self, reduction: UUID, frau_amt: Client, herr_akte: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Vermerk")
        Clerk(herr_akte).open_case(reduction).press("Übernehmen")
        amt.press("Vermerk speichern", {"text": "Anruf"})
        assert amt.said == "Ihr Vermerk steht in der Akte."


class TestGivingAway:
    def test_to_another_office_takes_it_out_of_sight(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, herr_fremd: Client
    ) -> None:
        with in_tenant(dog_town.id):
            other = OrgUnit.objects.get(tenant=dog_town, key="ordnungsamt")
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("An ein anderes Amt weiterleiten")
        amt.press("Weiterleiten", {"office": str(other.id)})
        assert amt.path == "/amt/?ok=weitergeleitet"
        assert amt.said == "Der Vorgang liegt jetzt beim anderen Amt."
        assert amt.open_case(reduction).response.status_code == 404
        fremd = Clerk(herr_fremd).open_case(reduction)
        assert "Amt für Steuern → Amt (ordnung)" in fremd.text

    def test_to_another_authority_ends_it_here(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("An eine andere Behörde abgeben")
        amt.press("Vorgang abgeben", {"text": "Gemeinde Nachbarstadt, mit der Post"})
        assert amt.said == "Der Vorgang ist abgegeben."
        assert "Gemeinde Nachbarstadt, mit der Post" in amt.text
        amt.press("Vorgang schließen")
        assert case_row(dog_town, reduction).state == CaseState.CLOSED
        assert "Danach wird sie gelöscht." in amt.text

    def test_into_another_case(self, dog_town: Tenant, reduction: UUID, send: Send, frau_amt: Client) -> None:
        twin = examined(dog_town, send("ermaessigung"))
        amt = Clerk(frau_amt).open_case(twin)
        amt.follow("Mit einem anderen Vorgang zusammenführen")
        amt.press("Zusammenführen", {"reference": "26-XXXX-XXXX"})
        assert amt.errors == ["Zu dieser Nummer gibt es bei Ihnen keinen Vorgang."]
        amt.press("Zusammenführen", {"reference": case_row(dog_town, twin).reference})
        assert amt.errors == ["Das ist dieser Vorgang selbst."]
        amt.press("Zusammenführen", {"reference": case_row(dog_town, reduction).reference.lower()})
        assert case_row(dog_town, twin).state == CaseState.MERGED

    def test_back_into_the_pile_and_back_again(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.press("Übernehmen")
        amt.press("Rückgängig machen")
        assert case_row(dog_town, reduction).owner_id is None
        amt.press("Rückgängig machen")
        assert case_row(dog_town, reduction).owner_id is not None


class TestHearing:
    def test_lets_the_person_speak_before_they_are_refused(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Anhören, bevor Sie ablehnen")
        amt.press("Anhörung senden", {"text": ""})
        assert len(amt.errors) == 1
        amt.press("Anhörung senden", {"text": "Wir wollen die Ermäßigung ablehnen."})
        assert case_row(dog_town, reduction).state == CaseState.HEARING
        assert "Anhörung Antwort in 18 Tagen" in amt.section("asked")
        amt.open("/amt/")
        assert "Warten auf Antwort" in amt.text
        with in_tenant(dog_town.id):
            answer_request(reduction, answers={}, message="Ich bekomme Bürgergeld.")
        amt.open_case(reduction)
        assert "Ich bekomme Bürgergeld." in amt.section("asked")


class TestAfterTheDecision:
    def test_it_can_be_looked_at_again_and_a_new_one_replaces_it(
        self, dog_town: Tenant, decided: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(decided)
        amt.follow("Neu entscheiden")
        amt.press("Vorgang wieder öffnen", {"text": "Der Widerspruch ist begründet."})
        assert case_row(dog_town, decided).state == CaseState.IN_REVIEW
        amt.follow("Entscheiden")
        amt.press(
            "Speichern und Brief ansehen",
            {"outcome": "exempted", "reasons": "Der Hund ist ein Assistenzhund."},
        )
        assert "Bisherige Forderung 58,50 € wird aufgehoben" in amt.text
        assert "2026-00001 bleibt" in amt.text
        amt.press("Bescheid erlassen")
        assert "ersetzt" in amt.text
        assert "aufgehoben am 20. März 2026" in amt.text

    def test_a_payment_is_noted(self, dog_town: Tenant, decided: UUID, frau_amt: Client) -> None:
        amt = Clerk(frau_amt).open_case(decided)
        amt.press("Als bezahlt vermerken")
        assert amt.said == "Die Forderung ist als bezahlt vermerkt."
        assert "bezahlt am 20. März 2026" in amt.text
        with in_tenant(dog_town.id):
            assert not list_claims(decided)[0].is_open

    def test_the_claim_of_another_case_is_not_found(
        self, dog_town: Tenant, decided: UUID, send: Send, frau_amt: Client
    ) -> None:
        other = examined(dog_town, send("dackel"))
        with in_tenant(dog_town.id):
            claim = list_claims(other)[0]
        answer = frau_amt.post(f"/amt/vorgang/{decided}/forderung/{claim.id}/bezahlt")
        assert answer.status_code == 404
        with in_tenant(dog_town.id):
            assert list_claims(other)[0].is_open

    def test_a_hold_keeps_it_and_can_be_lifted(
        self, dog_town: Tenant, decided: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(decided)
        amt.follow("Löschsperre setzen")
        amt.press("Sperre setzen", {"text": "Widerspruch vom 3. April"})
        assert amt.errors == ["Wählen Sie aus, warum die Akte bleibt."]
        amt.press("Sperre setzen", {"kind": "remedy"})
        assert "Ein Rechtsbehelf läuft Widerspruch vom 3. April" in amt.text
        amt.press("Löschsperre aufheben")
        with in_tenant(dog_town.id):
            assert not list_holds(case_row(dog_town, decided))

    def test_a_letter_without_an_address_gets_one(
        self, dog_town: Tenant, send: Send, frau_amt: Client, run_jobs: Callable[[], None]
    ) -> None:
        gaps = dict.fromkeys(("anschrift.strasse", "anschrift.hausnummer", "anschrift.plz", "anschrift.ort"))
        case_id = examined(dog_town, send("ermaessigung", changed=gaps, despite_gaps=True))
        amt = Clerk(frau_amt).open_case(case_id)
        assert "Ohne Antwort abgesendet" in amt.text
        finish_tasks(amt, case_id)
        amt.follow("Entscheiden")
        amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": "Der Nachweis lag vor."})
        assert "Die Anschrift fehlt." in amt.text
        amt.press("Bescheid erlassen")
        run_jobs()
        amt.open_case(case_id)
        assert "Anschrift fehlt" in amt.text
        amt.follow("Anschrift eintragen")
        amt.press("Anschrift speichern", {"lines": "\n".join("abcdefgh")})
        assert amt.errors[0].startswith("Eine Anschrift hat höchstens 7 Zeilen.")
        amt.press("Anschrift speichern", {"lines": "Erika Mustermann\nLindenweg 12 a\n45999 Musterstadt"})
        with in_tenant(dog_town.id):
            (delivery,) = list_deliveries(case_row(dog_town, case_id))
        assert delivery.has_address


class TestStrangeInput:
    @pytest.mark.parametrize(
        "text", ["\0", "\x07\x1b[2J", "a" * 5_001, "<script>alert(1)</script>", "\u202e"]
    )
    def test_in_a_note_is_harmless(self, reduction: UUID, frau_amt: Client, text: str) -> None:
        answer = frau_amt.post(
            f"/amt/vorgang/{reduction}/vermerk", {"text": text, "revision": "x", "seen": "-1"}
        )
        assert answer.status_code in {302, 422}
        assert "<script>alert" not in frau_amt.get(f"/amt/vorgang/{reduction}").content.decode()

    @pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999", "1.5", "²"])
    def test_as_revision_is_always_too_old(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, revision: str
    ) -> None:
        answer = frau_amt.post(
            f"/amt/vorgang/{reduction}/uebernehmen", {"revision": revision, "seen": revision}
        )
        assert answer.status_code == 409
        assert case_row(dog_town, reduction).owner_id is None

    def test_a_field_that_the_form_does_not_have_is_not_asked(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client
    ) -> None:
        amt = Clerk(frau_amt).open_case(reduction)
        amt.follow("Nachfordern")
        amt.press("Nachforderung senden", {"fields.hund": ["hund.gibt_es_nicht"], "text": "Bitte."})
        assert amt.response.status_code == 400
        assert "In Ihrer Nachforderung fehlt, was Sie brauchen." in amt.trouble
        assert case_row(dog_town, reduction).state == CaseState.IN_REVIEW

    def test_an_office_of_the_next_town_is_no_choice(
        self, dog_town: Tenant, reduction: UUID, frau_amt: Client, frau_nachbar: Client, herr_fremd: Client
    ) -> None:
        other = OrgUnit.objects.exclude(tenant=dog_town).first()
        assert other is not None
        answer = frau_amt.post(
            f"/amt/vorgang/{reduction}/weiterleiten",
            {"office": str(other.id), "revision": case_row(dog_town, reduction).revision},
        )
        assert answer.status_code == 422


def looks(town: Tenant, case_id: UUID) -> int:
    """Return how often it is written down that somebody looked."""
    with in_tenant(town.id):
        return AuditEntry.objects.filter(chain=case_id, name="case.looked").count()


def test_the_audit_trail_holds_no_words_of_a_note(
    dog_town: Tenant, reduction: UUID, frau_amt: Client
) -> None:
    amt = Clerk(frau_amt).open_case(reduction)
    amt.follow("Vermerk")
    amt.press("Vermerk speichern", {"text": "Quendel"})
    with in_tenant(dog_town.id):
        assert "Quendel" not in json.dumps(list(AuditEntry.objects.values_list("facts", flat=True)))
