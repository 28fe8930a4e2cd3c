"""What a page says of a service: the frozen sections, the municipality's parameters and words, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.needed import (
    NeededDocument,
    UploadLimits,
    minutes_to_fill_in,
    needed_documents,
    upload_limits,
)

Section = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Price:
    """An amount that the municipality has set (Gebühr, Steuersatz)."""

    label: str
    cents: int
    language: Language
    is_example: bool  # still the package's own value, marked there as an example


@dataclass(frozen=True, kw_only=True)
class WebLink:
    """A link to a page of somebody else."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """What Art. 13 DSGVO asks to be said of a service."""

    purpose: str
    legal_basis: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str


@dataclass(frozen=True, kw_only=True)
class ServiceFacts:
    """A service as its page shows it. `language` is the language its words are in: German where there is no other."""

    key: str
    title: str
    language: Language
    modules: Mapping[str, str]
    prices: tuple[Price, ...]
    legal_basis: tuple[str, ...]
    channels: tuple[str, ...]
    life_situations: tuple[str, ...]
    links: tuple[WebLink, ...]
    kind: str
    trust_level: str
    is_entry: bool
    is_sample: bool
    hosted_at: WebLink | None
    privacy: Privacy | None  # an entry collects nothing
    minutes: int = 0  # that filling in the form takes, about; 0 without a form
    documents: tuple[NeededDocument, ...] = ()
    limits: UploadLimits | None = None

    @property
    def teaser(self) -> str:
        """The one or two sentences of lists."""
        return self.modules["teaser"]


def head_of(sections: Section) -> Section:
    """Return what `service.yaml` or the entry says."""
    head: Section = sections.get("service") or sections["entry"]
    return head


def languages_of(sections: Section) -> tuple[Language, ...]:
    """Return the languages a service has words in."""
    return tuple(language for language in Language if language in sections["texts"])


def words_in(sections: Section, words: Section, language: Language) -> tuple[Section, Language]:
    """Return title, search words and text modules with the municipality's own over them, and their language."""
    used = language if language in sections["texts"] else Language.GERMAN
    texts: Section = sections["texts"][used]
    own: Section = words.get(used, {})
    merged = {
        "title": own.get("title") or texts.get("title") or head_of(sections)["title"],
        "search_words": [*texts.get("search_words", ()), *own.get("search_words", ())],
        "modules": {**texts["modules"], **own.get("modules", {})},
        "parameters": texts.get("parameters", {}),
        "data_protection": texts.get("data_protection") or {},
        "evidence": texts.get("evidence") or {},
        "fields": (texts.get("form") or {}).get("fields") or {},
    }
    return merged, used


def service_facts(
    sections: Section, *, parameters: Section, words: Section, language: Language
) -> ServiceFacts:
    """Return what a page says of a service in a language, or in German where it has no words in that language."""
    head = head_of(sections)
    said, used = words_in(sections, words, language)
    modules = said["modules"]
    return ServiceFacts(
        key=head["key"],
        title=said["title"],
        language=used,
        modules={name: text for name, text in modules.items() if isinstance(text, str)},
        prices=_prices(head, said["parameters"], parameters, used),
        legal_basis=tuple(head.get("legal_basis", ())),
        channels=tuple(head["channels"]),
        life_situations=tuple(head.get("life_situations", ())),
        links=tuple(WebLink(**link) for link in modules.get("weiterfuehrende_informationen", ())),
        kind=head["kind"],
        trust_level=head.get("trust_level", "none"),
        is_entry="entry" in sections,
        is_sample=head.get("is_sample", False),
        hosted_at=WebLink(**head["link"]) if head.get("link") else None,
        privacy=_privacy(head.get("data_protection"), said["data_protection"]),
        minutes=minutes_to_fill_in(sections),
        documents=needed_documents(sections, evidence=said["evidence"], labels=said["fields"]),
        limits=upload_limits(sections),
    )


def _privacy(notice: Section | None, said: Section) -> Privacy | None:
    if notice is None:
        return None
    return Privacy(
        purpose=said.get("purpose") or notice["purpose"],
        legal_basis=tuple(notice["legal_basis"]),
        recipients=tuple(said.get("recipients") or notice["recipients"]),
        retention=said.get("retention") or notice["retention"],
    )


def _prices(head: Section, labels: Section, chosen: Section, language: Language) -> tuple[Price, ...]:
    prices = (
        Price(
            label=labels.get(name, declared["label"]),
            language=language if name in labels else Language.GERMAN,
            cents=chosen.get(name, declared["default"]),
            is_example=declared.get("is_example", False) and name not in chosen,
        )
        for name, declared in head.get("parameters", {}).items()
        if declared["type"] == "cents"
    )
    return tuple(sorted(prices, key=lambda price: price.cents))  # the database keeps no order of names
