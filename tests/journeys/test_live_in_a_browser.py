"""Questions that hang on answers of the same page come and go while it is filled in, in Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_keyboard, served
from tests.journeys.test_dog_in_a_browser import fill, look, press
from tests.journeys.visitor import date_answer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAYS = {**date_answer("stand.von", 1, 5, 2026), **date_answer("stand.bis", 3, 5, 2026)}


@pytest.fixture
def site(market_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.fixture
def stand(site: str, open_page: OpenPage) -> Callable[..., Page]:
    """Return a function that opens the page about a stand."""

    def open_(width: int = DESKTOP, *, was_here: bool = True) -> Page:
        page = open_page(f"{site}/leistung/muster-stand", width=width)
        press(page, "Jetzt beantragen")
        fill(page, {"person.name": "Erika"})
        page.get_by_role("radio", name="Ja" if was_here else "Nein").check()
        press(page, "Weiter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Stand")
        return page

    return open_


def question(page: Page, words: str) -> Locator:
    """The fieldset of a question."""
    return page.get_by_role("group", name=words)


class TestQuestions:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_come_and_go_while_the_page_is_filled_in(self, stand: Callable[..., Page], width: int) -> None:
        page = stand(width)
        expect(page.get_by_label("Platz vom letzten Mal")).to_have_count(0)
        expect(question(page, "Zum Essen")).to_be_hidden()
        fill(page, {"stand.laenge": "4,5"})
        expect(page.get_by_label("Platz vom letzten Mal")).to_be_visible()
        page.get_by_label("Essen").check()
        question(page, "Kochen Sie am Stand?").get_by_label("Ja").check()
        expect(question(page, "Kochen Sie mit Gas?")).to_be_visible()
        look(page, "sofort-offen")
        assert_accessible(page)
        assert_keyboard(page)
        page.get_by_label("Essen").uncheck()
        expect(question(page, "Zum Essen")).to_be_hidden()
        fill(page, {"stand.laenge": "12"})
        expect(page.get_by_label("Platz vom letzten Mal")).to_be_hidden()
        expect(page.get_by_text("Für einen so langen Stand")).to_be_visible()

    def test_keep_what_was_typed_when_they_come_back(self, stand: Callable[..., Page]) -> None:
        page = stand()
        fill(page, {"stand.laenge": "4,5", "stand.platz": "Reihe 3"})
        fill(page, {"stand.laenge": "45"})
        fill(page, {"stand.laenge": "5"})
        expect(page.get_by_label("Platz vom letzten Mal")).to_have_value("Reihe 3")

    def test_of_an_answer_elsewhere_stay_away(self, stand: Callable[..., Page]) -> None:
        page = stand(was_here=False)
        fill(page, {"stand.laenge": "4,5"})
        page.get_by_label("Kunsthandwerk").check()
        expect(page.get_by_label("Platz vom letzten Mal")).to_have_count(0)

    def test_say_whether_they_must_be_answered(self, stand: Callable[..., Page]) -> None:
        page = stand()
        page.get_by_label("Essen").check()
        optional = page.locator("[data-optional='essen.firma']")
        expect(optional).to_be_hidden()
        question(page, "Kochen Sie am Stand?").get_by_label("Nein").check()
        expect(optional).to_be_visible()
        question(page, "Kochen Sie am Stand?").get_by_label("Ja").check()
        expect(optional).to_be_hidden()

    def test_are_named_where_they_were_left_open(self, stand: Callable[..., Page]) -> None:
        page = stand()
        fill(page, {**DAYS, "stand.laenge": "4,5"})
        page.get_by_label("Essen").check()
        question(page, "Brauchen Sie Strom?").get_by_label("Ja").check()
        question(page, "Kochen Sie am Stand?").get_by_label("Ja").check()
        fill(page, {"essen.firma": "Musterimbiss"})
        press(page, "Weiter")
        expect(page.locator("#errors")).to_contain_text(
            "Bitte antworten Sie mit Ja oder Nein: Kochen Sie mit Gas?"
        )
        question(page, "Kochen Sie mit Gas?").get_by_label("Nein").check()
        press(page, "Weiter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
        expect(page.get_by_role("main")).to_contain_text("Musterimbiss")


class TestChecks:
    def test_speak_at_once_and_fall_silent(self, stand: Callable[..., Page]) -> None:
        page = stand()
        fill(page, {**DAYS, **date_answer("stand.bis", 1, 4, 2026)})
        page.keyboard.press("Tab")
        error = page.get_by_text("Der letzte Tag liegt vor dem ersten.")
        expect(error).to_be_visible()
        expect(question(page, "Letzter Tag")).to_have_attribute("aria-describedby", "stand.bis-error")
        look(page, "sofort-fehler")
        assert_accessible(page)
        fill(page, date_answer("stand.bis", 4, 5, 2026))
        expect(error).to_have_count(0)
        expect(question(page, "Letzter Tag")).not_to_have_attribute("aria-describedby", "stand.bis-error")

    def test_stand_beside_other_questions_too(self, stand: Callable[..., Page]) -> None:
        page = stand()
        page.get_by_label("Essen").check()
        for words, answer in (
            ("Kochen Sie am Stand?", "Ja"),
            ("Kochen Sie mit Gas?", "Nein"),
            ("Brauchen Sie Strom?", "Nein"),
        ):
            question(page, words).get_by_label(answer).check()
        error = question(page, "Brauchen Sie Strom?").get_by_text("Zum Kochen brauchen Sie Gas oder Strom.")
        expect(error).to_be_visible()
        question(page, "Kochen Sie mit Gas?").get_by_label("Ja").check()
        expect(error).to_have_count(0)


class TestComputed:
    def test_follow_when_the_page_is_saved_in_passing(self, stand: Callable[..., Page]) -> None:
        page = stand()
        fill(page, {**DAYS, "stand.laenge": "4,5"})
        expect(page.locator("[data-computed='stand.kosten']")).to_have_text("67,50 €")
