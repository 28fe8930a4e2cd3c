"""Finding services: what people type, and what they must find."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import OfferingTerms
from onlineamt.procedure.catalogue.search.query import SearchAnswer, search_services
from onlineamt.procedure.catalogue.tests.factories import offer

DOG_IN_ENGLISH = {
    "en": {"title": "Register a dog", "search_words": ["pet tax"], "modules": {"teaser": "Dogs."}}
}


@pytest.fixture
def catalogue(musterstadt: Tenant) -> Tenant:
    """Musterstadt with a handful of services whose words overlap."""
    for key, title, words in (
        ("hund-anmelden", "Hund anmelden", ("Hundesteueranmeldung", "Hundemarke", "Welpe")),
        ("hund-abmelden", "Hund abmelden", ("Hund gestorben", "Hundesteuerabmeldung")),
        ("wohnsitz-anmelden", "Wohnsitz anmelden", ("Umzug", "Ummeldung", "Einwohnermeldeamt")),
        ("muelltonne", "Mülltonne bestellen", ("Abfallbehälter", "Restmüll")),
        ("strassenschaden", "Straßenschaden melden", ("Schlagloch",)),
    ):
        texts = DOG_IN_ENGLISH if key == "hund-anmelden" else {}
        offer(musterstadt.id, key, title, words=words, texts=texts)
    return musterstadt


def keys(answer: SearchAnswer) -> list[str]:
    return [found.key for found in answer.found]


class TestSearchServices:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("Hund anmelden", "hund-anmelden"),
            ("hunde", "hund-anmelden"),
            ("steueranmeldung", "hund-anmelden"),  # the end of a compound
            ("Steueranmeldung Marke", "hund-anmelden"),  # a compound of parts of compounds
            ("Behälter", "muelltonne"),  # its end, with the words changed
            ("Hundeanmeldung", "hund-anmelden"),  # a compound nobody wrote down
            ("Hund angemeldet", "hund-anmelden"),  # another form of the word
            ("Hudn", "hund-anmelden"),
            ("hnud anmelden", "hund-anmelden"),
            ("Wohnsits", "wohnsitz-anmelden"),
            ("Umgezogen Ummeldunk", "wohnsitz-anmelden"),
            ("Muelltonne", "muelltonne"),
            ("Mulltonne", "muelltonne"),
            ("MÜLL", "muelltonne"),
            ("strassenschaden", "strassenschaden"),
            ("Straßen schaden", "strassenschaden"),
            ("Was mache ich, wenn mein Hund gestorben ist?", "hund-abmelden"),
            ("register dog", "hund-anmelden"),
            ("pet taxes", "hund-anmelden"),
        ],
    )
    def test_finds_first_what_is_meant(self, catalogue: Tenant, typed: str, first: str) -> None:
        assert keys(search_services(catalogue.id, typed))[:1] == [first]

    def test_says_what_it_corrected(self, catalogue: Tenant) -> None:
        answer = search_services(catalogue.id, "Schlaglohc")

        assert keys(answer) == ["strassenschaden"]
        assert [(c.typed, c.shown) for c in answer.corrected] == [("schlaglohc", "Schlagloch")]

    def test_corrects_nothing_that_was_found(self, catalogue: Tenant) -> None:
        assert search_services(catalogue.id, "Hund").corrected == ()

    def test_shows_what_is_spelt_alike_where_it_finds_nothing(self, catalogue: Tenant) -> None:
        answer = search_services(catalogue.id, "Straßenfest")

        assert answer.found == ()
        assert [near.key for near in answer.near] == ["strassenschaden"]

    def test_finds_nothing_for_nothing(self, catalogue: Tenant) -> None:
        assert search_services(catalogue.id, "  \0 ?!  ") == SearchAnswer()

    def test_answers_words_without_meaning(self, catalogue: Tenant) -> None:
        assert search_services(catalogue.id, "wie der die das").found == ()

    def test_drops_stop_words_of_the_page_only(self, catalogue: Tenant) -> None:
        """„die“ is an article on a German page."""
        in_german = search_services(catalogue.id, "die Hundemarke")
        in_english = search_services(catalogue.id, "the dog", language=Language.ENGLISH)

        assert keys(in_german) == keys(in_english) == ["hund-anmelden"]

    def test_never_shows_another_municipality(self, catalogue: Tenant, nachbarstadt_offers: Tenant) -> None:
        assert keys(search_services(nachbarstadt_offers.id, "Hund")) == ["hund-anmelden"]
        assert keys(search_services(nachbarstadt_offers.id, "Schlagloch")) == []
        assert search_services(nachbarstadt_offers.id, "Schlaglohc").corrected == ()

    def test_knows_the_words_of_a_municipality_there_only(
        self, catalogue: Tenant, nachbarstadt_offers: Tenant
    ) -> None:
        words = {"de": {"search_words": ["Fellnase"]}}
        offer(nachbarstadt_offers.id, version="1.2.0", terms=OfferingTerms(words=words))

        assert keys(search_services(nachbarstadt_offers.id, "Fellnase")) == ["hund-anmelden"]
        assert keys(search_services(catalogue.id, "Fellnase")) == []

    def test_asks_the_database_a_bounded_number_of_times(
        self, catalogue: Tenant, django_assert_max_num_queries: object
    ) -> None:
        with django_assert_max_num_queries(2):  # type: ignore[operator]
            search_services(catalogue.id, "Hund anmelden")
        with django_assert_max_num_queries(5):  # type: ignore[operator]
            search_services(catalogue.id, "Hudn Wohnsits Schlaglohc Muletonne")

    @pytest.mark.parametrize(
        "typed",
        [
            "\0",
            "Hund\0anmelden",
            "x" * 10_000,
            "hund " * 5_000,
            "'; DROP TABLE offering; --",
            "hund & | ! ( ) <-> :* 'a':A \\",
            "🐶🐕‍🦺",
            "كلب",
            "\ud800",
            "%",
            "_all",
            "ﬁ ǆ ſ ß ẞ İ",
            "a",
            "115",
            "²³",
        ],
    )
    def test_answers_whatever_is_typed(self, catalogue: Tenant, typed: str) -> None:
        assert isinstance(search_services(catalogue.id, typed), SearchAnswer)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=60))
    def test_answers_any_text(self, catalogue: Tenant, typed: str) -> None:
        assert isinstance(search_services(catalogue.id, typed), SearchAnswer)
