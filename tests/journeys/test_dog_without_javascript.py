"""A dog is registered by a guest at night, through HTTP alone, as a browser without JavaScript does it."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import resume_code
from tests.journeys.visitor import Visitor, date_answer

Jobs = Callable[[], None]

PERSON = {
    "person.vorname": "Erika",
    "person.familienname": "Mustermann",
    **date_answer("person.geburtsdatum", 27, 3, 1985),
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12 a",
    "anschrift.plz": "45999",
    "anschrift.ort": "Musterstadt",
}
DOG = {
    "hund.name": "Waldi",
    "hund.rasse": "dackel",
    **date_answer("hund.geburtsdatum", 3, 4, 2025),
    "hund.gross": "false",
}
KEEPING = {
    **date_answer("haltung.seit", 15, 3, 2026),
    "haltung.zugezogen": "false",
    "haltung.weitere_hunde": "false",
    "haltung.gemeinsam": "false",
    "haltung.ermaessigung": "false",
}
BIRTHDAY = {name: said for name, said in PERSON.items() if "geburtsdatum" in name}


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026."""
    at(2026, 3, 20, 21, 41)


@pytest.fixture
def erika(dog_service: Tenant) -> Visitor:
    """Return Erika's telephone."""
    return Visitor()


def begin(visitor: Visitor) -> Visitor:
    """Go from the service's page to the first page of its form."""
    visitor.open("/leistung/hund-anmelden")
    return visitor.send()


def answer_all(visitor: Visitor) -> Visitor:
    """Answer the ordinary case and stand on the page that checks."""
    return begin(visitor).send(PERSON).send(DOG).send(KEEPING)


class TestAnOrdinaryDog:
    def test_is_registered_with_a_confirmed_address(
        self, erika: Visitor, dog_service: Tenant, run_jobs: Jobs
    ) -> None:
        answer_all(erika)
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "Waldi" in erika.text
        assert "117,00 €" in erika.text
        erika.send({"contact": "email", "email": "erika@musterstadt.invalid"})
        assert erika.heading == "Bestätigen Sie Ihre E-Mail-Adresse"
        run_jobs()
        erika.send({"code": mailed_code()})
        assert erika.heading == "Ihre Anmeldung ist da"
        assert "20. März 2026, 22:41 Uhr" in erika.text
        run_jobs()
        erika.open(erika.path)
        receipt = erika.client.get(erika.page.xpath("//a[@download]/@href")[0])
        assert receipt["Content-Type"] == "application/pdf"
        assert receipt.content.startswith(b"%PDF-1.7")
        with in_tenant(dog_service.id):
            assert attached_answers(receipt.content) == Application.objects.get().digest
        report = verify_trail(dog_service.id)
        assert report.entries >= 3
        assert report.broken == ()

    def test_is_registered_by_post_without_any_address(self, erika: Visitor, dog_service: Tenant) -> None:
        answer_all(erika).send({"contact": "post"})
        assert erika.heading == "Ihre Anmeldung ist da"

    def test_shows_its_status_to_who_knows_number_and_birthday(self, erika: Visitor) -> None:
        reference = submitted(erika)
        anybody = Visitor().open("/status").send({"reference": reference.lower().replace("-", " ")})
        anybody.send(date_answer("person.geburtsdatum", 27, 3, 1985))
        assert "Eingegangen" in anybody.text
        assert "Mustermann" not in anybody.response.content.decode()
        assert "Waldi" not in anybody.response.content.decode()

    def test_shows_nothing_to_who_only_knows_the_number(self, erika: Visitor) -> None:
        reference = submitted(erika)
        stranger = Visitor().open("/status").send({"reference": reference})
        stranger.send(date_answer("person.geburtsdatum", 1, 1, 1990))
        assert stranger.errors == ["Zu diesen Angaben haben wir nichts gefunden."]

    def test_looks_the_same_to_who_guesses_a_number(self, erika: Visitor) -> None:
        reference = submitted(erika)
        real = Visitor().open("/status").send({"reference": reference})
        guessed = Visitor().open("/status").send({"reference": "26-AAAA-AAAA"})
        assert real.text == guessed.text


class TestAMistake:
    def test_is_named_at_the_field_and_above_and_loses_nothing(self, erika: Visitor) -> None:
        begin(erika).send(PERSON)
        erika.send({**DOG, **date_answer("hund.geburtsdatum", 3, 4, 2062)})
        assert erika.errors == ["Das Geburtsdatum liegt in der Zukunft. Ist das Jahr richtig?"]
        assert erika.page.xpath("//title/text()")[0].startswith("Fehler:")
        assert erika.page.xpath("//input[@name='hund.geburtsdatum.year']/@value") == ["2062"]
        assert erika.page.xpath("//input[@name='hund.name']/@value") == ["Waldi"]

    @pytest.mark.parametrize("name", ["x" * 10_000, "Wal\x00di", "\x1b[31m", "\x7f"])
    def test_in_a_name_gets_a_sentence(self, erika: Visitor, name: str) -> None:
        begin(erika).send(PERSON)
        erika.send({**DOG, "hund.name": name})
        assert erika.response.status_code == 200
        assert len(erika.errors) == 1

    @pytest.mark.parametrize("name", ["Wåldi Ñandú", "🐕 Waldi", "والدي", "O'Neill-Łódź", "<b>Waldi</b>"])
    def test_is_no_unusual_name(self, erika: Visitor, name: str) -> None:
        begin(erika).send(PERSON).send({**DOG, "hund.name": name})
        assert erika.errors == []
        erika.send(KEEPING)
        assert name in erika.text

    def test_in_the_encoding_is_shown_as_it_arrived(self, erika: Visitor) -> None:
        begin(erika).send(PERSON)
        page = erika.client.post(
            erika.path,
            b"hund.name=Wa%fe%ffldi&hund.rasse=%00",
            content_type="application/x-www-form-urlencoded",
        )
        assert page.status_code == 200
        assert b'id="errors"' in page.content


class TestGoingAwayAndComingBack:
    def test_works_on_another_device_with_code_and_birthday(self, erika: Visitor) -> None:
        begin(erika).send(PERSON).send({"hund.name": "Waldi"}, button="Später weitermachen")
        code = erika.page.xpath("string(//*[@id='resume-code'])")
        tablet = Visitor().open("/weitermachen").send({"code": code})
        tablet.send(date_answer("person.geburtsdatum", 27, 3, 1985))
        assert tablet.heading == "Angaben zum Hund"
        assert tablet.page.xpath("//input[@name='hund.name']/@value") == ["Waldi"]

    def test_refuses_the_code_without_the_birthday(self, erika: Visitor) -> None:
        begin(erika).send(PERSON).send({}, button="Später weitermachen")
        code = erika.page.xpath("string(//*[@id='resume-code'])")
        thief = Visitor().open("/weitermachen").send({"code": code})
        thief.send(date_answer("person.geburtsdatum", 1, 1, 1990))
        assert thief.errors == ["Diese Antwort passt nicht zu Ihrem Antrag."]

    def test_after_an_expired_session_asks_for_an_answer(
        self, erika: Visitor, at: Callable[..., Any]
    ) -> None:
        begin(erika).send(PERSON)
        at(2026, 3, 21, 8)
        erika.open(erika.path)
        assert "Dieser Antrag ist auf diesem Gerät nicht mehr geöffnet." in erika.text
        erika.send(date_answer("person.geburtsdatum", 1, 1, 1990))
        assert erika.errors == ["Diese Antwort passt nicht zu Ihrem Antrag."]
        assert erika.send(BIRTHDAY).heading == "Angaben zum Hund"

    def test_loses_nothing_that_was_sent_after_it_expired(
        self, erika: Visitor, at: Callable[..., Any]
    ) -> None:
        begin(erika).send(PERSON)
        here = erika.path
        at(2026, 3, 21, 8)
        erika.send(DOG)
        assert "Was Sie gerade eingegeben haben, geht nicht verloren." in erika.text
        erika.send(date_answer("person.geburtsdatum", 1, 1, 1990))
        erika.send(BIRTHDAY)
        assert erika.path != here
        assert erika.open(here).page.xpath("//input[@name='hund.name']/@value") == ["Waldi"]

    def test_asks_for_the_code_where_nothing_is_known_yet(
        self, erika: Visitor, at: Callable[..., Any]
    ) -> None:
        begin(erika)
        at(2026, 3, 21, 8)
        erika.send(PERSON)
        assert "Ihr Code" in erika.text
        assert "Was Sie gerade eingegeben haben, geht nicht verloren." in erika.text

    def test_asks_a_question_whose_answer_nobody_has_typed_for_it(
        self, erika: Visitor, at: Callable[..., Any]
    ) -> None:
        """Whoever finds the page open and sends it must not be let in by what stands on it."""
        begin(erika).send(PERSON)
        page = re.sub("hund$", "person", erika.path)
        erika.open(page)
        at(2026, 3, 21, 8)
        erika.send(PERSON)
        assert erika.page.xpath("//input[starts-with(@name, 'person.geburtsdatum')]/@value") == [""] * 3
        erika.send()
        assert erika.errors == ["Diese Antwort passt nicht zu Ihrem Antrag."]

    def test_sends_nothing_again_to_another_application(
        self, erika: Visitor, dog_service: Tenant, at: Callable[..., Any]
    ) -> None:
        begin(erika).send(PERSON)
        with in_tenant(dog_service.id):
            own = Application.objects.get().id
            code = resume_code(own)
        other = "00000000-0000-7000-8000-000000000000"
        for said in (
            {"_then": f"{other} hund"},
            {"_then": "//evil.example"},
            {"_then": "x" * 500},
            {"_then": f"{own} größe"},
            {"_hier": "x"},
        ):
            tablet = Visitor().open("/weitermachen").send({"code": code, **said})
            assert tablet.send(BIRTHDAY).heading == "Wer hält den Hund?"
        tablet = Visitor().open("/weitermachen").send({"_hier": other, **BIRTHDAY})
        assert tablet.heading == "Mit Ihrem Antrag weitermachen"

    def test_ends_with_deleting_if_the_person_wants(self, erika: Visitor, dog_service: Tenant) -> None:
        begin(erika).send(PERSON).send({}, button="Später weitermachen")
        erika.send(button="Entwurf endgültig löschen", form=1)
        assert erika.heading == "Ihr Entwurf ist gelöscht"
        with in_tenant(dog_service.id):
            assert not Application.objects.exists()


class TestTwoWindows:
    def test_never_overwrite_each_other_unseen(self, erika: Visitor) -> None:
        begin(erika).send(PERSON)
        path = erika.path
        other = Visitor()
        other.client.cookies = erika.client.cookies
        other.open(path).send({**DOG, "hund.name": "Bello"})
        erika.send({**DOG, "hund.name": "Waldi"})
        assert "in einem anderen Fenster geändert" in erika.text
        assert "Bello" in erika.text
        assert erika.page.xpath("//input[@name='hund.name']/@value") == ["Waldi"]
        erika.send()
        assert (
            erika.heading == "Angaben zur Haltung" or "Haltung" in erika.heading or "Seit wann" in erika.text
        )

    def test_that_both_send_make_one_application(self, erika: Visitor, dog_service: Tenant) -> None:
        answer_all(erika)
        other = Visitor()
        other.client.cookies = erika.client.cookies
        other.open(erika.path)
        erika.send({"contact": "post"})
        other.send({"contact": "post"})
        assert other.heading == "Ihre Anmeldung ist da"
        with in_tenant(dog_service.id):
            assert Application.objects.exclude(submitted_at=None).count() == 1

    def test_never_send_what_was_not_on_the_page(self, erika: Visitor, dog_service: Tenant) -> None:
        answer_all(erika)
        change_the_name(erika)
        erika.send({"contact": "post"})
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "Das war in einem anderen Fenster" in erika.text
        assert "Bello" in erika.text
        with in_tenant(dog_service.id):
            assert not Application.objects.exclude(submitted_at=None).exists()
        erika.send({"contact": "post"})
        assert erika.heading == "Ihre Anmeldung ist da"

    def test_never_send_it_with_a_code_either(
        self, erika: Visitor, dog_service: Tenant, run_jobs: Jobs
    ) -> None:
        answer_all(erika).send({"contact": "email", "email": "erika@musterstadt.invalid"})
        erika.send(button="Neuen Code schicken", form=1)
        change_the_name(erika)
        run_jobs()
        erika.send({"code": mailed_code()})
        assert "Das war in einem anderen Fenster" in erika.text
        erika.send()
        assert erika.heading == "Ihre Anmeldung ist da"
        assert "Bello" in erika.text

    def test_going_back_after_sending_shows_that_it_is_sent(self, erika: Visitor) -> None:
        answer_all(erika)
        check_path = erika.path
        erika.send({"contact": "post"})
        assert erika.open(check_path).heading == "Ihre Anmeldung ist da"


class TestGaps:
    def test_are_named_and_may_be_sent_anyway(self, erika: Visitor, dog_service: Tenant) -> None:
        begin(erika).send(PERSON)
        erika.open(re.sub(r"/seite/.*", "/pruefen", erika.path))
        assert "Hier fehlt noch etwas" in erika.text
        erika.send({"contact": "post"}, button="Trotzdem absenden")
        assert erika.heading == "Ihre Anmeldung ist da"


class TestStrangers:
    @pytest.mark.parametrize(
        "step", ["", "/pruefen", "/code", "/abgesendet", "/beleg.pdf", "/spaeter", "/seite/person"]
    )
    def test_see_nothing_of_an_application(self, erika: Visitor, step: str) -> None:
        begin(erika).send(PERSON)
        base = re.sub(r"/seite/.*", "", erika.path)
        stranger = Visitor().open(base + step)
        assert stranger.response.status_code == 404
        assert stranger.heading == "Dieser Antrag ist auf diesem Gerät nicht mehr geöffnet."
        nobody = Visitor().open("/antrag/00000000-0000-7000-8000-000000000000" + step)
        assert nobody.text == stranger.text

    def test_of_another_town_see_nothing_either(self, erika: Visitor) -> None:
        begin(erika).send(PERSON)
        neighbour = Visitor("nachbarstadt.localhost")
        neighbour.client.cookies = erika.client.cookies
        assert neighbour.open(erika.path).response.status_code == 404

    def test_cannot_begin_what_a_town_does_not_offer(self, erika: Visitor) -> None:
        neighbour = Visitor("nachbarstadt.localhost")
        assert neighbour.client.post("/leistung/hund-anmelden/beginnen").status_code == 404


class TestLanguages:
    @pytest.mark.parametrize(("prefix", "lang"), [("/en", "en"), ("/leicht", "de-simple")])
    def test_lead_all_the_way(self, erika: Visitor, prefix: str, lang: str) -> None:
        erika.open(f"{prefix}/leistung/hund-anmelden").send()
        assert erika.path.startswith(f"{prefix}/antrag/")
        erika.send(PERSON).send(DOG).send(KEEPING)
        assert erika.page.get("lang") == lang
        assert erika.path.endswith("/pruefen")


def change_the_name(visitor: Visitor) -> None:
    """Let another window of the same browser call the dog Bello."""
    other = Visitor()
    other.client.cookies = visitor.client.cookies
    other.open(re.sub(r"/[a-z]+(\?.*)?$", "/seite/hund", visitor.path)).send({"hund.name": "Bello"})


def attached_answers(pdf: bytes) -> str:
    """Return the hash of the answers that are attached to a receipt for machines."""
    (content,) = PdfReader(BytesIO(pdf)).attachments["angaben.json"]
    return digest(content)


def submitted(visitor: Visitor) -> str:
    """Register the dog by post and return the reference."""
    answer_all(visitor).send({"contact": "post"})
    return str(visitor.page.xpath("string(//*[@id='reference'])"))


def mailed_code() -> str:
    """Return the code from the newest e-mail in the stand-in's folder."""
    newest = max(Path(settings.ENV.data / "mail").rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    found = re.search(r"^\s*(\d{6})\s*$", newest.read_text("utf-8"), re.MULTILINE)
    assert found, newest.read_text("utf-8")
    return found[1]
