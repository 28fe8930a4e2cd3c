"""Small forms for tests: a dog, its keeper, and everything that can go wrong with them."""

from datetime import date
from typing import Any

import yaml

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import (
    FIELD_MODELS,
    CodelistDefinition,
    FormDefinition,
    TextsDefinition,
)
from onlineamt.procedure.forms.engine import (
    CompiledForm,
    Journey,
    PageResult,
    compile_form,
    journey,
    save_page,
)
from onlineamt.procedure.forms.engine.expressions import ListOf, Scalar
from onlineamt.procedure.forms.engine.kinds import AnyKind, Surroundings, make_kind
from onlineamt.procedure.forms.engine.wording import wording

TODAY = date(2026, 11, 22)
PARAMETERS = {"listenhunde": ("mastiff",), "satz": 15600}
PARAMETER_TYPES = {"listenhunde": ListOf(Scalar.TEXT), "satz": Scalar.NUMBER}
BREEDS = CodelistDefinition.model_validate(
    {
        "title": "Rassen",
        "entries": [
            {"code": "dackel", "label": "Dackel"},
            {"code": "mastiff", "label": "Mastiff"},
            {"code": "mops", "label": "Mops"},
        ],
    }
)

DOG = """
known_answer: hund.name
pages:
  - id: hund
    title: Angaben zum Hund
    fields:
      - {id: hund.name, kind: text, label: Name, max_length: 50}
      - {id: hund.rasse, kind: choice, label: Rasse, codelist: rassen}
      - {id: hund.geburtsdatum, kind: date, label: Geburtsdatum, max: today}
      - {id: hund.gross, kind: yes_no, label: "Ist der Hund groß?"}
      - {id: hund.chip, kind: text, label: Chipnummer, pattern: "[0-9]{15}", required: hund.gross, errors: {pattern: "Die Chipnummer hat 15 Ziffern."}}
  - id: listenhund
    title: Erlaubnis
    show: hund.rasse in parameters.listenhunde
    fields:
      - {id: listenhund.erlaubnis, kind: yes_no, label: "Haben Sie eine Erlaubnis?"}
      - {id: listenhund.vom, kind: date, label: "Von wann?", show: listenhund.erlaubnis}
  - id: abraten
    kind: exit
    title: Ohne Erlaubnis geht es nicht
    show: "!listenhund.erlaubnis"
  - id: haltung
    title: Haltung
    groups:
      - fields:
          - {id: haltung.seit, kind: date, label: "Seit wann?", max: today, summary_label: Gehalten seit}
          - {id: haltung.hinweis, kind: label, label: "Die Frist ist vorbei.", show: "computed.spaet"}
          - {id: haltung.betrag, kind: computed, label: Steuer, of: steuer}
          - {id: haltung.ermaessigung, kind: yes_no, label: "Ermäßigung?", required: false}
      - id: grund
        title: Ermäßigung
        show: haltung.ermaessigung
        fields:
          - {id: haltung.grund, kind: long_text, label: "Warum?", max_length: 100}
    checks:
      - {id: reihenfolge, that: hund.geburtsdatum <= haltung.seit, message: Der Hund war da noch nicht geboren., fields: [haltung.seit]}
computed:
  monate: {kind: integer, value: 13 - date.month_after(haltung.seit)}
  steuer: {kind: money, label: Steuer, value: parameters.satz * computed.monate / 12}
  spaet: {kind: yes_no, value: "date.plus_days(haltung.seit, 14) < today"}
"""

PAGES_OF_A_DACHSHUND = {
    "hund": {
        "hund.name": ["Waldi"],
        "hund.rasse": ["dackel"],
        "hund.geburtsdatum.day": ["3"],
        "hund.geburtsdatum.month": ["4"],
        "hund.geburtsdatum.year": ["2025"],
        "hund.gross": ["false"],
        "hund.chip": [""],
    },
    "haltung": {
        "haltung.seit.day": ["15"],
        "haltung.seit.month": ["3"],
        "haltung.seit.year": ["2026"],
        "haltung.ermaessigung": ["false"],
    },
}
DACHSHUND = {
    "hund.name": "Waldi",
    "hund.rasse": "dackel",
    "hund.geburtsdatum": "2025-04-03",
    "hund.gross": False,
    "hund.chip": None,
    "haltung.seit": "2026-03-15",
    "haltung.ermaessigung": False,
}


def make_form(written: str = DOG, **options: Any) -> CompiledForm:
    """Compile a form as it is written in YAML."""
    definition = FormDefinition.model_validate(yaml.safe_load(written))
    return compile_form(definition, codelists={"rassen": BREEDS}, parameters=PARAMETER_TYPES, **options)


def make_field(kind: str, language: Language = Language.GERMAN, **options: Any) -> AnyKind:
    """Return a field of a kind, called `a.b`."""
    definition = FIELD_MODELS[kind].model_validate({"id": "a.b", "kind": kind, "label": "Feld", **options})
    return make_kind(definition, Surroundings(wording(language), {"rassen": BREEDS}))


def english(**texts: Any) -> dict[Language, TextsDefinition]:
    """Return the texts of a form in English."""
    return {Language.ENGLISH: TextsDefinition.model_validate(texts)}


def go(form: CompiledForm, answers: dict[str, Any], **context: Any) -> Journey:
    """Return the journey on the day of the tests."""
    return journey(form, answers, **({"today": TODAY, "parameters": PARAMETERS} | context))


def send(
    form: CompiledForm, page: str, raw: dict[str, list[str]], answers: dict[str, Any] | None = None
) -> PageResult:
    """Send a page on the day of the tests."""
    return save_page(go(form, answers or {}), page, raw, answers or {}, today=TODAY)
