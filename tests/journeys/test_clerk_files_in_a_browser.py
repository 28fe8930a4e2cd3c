"""The office's pages with files in Chromium: in the answers and in the list, one of them infected; opened in a window of its own."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, served
from tests.journeys.clerk import examined
from tests.journeys.test_clerk_files import infect, named, send_papers
from tests.journeys.test_clerk_in_a_browser import desk
from tests.journeys.test_dog_in_a_browser import look
from tests.journeys.test_files_without_javascript import at_papers
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def case_id(paper_service: Tenant, at: Callable[..., Any]) -> UUID:
    """A photo and a PDF were sent; something was found in the PDF."""
    at(2026, 3, 20, 9, 0)
    found = examined(paper_service, send_papers(paper_service, at_papers(Visitor())))
    infect(paper_service, named(paper_service, found, "application/pdf"))
    return found


@pytest.fixture
def town() -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_files_of_a_case(
    town: str, case_id: UUID, herr_fremd: Client, open_page: OpenPage, width: int
) -> None:
    page = desk(open_page, town, herr_fremd, "/amt/", width=width)
    look(page, "clerk-files-list")
    page.goto(f"{town}/amt/vorgang/{case_id}")
    look(page, "clerk-files-case")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="schein.jpg").first.click()
    expect(opened.value.locator("img")).to_be_visible()
