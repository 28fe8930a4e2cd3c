"""What pages of the catalogue show: plain values, in the language of the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.models import LifeSituation
from onlineamt.procedure.catalogue.queries import OfferedService
from onlineamt.procedure.catalogue.search.query import Found
from onlineamt.procedure.catalogue.search.words import fold

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """A service in a list. `lang` is set where its words are not in the language of the page."""

    key: str
    url: str
    label: str
    text: str
    lang: str
    is_online: bool


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A life situation on a page of tiles."""

    key: str
    url: str
    label: str
    text: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A service in the order of time, with when it is due."""

    when: str
    service: ServiceLine


def said_in(texts: Texts, language: Language) -> tuple[Mapping[str, str], str]:
    """Return the words in a language, else in German; and the language tag where it is not the page's."""
    if language in texts:
        return texts[language], ""
    return texts[Language.GERMAN], Language.GERMAN.html_lang


def service_line(service: OfferedService | Found, language: Language) -> ServiceLine:
    """Return a service as a line of a list."""
    words, lang = said_in(service.texts, language)
    return ServiceLine(
        key=service.key,
        url=_service_prefix(language) + service.key,
        label=words["title"],
        text=words["teaser"],
        lang=lang,
        is_online=service.is_online,
    )


@cache
def _service_prefix(language: Language) -> str:
    """Return what stands before the key in a service's address: resolved once, long lists have hundreds of them."""
    return page_url(language, "service", key="x").removesuffix("x")


def in_alphabet(services: Iterable[OfferedService], language: Language) -> list[ServiceLine]:
    """Return services by their titles, umlauts where people look for them."""
    return sorted(
        (service_line(service, language) for service in services),
        key=lambda line: (fold(line.label), line.key),
    )


def by_letter(lines: Sequence[ServiceLine]) -> list[tuple[str, list[ServiceLine]]]:
    """Return services under their first letter."""
    letters: dict[str, list[ServiceLine]] = {}
    for line in lines:
        letters.setdefault(fold(line.label)[:1].upper(), []).append(line)
    return list(letters.items())


def situation_tile(situation: LifeSituation, language: Language) -> Tile:
    """Return a life situation as a tile."""
    words, _ = said_in(situation.texts, language)
    return Tile(
        key=situation.key,
        url=page_url(language, "life_situation", key=situation.key),
        label=words["title"],
        text=words["summary"],
        icon=situation.icon,
    )


def steps_of(
    situation: LifeSituation, services: Mapping[str, OfferedService], language: Language
) -> list[Step]:
    """Return what is to be done in a life situation, in the order of time, as far as it is offered here."""
    return [
        Step(
            when=step["when"].get(language, step["when"][Language.GERMAN]),
            service=service_line(services[step["service"]], language),
        )
        for step in situation.steps
        if step["service"] in services
    ]
