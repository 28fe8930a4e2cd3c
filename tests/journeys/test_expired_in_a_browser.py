"""A session that is over in Chromium: an answer, and what was typed is saved all the same."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_keyboard, served
from tests.journeys.test_dog_in_a_browser import fill, look, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(market_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_what_was_typed_is_saved_when_its_person_is_known_again(
    site: str, at: Callable[..., Any], open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{site}/leistung/muster-stand", width=width, breaks="/antrag/")
    press(page, "Jetzt beantragen")
    fill(page, {"person.name": "Erika"})
    page.get_by_role("radio", name="Nein").check()
    press(page, "Weiter")
    at(2026, 3, 21, 8, 0)
    fill(page, {"stand.laenge": "4,5"})
    press(page, "Weiter")
    expect(page.get_by_text("Was Sie gerade eingegeben haben, geht nicht verloren.")).to_be_visible()
    look(page, "abgelaufen")
    assert_accessible(page)
    assert_keyboard(page)
    fill(page, {"person.name": "erika"})
    press(page, "Weitermachen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Stand")
    expect(page.get_by_label("Länge des Stands")).to_have_value("4,5")
