"""Erika and Max apply together in Chromium, each at a device of their own."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_keyboard, served
from tests.journeys.test_dog_in_a_browser import fill, look, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(couple_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_two_people_each_fill_in_their_part(site: str, open_page: OpenPage, width: int) -> None:
    erika = open_page(f"{site}/leistung/muster-paar", width=width)
    erika.locator("main form:not([role=search]) button").first.click()
    fill(erika, {"person.name": "Erika", "person.einkommen": "2.111"})
    erika.get_by_role("radio", name="Ja").check()
    press(erika, "Weiter")
    look(erika, "paar-seite")
    erika.get_by_role("link", name="Link für die andere Person").click()
    look(erika, "paar-teile")
    press(erika, "Link erstellen")
    expect(erika.get_by_text("Link noch nicht geöffnet")).to_be_visible()
    look(erika, "paar-link")
    assert_accessible(erika)
    assert_keyboard(erika)
    link = urlsplit(erika.locator("#link-1").inner_text()).path

    max_ = open_page(f"{site}{link}", width=width)
    look(max_, "paar-einladung")
    assert_accessible(max_)
    press(max_, "Jetzt ausfüllen")
    fill(max_, {"partner.name": "Max", "partner.einkommen": "3.222"})
    press(max_, "Weiter")
    look(max_, "paar-pruefen")
    assert_accessible(max_)
    press(max_, "Meinen Teil abgeben")
    expect(max_.get_by_role("heading", level=1)).to_have_text("Ihr Teil ist abgegeben")
    look(max_, "paar-abgegeben")
    assert_keyboard(max_)

    erika.reload()
    expect(erika.get_by_text("Fertig", exact=True)).to_be_visible()
    erika.get_by_role("link", name="Weiter mit meinem Teil").click()
    fill(erika, {"garten.groesse": "200"})
    press(erika, "Weiter")
    expect(erika.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
    look(erika, "paar-alles")
    erika.get_by_role("radio", name="Post").check()
    press(erika, "Antrag absenden")
    expect(erika.get_by_role("heading", level=1)).to_have_text("Ihr Antrag ist da")

    max_.reload()
    expect(max_.get_by_role("heading", level=1)).to_have_text("Der Antrag ist abgesendet")
