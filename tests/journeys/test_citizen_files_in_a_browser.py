"""Erika answers a question with photos on her telephone: uploaded at once, still there after a reload, sent, seen again."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from onlineamt.audiences.citizen.application.device import COOKIE
from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.journeys.test_citizen_files import BOTH, Asking, ask, case_id, erika  # noqa: F401 -- fixtures
from tests.journeys.test_dog_in_a_browser import look, press
from tests.journeys.test_files_in_a_browser import choose, kept, photo, row  # noqa: F401 -- fixtures
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CARD = "Firmenausweis Dateien auswählen"
PAPERS = "Fahrzeugschein Dateien auswählen"


@pytest.fixture
def town(paper_service: Tenant) -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.fixture
def answering(town: str, erika: Visitor, case_id: UUID, ask: Asking) -> Callable[..., Page]:  # noqa: F811
    """Return a function that opens the page of the office's question on Erika's device."""
    ask(**BOTH, text="Der Fahrzeugschein ist unscharf. Bitte fotografieren Sie ihn noch einmal.")

    def open_(open_page: OpenPage, width: int) -> Page:
        page = open_page(town, width=width, breaks="/antrag/")
        token = erika.client.cookies[COOKIE].value
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": town}])
        page.goto(f"{town}/antrag/{case_id}/antworten")
        return page

    return open_


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_files_answer_a_question(
    town: str,
    open_page: OpenPage,
    answering: Callable[..., Page],
    case_id: UUID,  # noqa: F811
    photo: Path,  # noqa: F811
    width: int,
) -> None:
    page = answering(open_page, width)
    look(page, "answer-files-empty")
    assert_keyboard(page)
    choose(page, photo, button=PAPERS)
    choose(page, photo, button=CARD)
    for place in page.locator("oa-upload").all():
        expect(place.get_by_role("button", name=re.compile("^Entfernen"))).to_be_visible()
    if width == PHONE:
        assert_targets(page)
    page.reload()
    expect(page.get_by_text("hochgeladen, aber noch nicht gesendet")).to_be_visible()
    look(page, "answer-files")
    page.goto(f"{town}/antrag/{case_id}/vorgang")
    expect(page.get_by_text("2 Dateien sind schon hochgeladen")).to_be_visible()
    look(page, "case-files-unsent")
    page.get_by_role("link", name="Jetzt antworten").click()
    press(page, "Antwort absenden")
    expect(page.get_by_text("Danke. Ihre Antwort ist da.")).to_be_visible()
    page.get_by_text("Beantwortet am").click()
    look(page, "case-files-answered")


def test_a_file_is_taken_back_and_put_back(
    open_page: OpenPage,
    answering: Callable[..., Page],
    photo: Path,  # noqa: F811
) -> None:
    page = answering(open_page, PHONE)
    choose(page, photo, button=CARD)
    kept(page, "schein.jpg").click()
    row(page, "„schein.jpg“ ist entfernt.").get_by_role("button", name="Rückgängig machen").click()
    expect(kept(page, "schein.jpg")).to_be_visible()
    page.reload()
    expect(kept(page, "schein.jpg")).to_be_visible()


def test_what_is_missing_takes_the_focus_and_keeps_the_files(
    open_page: OpenPage,
    answering: Callable[..., Any],
    photo: Path,  # noqa: F811
) -> None:
    page = answering(open_page, DESKTOP)
    choose(page, photo, button=CARD)
    expect(kept(page, "schein.jpg")).to_be_visible()
    press(page, "Antwort absenden")
    expect(page.locator("#errors")).to_be_focused()
    expect(kept(page, "schein.jpg")).to_be_visible()
    look(page, "answer-files-error")
