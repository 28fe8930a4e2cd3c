"""Everything a page can say is said in every language, and in plain German by its rules."""

import importlib
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from tests.architecture.house import SOURCE, product_files

from onlineamt.config.messages.catalogues import catalogue_path, read_catalogue
from onlineamt.config.messages.faults import find_faults
from onlineamt.config.messages.sources import collect_messages
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language

MOST_WORDS = 12  # as the checker of service packages has it
SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")
AGAINST_THE_RULES = {
    "a subclause": re.compile(r",|\b(dass|weil|ob|obwohl|damit|sodass|falls|sobald)\b", re.IGNORECASE),
    "a genitive": re.compile(r"\b(des|Ihres|unseres|eines|deren|dessen)\b"),
    "a passive": re.compile(r"\b(wird|werden|wurden?|worden)\b", re.IGNORECASE),
    "a number in letters": re.compile(r"\b(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)\b", re.IGNORECASE),
    "what only might be": re.compile(r"\b(könnten|würden?|sollten|wären?|hätten?)\b", re.IGNORECASE),
    "an officials' word": re.compile(
        r"\b(Bekanntgabe|Rechtsgrundlage|Eingangsbestätigung|Nachweise?|Zuständigkeit|zuständig|verbindlich|Angaben)\b"
    ),
    "an abbreviation": re.compile(r"\b(z\. ?B\.|bzw\.|usw\.|ggf\.|inkl\.|d\. ?h\.)"),
}  # fmt: skip


def test_nothing_is_missing_or_wrong() -> None:
    assert [str(fault) for fault in find_faults(collect_messages())] == []


def test_every_error_can_speak() -> None:
    known = {message.id for message in collect_messages()}
    said = {(error.__name__, text) for error in errors() for text in (error.title, error.next_step)}

    assert [(name, text) for name, text in sorted(said) if text not in known] == []
    assert len(said) > 40


@pytest.mark.parametrize("rule", AGAINST_THE_RULES)
def test_plain_german_goes_without(rule: str) -> None:
    found = [text for text in plain_german() if AGAINST_THE_RULES[rule].search(text)]

    assert found == []


def test_plain_german_is_short() -> None:
    sentences = [sentence for text in plain_german() for sentence in SENTENCE_END.split(text)]

    assert [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS] == []


def test_plain_german_says_one_thing_a_line() -> None:
    assert [text for text in plain_german() if re.search(r"[.?!] +[A-ZÄÖÜ„]", text)] == []


def test_english_has_english_quotes_and_no_umlauts() -> None:
    said = [text for message in messages(Language.ENGLISH) for text in texts(message)]

    assert [text for text in said if re.search("[äöüÄÖÜß„‚]|“[^”]*$", text)] == []


def errors() -> Iterator[type[PortalError]]:
    """Yield every error of the product, of whatever module."""
    for path in product_files():
        if "PortalError" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    waiting = [PortalError]
    while waiting:
        error = waiting.pop()
        if error.__module__.startswith("onlineamt."):
            yield error
        waiting += error.__subclasses__()


def messages(language: Language) -> Iterator[Message]:
    """Yield what a language says."""
    catalogue = read_catalogue(catalogue_path(language).read_text(encoding="utf-8"))
    yield from (message for message in catalogue if message.id)


def plain_german() -> list[str]:
    """Return everything that the pages say in plain German."""
    return [text for message in messages(Language.PLAIN_GERMAN) for text in texts(message)]


def texts(message: Message) -> tuple[str, ...]:
    """Return the forms of a translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)
