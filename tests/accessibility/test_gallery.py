"""Every component and every kind of page: seen by axe, by a phone, by a finger, by the keyboard."""

import pytest
from playwright.sync_api import Page, expect
from tests.accessibility.browser import (
    PHONE,
    OpenPage,
    assert_accessible,
    assert_fits,
    assert_keyboard,
    assert_targets,
)

from onlineamt.audiences.design.assets import asset
from onlineamt.audiences.gallery.views import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALL = ["", *(f"/{name}" for name in PAGES), "/unknown"]


@pytest.mark.parametrize("path", ALL)
class TestEveryPage:
    @pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (1280, "dark")])
    def test_axe_finds_nothing(
        self, gallery_url: str, open_page: OpenPage, path: str, width: int, scheme: str
    ) -> None:
        assert_accessible(_open(open_page, gallery_url + path, width=width, scheme=scheme))

    def test_nothing_scrolls_sideways(self, gallery_url: str, open_page: OpenPage, path: str) -> None:
        page = _open(open_page, gallery_url + path, width=PHONE)
        assert_fits(page, width=PHONE)
        assert_fits(page)

    def test_the_keyboard_reaches_everything(self, gallery_url: str, open_page: OpenPage, path: str) -> None:
        assert_keyboard(_open(open_page, gallery_url + path))

    def test_a_finger_meets_every_control(self, gallery_url: str, open_page: OpenPage, path: str) -> None:
        assert_targets(_open(open_page, gallery_url + path, width=PHONE))


class TestErrorSummary:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_takes_the_focus(self, gallery_url: str, open_page: OpenPage, javascript: bool) -> None:
        page = open_page(f"{gallery_url}/form-errors", javascript=javascript)
        expect(page.locator("#errors")).to_be_focused()

    def test_is_named_in_the_title(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/form-errors")
        assert page.title() == "Fehler: Angaben zum Hund – Musterstadt"

    def test_leads_into_the_box_that_is_wrong(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/form-errors")
        page.get_by_role("link", name="Das Geburtsdatum liegt in der Zukunft").click()
        expect(page.get_by_label("Jahr")).to_be_focused()


class TestSubmit:
    def test_is_sent_once_and_says_so(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/check")
        page.route("**/done", lambda route: route.fulfill(content_type="text/html", body="<h1>Da</h1>"))
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
        said = page.evaluate(
            """() => {
              const button = [...document.querySelectorAll("button.kern-btn--primary")].at(-1)
              const form = button.form
              form.action = "/_gallery/done"
              form.requestSubmit(button)
              form.requestSubmit(button)
              return button.textContent.trim()
            }"""
        )
        page.wait_for_url("**/done")
        assert said == "Wird gesendet …"
        assert sent == ["POST"]


class TestLongList:
    """A box shortens it; nothing is chosen by typing."""

    @pytest.fixture
    def page(self, gallery_url: str, open_page: OpenPage) -> Page:
        return _open(open_page, f"{gallery_url}/kinds", width=PHONE)

    @pytest.mark.parametrize("typed", ["österr", "Oesterr", "OSTERR"])
    def test_is_shortened_while_one_types(self, page: Page, typed: str) -> None:
        page.get_by_label("In der Liste suchen").first.fill(typed)
        states = page.get_by_label("Staatsangehörigkeit").first
        expect(states.locator("option")).to_have_text(["Bitte wählen", "Österreich"])
        expect(states).to_have_value("")
        expect(page.get_by_role("status").filter(has_text="1 gefunden")).to_be_visible()

    def test_is_chosen_from_by_the_return_key(self, page: Page) -> None:
        page.get_by_label("In der Liste suchen").first.fill("österr")
        page.get_by_label("In der Liste suchen").first.press("Enter")
        states = page.get_by_label("Staatsangehörigkeit").first
        expect(states).to_have_value("AT")
        expect(states).to_be_focused()

    def test_keeps_what_is_chosen(self, page: Page) -> None:
        states = page.get_by_label("Staatsangehörigkeit").first
        states.select_option("FR")
        page.get_by_label("In der Liste suchen").first.fill("xyz")
        expect(states.locator("option")).to_have_text(["Bitte wählen", "Frankreich"])
        expect(states).to_have_value("FR")
        expect(page.get_by_role("status").filter(has_text="Nichts gefunden")).to_be_visible()
        page.get_by_label("In der Liste suchen").first.fill("")
        assert states.locator("option").count() > 200

    def test_is_whole_without_javascript(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/kinds", javascript=False)
        assert page.get_by_label("In der Liste suchen").count() == 0
        assert page.get_by_label("Staatsangehörigkeit").first.locator("option").count() > 200


class TestChoices:
    def test_none_of_these_clears_the_others(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(gallery_url)
        page.get_by_label("Keine davon").check()
        expect(page.get_by_label("Wohngeld", exact=True)).not_to_be_checked()
        page.get_by_label("Bürgergeld").check()
        expect(page.get_by_label("Keine davon")).not_to_be_checked()

    def test_the_whole_row_is_the_target(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/form")
        row = page.locator(".kern-form-check").first
        box = row.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 6, box["y"] + 6)
        expect(page.get_by_role("radio", name="Ja")).to_be_checked()


class TestCounter:
    def test_says_what_is_left_and_what_is_too_much(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(gallery_url)
        page.get_by_label("Warum ist die Straße gesperrt?").fill("a" * 290)
        expect(page.get_by_text("Noch 10 Zeichen").first).to_be_visible()
        page.get_by_label("Warum ist die Straße gesperrt?").fill("a" * 303)
        expect(page.get_by_text("3 Zeichen zu viel").first).to_be_visible()


class TestExpressions:
    def test_load_in_a_browser_as_they_do_on_the_server(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/form")
        result = page.evaluate(
            "(address) => import(address).then((module) => Object.keys(module))", asset("js/expressions.js")
        )
        assert "Scope" in result


class TestForcedColours:
    def test_borders_and_choices_stay(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/form", forced_colors="active")
        assert (
            page.locator(".kern-form-check").first.evaluate("(row) => getComputedStyle(row).borderTopStyle")
            == "solid"
        )
        assert_accessible(page)


class TestPaper:
    def test_has_the_words_and_nothing_to_press(self, gallery_url: str, open_page: OpenPage) -> None:
        page = open_page(f"{gallery_url}/done")
        page.emulate_media(media="print")
        expect(page.get_by_text("HUND-2026-7KPW-3MHR")).to_be_visible()
        for selector in (".oa-actions", ".oa-tools", ".oa-copy", ".oa-footer nav"):
            for element in page.locator(selector).all():
                expect(element).to_be_hidden()


def _open(open_page: OpenPage, url: str, *, width: int = 1280, scheme: str = "light") -> Page:
    page = open_page(url, width=width, scheme=scheme)
    page.wait_for_load_state("load")
    return page
