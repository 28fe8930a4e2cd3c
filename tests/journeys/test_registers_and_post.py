"""Registers and post room through HTTP without JavaScript: looked up, put right, ended; printed, posted, returned."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import html

from onlineamt.facilities.post.models import PrintBatch, PrintItem
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.tests.lives import DogLife
from tests.cases import Send

LogIn = Callable[[str], Client]
PEOPLE = ("Frau Amt", "Herr Akte", "Frau Schlüssel", "Herr Prüf", "Herr Fremd", "Frau Nachbar")


pytestmark = pytest.mark.usefixtures("monday")


class Ids:
    """What belongs to the case: entry, letter, batch, delivery."""

    def __init__(self, life: DogLife) -> None:
        with in_tenant(life.town.id):
            self.entry: UUID = RegisterEntry.objects.get(subject_id=life.case_id).id
            self.item: UUID = PrintItem.objects.filter(subject_id=life.case_id).latest("id").id
            self.batch: UUID | None = getattr(PrintBatch.objects.first(), "id", None)
            self.delivery: UUID = Delivery.objects.get(case_id=life.case_id).id


def text_of(page: Any) -> str:
    return " ".join(html.fromstring(page.content).xpath("string(//main)").split())


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}.day": str(on.day), f"{name}.month": str(on.month), f"{name}.year": str(on.year)}


def row(model: Any, life: DogLife, row_id: UUID) -> Any:
    with in_tenant(life.town.id):
        return model.objects.get(id=row_id)


class TestRegisters:
    def test_stand_on_the_first_page_of_the_office(self, life: DogLife, frau_amt: Client) -> None:
        page = frau_amt.get("/amt/register")
        assert "Hundesteuermarke" in text_of(page)

    @pytest.mark.parametrize("typed", ["2026-00001", "Mustermann", "  mustermann "])
    def test_are_searched_by_number_and_holder(self, life: DogLife, frau_amt: Client, typed: str) -> None:
        for path in ("/amt/register", "/amt/register/liste/hund-anmelden/hundemarken"):
            assert "Waldi" in text_of(frau_amt.get(path, {"suche": typed})), path
        assert "keinen Eintrag" in text_of(frau_amt.get("/amt/register", {"suche": "Musterfrau"}))

    def test_are_turned_page_by_page(self, life: DogLife, send: Send, frau_amt: Client) -> None:
        other = DogLife(life.town, send("dackel", token="anderes"), life.at)
        other.decide()
        list_url = "/amt/register/liste/hund-anmelden/hundemarken"
        assert text_of(frau_amt.get(list_url)).index("2026-00002") < text_of(frau_amt.get(list_url)).index(
            "2026-00001"
        )
        later = text_of(frau_amt.get(list_url, {"nach": "2026.2"}))
        assert "2026-00001" in later
        assert "2026-00002" not in later

    def test_show_an_entry_with_its_case_and_note_the_look_once(
        self, life: DogLife, frau_amt: Client
    ) -> None:
        ids = Ids(life)
        for _ in range(2):
            page = frau_amt.get(f"/amt/register/eintrag/{ids.entry}")
        said = text_of(page)
        assert "Waldi" in said
        assert "gültig" in said
        assert "Eingetragen" in said
        assert html.fromstring(page.content).xpath(f"//a[contains(@href, '{life.case_id}')]")
        with in_tenant(life.town.id):
            assert AuditEntry.objects.filter(chain=life.case_id, name="register.looked").count() == 1

    def test_end_an_entry_after_its_last_day(self, life: DogLife, frau_amt: Client) -> None:
        ids = Ids(life)
        url = f"/amt/register/eintrag/{ids.entry}/beenden"
        done = frau_amt.post(url, {**day("ende", date(2026, 5, 31)), "grund": "moved"})
        assert done.status_code == 302
        entry = row(RegisterEntry, life, ids.entry)
        assert (entry.ended_on, entry.end_reason) == (date(2026, 6, 1), "moved")
        shown = text_of(frau_amt.get(f"/amt/register/eintrag/{ids.entry}"))
        assert "31. Mai 2026" in shown
        assert "weggezogen" in shown
        assert frau_amt.get(url).status_code == 409

    @pytest.mark.parametrize(
        "typed",
        [
            {"grund": "moved"},
            day("ende", date(2026, 5, 31)),
            {**day("ende", date(2020, 1, 1)), "grund": "moved"},
        ],
    )
    def test_end_nothing_by_half(self, life: DogLife, frau_amt: Client, typed: dict[str, str]) -> None:
        ids = Ids(life)
        answer = frau_amt.post(f"/amt/register/eintrag/{ids.entry}/beenden", typed)
        assert answer.status_code == 422
        assert row(RegisterEntry, life, ids.entry).ended_on is None

    def test_put_right_what_an_entry_says_and_keep_what_stood_there(
        self, life: DogLife, frau_amt: Client
    ) -> None:
        ids = Ids(life)
        url = f"/amt/register/eintrag/{ids.entry}/berichtigen"
        assert 'value="Waldi"' in frau_amt.get(url).content.decode()
        typed = {"hund.name": "Waldemar", "hund.rasse": "Dackel", "halter": "Neumann"}
        assert frau_amt.post(url, typed).status_code == 302
        shown = text_of(frau_amt.get(f"/amt/register/eintrag/{ids.entry}"))
        assert "Waldemar" in shown
        assert "vorher: Waldi" in shown
        assert "Waldi" in shown
        assert "Frau Amt" in shown
        assert "Waldemar" in text_of(frau_amt.get("/amt/register", {"suche": "Neumann"}))
        assert "Waldemar" not in text_of(frau_amt.get("/amt/register", {"suche": "Mustermann"}))

    def test_are_never_left_empty(self, life: DogLife, frau_amt: Client) -> None:
        ids = Ids(life)
        url = f"/amt/register/eintrag/{ids.entry}/berichtigen"
        assert frau_amt.post(url, {"hund.name": "", "hund.rasse": " "}).status_code == 422

    def test_print_a_label_that_leads_to_the_public_check(self, life: DogLife, frau_amt: Client) -> None:
        ids = Ids(life)
        page = html.fromstring(frau_amt.get(f"/amt/register/eintrag/{ids.entry}/etikett").content)
        (address,) = page.xpath("//main//a[contains(@href, '/gueltig/')]/@href")
        path = "/gueltig/" + address.split("/gueltig/")[1]
        checked = frau_amt.get(path)
        assert checked.status_code == 200
        assert "Waldi" not in checked.content.decode()
        assert page.xpath("//main//*[name()='svg']")


class TestThePostRoom:
    def test_prints_at_once_where_somebody_asks(
        self, life: DogLife, frau_amt: Client, run_jobs: Callable[[], None]
    ) -> None:
        assert "Mustermann" in text_of(frau_amt.get("/amt/post"))
        assert frau_amt.post("/amt/post/drucken").status_code == 302
        run_jobs()
        assert "Kein Brief wartet" in text_of(frau_amt.get("/amt/post"))
        assert "Paket 2026-03-23-1" in text_of(frau_amt.get("/amt/post?stand=druck"))

    def test_confirms_a_whole_batch_and_the_law_counts_from_there(
        self, life: DogLife, frau_amt: Client
    ) -> None:
        life.print()
        ids = Ids(life)
        url = f"/amt/post/paket/{ids.batch}"
        assert "Mustermann" in text_of(frau_amt.get(url))
        posted = frau_amt.post(url, {"brief": str(ids.item), **day("verschickt", date(2026, 3, 23))})
        assert posted.status_code == 302
        delivery = row(Delivery, life, ids.delivery)
        assert (delivery.posted_on, delivery.notified_on) == (date(2026, 3, 23), date(2026, 3, 27))
        assert "27. März 2026" in text_of(frau_amt.get(f"/amt/post/brief/{ids.item}"))

    def test_confirms_a_single_letter(self, life: DogLife, frau_amt: Client) -> None:
        life.print()
        ids = Ids(life)
        answer = frau_amt.post(f"/amt/post/brief/{ids.item}/verschickt", day("verschickt", date(2026, 3, 23)))
        assert answer.status_code == 302
        assert row(Delivery, life, ids.delivery).posted_on == date(2026, 3, 23)

    @pytest.mark.parametrize("wrong", [date(2026, 3, 22), date(2026, 3, 24)])
    def test_believes_no_day_before_the_print_or_after_today(
        self, life: DogLife, frau_amt: Client, wrong: date
    ) -> None:
        life.print()
        ids = Ids(life)
        for url, more in ((f"/amt/post/paket/{ids.batch}", {"brief": str(ids.item)}),
                          (f"/amt/post/brief/{ids.item}/verschickt", {})):  # fmt: skip
            assert frau_amt.post(url, {**day("verschickt", wrong), **more}).status_code == 422
        assert row(Delivery, life, ids.delivery).posted_on is None

    def test_asks_for_a_letter_where_none_is_ticked(self, life: DogLife, frau_amt: Client) -> None:
        life.print()
        answer = frau_amt.post(f"/amt/post/paket/{Ids(life).batch}", day("verschickt", date(2026, 3, 23)))
        assert answer.status_code == 422
        assert "mindestens einen Brief" in text_of(answer)

    def test_notes_what_came_back_and_sends_it_to_a_new_address(
        self, life: DogLife, frau_amt: Client, run_jobs: Callable[[], None]
    ) -> None:
        life.print()
        ids = Ids(life)
        frau_amt.post(f"/amt/post/brief/{ids.item}/verschickt", day("verschickt", date(2026, 3, 23)))
        back = f"/amt/post/brief/{ids.item}/zurueck"
        assert frau_amt.post(back, day("zurueck", date(2026, 3, 23))).status_code == 422  # no reason
        noted = frau_amt.post(back, {**day("zurueck", date(2026, 3, 23)), "grund": "moved"})
        assert noted.status_code == 302
        assert row(Delivery, life, ids.delivery).notified_on is None
        assert "verzogen" in text_of(frau_amt.get(f"/amt/post/brief/{ids.item}"))

        address = f"/amt/post/anschrift/{ids.delivery}"
        assert "Mustermann" in frau_amt.get(address).content.decode()
        assert frau_amt.post(address, {"lines": "Erika"}).status_code == 422
        given = frau_amt.post(address, {"lines": "Erika Mustermann\nNeuer Weg 1\n99999 Musterstadt"})
        assert given.status_code == 302
        run_jobs()
        # The clock of the worker is the real one: it may be a quarter of an hour, and the letter is in print already.
        assert "99999 Musterstadt" in "".join(
            text_of(frau_amt.get(f"/amt/post?stand={tab}")) for tab in ("warten", "druck")
        )
        assert Ids(life).item != ids.item
        assert frau_amt.get(address).status_code == 404

    def test_counts_a_letter_abroad_from_its_proved_arrival(
        self, life: DogLife, frau_amt: Client, run_jobs: Callable[[], None]
    ) -> None:
        life.print()
        ids = Ids(life)
        frau_amt.post(f"/amt/post/brief/{ids.item}/verschickt", day("verschickt", date(2026, 3, 23)))
        assert "Kam der Brief im Ausland an?" not in text_of(frau_amt.get(f"/amt/post/brief/{ids.item}"))
        frau_amt.post(
            f"/amt/post/brief/{ids.item}/zurueck", {**day("zurueck", date(2026, 3, 23)), "grund": "moved"}
        )
        new = "Erika Mustermann\n1, rue du Modèle\n75001 Paris\nFRANKREICH"
        frau_amt.post(f"/amt/post/anschrift/{ids.delivery}", {"lines": new})
        run_jobs()
        life.print()
        abroad = f"/amt/post/brief/{Ids(life).item}"
        frau_amt.post(f"{abroad}/verschickt", day("verschickt", date(2026, 3, 23)))
        assert row(Delivery, life, ids.delivery).notified_on == date(2026, 4, 23)  # § 122 Abs. 2 Nr. 2 AO
        assert "75001 Paris, FRANKREICH" in text_of(frau_amt.get("/amt/post?stand=verschickt"))
        assert "Kam der Brief im Ausland an?" in text_of(frau_amt.get(abroad))
        assert frau_amt.post(f"{abroad}/angekommen", day("angekommen", date(2026, 3, 22))).status_code == 422
        assert frau_amt.post(f"{abroad}/angekommen", day("angekommen", date(2026, 3, 23))).status_code == 302
        assert row(Delivery, life, ids.delivery).notified_on == date(
            2026, 4, 23
        )  # an earlier day changes nothing

    def test_names_decisions_without_an_address(
        self, dog_town: Tenant, send: Send, at: Callable[..., Any], frau_amt: Client
    ) -> None:
        life = DogLife(dog_town, send("dackel"), at)
        life.decide()
        ids = Ids(life)
        with in_tenant(dog_town.id):
            Delivery.objects.filter(id=ids.delivery).update(has_address=False, print_item_id=None)
        page = frau_amt.get("/amt/post?stand=anschrift")
        assert "Anschrift fehlt" in text_of(page)
        assert frau_amt.get(f"/amt/post/anschrift/{ids.delivery}").status_code == 200

    def test_opens_a_letter_with_a_line_in_the_trail(self, life: DogLife, frau_amt: Client) -> None:
        answer = frau_amt.get(f"/amt/post/brief/{Ids(life).item}/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert answer["Cache-Control"] == "no-store"
        with in_tenant(life.town.id):
            assert AuditEntry.objects.filter(chain=life.case_id, name="post.letter_opened").count() == 1

    def test_prints_again_what_was_lost(self, life: DogLife, frau_amt: Client) -> None:
        life.print()
        assert frau_amt.post(f"/amt/post/brief/{Ids(life).item}/neu-drucken").status_code == 302
        assert "Mustermann" in text_of(frau_amt.get("/amt/post"))


# What an address answers to Frau Amt, her colleague, the admin, the auditor, another office, the next town.
OURS = (200, 200, 404, 404, 404, 404)
ACT = (405,) * 6
MATRIX = {
    "/amt/register": ((200,) * 6, ACT),
    "/amt/register/liste/hund-anmelden/hundemarken": (OURS, ACT),
    "/amt/register/eintrag/{entry}": (OURS, ACT),
    "/amt/register/eintrag/{entry}/etikett": (OURS, ACT),
    "/amt/register/eintrag/{entry}/beenden": (OURS, (422, 422, 404, 404, 404, 404)),
    "/amt/register/eintrag/{entry}/berichtigen": (OURS, (422, 422, 404, 404, 404, 404)),
    "/amt/post": ((200,) * 6, ACT),
    "/amt/post/drucken": (
        ACT,
        (302, 302, 404, 404, 302, 302),
    ),  # each office's caseworkers may have it printed
    "/amt/post/paket/{batch}": (OURS, (422, 422, 404, 404, 404, 404)),
    "/amt/post/brief/{item}": (OURS, ACT),
    "/amt/post/brief/{item}/pdf": (OURS, ACT),
    "/amt/post/brief/{item}/verschickt": (ACT, (422, 422, 404, 404, 404, 404)),
    "/amt/post/brief/{item}/zurueck": (ACT, (422, 422, 404, 404, 404, 404)),
    "/amt/post/brief/{item}/angekommen": (ACT, (422, 422, 404, 404, 404, 404)),
    "/amt/post/brief/{item}/neu-drucken": (ACT, (302, 302, 404, 404, 404, 404)),
    "/amt/post/anschrift/{delivery}": ((404,) * 6, (404,) * 6),  # the letter has one
}


class TestEveryAddress:
    def test_is_for_the_office_alone(self, life: DogLife, logged_in: LogIn) -> None:
        """What another office or town may not see is not found; strangers are led to the log-in."""
        life.print()
        ids = Ids(life)
        browsers = [logged_in(name) for name in PEOPLE]
        said = {}
        for pattern in MATRIX:
            path = pattern.format(**vars(ids))
            # Others first: the office's own acts change what there is to find.
            posts = [browser.post(path).status_code for browser in reversed(browsers)][::-1]
            said[pattern] = (tuple(browser.get(path).status_code for browser in browsers), tuple(posts))
        assert said == MATRIX

    def test_asks_strangers_to_log_in(self, life: DogLife, client: Client) -> None:
        life.print()
        for pattern in MATRIX:
            path = pattern.format(**vars(Ids(life)))
            answer = client.get(path, HTTP_HOST="musterstadt.localhost")
            assert answer.status_code == 302
            assert "/amt/anmelden" in answer["Location"]

    def test_says_nothing_of_the_person_to_others(self, life: DogLife, logged_in: LogIn) -> None:
        life.print()
        for name in PEOPLE[2:]:
            browser = logged_in(name)
            for pattern in MATRIX:
                for query in ({}, {"suche": "Mustermann"}, {"stand": "druck"}):
                    page = browser.get(pattern.format(**vars(Ids(life))), query).content.decode("latin-1")
                    assert "Waldi" not in page
                    assert "Erika" not in page
