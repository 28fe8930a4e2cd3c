from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.world import web_environ

from onlineamt.audiences.citizen.registers.views import GUESSED_FROM
from onlineamt.facilities.registers.actions import change_entry, end_entry, erase_entries
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import open_entry
from onlineamt.facilities.registers.rules import COMPARED, COMPARED_FROM, new_check_token
from onlineamt.facilities.registers.tests.factories import HOLDER, make_entry
from onlineamt.facilities.registers.values import Change
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


@pytest.fixture(autouse=True)
def today(at: Callable[..., Any]) -> None:
    at(2026, 4, 20, 9, 0)


@pytest.fixture
def musterstadt(towns: tuple[Tenant, Tenant]) -> Tenant:
    return towns[0]


PLATE = {"fahrzeug.kennzeichen": "MU-AB 123"}
PERMIT: dict[str, Any] = {
    "values": {**PLATE, "computed.gebiet": "B"},
    "stored": PLATE,
    "compared": "fahrzeug.kennzeichen",
    "shown": {"computed.gebiet": {"de": "Gebiet", "en": "Zone"}},
}


@pytest.fixture
def browser() -> Client:
    return Client(**web_environ())


def make_tag(tenant: Tenant, **changes: Any) -> tuple[RegisterEntry, str]:
    with in_tenant(tenant.id):
        entry = make_entry(**changes)
        return entry, open_entry(entry).check_token


def words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).xpath("string(//main)").split())


class TestCheckEntry:
    def test_says_that_a_tag_is_valid_and_whose_town_it_is(
        self, musterstadt: Tenant, browser: Client
    ) -> None:
        _, token = make_tag(musterstadt)
        answer = browser.get(f"/gueltig/{token}")

        assert answer.status_code == 200
        for said in (
            "Hundesteuermarke",
            "Gültig.",
            "2026-00001",
            "Stadt Musterstadt",
            "1. April 2026",
            "auf Weiteres",
        ):
            assert said in words(answer)

    def test_shows_nothing_of_the_person(self, musterstadt: Tenant, browser: Client) -> None:
        entry, token = make_tag(musterstadt)
        page = browser.get(f"/gueltig/{token}").content.decode()

        for word in (HOLDER, "Waldi", "dackel", str(entry.subject_id), str(entry.id)):
            assert word not in page

    def test_is_kept_by_no_cache_and_no_search_engine(self, musterstadt: Tenant, browser: Client) -> None:
        _, token = make_tag(musterstadt)
        for typed in (token, new_check_token()):
            answer = browser.get(f"/gueltig/{typed}")
            assert answer["Cache-Control"] == "no-store"
            assert answer["X-Robots-Tag"] == "noindex"

    def test_takes_the_code_as_people_type_it(self, musterstadt: Tenant, browser: Client) -> None:
        _, token = make_tag(musterstadt)

        assert browser.get(f"/gueltig/{show_code(token).lower()}").status_code == 200

    @pytest.mark.parametrize(
        ("term", "said", "unsaid"),
        [
            (
                {"valid_from": date(2026, 5, 1)},
                "Noch nicht gültig. Die Nummer 2026-00001 gilt erst ab 1. Mai 2026.",
                "Gültig.",
            ),
            ({"valid_until": date(2026, 4, 20)}, "Gültig.", "Nicht mehr"),
            ({"valid_until": date(2026, 4, 19)}, "Nicht mehr gültig.", "Gültig."),
        ],
    )
    def test_says_when_it_is_not_valid(
        self, musterstadt: Tenant, browser: Client, term: dict[str, Any], said: str, unsaid: str
    ) -> None:
        _, token = make_tag(musterstadt, **term)
        found = words(browser.get(f"/gueltig/{token}"))

        assert said in found
        assert unsaid not in found

    def test_says_that_a_tag_has_ended_but_not_when_and_why(
        self, musterstadt: Tenant, browser: Client
    ) -> None:
        entry, token = make_tag(musterstadt, valid_until=date(2026, 12, 31))
        with in_tenant(musterstadt.id):
            end_entry(entry_id=entry.id, on=date(2026, 4, 19), reason="died", actor="staff:frau-amt")
        found = words(browser.get(f"/gueltig/{token}"))

        assert "Nicht mehr gültig." in found
        for unsaid in ("19. April", "31. Dezember", "died"):
            assert unsaid not in found

    def test_still_answers_when_the_case_was_erased(self, musterstadt: Tenant, browser: Client) -> None:
        entry, token = make_tag(musterstadt)
        with in_tenant(musterstadt.id):
            destroy_key(entry.subject_id, reason="retention")
            erase_entries(entry.subject_id)

        assert "Gültig." in words(browser.get(f"/gueltig/{token}"))

    @pytest.mark.parametrize(
        "typed", [pytest.param(new_check_token(), id="unknown"), "2026-00001", "<script>", "A" * 500, "ä"]
    )
    def test_says_clearly_that_it_knows_no_such_code(
        self, musterstadt: Tenant, browser: Client, typed: str
    ) -> None:
        make_tag(musterstadt)
        answer = browser.get(f"/gueltig/{typed}")

        assert answer.status_code == 404
        assert "Zu diesem Code finden wir nichts." in words(answer)

    def test_is_not_known_in_the_next_town(self, musterstadt: Tenant) -> None:
        _, token = make_tag(musterstadt)

        assert Client(**web_environ("nachbarstadt.localhost")).get(f"/gueltig/{token}").status_code == 404

    def test_lets_nobody_guess_on_and_on(self, musterstadt: Tenant, browser: Client) -> None:
        _, token = make_tag(musterstadt)
        answers = [
            browser.get(f"/gueltig/{new_check_token()}").status_code for _ in range(GUESSED_FROM.attempts + 1)
        ]

        assert set(answers[:-1]) == {404}
        assert answers[-1] == 429
        assert browser.get(f"/gueltig/{token}").status_code == 200  # who reads true codes is not held up

    @pytest.mark.parametrize(
        ("path", "said"),
        [("en/gueltig", ["Dog tag", "Valid.", "1 April 2026"]), ("leicht/gueltig", ["Hundesteuermarke"])],
    )
    def test_speaks_the_language_of_the_page(
        self, musterstadt: Tenant, browser: Client, path: str, said: list[str]
    ) -> None:
        _, token = make_tag(musterstadt)
        found = words(browser.get(f"/{path}/{token}"))

        for word in said:
            assert word in found


class TestShown:
    def test_shows_what_the_register_lets_everybody_see(self, musterstadt: Tenant, browser: Client) -> None:
        _, token = make_tag(musterstadt, **PERMIT)

        assert "GebietB" in words(browser.get(f"/gueltig/{token}"))
        assert "ZoneB" in words(browser.get(f"/en/gueltig/{token}"))

    def test_shows_nothing_else(self, musterstadt: Tenant, browser: Client) -> None:
        _, token = make_tag(musterstadt, **PERMIT)
        page = browser.get(f"/gueltig/{token}").content.decode()

        assert "AB 123" not in page


class TestCompare:
    """Whoever holds a code types what they see, and hears yes or no."""

    @pytest.fixture
    def token(self, musterstadt: Tenant) -> str:
        return make_tag(musterstadt, **PERMIT)[1]

    def ask(self, browser: Client, token: str, typed: str, **more: Any) -> Any:
        return browser.post(f"/gueltig/{token}", {"angabe": typed}, **more)

    def heard(self, browser: Client, token: str, typed: str) -> str:
        answer = self.ask(browser, token, typed)
        assert answer.status_code == 302
        return words(browser.get(answer["Location"].partition("#")[0]))

    @pytest.mark.parametrize("typed", ["MU-AB 123", "mu ab 123", "MU-AB123", " MU – AB  123 "])
    def test_says_yes_however_it_is_typed(self, browser: Client, token: str, typed: str) -> None:
        assert "Angabe: passt." in self.heard(browser, token, typed)

    @pytest.mark.parametrize(
        "typed", ["MU-AB 124", "M-UAB 123", "MU-AB 12", "x" * 500, "<script>", "ä\ud800"]
    )
    def test_says_no_to_everything_else(self, browser: Client, token: str, typed: str) -> None:
        assert "passt nicht." in self.heard(browser, token, typed.encode("utf-8", "ignore").decode())

    def test_never_says_what_stands_there_nor_what_was_typed(self, browser: Client, token: str) -> None:
        for typed in ("MU-AB 123", "MU-AB 999"):
            answer = self.ask(browser, token, typed)
            page = browser.get(answer["Location"].partition("#")[0]).content.decode()
            for told in (answer["Location"], answer.content.decode(), page):
                assert "AB 123" not in told
                assert "AB 999" not in told

    def test_asks_for_a_gap_where_a_plate_can_be_read_in_two_ways(self, browser: Client, token: str) -> None:
        answer = self.ask(browser, token, "MUAB123")

        assert answer.status_code == 422
        assert "Trennen Sie Ort und Buchstaben" in words(answer)

    def test_asks_again_when_nothing_was_typed(self, browser: Client, token: str) -> None:
        for typed in ("", "  ", "\0"):
            assert self.ask(browser, token, typed).status_code == 422

    def test_answers_for_this_code_alone_and_for_ten_minutes(
        self, musterstadt: Tenant, browser: Client, token: str, at: Callable[..., Any]
    ) -> None:
        location = self.ask(browser, token, "MU-AB 123")["Location"].partition("#")[0]
        answer = location.partition("?")[2]
        _, other = make_tag(musterstadt, idempotency_key="other", **PERMIT)
        assert "passt" not in words(browser.get(f"/gueltig/{other}?{answer}"))

        at(2026, 4, 20, 9, 11)
        assert "passt" not in words(browser.get(location))

    @pytest.mark.parametrize("made_up", ["v=1", "v=ja", "v=", "v=1:abc:def", "v=%00"])
    def test_believes_no_address_that_somebody_made_up(
        self, browser: Client, token: str, made_up: str
    ) -> None:
        assert "passt" not in words(browser.get(f"/gueltig/{token}?{made_up}"))

    def test_says_no_to_the_old_plate_after_a_change(self, musterstadt: Tenant, browser: Client) -> None:
        entry, token = make_tag(musterstadt, **PERMIT)
        new = {"fahrzeug.kennzeichen": "MU-XY 9"}
        with in_tenant(musterstadt.id):
            change_entry(entry_id=entry.id, change=Change(values=new, stored=new), actor="system")

        assert "passt nicht." in self.heard(browser, token, "MU-AB 123")
        assert "Angabe: passt." in self.heard(browser, token, "MU-XY 9")

    def test_lets_nobody_try_plates_on_one_code(self, browser: Client, token: str) -> None:
        codes = [
            self.ask(browser, token, f"MU-AB {number}", REMOTE_ADDR=f"192.0.2.{number % 250}").status_code
            for number in range(1, COMPARED.attempts + 2)
        ]

        assert set(codes[:-1]) == {302}
        assert codes[-1] == 429

    def test_lets_nobody_try_from_one_address_on_many_codes(
        self, musterstadt: Tenant, browser: Client
    ) -> None:
        tokens = [
            make_tag(musterstadt, idempotency_key=str(number), **PERMIT)[1]
            for number in range(COMPARED_FROM.attempts + 1)
        ]
        codes = [self.ask(browser, token, "MU-AB 123").status_code for token in tokens]

        assert set(codes[:-1]) == {302}
        assert codes[-1] == 429

    def test_compares_nothing_where_the_register_does_not_say_so(
        self, musterstadt: Tenant, browser: Client
    ) -> None:
        _, token = make_tag(musterstadt)

        assert not html.fromstring(browser.get(f"/gueltig/{token}").content).xpath("//main//form")
        assert self.ask(browser, token, "Waldi").status_code == 404

    def test_compares_nothing_of_the_next_town_or_without_a_code(
        self, musterstadt: Tenant, browser: Client, token: str
    ) -> None:
        assert self.ask(browser, new_check_token(), "MU-AB 123").status_code == 404
        neighbour = Client(**web_environ("nachbarstadt.localhost"))
        assert self.ask(neighbour, token, "MU-AB 123").status_code == 404

    def test_says_no_when_the_case_was_erased(self, musterstadt: Tenant, browser: Client) -> None:
        entry, token = make_tag(musterstadt, **PERMIT)
        with in_tenant(musterstadt.id):
            destroy_key(entry.subject_id, reason="retention")
            erase_entries(entry.subject_id)
        assert self.ask(browser, token, "MU-AB 123").status_code == 404
        assert "Gültig." in words(browser.get(f"/gueltig/{token}"))
