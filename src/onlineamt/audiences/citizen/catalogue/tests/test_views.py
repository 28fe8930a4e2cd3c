"""The pages of the catalogue over HTTP: what they show, in which language, with how many queries, for any input."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.journeys.visitor import Visitor
from tests.world import found_nachbarstadt

from onlineamt.foundation.organisation.actions import OfficeFacts, set_up_office
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import (
    LifeSituationFacts,
    OfferingTerms,
    offer_service,
    register_entry,
    replace_life_situations,
    withdraw_offering,
)
from onlineamt.procedure.catalogue.entry import load_entry
from onlineamt.procedure.catalogue.queries import list_life_situations
from onlineamt.procedure.catalogue.tests.factories import offer

MaxQueries = Callable[[int], Any]

OFFICE = OfficeFacts(
    key="steueramt",
    kind="steuern",
    name="Amt für Steuern",
    street="Kastanienallee 10",
    postcode="05100",
    place="Musterstadt",
    telephone="0221 4710 106",
    email="steueramt@musterstadt.example",
    opening_hours=["Montag 8 bis 12 Uhr"],
)
PRIVACY = {
    "purpose": "Hundesteuer erheben",
    "legal_basis": ["Art. 6 DSGVO"],
    "recipients": ["Stadtkasse"],
    "retention": "zehn Jahre",
}
MODULES = {
    "teaser": "Melden Sie Ihren Hund an.",
    "kosten": "Die Anmeldung ist kostenlos.",
    "verfahrensablauf": "1. Ausfüllen.\n2. Absenden.",
    "erforderliche_unterlagen": "- Chipnummer",
}
TEXTS = {
    "de": {"modules": MODULES},
    "en": {"title": "Register a dog", "modules": {"teaser": "Tell us about your dog."}},
}
CHILD_BENEFIT = {
    "key": "kindergeld",
    "version": "1.0.0",
    "title": "Kindergeld beantragen",
    "kind": "referral",
    "audience": ["citizens"],
    "office": "steuern",
    "channels": [],
    "link": {"title": "Familienkasse", "url": "https://familienkasse.example"},
    "maturity": 1,
    "is_sample": True,
    "texts": {"de": {"modules": {"teaser": "Das zahlt die Familienkasse."}}},
}


@pytest.fixture
def town(musterstadt: Tenant) -> Iterator[Tenant]:
    """Musterstadt with an office, a service that goes online and one that is done elsewhere."""
    set_up_office(musterstadt.id, OFFICE)
    when = {"de": "Innerhalb von zwei Wochen"}
    animals = LifeSituationFacts(
        key="tiere",
        icon="tiere",
        texts={
            "de": {"title": "Tiere", "summary": "Hund und Katze"},
            "en": {"title": "Animals", "summary": "Dogs"},
        },
        steps=[{"service": "hund-anmelden", "when": when}, {"service": "nicht-hier", "when": when}],
        parts=[
            LifeSituationFacts(
                key="pferde", icon="natur", texts={"de": {"title": "Pferde", "summary": "Reiten"}}
            )
        ],
    )
    replace_life_situations([animals])
    offer(
        musterstadt.id, texts=TEXTS, data_protection=PRIVACY, terms=OfferingTerms(parameters={"steuer": 9600})
    )
    offer_service(tenant_id=musterstadt.id, version_id=register_entry(load_entry(CHILD_BENEFIT)).id)
    directory.forget()
    list_life_situations.cache_clear()
    yield musterstadt
    list_life_situations.cache_clear()


@pytest.fixture
def visitor(town: Tenant) -> Visitor:
    return Visitor()


class TestStart:
    def test_asks_what_one_wants_to_do(self, visitor: Visitor) -> None:
        assert visitor.open("/").heading == "Was möchten Sie erledigen?"

    def test_counts_honestly(self, visitor: Visitor) -> None:
        text = visitor.open("/").text

        assert "Alle 2 Leistungen von A bis Z" in text
        assert "Das geht schon ganz online Hund anmelden" in text

    def test_leads_to_life_situations(self, visitor: Visitor) -> None:
        assert visitor.open("/").follow("Tiere").heading == "Tiere"

    def test_leads_on_from_the_search_box(self, visitor: Visitor) -> None:
        form = visitor.open("/").page.xpath("//form[@role='search']")[0]

        assert (form.get("action"), form.method, form.xpath(".//input/@name")) == ("/suche", "GET", ["q"])

    def test_knows_its_other_languages(self, visitor: Visitor) -> None:
        links = visitor.open("/").page.xpath("//link[@rel='alternate']")

        assert [link.get("hreflang") for link in links] == ["de", "de-simple", "en"]
        assert links[2].get("href").endswith("musterstadt.localhost:8000/en/")

    def test_takes_no_host_name_from_the_request(self, visitor: Visitor) -> None:
        """A kept page must not send the next person to a port that somebody has made up."""
        page = visitor.client.get("/", HTTP_HOST="musterstadt.localhost:6666").content.decode()

        assert "6666" not in page

    def test_asks_the_database_once(
        self, visitor: Visitor, django_assert_max_num_queries: MaxQueries
    ) -> None:
        visitor.open("/")

        with django_assert_max_num_queries(1):
            visitor.open("/")

    def test_promises_nothing_where_nothing_goes_online(self, visitor: Visitor, town: Tenant) -> None:
        withdraw_offering(tenant_id=town.id, key="hund-anmelden")

        text = visitor.open("/").text

        assert "Ohne Konto" not in text
        assert "Tiere" not in text
        assert "Die Leistung, die es hier gibt" in text


class TestSearch:
    def test_shows_what_was_found(self, visitor: Visitor) -> None:
        visitor.open("/suche?q=hund")

        assert visitor.heading == "Eine Leistung zu „hund“"
        assert visitor.follow("Hund anmelden").path == "/leistung/hund-anmelden"

    def test_says_what_it_corrected(self, visitor: Visitor) -> None:
        assert "Statt „hnud“ haben wir „Hund“ gesucht." in visitor.open("/suche?q=Hnud").text

    def test_leads_on_where_nothing_is_found(self, visitor: Visitor) -> None:
        text = visitor.open("/suche?q=xyzzy").text

        assert visitor.heading == "Zu „xyzzy“ haben wir nichts gefunden"
        for way in ("Leistungen von A bis Z", "Suchen Sie das Amt", "Telefon 115", "Tiere"):
            assert way in text

    def test_asks_again_when_nothing_was_typed(self, visitor: Visitor) -> None:
        assert visitor.open("/suche?q=++").heading == "Wonach suchen Sie?"

    def test_is_not_for_search_engines(self, visitor: Visitor) -> None:
        assert visitor.open("/suche?q=hund").page.xpath("//meta[@name='robots']/@content") == ["noindex"]

    @pytest.mark.parametrize(
        "query",
        ["q=%00", "q=" + "x" * 5_000, "q=%ff%fe", "q='%3B--", "q=%F0%9F%90%B6", "q=<script>", "q", "", "p=1"],
    )
    def test_answers_whatever_is_sent(self, visitor: Visitor, query: str) -> None:
        response = visitor.open(f"/suche?{query}").response

        assert response.status_code == 200
        assert b"<script>" not in response.content

    def test_suggests_while_typing(self, visitor: Visitor) -> None:
        answer = json.loads(visitor.open("/en/suche/vorschlaege?q=dog").response.content)

        assert answer == {"suggestions": [{"label": "Register a dog", "url": "/en/leistung/hund-anmelden"}]}


class TestLifeSituations:
    def test_shows_the_tree(self, visitor: Visitor) -> None:
        assert "TiereHund und Katze" in visitor.open("/lebenslagen").text

    def test_puts_steps_in_order_and_leaves_out_what_is_not_offered(self, visitor: Visitor) -> None:
        steps = visitor.open("/lebenslagen/tiere").page.cssselect(".oa-steps li")

        assert [" ".join(step.text_content().split()) for step in steps] == [
            "Hund anmeldenInnerhalb von zwei Wochen online"
        ]

    def test_says_when_there_is_nothing_yet(self, visitor: Visitor) -> None:
        assert "noch nichts" in visitor.open("/lebenslagen/pferde").text

    def test_knows_no_other(self, visitor: Visitor) -> None:
        assert visitor.open("/lebenslagen/mond").response.status_code == 404


class TestServices:
    def test_stand_in_the_alphabet(self, visitor: Visitor) -> None:
        titles = visitor.open("/leistungen").page.xpath("//main//h3//text()")

        assert titles == ["Hund anmelden", "Kindergeld beantragen"]


class TestService:
    def test_shows_what_it_costs_here(self, visitor: Visitor) -> None:
        text = visitor.open("/leistung/hund-anmelden").text

        assert "Jahressteuer96,00 €" in text
        assert "Beispiel" not in text

    def test_begins_with_a_post(self, visitor: Visitor) -> None:
        form = visitor.open("/leistung/hund-anmelden").forms()[0]

        assert (form.method, form.get("action")) == ("POST", "/leistung/hund-anmelden/beginnen")
        assert form.xpath("string(.//button)").strip() == "Jetzt anmelden"

    def test_shows_office_steps_needs_and_privacy(self, visitor: Visitor) -> None:
        text = visitor.open("/leistung/hund-anmelden").text

        for said in (
            "Kastanienallee 10",
            "Montag 8 bis 12 Uhr",
            "Ausfüllen.",
            "Chipnummer",
            "§ 1 Mustersatzung",
        ):
            assert said in text
        for said in ("Hundesteuer erheben", "Stadtkasse", "zehn Jahre"):
            assert said in text

    def test_describes_itself_to_search_engines(self, visitor: Visitor) -> None:
        (script,) = visitor.open("/leistung/hund-anmelden").page.xpath(
            "//script[@type='application/ld+json']"
        )

        described = json.loads(script.text)
        assert (described["@type"], described["name"]) == ("GovernmentService", "Hund anmelden")

    def test_speaks_english_where_there_are_words(self, visitor: Visitor) -> None:
        visitor.open("/en/leistung/hund-anmelden")

        assert visitor.heading == "Register a dog"
        assert visitor.page.get("lang") == "en"

    def test_falls_back_to_german_and_marks_it(self, visitor: Visitor) -> None:
        visitor.open("/leicht/leistung/hund-anmelden")

        assert visitor.page.xpath("string(//h1/@lang)") == "de"
        assert visitor.page.get("lang") == "de-simple"

    def test_leads_to_where_it_is_done(self, visitor: Visitor) -> None:
        visitor.open("/leistung/kindergeld")

        assert visitor.forms() == []
        assert "https://familienkasse.example" in visitor.page.xpath("//main//a/@href")
        assert "Beispiel der Musterwelt" in visitor.text

    @pytest.mark.parametrize("path", ["/leistung/gibt-es-nicht", "/leistung/HUND", "/leistung/" + "x" * 900])
    def test_knows_no_other(self, visitor: Visitor, path: str) -> None:
        assert visitor.open(path).response.status_code == 404

    def test_is_not_shown_by_a_municipality_that_does_not_offer_it(self, town: Tenant) -> None:
        found_nachbarstadt()
        directory.forget()

        stranger = Visitor("nachbarstadt.localhost")

        for path in ("/leistung/hund-anmelden", "/leistung/hund-anmelden/qr.svg", "/aemter/steueramt"):
            assert stranger.open(path).response.status_code == 404
        assert "Hund" not in stranger.open("/leistungen").text

    def test_asks_the_database_once(
        self, visitor: Visitor, django_assert_max_num_queries: MaxQueries
    ) -> None:
        visitor.open("/leistung/hund-anmelden")

        with django_assert_max_num_queries(1):
            visitor.open("/leistung/hund-anmelden")

    def test_has_a_poster_with_a_qr_code(self, visitor: Visitor) -> None:
        visitor.open("/leistung/hund-anmelden/aushang")
        (image,) = visitor.page.xpath("//main//img")
        code = visitor.open(image.get("src")).response

        assert image.get("alt")
        assert code["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(code.content).tag.endswith("svg")


class TestOffices:
    def test_are_listed(self, visitor: Visitor) -> None:
        assert visitor.open("/aemter").follow("Amt für Steuern").path == "/aemter/steueramt"

    def test_show_address_hours_and_services(self, visitor: Visitor) -> None:
        text = visitor.open("/aemter/steueramt").text

        for said in ("Kastanienallee 10", "0221 4710 106", "Montag 8 bis 12 Uhr", "Hund anmelden"):
            assert said in text


class TestMachines:
    def test_robots_learn_where_the_sitemap_is(self, visitor: Visitor) -> None:
        said = visitor.open("/robots.txt").response.content.decode()

        assert "Disallow: /antrag/" in said
        assert "Disallow: /leicht/suche" in said
        assert "Sitemap: http://musterstadt.localhost:8000/sitemap.xml" in said

    def test_the_sitemap_lists_pages_that_exist(self, visitor: Visitor) -> None:
        tree = ElementTree.fromstring(visitor.open("/sitemap.xml").response.content)
        pages = [node.text or "" for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

        assert len(pages) == 9
        for page in pages:
            assert (
                visitor.open(page.removeprefix("http://musterstadt.localhost:8000")).response.status_code
                == 200
            )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/suche?q=hund",
        "/lebenslagen",
        "/lebenslagen/tiere",
        "/leistungen",
        "/leistung/hund-anmelden",
        "/aemter",
    ],
)
def test_every_page_is_for_everybody(visitor: Visitor, path: str) -> None:
    response = visitor.open(path).response

    assert response["X-Onlineamt-Cache"] == "public"
    assert not response.cookies
