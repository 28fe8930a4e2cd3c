"""Who reads English or plain German meets no sentence of the German pages, from the start page to the receipt."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from lxml.html import HtmlElement

from onlineamt.config.messages.catalogues import catalogue_path, read_catalogue
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant
from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON, mailed_code
from tests.journeys.visitor import Visitor

# What nearly every German sentence contains and no English one does ("die", "so", "was" and "hat" are both).
GERMAN = re.compile(
    r"\b(aber|als|auch|auf|aus|bei|bis|bitte|das|dem|den|der|des|dieser?|eine?[nr]?|er|für|haben|hier|ihre?[nr]?|ihnen"
    r"|ist|keine?|können|mit|müssen|nach|nicht|noch|nur|oder|ohne|schon|sie|sind|suchen|über|und|uns|unsere?|vom|von"
    r"|weiter|wenn|werden|wie|wir|wird|zu|zum|zur|zurück|antrag|amt|angaben|leistung|seite)\b",
    re.IGNORECASE,
)
# Proper names are not translated: the portal, the town, its office, the cookie; and no address is.
NAMES = re.compile(r"Online-Amt|Stadt Musterstadt|Amt für Steuern|“__Host-antrag”|https?://\S+")
READ_OUT = (
    "alt", "aria-label", "placeholder", "title", "data-copied", "data-failed", "data-left", "data-over", "data-saving",
    "data-sending",
)  # fmt: skip
PAGES_OF_SOMETHING = (
    "aemter/steueramt", "leistung/hund-anmelden", "leistung/hund-anmelden/aushang", "suche?q=dog", "suche?q=xyzzy",
    "echtheit/AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "gibt-es-nicht",
)  # fmt: skip
# The gallery shows components with German sample texts, to those who build pages; the e-mails of other tests are German.
NOT_OURS = frozenset({"_gallery", "_demo/post"})


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026."""
    at(2026, 3, 20, 21, 41)


def said(page: HtmlElement) -> Iterator[str]:
    """Yield what a page says in its own language: texts, and attributes that are read out."""
    own = page.get("lang")
    for element in page.iter("*"):
        marked = next(
            (one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang")), own
        )
        if marked == own and element.tag not in {"script", "style"}:
            texts = [
                element.text,
                *(child.tail for child in element),
                *(element.get(name) for name in READ_OUT),
            ]
            yield from (" ".join(text.split()) for text in texts if text and text.strip())


def german_words(visitor: Visitor) -> list[tuple[str, str]]:
    """Return what an English page says in German."""
    return [(visitor.path, text) for text in said(visitor.page) if GERMAN.search(NAMES.sub("", text))]


def german_sentences(visitor: Visitor, language: Language) -> list[tuple[str, str]]:
    """Return what a page says as the German pages do although its language says it otherwise."""
    translations = read_catalogue(catalogue_path(language).read_text(encoding="utf-8"))
    german = {one.id for one in translations if isinstance(one.id, str) and one.id != one.string}
    return [(visitor.path, text) for text in said(visitor.page) if text in german]


def public_pages(language: Language) -> Iterator[Visitor]:
    """Yield a visitor on every page that needs nothing but its address, and on some about something."""
    routes = [str(one.pattern) for one in _patterns(get_resolver()) if "<" not in str(one.pattern)]
    for route in (*routes, *PAGES_OF_SOMETHING):
        visitor = Visitor().open(f"/{language.path_prefix}{route}")
        is_staffs = route.startswith(("amt/", "_demo/totp"))  # the office speaks German
        if (
            visitor.response["Content-Type"].startswith("text/html")
            and route not in NOT_OURS
            and not is_staffs
        ):
            yield visitor


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from _patterns(one) if isinstance(one, URLResolver) else (one,)


def whole_application(language: Language, run_jobs: Callable[[], None]) -> Iterator[Visitor]:
    """Yield a visitor on every page from the service to the receipt, with its mistakes and pauses."""
    visitor = Visitor().open(f"/{language.path_prefix}leistung/hund-anmelden")
    yield visitor.send()
    first = visitor.path
    yield visitor.send({"person.vorname": ""})
    yield visitor.send(PERSON | {"_later": "1"})
    yield visitor.send({"email": "nichts"})
    visitor.open(first)
    for answers in (PERSON, DOG, KEEPING, {"contact": "email", "email": "nichts"}):
        yield visitor.send(answers)
    yield visitor.send({"contact": "email", "email": "erika@musterstadt.invalid"})
    yield visitor.send({"code": "000000"})
    run_jobs()
    yield visitor.send({"code": mailed_code()})
    run_jobs()
    yield visitor.open(visitor.path)


class TestPublicPages:
    def test_are_english(self, dog_service: Tenant) -> None:
        pages = list(public_pages(Language.ENGLISH))

        assert [found for page in pages for found in german_words(page)] == []
        assert len(pages) > 15

    def test_are_plain_german(self, dog_service: Tenant) -> None:
        language = Language.PLAIN_GERMAN

        assert [found for page in public_pages(language) for found in german_sentences(page, language)] == []


class TestAWholeApplication:
    def test_is_english(self, dog_service: Tenant, run_jobs: Callable[[], None]) -> None:
        pages = whole_application(Language.ENGLISH, run_jobs)

        assert [found for page in pages for found in german_words(page)] == []

    def test_is_plain_german(self, dog_service: Tenant, run_jobs: Callable[[], None]) -> None:
        language = Language.PLAIN_GERMAN
        pages = whole_application(language, run_jobs)

        assert [found for page in pages for found in german_sentences(page, language)] == []


class TestTheTestsThemselves:
    def test_hear_german_on_a_german_page(self, dog_service: Tenant) -> None:
        assert len(german_words(Visitor().open("/status"))) > 5
        assert len(german_sentences(Visitor().open("/status"), Language.PLAIN_GERMAN)) > 3
