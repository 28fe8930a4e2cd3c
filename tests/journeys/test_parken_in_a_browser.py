"""A parking permit in Chromium: photo, decision by a program, the card on a telephone, the check, renewed with one button.

With ONLINEAMT_SCREENSHOTS=folder the pictures are kept.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.journeys.offering import EMAIL, Jobs, offer
from tests.journeys.test_dog_in_a_browser import fill, look, press, work
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.test_parken_follow_ups import CHANGE, RENEWAL
from tests.journeys.test_parken_without_javascript import CAR, HOME, KEY, PERSON, TERM, entries

__all__ = ["work"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026 for the servers; the browser has a clock of its own."""
    at(2026, 3, 20, 21, 41)


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt, which issues, renews and changes parking permits."""
    offer(towns[0], KEY, RENEWAL, CHANGE)
    return towns[0]


@pytest.fixture
def site(town: Tenant) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"
    directory.forget()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a registration certificate."""
    path = tmp_path / "schein.jpg"
    Image.new("RGB", (1200, 800), "#cde").save(path, "JPEG")
    return path


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def answer(page: Page, name: str, answers: dict[str, str]) -> None:
    """Look at a page of the form and answer it."""
    look(page, f"parken-{name}")
    fill(page, answers)
    press(page, "Weiter")


def send(page: Page, work: Jobs, *, button: str = "Antrag absenden") -> str:
    """Send what was checked, with a confirmed address; return the reference."""
    heading(page, "Prüfen Sie Ihre Angaben")
    look(page, "parken-pruefen")
    fill(page, {"contact": "email", "email": EMAIL})
    press(page, button)
    work()
    fill(page, {"code": mailed_code()})
    press(page, "Code bestätigen und absenden")
    reference = page.locator("#reference").inner_text()
    work()
    return reference


def prove(page: Page, site: str, reference: str, work: Jobs) -> None:
    """Go from the status through a code to the page of the case."""
    page.goto(f"{site}/status")
    fill(page, {"reference": reference})
    page.locator("main form button").first.click()
    fill(page, {name: value for name, value in PERSON.items() if "geburtsdatum" in name})
    page.locator("main form button").first.click()
    page.locator("main form button").first.click()
    work()
    fill(page, {"code": mailed_code()})
    page.locator("main form button").first.click()


def check(town: Tenant, site: str, open_page: OpenPage, link: Locator) -> None:
    """Scan the code as anybody who walks by: it says whether the card counts and where, and never whose it is."""
    (entry,) = entries(town)
    with in_tenant(town.id):
        address = f"{site}/gueltig/{open_entry(entry).check_token}"
    assert str(link.get_attribute("href")).endswith(address.removeprefix(site))
    passer_by = open_page(address, width=PHONE)
    look(passer_by, "parken-kontrolle")
    said = passer_by.inner_text("main")
    assert "Parkgebiet" in said
    for secret in ("Mustermann", "Lindenweg", "MU-AB"):
        assert secret not in said
    passer_by.get_by_role("textbox").last.fill("mu ab 123")
    press(passer_by, "Vergleichen")
    expect(passer_by.get_by_role("heading", name="passt.")).to_be_visible()
    look(passer_by, "parken-verglichen")


class TestErika:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_applies_shows_her_card_and_renews_it(
        self,
        town: Tenant,
        site: str,
        open_page: OpenPage,
        work: Jobs,
        photo: Path,
        at: Callable[..., Any],
        width: int,
    ) -> None:
        page = open_page(f"{site}/leistung/{KEY}", width=width)
        look(page, "parken-leistung")
        page.locator("main form:not([role=search]) button").first.click()
        answer(page, "person", PERSON)
        answer(page, "wohnung", HOME)
        answer(page, "fahrzeug", CAR)
        page.locator("input[type=file]").first.set_input_files(photo)
        expect(page.get_by_role("button", name="Entfernen")).to_be_visible()
        answer(page, "schein", {})
        heading(page, "Ab wann und wie lange?")
        answer(page, "zeit", TERM)
        expect(page.get_by_role("link", name="schein.jpg")).to_be_visible()
        reference = send(page, work)

        prove(page, site, reference, work)
        look(page, "parken-vorgang")
        page.get_by_role("link", name="Zum Bescheid").click()
        press(page, "Bescheid öffnen")
        look(page, "parken-bescheid")
        at(2026, 3, 23, 8, 0)
        prove(page, site, reference, work)
        page.get_by_role("link", name="Ausweis zeigen").click()
        heading(page, "Ihr Ausweis")
        expect(page.locator(".oa-permit")).to_contain_text("MU-AB 123")
        look(page, "parken-ausweis")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page)
        check(town, site, open_page, page.get_by_role("link", name="wer den Code scannt"))

        at(2027, 3, 1, 20, 0)
        prove(page, site, reference, work)
        look(page, "parken-bald-zu-ende")
        press(page, "Nichts hat sich geändert: verlängern")
        expect(page.locator("main")).to_contain_text("Nichts")
        send(page, work)
        (entry,) = entries(town)
        assert str(entry.valid_until) == "2028-03-22"
