"""Who reads English or plain German meets no sentence of the German pages after sending either."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant
from tests.journeys.citizen import Jobs, ask, enter, look_up, place, question, send_dog
from tests.journeys.test_other_languages import german_sentences, german_words
from tests.journeys.visitor import Visitor
from tests.staff import Staff

FOREIGN = pytest.mark.parametrize(
    ("prefix", "language"), [("/en", Language.ENGLISH), ("/leicht", Language.PLAIN_GERMAN)]
)
# What the town calls itself and what Erika typed are nobody's to translate.
GIVEN = re.compile(r"Amt für Steuern|Hundesteuermarken|Stadtkasse Musterstadt|Lindenweg|Musterstadt|Waldi")


def german(visitor: Visitor, language: Language) -> list[tuple[str, str]]:
    """Return what a page says in German."""
    found = german_words(visitor) if language is Language.ENGLISH else german_sentences(visitor, language)
    return [
        (path, text)
        for path, text in found
        if GIVEN.sub("", text).strip(" .,:") and not GIVEN.fullmatch(text)
    ]


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026."""
    at(2026, 3, 20, 21, 41)


def draw(monkeypatch: pytest.MonkeyPatch, *, is_sampled: bool) -> None:
    """Say whether a person looks at each dog."""
    monkeypatch.setattr("onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda *_: is_sampled)


@FOREIGN
def test_the_way_to_the_decision(
    dog_service: Tenant, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch, prefix: str, language: Language
) -> None:
    draw(monkeypatch, is_sampled=False)
    erika = Visitor()
    reference = send_dog(erika, run_jobs, prefix=prefix)
    run_jobs()
    pages = [german(look_up(Visitor(), reference, prefix=prefix), language)]
    pages.append(german(erika.open(place(erika, "zugang")), language))
    tablet = enter(Visitor(), reference, run_jobs, prefix=prefix)
    assert tablet.path.startswith(f"{prefix}/antrag/")
    pages.append(german(tablet, language))
    pages.append(german(tablet.open(place(tablet, "bescheid")), language))
    pages.append(german(tablet.send(), language))
    assert tablet.page.cssselect(".oa-letter")
    pages.append(german(tablet.open(place(tablet, "zuruecknehmen")), language))
    pages.append(german(Visitor().open(f"{prefix}/antworten"), language))
    assert pages == [[] for _ in pages]


@FOREIGN
def test_a_question_and_its_answer(
    dog_service: Tenant,
    run_jobs: Jobs,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    prefix: str,
    language: Language,
) -> None:
    draw(monkeypatch, is_sampled=True)
    erika = Visitor()
    reference = send_dog(erika, run_jobs, prefix=prefix)
    run_jobs()
    pages = [german(erika.open(place(erika, "vorgang")), language)]
    what = question(fields=("hund.gross",), evidence=("sachkunde",))
    ask(dog_service, reference, what, by=staff("Frau Amt"))
    run_jobs()
    pages.append(german(erika.open(place(erika, "vorgang")), language))
    pages.append(german(erika.open(place(erika, "antworten")), language))
    pages.append(german(erika.send({"hund.gross": "true"}), language))
    erika.send(
        {
            "hund.chip": "276098100123456",
            "sicherheit.sachkunde": "jagdschein",
            "sicherheit.versichert": "false",
            "nachweis-sachkunde": "nicht",
        }
    )
    assert erika.path.endswith("/vorgang?beantwortet=1")
    # What the office was told of the evidence stands there in German, as the office reads it.
    pages.append([line for line in german(erika, language) if "Sachkundenachweis" not in line[1]])
    assert pages == [[] for _ in pages]
