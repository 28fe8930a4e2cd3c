"""The page that checks tags, in a browser: axe, phone, keyboard, finger, dark."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.accessibility.browser import (
    PHONE,
    OpenPage,
    assert_accessible,
    assert_fits,
    assert_keyboard,
    assert_targets,
    served,
)

from onlineamt.facilities.registers.queries import open_entry
from onlineamt.facilities.registers.rules import new_check_token
from onlineamt.facilities.registers.tests.factories import make_entry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(towns: tuple[Tenant, Tenant]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.fixture
def token(towns: tuple[Tenant, Tenant], at: Callable[..., Any]) -> str:
    at(2026, 4, 20, 9, 0)
    with in_tenant(towns[0].id):
        return open_entry(make_entry()).check_token


def _stands_every_test(page: Page) -> None:
    assert_accessible(page)
    assert_targets(page)
    assert_keyboard(page)
    assert_fits(page, width=PHONE)


class TestCheckEntry:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_stands_every_test_with_a_valid_tag(
        self, site: str, token: str, open_page: OpenPage, scheme: str
    ) -> None:
        _stands_every_test(open_page(f"{site}/gueltig/{token}", width=PHONE, scheme=scheme))

    def test_stands_every_test_with_an_unknown_code(self, site: str, open_page: OpenPage) -> None:
        _stands_every_test(open_page(f"{site}/gueltig/{new_check_token()}", width=PHONE))

    def test_needs_no_javascript(self, site: str, token: str, open_page: OpenPage) -> None:
        page = open_page(f"{site}/leicht/gueltig/{token}", width=PHONE, javascript=False)

        expect(page.locator("main")).to_contain_text("2026-00001")
