"""The page that says how far the portal has come tells the municipality's own services apart."""

import pytest
from django.test import Client
from tests.world import web_environ

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.actions import OfferingTerms
from onlineamt.procedure.catalogue.tests.factories import offer


@pytest.fixture
def browser(towns: tuple[Tenant, Tenant]) -> Client:
    musterstadt, nachbarstadt = towns
    with in_tenant(musterstadt.id):
        offer(musterstadt.id)
        offer(musterstadt.id, "hund-abmelden", "Hund abmelden", terms=OfferingTerms(is_online=False))
    with in_tenant(nachbarstadt.id):
        offer(nachbarstadt.id, "plakatierung", "Plakate aufhängen")
    return Client(**web_environ())


class TestShowProgress:
    def test_names_what_can_be_done_online_before_what_is_only_described(self, browser: Client) -> None:
        text = browser.get("/so-weit-sind-wir").content.decode()

        assert text.index("Hund anmelden") < text.index("Dazu finden Sie hier") < text.index("Hund abmelden")

    def test_shows_no_service_of_another_town(self, browser: Client) -> None:
        assert "Plakate" not in browser.get("/so-weit-sind-wir").content.decode()

    def test_says_in_which_language_a_title_is(self, browser: Client) -> None:
        assert 'lang="de">Hund anmelden' in browser.get("/en/so-weit-sind-wir").content.decode()

    @pytest.mark.parametrize(
        "path", ["/so-weit-sind-wir", "/leicht/so-weit-sind-wir", "/en/so-weit-sind-wir"]
    )
    def test_is_there_in_every_language(self, browser: Client, path: str) -> None:
        assert browser.get(path).status_code == 200
