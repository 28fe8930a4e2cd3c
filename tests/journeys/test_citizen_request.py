"""The office asks, the applicant answers in the portal or with the code of a letter; and what comes in between."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import take_back_request
from onlineamt.procedure.cases.models import Case, EvidenceRequest
from onlineamt.procedure.cases.queries import access_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.delivery.answer_codes import answer_code
from tests.journeys.citizen import BIRTHDAY, Jobs, ask, case_of, enter, look_up, place, question, send_dog
from tests.journeys.visitor import Visitor
from tests.staff import Staff

Clock = Callable[..., Any]
CHIP = question(text="Welche Chipnummer hat Waldi?", fields=("hund.chip",))
SIZE = question(text="Wie groß ist Waldi wirklich?", fields=("hund.gross",))


@pytest.fixture(autouse=True)
def evening(at: Clock, nobody_is_drawn: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late on Friday, 20 March 2026, and everybody is drawn for the sample: a person looks at each dog."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: True
    )


@pytest.fixture
def erika(dog_service: Tenant) -> Visitor:
    """Return Erika's telephone."""
    return Visitor()


@pytest.fixture
def reference(erika: Visitor, run_jobs: Jobs) -> str:
    """Return the number of a dog that the office looks at."""
    sent = send_dog(erika, run_jobs)
    run_jobs()
    return sent


class TestAnswering:
    def test_gives_the_case_back_to_the_office_with_what_was_asked(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff, at: Clock
    ) -> None:
        amt = staff("Frau Amt")
        ask(dog_service, reference, CHIP, by=amt)
        tablet = enter(Visitor(), reference, run_jobs)
        assert "Wir brauchen etwas von Ihnen" in tablet.text
        assert "bis Freitag, 10. April (in 21 Tagen)" in tablet.text
        at(2026, 3, 24, 9, 0)
        enter(tablet, reference, run_jobs).follow("Jetzt antworten")
        assert "Welche Chipnummer hat Waldi?" in tablet.text
        assert [one.get("name") for one in tablet.page.xpath("//main//input[@type='text']")] == ["hund.chip"]
        tablet.send({"hund.chip": "276098100123456", "nachricht": "Steht im Pass."})
        assert "Danke. Ihre Antwort ist da." in tablet.text
        assert "Amt für Steuern entscheidet bis" in tablet.text
        case_id = case_of(dog_service, reference)
        with in_tenant(dog_service.id):
            case = access_case(case_id, caseworker=amt)
            assert case.row.state == CaseState.IN_REVIEW
            assert case.row.rested_days == 4
            (said,) = case.supplements.values()
        assert said == {"answers": {"hund.chip": "276098100123456"}, "message": "Steht im Pass."}
        assert "276098100123456" in tablet.text
        assert "Steht im Pass." in tablet.text

    def test_names_mistakes_and_loses_nothing(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        what = question(fields=("hund.chip", "hund.name"), evidence=("sachkunde",))
        ask(dog_service, reference, what, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        assert "Bringen Sie uns eine Kopie vorbei" in tablet.text
        assert "Rathausplatz 1, 99999 Musterstadt" in tablet.text
        tablet.send({"hund.chip": "12", "hund.name": "Bello", "nachricht": "Erste Zeile\nzweite <b>"})
        assert tablet.errors == [
            "Die Chipnummer hat genau 15 Ziffern. Bitte prüfen Sie den Heimtierausweis.",
            "„Sachkundenachweis“: Laden Sie ihn hoch, oder wählen Sie, wie wir ihn sonst bekommen.",
        ]
        assert tablet.page.xpath("//input[@name='hund.chip']/@value") == ["12"]
        assert tablet.page.xpath("//input[@name='hund.name']/@value") == ["Bello"]
        assert (
            tablet.page.xpath("//textarea[@name='nachricht']")[0].value.strip() == "Erste Zeile\nzweite <b>"
        )
        tablet.send(
            {
                "hund.chip": "276098100123456",
                "nachweis-sachkunde": "spaeter",
                "nachweis-sachkunde-notiz": "bis 20. April, die Praxis hat Urlaub",
            }
        )
        assert "Danke." in tablet.text
        assert "Bello (vorher: Waldi)" in tablet.text
        with in_tenant(dog_service.id):
            case = access_case(case_of(dog_service, reference), caseworker=staff("Frau Amt"))
            (said,) = case.supplements.values()
        assert said["message"] == (
            "Sachkundenachweis: wird nachgereicht. bis 20. April, die Praxis hat Urlaub\n\nErste Zeile\nzweite <b>"
        )

    def test_asks_what_follows_before_anything_is_sent(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, SIZE, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        tablet.send({"hund.gross": "true"})
        assert "Durch Ihre Antwort kommen Fragen dazu" in tablet.text
        assert tablet.errors == []
        tablet.send()
        assert len(tablet.errors) == 3
        tablet.send(
            {
                "hund.chip": "276098100123456",
                "sicherheit.sachkunde": "jagdschein",
                "sicherheit.versichert": "false",
            }
        )
        assert "Danke." in tablet.text
        with in_tenant(dog_service.id):
            case = access_case(case_of(dog_service, reference), caseworker=staff("Frau Amt"))
            assert case.application.answers["sicherheit.sachkunde"] == "jagdschein"
            assert case.declared.answers["hund.gross"] is False

    def test_changes_nothing_that_nobody_asked(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        tablet.client.post(
            tablet.path,
            {
                "hund.chip": "276098100123456",
                "haltung.ermaessigung": "true",
                "_gezeigt": "haltung.ermaessigung",
            },
        )
        with in_tenant(dog_service.id):
            case = access_case(case_of(dog_service, reference), caseworker=staff("Frau Amt"))
            assert set(case.application.answers) == set(case.declared.answers)
            assert case.application.answers["haltung.ermaessigung"] is False

    def test_goes_on_without_what_is_missing_if_the_person_says_why(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        """An incomplete answer is accepted as an incomplete application is (§ 24 Abs. 3 VwVfG)."""
        ask(dog_service, reference, question(fields=("hund.name",)), by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        tablet.send({"hund.name": ""})
        tablet.send({"hund.name": ""}, button="Trotzdem absenden")
        assert "Schreiben Sie dazu, was fehlt und warum." in tablet.errors
        tablet.send({"hund.name": "", "nachricht": "Er hat keinen Namen."}, button="Trotzdem absenden")
        assert "Danke." in tablet.text

    def test_of_a_free_question_needs_words(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, question(text="Wo schläft der Hund?"), by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        tablet.send({"nachricht": " "})
        assert tablet.errors == ["Schreiben Sie Ihre Antwort in das Feld."]
        tablet.send({"nachricht": "x" * 4_001})
        assert tablet.errors == ["Ihr Text ist zu lang. Kürzen Sie ihn auf höchstens 4.000 Zeichen."]
        tablet.send({"nachricht": "In der Küche."})
        assert "Danke." in tablet.text


class TestInBetween:
    def test_sending_twice_is_sending_once(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        other = Visitor()
        other.client.cookies = tablet.client.cookies
        other.open(tablet.path)
        tablet.send({"hund.chip": "276098100123456"})
        other.send({"hund.chip": "276098100999999"})
        assert "Danke. Ihre Antwort ist da." in other.text
        assert other.open(place(other, "antworten")).path.endswith("/vorgang")
        with in_tenant(dog_service.id):
            case = access_case(case_of(dog_service, reference), caseworker=staff("Frau Amt"))
            assert case.application.answers["hund.chip"] == "276098100123456"

    def test_a_question_taken_back_is_said_so_and_the_words_are_shown(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        self.take_back(dog_service, reference, staff)
        tablet.send({"hund.chip": "276098100123456", "nachricht": "Mühsam getippt."})
        assert tablet.heading == "Das Amt braucht diese Antwort nicht mehr"
        assert "Mühsam getippt." in tablet.text

    def test_another_question_meanwhile_is_asked_first(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        tablet = enter(Visitor(), reference, run_jobs).follow("Jetzt antworten")
        self.take_back(dog_service, reference, staff)
        ask(dog_service, reference, question(fields=("hund.chip", "hund.name")), by=staff("Frau Amt"))
        tablet.send({"hund.chip": "276098100123456", "nachricht": "Mühsam getippt."})
        assert "Das Amt hat seine Frage geändert" in tablet.text
        assert tablet.page.xpath("//input[@name='hund.chip']/@value") == ["276098100123456"]
        assert tablet.page.xpath("//textarea[@name='nachricht']")[0].value.strip() == "Mühsam getippt."
        with in_tenant(dog_service.id):
            assert not EvidenceRequest.objects.filter(answered_at__isnull=False).exists()

    def test_after_the_day_it_is_still_taken(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff, at: Clock
    ) -> None:
        ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        at(2026, 4, 13, 9, 0)
        tablet = enter(Visitor(), reference, run_jobs)
        assert "Wir warten noch auf Ihre Antwort" in tablet.text
        tablet.follow("Jetzt antworten").send({"hund.chip": "276098100123456"})
        assert "Danke." in tablet.text

    def take_back(self, town: Tenant, reference: str, staff: Staff) -> None:
        case_id = case_of(town, reference)
        with in_tenant(town.id):
            revision = Case.objects.get(id=case_id).revision
            take_back_request(case_id, caseworker=staff("Frau Amt"), revision=revision)


class TestTheStatus:
    def test_says_that_something_is_asked_but_not_what(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        ask(
            dog_service,
            reference,
            question(text="Geheime Frage", evidence=("sachkunde",)),
            by=staff("Frau Amt"),
        )
        run_jobs()
        anybody = look_up(Visitor(), reference)
        assert "Wir brauchen etwas von Ihnen" in anybody.text
        shown = anybody.response.content.decode()
        for secret in ("Geheime", "Sachkunde", "Waldi", "Mustermann", "erika@"):
            assert secret not in shown


class TestALetter:
    def test_by_post_carries_a_code_to_answer_with(
        self, dog_service: Tenant, erika: Visitor, run_jobs: Jobs, staff: Staff
    ) -> None:
        reference = send_dog(erika, run_jobs, by_post=True)
        run_jobs()
        request_id = ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        run_jobs()
        status = look_up(Visitor(), reference)
        assert "Code anfordern" not in status.text
        status.follow("Mit dem Code antworten")
        with in_tenant(dog_service.id):
            code = show_code(answer_code(request_id))
        status.send({"reference": reference, "code": code}).send(BIRTHDAY)
        assert status.heading == "Das brauchen wir von Ihnen"
        status.send({"hund.chip": "276098100123456"})
        assert "Danke." in status.text
        letter = status.client.get(place(status, f"nachfrage/{request_id}.pdf"))
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(letter.content)).pages)
        assert code in text
        status.open(place(status, "bescheid"))
        assert "Hier liegt gerade kein Bescheid" in status.text

    def test_opens_nothing_without_its_code_or_the_birthday(
        self, dog_service: Tenant, erika: Visitor, run_jobs: Jobs, staff: Staff
    ) -> None:
        reference = send_dog(erika, run_jobs, by_post=True)
        run_jobs()
        request_id = ask(dog_service, reference, CHIP, by=staff("Frau Amt"))
        run_jobs()
        with in_tenant(dog_service.id):
            code = answer_code(request_id)
        for typed, birthday in ((code, 26), ("AAAA-AAAA-AAAA", 27)):
            thief = Visitor().open("/antworten").send({"reference": reference, "code": typed})
            thief.send({**BIRTHDAY, "person.geburtsdatum.day": str(birthday)})
            assert thief.errors == ["Zu diesen Angaben haben wir nichts gefunden."]
            assert not thief.client.cookies

    def test_looks_the_same_to_who_guesses_a_number(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs
    ) -> None:
        real = Visitor().open("/antworten").send({"reference": reference, "code": "AAAA"})
        guessed = Visitor().open("/antworten").send({"reference": "26-AAAA-AAAA", "code": "AAAA"})
        assert real.text == guessed.text

    def test_of_another_case_is_not_found(
        self, dog_service: Tenant, erika: Visitor, reference: str, run_jobs: Jobs, staff: Staff
    ) -> None:
        max_ = Visitor()
        other = send_dog(max_, run_jobs)
        run_jobs()
        request_id = ask(dog_service, other, CHIP, by=staff("Frau Amt"))
        run_jobs()
        assert erika.client.get(place(erika, f"nachfrage/{request_id}.pdf")).status_code == 404
        assert max_.client.get(place(max_, f"nachfrage/{request_id}.pdf")).status_code == 200


class TestTakingBack:
    def test_is_explained_for_a_declaration(
        self, dog_service: Tenant, erika: Visitor, reference: str
    ) -> None:
        erika.open(place(erika, "vorgang")).follow("So nehmen Sie es zurück")
        assert erika.heading == "Das lässt sich nicht zurücknehmen"
        assert "Das können Sie stattdessen tun" in erika.text
        erika.client.post(place(erika, "zuruecknehmen"))
        with in_tenant(dog_service.id):
            assert Case.objects.get().state == CaseState.IN_REVIEW

    def test_ends_an_application_for_good(self, dog_service: Tenant, erika: Visitor, reference: str) -> None:
        with in_tenant(dog_service.id):
            Case.objects.update(kind="application")
        erika.open(place(erika, "zuruecknehmen"))
        assert "Das lässt sich nicht rückgängig machen" in erika.text
        erika.send(button="Antrag endgültig zurücknehmen")
        assert "Dieser Vorgang ist beendet" in erika.text
        assert "Sie haben den Antrag zurückgenommen" in erika.text
        assert erika.client.post(place(erika, "zuruecknehmen")).status_code == 302
        with in_tenant(dog_service.id):
            case = Case.objects.get()
        assert case.state == CaseState.CLOSED
        assert case.erase_on == date(2036, 3, 20)
