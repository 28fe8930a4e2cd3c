"""Answers that somebody might give to any form, so that an imported package has examples that run."""

import random  # noqa: TID251 -- an example shall be the same each time it is made
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import rstr

from onlineamt.packages.package import Package
from onlineamt.packages.trial import Attempt, CompiledPackage
from onlineamt.procedure.forms.definition import (
    ChoiceField,
    ChoiceManyField,
    DateField,
    DecimalField,
    FieldDefinition,
    FileField,
    IntegerField,
    LongTextField,
    MoneyField,
    RepeatField,
    TextField,
)
from onlineamt.procedure.forms.engine import CompiledForm, Problem, journey

TODAY: Final = date(2026, 3, 20)
_ROUNDS: Final = 60
_ORDINARY: Final[Mapping[str, Any]] = {
    "email": "erika.mustermann@post.example",
    "phone": "+4930123456",
    "iban": "DE02120300000000202051",
    "postcode": "45999",
    "house_number": "12 a",
    "tax_id": "86095742719",
    "country": "FR",
    "plate": "MU-AB 123",
    "time": "08:30",
    "date_time": "2026-03-20T08:30",
    "consent": True,
}


@dataclass(frozen=True)
class Wish:
    """How full an example is: `says_yes` to what is asked with yes or no, `fills_all` also what is voluntary."""

    says_yes: bool
    fills_all: bool


SHORT, FULL = Wish(says_yes=False, fills_all=False), Wish(says_yes=True, fills_all=True)


def sample_answers(package: Package, compiled: CompiledPackage, wish: Wish) -> dict[str, Any]:
    """Return answers by field that fit a package, as examples write them; a question that cannot be guessed stays open."""
    form = compiled.service.form
    answers: dict[str, Any] = {}
    way = journey(form, _stored(form, answers), today=TODAY)
    for _ in range(_ROUNDS):
        choices = [ids for page in way.pages for ids in page.page.choices.values()]
        chosen, others = {ids[0] for ids in choices}, {name for ids in choices for name in ids[1:]}
        new = {
            state.id: value
            for page in way.pages
            for state in page.fields
            if state.id not in others and state.id not in answers and state.field.asks
            if state.is_required or wish.fills_all or state.id in chosen
            if (value := _answer(package, form, state.field.kind.definition, wish)) is not None
        }
        if not new:
            break
        answers |= new
        way = way.changed(_stored(form, answers))
    shown = {state.id for page in way.pages for state in page.fields}
    return {name: value for name, value in answers.items() if name in shown}


def missing_answers(compiled: CompiledPackage) -> dict[str, Problem]:
    """Return what is wrong, by field, when nothing is answered."""
    return compiled.attempt(Attempt({}, TODAY, {})).problems


def _stored(form: CompiledForm, written: Mapping[str, Any]) -> dict[str, Any]:
    stored = {name: form.fields[name].kind.from_example(value) for name, value in written.items()}
    blank = {
        one.id: one.kind.blank for one in form.questions if one.id not in stored and one.required is False
    }
    return {**blank, **stored}


def _answer(package: Package, form: CompiledForm, one: FieldDefinition, wish: Wish) -> Any:
    make = _MAKERS.get(type(one))
    if isinstance(one, RepeatField):
        return _entries(package, form, one, wish)
    if one.kind == "yes_no":
        return wish.says_yes
    if make is None:
        return _ORDINARY.get(one.kind)
    return make(package, one)


def _entries(
    package: Package, form: CompiledForm, one: RepeatField, wish: Wish
) -> list[dict[str, Any]] | None:
    """Each entry answers what its own little form asks of it."""
    inner, entry = form.items[one.id], dict[str, Any]()
    for _ in range(_ROUNDS):
        stored = {name: inner.fields[name].kind.from_example(value) for name, value in entry.items()}
        way = journey(inner, stored, today=TODAY, around={})
        new = {
            state.id: value
            for page in way.pages
            for state in page.fields
            if state.id not in entry and state.field.asks and (state.is_required or wish.fills_all)
            if (value := _answer(package, inner, state.field.kind.definition, wish)) is not None
        }
        if not new:
            break
        entry |= new
    plain = {name.partition(".")[2]: value for name, value in entry.items()}
    return [plain] * max(one.min or 1, 1)


def _text(package: Package, one: FieldDefinition) -> str:
    assert isinstance(one, TextField)
    if one.pattern:
        found = str(rstr.Rstr(random.Random(one.id)).xeger(one.pattern))  # noqa: S311 -- no secret
        return found[: one.max_length]
    name = one.id.rpartition(".")[2]
    if one.characters == "name":
        return "Erika" if "vorname" in name or "rufname" in name else "Mustermann"
    return _filled("Muster", one.min_length or 1, one.max_length)


def _long_text(package: Package, one: FieldDefinition) -> str:
    assert isinstance(one, LongTextField)
    return _filled("Ein Beispiel", one.min_length or 1, one.max_length)


def _filled(words: str, least: int, most: int) -> str:
    return (words + "x" * max(0, least - len(words)))[:most]


def _codes(package: Package, one: FieldDefinition) -> list[str]:
    assert isinstance(one, ChoiceField | ChoiceManyField)
    options = one.options or package.codelists[one.codelist or ""].entries
    return [option.code for option in options]


def _many(package: Package, one: FieldDefinition) -> list[str]:
    assert isinstance(one, ChoiceManyField)
    return _codes(package, one)[: max(1, one.min or 1)]


def _date(package: Package, one: FieldDefinition) -> date:
    """A day within what is taken: long ago where people are born, else near the day of the examples."""
    assert isinstance(one, DateField)
    if one.max in {"today", None} and "geburt" in one.id:
        return date(1985, 3, 27)
    day = TODAY if one.min is None or one.min == "today" else TODAY + timedelta(days=400)
    return TODAY if one.max == "today" else day


def _integer(package: Package, one: FieldDefinition) -> int:
    assert isinstance(one, IntegerField)
    usual = 2000 if "jahr" in one.id else 1
    return min(
        max(usual, one.min if one.min is not None else usual),
        one.max if one.max is not None else usual + 10**9,
    )


def _decimal(package: Package, one: FieldDefinition) -> str:
    assert isinstance(one, DecimalField)
    return one.min if one.min and float(one.min) > 1 else one.max if one.max and float(one.max) < 1 else "1"


def _money(package: Package, one: FieldDefinition) -> int:
    assert isinstance(one, MoneyField)
    return min(max(10_000, one.min or 0), one.max if one.max is not None else 10**9)


def _file(package: Package, one: FieldDefinition) -> list[str]:
    assert isinstance(one, FileField)
    return ["dokument.pdf" if "pdf" in one.types else f"dokument.{one.types[0]}"]


_MAKERS: Final[Mapping[type[FieldDefinition], Callable[[Package, Any], Any]]] = {
    TextField: _text,
    LongTextField: _long_text,
    ChoiceField: lambda package, one: _codes(package, one)[0],
    ChoiceManyField: _many,
    DateField: _date,
    IntegerField: _integer,
    DecimalField: _decimal,
    MoneyField: _money,
    FileField: _file,
}
