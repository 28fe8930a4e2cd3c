"""The frame of a page belongs to its municipality."""

from dataclasses import replace

from tests.accessibility.gallery_site import TOWN

from onlineamt.audiences.design.pattern import mosaic
from onlineamt.audiences.design.site import site_view, tenant_theme, theme_icon, theme_sheet
from onlineamt.audiences.design.theme import Theme
from onlineamt.foundation.core.languages import Language


class TestSiteView:
    def test_leads_to_the_same_page_in_the_other_languages(self) -> None:
        site = site_view(TOWN, language=Language.ENGLISH, path="/leistung/hund-anmelden")
        assert [link.url for link in site.languages] == [
            "/leistung/hund-anmelden",
            "/leicht/leistung/hund-anmelden",
        ]
        assert site.home_url == "/en/"

    def test_gives_the_style_sheet_an_address_that_changes_with_it(self) -> None:
        other = replace(TOWN, theme={"accent": "#2a4b8d"})
        german = Language.GERMAN
        assert (
            site_view(TOWN, language=german, path="/").theme_url
            != site_view(other, language=german, path="/").theme_url
        )


class TestTenantTheme:
    def test_gives_way_when_it_cannot_be_read(self) -> None:
        unreadable = replace(TOWN, theme={"accent": "#ffee00", "logo_text": "Bürgerportal"})
        assert tenant_theme(unreadable) == Theme(logo_text="Bürgerportal")
        assert "#ffee00" not in theme_sheet(unreadable)

    def test_colours_the_icon(self) -> None:
        assert 'fill="#0b5c66"' in theme_icon(TOWN)


class TestMosaic:
    def test_is_always_the_same_for_a_town_and_different_from_the_next(self) -> None:
        assert mosaic("Musterstadt", "bruecke") == mosaic("Musterstadt", "bruecke")
        assert mosaic("Musterstadt", "bruecke") != mosaic("Nachbarstadt", "bruecke")
