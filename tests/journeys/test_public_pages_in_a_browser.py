"""Every page that anybody may read, in the three languages: axe, narrow screens, light and dark."""

from collections.abc import Iterator

import pytest

from onlineamt.foundation.tenancy.directory import directory
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_fits, served
from tests.world import empty_tables

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "",
    "suche?q=hund",
    "suche?q=xyzxyz",
    "lebenslagen",
    "lebenslagen/tiere",
    "leistungen",
    "leistung/hund-anmelden",
    "leistung/personalausweis",
    "leistung/hund-anmelden/aushang",
    "aemter",
    "impressum",
    "datenschutz",
    "barrierefreiheit",
    "barriere-melden",
    "hilfe",
    "so-weit-sind-wir",
    "echtheit",
    "status",
    "weitermachen",
    "gibt-es-nicht",
)


@pytest.fixture(scope="module")
def addresses(
    cluster_urls: object, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """Return the address of Musterstadt in the whole sample world, made once for all pages."""
    from onlineamt.config.sample.world import make_sample_world
    from onlineamt.config.wsgi import application

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        make_sample_world()
        directory.forget()
        with served(application) as port:
            yield f"http://musterstadt.localhost:{port}"
    empty_tables(cluster_urls.superuser)  # type: ignore[attr-defined]
    directory.forget()


class TestEveryPublicPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_open_to_everybody_in_german(self, addresses: str, open_page: OpenPage, path: str) -> None:
        page = open_page(f"{addresses}/{path}", width=PHONE)
        assert_accessible(page)
        assert_fits(page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        assert_accessible(page)

    @pytest.mark.parametrize("prefix", ["leicht", "en"])
    @pytest.mark.parametrize("path", PAGES)
    def test_is_open_to_everybody_in_other_languages(
        self, addresses: str, open_page: OpenPage, prefix: str, path: str
    ) -> None:
        page = open_page(f"{addresses}/{prefix}/{path}", width=PHONE)
        assert_accessible(page)
        assert page.locator("html").get_attribute("lang") == {"leicht": "de-simple", "en": "en"}[prefix]
