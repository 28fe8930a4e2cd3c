"""„Habe ich noch nicht“ in Chromium: the questions come with the tick, and the page of the case leads to the paper."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_keyboard, served
from tests.journeys.test_dog_in_a_browser import fill, look, press
from tests.journeys.test_files_without_javascript import PAPER
from tests.journeys.visitor import date_answer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(paper_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_paper_that_comes_later(site: str, open_page: OpenPage, width: int) -> None:
    page = open_page(f"{site}/leistung/muster-nachweis", width=width)
    page.locator("main form:not([role=search]) button").first.click()
    fill(page, {"person.name": "Erika"})
    press(page, "Weiter")
    fill(page, {"fahrzeug.kennzeichen": "MU-AB 123"})
    page.get_by_role("radio", name="Nein").check()
    day = page.get_by_role("group", name="Bis wann reichen Sie „Fahrzeugschein“ nach?")
    expect(day).to_be_hidden()
    page.get_by_label("„Fahrzeugschein“ habe ich noch nicht. Das reiche ich nach.").check()
    expect(day).to_be_visible()
    fill(
        page,
        {
            **date_answer(f"{PAPER}_later_by", 10, 4, 2026),
            f"{PAPER}_later_reason": "Er liegt noch bei der Bank.",
        },
    )
    look(page, "spaeter")
    assert_accessible(page)
    assert_keyboard(page)
    press(page, "Weiter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
    look(page, "spaeter-pruefen")
    page.get_by_role("radio", name="Post").check()
    press(page, "Antrag absenden")
    expect(page.get_by_role("heading", name="Das reichen Sie noch nach")).to_be_visible()
    look(page, "spaeter-gesendet")
    assert_accessible(page)
