"""Granting less in Chromium: the page of the draft, its mistakes beside the fields, what is issued; by keyboard, narrow and wide."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import expect

from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, served
from tests.journeys.clerk import Clerk, finish_tasks
from tests.journeys.offering import Jobs, case_id, fill_in, offer, submit
from tests.journeys.test_clerk_in_a_browser import desk
from tests.journeys.test_dog_in_a_browser import fill, look, press, work
from tests.journeys.test_plakate_without_javascript import FEWER, KEY, PAGES, SAVE, WHY
from tests.journeys.visitor import Visitor

__all__ = ["work"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def morning(at: Callable[..., Any]) -> None:
    """It is 4 May 2026, a Monday, for the servers."""
    at(2026, 5, 4, 9, 0)


@pytest.fixture
def case(towns: tuple[Tenant, Tenant], nobody_is_drawn: None, work: Jobs) -> UUID:
    """Return the case of twenty posters, of which nobody has looked at anything yet."""
    offer(towns[0], KEY)
    reference = submit(fill_in(Visitor(), KEY, PAGES), work)
    work()
    return case_id(towns[0], reference)


@pytest.fixture
def clerk(case: UUID, logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of Herr Fremd, who has examined everything."""
    client = logged_in("Herr Fremd")
    clerk = Clerk(client)
    clerk.open_case(case).press("Übernehmen")
    finish_tasks(clerk, case)
    return client


@pytest.fixture
def site() -> Iterator[str]:
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"
    directory.forget()


class TestTheDraft:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_says_beside_the_fields_what_does_not_fit(
        self, site: str, case: UUID, clerk: Client, open_page: OpenPage, width: int
    ) -> None:
        page = desk(open_page, site, clerk, f"/amt/vorgang/{case}/bescheid", width=width)
        look(page, "plakate-entwurf")
        assert_keyboard(page)
        fill(page, {**FEWER, **WHY, "granted.anzahl": "21"})
        press(page, SAVE)
        expect(page.locator("#errors")).to_be_focused()
        page.get_by_role("link", name="Mehr Plakate, als beantragt sind, können Sie nicht erlauben.").click()
        expect(page.get_by_label("Erlaubte Plakate")).to_be_focused()
        look(page, "plakate-entwurf-fehler")
        fill(page, {"granted.anzahl": "10"})
        press(page, SAVE)
        expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen und erlassen")
        look(page, "plakate-erlass")
        press(page, "Bescheid erlassen")
        expect(page.locator("main")).to_contain_text("Erlaubte Plakate: 10 (beantragt: 20)")
        look(page, "plakate-erlassen")
