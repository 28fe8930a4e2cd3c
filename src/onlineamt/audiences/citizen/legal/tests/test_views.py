"""The legal pages show the municipality's own facts, in every language, without the database."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from onlineamt.audiences.citizen.legal import views
from onlineamt.audiences.citizen.legal.facts import LegalFacts, missing_facts
from onlineamt.config.sample.reading import SampleTenant, read_tenants
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard

LEGAL = {
    "represented_by": "Oberbürgermeisterin Paula Probe",
    "responsible_for_content": "Presseamt der Stadt Musterstadt",
    "legal_supervision": "Bezirksregierung Musterland",
    "operator": "Rechenzentrum Mustertal",
    "data_protection_officer": "die Datenschutzbeauftragte der Stadt",
    "data_protection_email": "datenschutz@musterstadt.invalid",
    "data_protection_authority": "Datenschutzaufsicht Musterland",
    "data_protection_authority_address": "Prüfweg 3, 99990 Musterhausen",
    "arbitration_body": "Schlichtungsstelle Barrierefreiheit Musterland",
    "arbitration_address": "Brückenstraße 5, 99990 Musterhausen",
    "arbitration_email": "schlichtung@musterland.invalid",
}
MUSTERSTADT = TenantCard(
    id=UUID(int=1),
    key="musterstadt",
    name="Musterstadt",
    official_name="Stadt Musterstadt",
    kind="city",
    land="NW",
    host="musterstadt.localhost",
    theme={},
    contact={
        "street": "Rathausplatz 1",
        "postcode": "99999",
        "place": "Musterstadt",
        "telephone": "0999 115-0",
        "email": "rathaus@musterstadt.invalid",
        "legal": LEGAL,
    },
    content_version=1,
)
PAGES = (views.show_imprint, views.show_privacy, views.show_accessibility, views.show_guide)


def open_page(
    view: object, language: Language = Language.GERMAN, card: TenantCard = MUSTERSTADT
) -> HttpResponse:
    request = RequestFactory().get("/")
    request.tenant = card
    request.language = language
    with translation.override(str(language)):
        return view(request)


class TestEveryPage:
    @pytest.mark.parametrize("view", PAGES)
    @pytest.mark.parametrize("language", Language)
    def test_is_there_in_every_language(self, view: object, language: Language) -> None:
        page = open_page(view, language)

        assert page.status_code == 200
        assert page["Content-Language"] == language.html_lang
        assert "0999 115-0" in page.content.decode()

    @pytest.mark.parametrize("view", PAGES)
    def test_may_be_kept_by_the_page_cache(self, view: object) -> None:
        assert open_page(view)["X-Onlineamt-Cache"] == "public"

    @pytest.mark.parametrize("view", PAGES)
    def test_escapes_what_a_municipality_writes(self, view: object) -> None:
        card = replace(MUSTERSTADT, official_name="Stadt <script>alert(1)</script>")

        assert "<script>alert" not in open_page(view, card=card).content.decode()


class TestShowImprint:
    def test_names_address_representative_and_supervision(self) -> None:
        text = open_page(views.show_imprint).content.decode()

        for fact in (
            "Rathausplatz 1",
            "99999 Musterstadt",
            LEGAL["represented_by"],
            LEGAL["legal_supervision"],
        ):
            assert fact in text

    def test_shows_a_tax_number_only_where_there_is_one(self) -> None:
        taxed = replace(
            MUSTERSTADT, contact={**MUSTERSTADT.contact, "legal": {**LEGAL, "vat_id": "DE999999999"}}
        )

        assert "Umsatzsteuer" not in open_page(views.show_imprint).content.decode()
        assert "DE999999999" in open_page(views.show_imprint, card=taxed).content.decode()


class TestShowPrivacy:
    @pytest.mark.parametrize("language", Language)
    def test_names_whom_to_ask_and_where_to_complain(self, language: Language) -> None:
        text = open_page(views.show_privacy, language).content.decode()

        assert LEGAL["data_protection_email"] in text
        assert LEGAL["data_protection_authority"] in text

    def test_names_every_right(self) -> None:
        text = open_page(views.show_privacy).content.decode()

        for article in (15, 16, 17, 18, 21, 77):
            assert f"Art. {article} DSGVO" in text


class TestShowAccessibility:
    @pytest.mark.parametrize("language", Language)
    def test_has_what_the_european_model_asks_for(self, language: Language) -> None:
        """Scope or state, what is missing, date, feedback, enforcement: (EU) 2018/1523, section 1 of the annex."""
        text = open_page(views.show_accessibility, language).content.decode()

        assert "2026" in text
        assert "/barriere-melden" in text
        assert LEGAL["arbitration_body"] in text

    def test_names_the_law_of_the_land(self) -> None:
        assert "Nordrhein-Westfalen" in open_page(views.show_accessibility).content.decode()

    def test_claims_no_more_than_was_done(self) -> None:
        text = open_page(views.show_accessibility).content.decode()

        assert "teilweise vereinbar" in text
        assert "Selbstbewertung" in text


class TestMissingFacts:
    def test_nothing_is_missing_in_musterstadt(self) -> None:
        assert missing_facts("Stadt Musterstadt", MUSTERSTADT.contact) == []

    def test_names_what_keeps_a_town_from_going_live(self) -> None:
        contact = {**MUSTERSTADT.contact, "email": "", "legal": {**LEGAL, "represented_by": ""}}

        assert missing_facts("Stadt Musterstadt", contact) == ["email", "represented_by"]

    def test_a_town_without_any_facts_misses_all_but_the_tax_number(self) -> None:
        missing = missing_facts("", {})

        assert "vat_id" not in missing
        assert set(missing) > set(LEGAL)

    def test_unknown_facts_are_passed_over(self) -> None:
        assert LegalFacts.of({"legal": {"motto": "Wir sind für Sie da"}}) == LegalFacts()

    @pytest.mark.parametrize("town", read_tenants(), ids=lambda town: town.facts.key)
    def test_no_town_of_the_sample_world_misses_any(self, town: SampleTenant) -> None:
        assert missing_facts(town.facts.official_name, town.facts.contact) == []
