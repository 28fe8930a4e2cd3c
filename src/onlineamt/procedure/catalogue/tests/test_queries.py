"""Asking the catalogue, and what its pages are told."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import OfferingTerms
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.queries import (
    facts_of,
    get_offering,
    get_shown_offering,
    get_version,
    list_offerings,
    list_offerings_by_key,
    list_offerings_of_office,
    parameters_of,
)
from onlineamt.procedure.catalogue.tests.factories import offer, open_office

ENGLISH = {
    "en": {"title": "Register a dog", "modules": {"teaser": "This is how."}, "parameters": {"steuer": "Tax"}}
}


class TestGetVersion:
    def test_asks_once(self, musterstadt: Tenant, django_assert_max_num_queries: Callable[..., Any]) -> None:
        version_id = offer(musterstadt.id).version_id
        get_version(version_id)

        with django_assert_max_num_queries(0):
            get_version(version_id)

    @pytest.mark.django_db
    def test_raises_where_there_is_none(self) -> None:
        with pytest.raises(NotFound):
            get_version(new_id())


class TestGetOffering:
    def test_brings_the_office_along(
        self, musterstadt: Tenant, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        offer(musterstadt.id)

        with django_assert_max_num_queries(1):
            assert get_offering(musterstadt.id, "hund-anmelden").office.name == "Amt für Steuern"

    @pytest.mark.parametrize("key", ["gibt-es-nicht", "", "x" * 500, "'; --"])
    def test_raises_where_there_is_none(self, musterstadt: Tenant, key: str) -> None:
        with pytest.raises(NotFound):
            get_offering(musterstadt.id, key)

    def test_knows_nothing_of_another_municipality(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id)

        with pytest.raises(NotFound):
            get_offering(found_nachbarstadt().id, "hund-anmelden")


class TestWhatPagesShow:
    def test_is_kept_until_the_content_has_moved_on(
        self, musterstadt: Tenant, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        offer(musterstadt.id)
        get_shown_offering(musterstadt.id, 1, "hund-anmelden")
        Offering.objects.update(parameters={"steuer_erster_hund": 12})

        with django_assert_max_num_queries(0):
            assert get_shown_offering(musterstadt.id, 1, "hund-anmelden").parameters == {}
        assert get_shown_offering(musterstadt.id, 2, "hund-anmelden").parameters != {}

    def test_keeps_nothing_of_what_is_not_there(self, musterstadt: Tenant) -> None:
        with pytest.raises(NotFound):
            get_shown_offering(musterstadt.id, 1, "hund-anmelden")
        offer(musterstadt.id)
        assert get_shown_offering(musterstadt.id, 1, "hund-anmelden").key == "hund-anmelden"

    def test_begins_with_what_goes_online_and_what_is_named(
        self, musterstadt: Tenant, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        for key in ("a-dienst", "b-dienst", "c-dienst"):
            offer(musterstadt.id, key, key)
        shown = list_offerings_by_key(musterstadt.id, 1, ("c-dienst",), online=1)

        with django_assert_max_num_queries(0):
            assert list_offerings_by_key(musterstadt.id, 1, ("c-dienst",), online=1) is shown
        assert "c-dienst" in [service.key for service in shown]
        assert len(shown) < 3


class TestLists:
    def test_offerings_come_in_one_query(
        self, musterstadt: Tenant, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        offer(musterstadt.id, "b-dienst", "B")
        offer(musterstadt.id, "a-dienst", "A")

        with django_assert_max_num_queries(1):
            offered = list_offerings(musterstadt.id)

        assert [(service.key, service.texts["de"]["title"]) for service in offered] == [
            ("a-dienst", "A"),
            ("b-dienst", "B"),
        ]

    def test_an_office_has_its_own(self, musterstadt: Tenant) -> None:
        other = open_office(musterstadt.id, key="ordnungsamt", kind="ordnung")
        offer(musterstadt.id)

        assert list_offerings_of_office(musterstadt.id, other.id) == []


class TestFactsOf:
    def test_shows_the_price_the_municipality_has_set(self, musterstadt: Tenant) -> None:
        offering = offer(musterstadt.id, terms=OfferingTerms(parameters={"steuer": 9600}))

        (price,) = facts_of(offering, Language.GERMAN).prices

        assert (price.label, price.cents, price.is_example) == ("Jahressteuer", 9600, False)

    def test_says_that_a_price_is_only_an_example(self, musterstadt: Tenant) -> None:
        (price,) = facts_of(offer(musterstadt.id), Language.GERMAN).prices

        assert (price.cents, price.is_example) == (15600, True)

    def test_speaks_the_language_where_there_are_words(self, musterstadt: Tenant) -> None:
        facts = facts_of(offer(musterstadt.id, texts=ENGLISH), Language.ENGLISH)

        assert (facts.title, facts.teaser, facts.language) == (
            "Register a dog",
            "This is how.",
            Language.ENGLISH,
        )
        assert (facts.prices[0].label, facts.prices[0].language) == ("Tax", Language.ENGLISH)

    def test_falls_back_to_german_and_says_so(self, musterstadt: Tenant) -> None:
        facts = facts_of(offer(musterstadt.id, texts=ENGLISH), Language.PLAIN_GERMAN)

        assert (facts.title, facts.language) == ("Hund anmelden", Language.GERMAN)

    def test_lets_the_municipality_say_it_otherwise(self, musterstadt: Tenant) -> None:
        words = {"de": {"title": "Hund melden", "modules": {"teaser": "So geht es bei uns."}}}

        facts = facts_of(offer(musterstadt.id, terms=OfferingTerms(words=words)), Language.GERMAN)

        assert (facts.title, facts.teaser) == ("Hund melden", "So geht es bei uns.")


class TestParametersOf:
    def test_puts_own_values_over_defaults(self, musterstadt: Tenant) -> None:
        offering = offer(musterstadt.id, terms=OfferingTerms(parameters={"steuer": 1}))

        assert parameters_of(offering) == {"steuer": 1, "rassen": ["pitbull"]}
