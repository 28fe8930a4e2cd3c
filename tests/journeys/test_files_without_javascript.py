"""Somebody hands in papers with a browser that knows no JavaScript: chosen, refused, removed, put back, sent."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.tests.files import heic, picture
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import get_application, resume_code
from tests.journeys.visitor import Visitor

CAR = {"fahrzeug.kennzeichen": "MU-AB 123", "fahrzeug.gehoert_firma": "false"}
PAPER = "fahrzeug.schein"


def file(name: str = "schein.jpg", content: bytes | None = None) -> BytesIO:
    """A file as a browser sends it."""
    sent = BytesIO(picture() if content is None else content)
    sent.name = name
    return sent


@pytest.fixture
def erika(paper_service: Tenant) -> Visitor:
    """Return Erika's telephone, on the page that asks for her papers."""
    return at_papers(Visitor())


def at_papers(visitor: Visitor) -> Visitor:
    visitor.open("/leistung/muster-nachweis").send()
    return visitor.send({"person.name": "Erika"})


def listed(visitor: Visitor) -> list[str]:
    """The files that a page lists, with their sizes."""
    return [
        " ".join(row.text_content().split())
        for row in visitor.page.cssselect(".oa-file:not(.oa-file--removed) > .oa-file__name")
    ]


def documents(town: Tenant) -> int:
    with in_tenant(town.id):
        return StoredDocument.objects.filter(kind="evidence").count()


class TestUploading:
    def test_keeps_what_was_chosen_without_judging_the_rest(self, erika: Visitor) -> None:
        erika.send(
            {PAPER: [file("vorne.jpg"), file("hinten.png", picture("PNG"))]}, button="Dateien hochladen"
        )
        assert erika.errors == []
        assert [row.split(" (")[0] for row in listed(erika)] == ["vorne.jpg", "hinten.png"]

    def test_keeps_what_was_typed_so_far(self, erika: Visitor) -> None:
        erika.send({"fahrzeug.kennzeichen": "MU-AB 123", PAPER: file()}, button="Dateien hochladen")
        assert erika.page.get_element_by_id("fahrzeug.kennzeichen").value == "MU-AB 123"

    def test_goes_on_with_the_files_where_nothing_is_missing(self, erika: Visitor) -> None:
        erika.send({**CAR, PAPER: file()})
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "schein.jpg" in erika.text

    def test_asks_for_a_file_where_one_is_needed(self, erika: Visitor) -> None:
        erika.send(CAR)
        assert erika.errors == ["Bitte laden Sie mindestens eine Datei hoch: Fahrzeugschein"]

    def test_takes_the_photo_of_a_telephone_and_keeps_it_as_jpeg(self, erika: Visitor) -> None:
        erika.send({PAPER: file("IMG_0815.HEIC", heic())}, button="Dateien hochladen")
        assert listed(erika)[0].startswith("IMG_0815.jpg")

    def test_names_each_file_that_is_not_taken_and_keeps_all_else(self, erika: Visitor) -> None:
        erika.send(
            {**CAR, PAPER: [file("brief.docx", b"PK\x03\x04"), file("schein.jpg"), file("leer.pdf", b"")]}
        )
        assert [line.split(" ")[0] for line in erika.errors] == ["„brief.docx“:", "„leer.pdf“:"]
        assert "Diese Art von Datei" in erika.errors[0]
        assert listed(erika)[0].startswith("schein.jpg")
        erika.send()
        assert erika.heading == "Prüfen Sie Ihre Angaben"

    def test_takes_no_more_than_the_field_has_room_for(self, erika: Visitor) -> None:
        erika.send({PAPER: [file(f"{number}.jpg") for number in range(4)]}, button="Dateien hochladen")
        assert len(listed(erika)) == 3
        assert erika.errors == [
            "„3.jpg“: In diesem Feld ist kein Platz für weitere Dateien."
            " Entfernen Sie zuerst eine Datei, die Sie nicht brauchen."
        ]
        assert not erika.page.xpath(f"//input[@type='file'][@name='{PAPER}']")

    def test_says_that_a_file_is_larger_than_the_field_takes(self, erika: Visitor) -> None:
        erika.send({PAPER: file("scan.pdf", b"%PDF-" + b"x" * 2_000_001)}, button="Dateien hochladen")
        assert "Diese Datei ist zu groß." in erika.errors[0]

    def test_believes_no_name_however_long(self, erika: Visitor) -> None:
        name = "../" + "ä" * 300 + "\u202egpj.exe"
        erika.send({PAPER: file(name)}, button="Dateien hochladen")
        assert erika.errors == []
        assert len(listed(erika)[0]) < 180
        assert "\u202e" not in listed(erika)[0]

    def test_believes_no_text_that_pretends_to_be_a_file(self, erika: Visitor, paper_service: Tenant) -> None:
        forged = json.dumps([{"id": "x", "name": "x", "media_type": "image/jpeg", "size": 1, "sha256": "0"}])
        erika.send({**CAR, PAPER: forged})
        assert erika.errors == ["Bitte laden Sie mindestens eine Datei hoch: Fahrzeugschein"]

    def test_says_how_to_go_on_where_all_is_too_much_at_once(self, erika: Visitor) -> None:
        page = erika.path
        erika.send({"fahrzeug.kennzeichen": "MU-AB 123"}, button="Später weitermachen")
        response = erika.client.post(
            page, b"--x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="900000000"
        )
        assert response.status_code == 413
        assert "Diese Dateien sind zusammen zu groß." in response.content.decode()
        assert page in response.content.decode()
        assert erika.open(page).page.get_element_by_id("fahrzeug.kennzeichen").value == "MU-AB 123"


class TestRemoving:
    def test_takes_a_file_away_and_offers_to_put_it_back(self, erika: Visitor) -> None:
        erika.send({PAPER: file()}, button="Dateien hochladen").send(button="Entfernen")
        assert listed(erika) == []
        assert "„schein.jpg“ ist entfernt." in erika.text
        erika.send(button="Rückgängig machen")
        assert listed(erika)[0].startswith("schein.jpg")

    def test_forgets_the_file_when_the_person_goes_on(self, erika: Visitor, paper_service: Tenant) -> None:
        erika.send({PAPER: [file("a.jpg"), file("b.jpg")]}, button="Dateien hochladen").send(
            button="Entfernen"
        )
        assert documents(paper_service) == 2
        erika.send(CAR)
        assert documents(paper_service) == 1

    def test_is_not_what_the_return_key_does(self, erika: Visitor) -> None:
        erika.send({PAPER: file()}, button="Dateien hochladen")
        first = erika.forms()[0].xpath(".//button")[0]
        assert first.get("name") is None


class TestTheAnswer:
    def test_is_shown_with_a_link_that_only_this_device_may_follow(self, erika: Visitor) -> None:
        erika.send({**CAR, PAPER: file()})
        link = _link(erika, "schein.jpg")
        mine = erika.client.get(link)
        assert (mine.status_code, mine["Content-Type"]) == (200, "image/jpeg")
        assert "sandbox" in mine["Content-Security-Policy"]
        assert mine["X-Content-Type-Options"] == "nosniff"
        assert Visitor().client.get(link).status_code == 404
        assert Visitor("nachbarstadt.localhost").client.get(link).status_code == 404

    def test_is_frozen_with_its_hash_and_stands_in_the_receipt(
        self, erika: Visitor, paper_service: Tenant, run_jobs: Callable[[], None]
    ) -> None:
        erika.send({**CAR, PAPER: file()}).send({"contact": "post"})
        assert erika.heading == "Ihr Antrag ist da"
        assert "schein.jpg" in erika.text
        content = erika.client.get(_link(erika, "schein.jpg")).content
        run_jobs()
        with in_tenant(paper_service.id):
            stored = get_application(Application.objects.get().id)
        (kept,) = json.loads(stored.content)["answers"][PAPER]
        assert kept["sha256"] == digest(content)
        assert kept["size"] == len(content)
        receipt = erika.client.get(erika.open(erika.path).page.xpath("//a[@download]/@href")[0]).content
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(receipt)).pages)
        assert "schein.jpg" in text
        assert kept["sha256"][:16] in text

    def test_is_there_on_another_device(self, erika: Visitor, paper_service: Tenant) -> None:
        erika.send({PAPER: file()}, button="Dateien hochladen")
        with in_tenant(paper_service.id):
            code = resume_code(Application.objects.get().id)
        tablet = Visitor().open("/weitermachen").send({"code": code}).send({"person.name": "Erika"})
        assert listed(tablet)[0].startswith("schein.jpg")

    def test_goes_with_the_draft(self, erika: Visitor, paper_service: Tenant) -> None:
        erika.send({PAPER: file()}, button="Dateien hochladen").send(button="Später weitermachen")
        erika.send(button="Entwurf endgültig löschen", form=1)
        assert documents(paper_service) == 0

    def test_missing_does_not_keep_anybody_from_sending(self, erika: Visitor) -> None:
        """§ 24 Abs. 3 VwVfG."""
        check = erika.path.replace("seite/fahrzeug", "pruefen")
        erika.open(check).send({"contact": "post"}, button="Trotzdem absenden")
        assert erika.heading == "Ihr Antrag ist da"

    def test_of_a_branch_that_was_left_is_not_sent(self, erika: Visitor, paper_service: Tenant) -> None:
        erika.send({**CAR, "fahrzeug.gehoert_firma": "true", PAPER: file()})
        erika.send({"firma.name": "Muster GmbH", "firma.vollmacht": file("vollmacht.jpg")})
        erika.open(erika.path.replace("pruefen", "seite/fahrzeug")).send(CAR)
        erika.open(erika.path).send({"contact": "post"})
        assert erika.heading == "Ihr Antrag ist da"
        assert documents(paper_service) == 1


class TestTwoWindows:
    def test_keep_the_files_of_both(self, erika: Visitor) -> None:
        other = Visitor()
        other.client.cookies = erika.client.cookies
        other.open(erika.path).send({PAPER: file("a.jpg")}, button="Dateien hochladen")
        erika.send({**CAR, PAPER: file("b.jpg")})
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "a.jpg" in erika.text
        assert "b.jpg" in erika.text

    def test_notice_at_sending_that_a_file_has_come(self, erika: Visitor) -> None:
        erika.send({**CAR, PAPER: file("a.jpg")})
        other = Visitor()
        other.client.cookies = erika.client.cookies
        other.open(erika.path.replace("pruefen", "seite/fahrzeug"))
        other.send({PAPER: file("b.jpg")}, button="Dateien hochladen")
        erika.send({"contact": "post"})
        assert "Ihre Angaben haben sich geändert" in erika.text
        assert "b.jpg" in erika.text


def _link(visitor: Visitor, words: str) -> Any:
    return next(one.get("href") for one in visitor.page.iter("a") if words in one.text_content())
