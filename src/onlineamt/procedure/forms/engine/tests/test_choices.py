"""Groups of which exactly one question is answered."""

from typing import Any

import pytest

from onlineamt.procedure.forms.engine.tests.making import english, go, make_form, send

REACH = """
pages:
  - id: kontakt
    title: Kontakt
    groups:
      - fields: [{id: kontakt.name, kind: text, label: Name}]
      - id: erreichbar
        title: Wie erreichen wir Sie?
        choose: one
        fields:
          - {id: kontakt.telefon, kind: phone, label: Telefon}
          - {id: kontakt.email, kind: email, label: E-Mail}
          - {id: kontakt.fax, kind: phone, label: Fax, show: kontakt.name == 'Firma'}
"""
FORM = make_form(REACH)
PHONE, EMAIL = {"kontakt.telefon": ["030 1234567"]}, {"kontakt.email": ["erika@post.example"]}


def wrong(result: Any) -> dict[str, str]:
    return {one.field_id: f"{one.code} {one.variant}".strip() for one in result.problems}


class TestOneOf:
    @pytest.mark.parametrize("sent", [PHONE, EMAIL])
    def test_takes_one(self, sent: dict[str, list[str]]) -> None:
        result = send(FORM, "kontakt", {"kontakt.name": ["Erika"], **sent})
        assert result.is_saved
        assert result.journey.is_complete

    def test_wants_one(self) -> None:
        result = send(FORM, "kontakt", {"kontakt.name": ["Erika"]})
        assert wrong(result) == {"kontakt.email": "one_of none"}
        message = FORM.words().mistake(result.problems[0]).message
        assert message == "Bitte füllen Sie eines der Felder aus: Wie erreichen wir Sie?"
        assert not result.journey.is_complete

    def test_wants_no_more(self) -> None:
        result = send(FORM, "kontakt", {"kontakt.name": ["Erika"], **PHONE, **EMAIL})
        assert wrong(result) == {"kontakt.email": "one_of many"}
        assert result.answers["kontakt.telefon"] == "+49301234567"

    def test_counts_what_was_typed_wrongly_as_the_one(self) -> None:
        result = send(FORM, "kontakt", {"kontakt.name": ["Erika"], "kontakt.telefon": ["x"]})
        assert wrong(result)["kontakt.telefon"] == "not_a_phone"

    def test_counts_only_what_applies(self) -> None:
        firm = send(FORM, "kontakt", {"kontakt.name": ["Firma"], "kontakt.fax": ["030 1234567"]})
        assert firm.is_saved
        person = send(FORM, "kontakt", {"kontakt.name": ["Erika"]}, dict(firm.answers))
        assert wrong(person) == {"kontakt.email": "one_of none"}

    def test_says_nothing_before_it_was_asked(self) -> None:
        way = go(FORM, {"kontakt.name": "Erika"})
        assert way.errors == {}
        assert not way.is_complete

    def test_speaks_other_languages(self) -> None:
        form = make_form(REACH, texts=english(groups={"erreichbar": {"title": "How do we reach you?"}}))
        (problem,) = send(form, "kontakt", {"kontakt.name": ["Erika"]}).problems
        words = form.words(next(iter(set(form.languages) - {form.words().language})))
        assert words.mistake(problem).message == "Please fill in one of the fields: How do we reach you?"

    @pytest.mark.parametrize(
        ("written", "instead"),
        [
            ("title: Wie erreichen wir Sie?\n", "hint: So\n"),
            ("label: E-Mail}", "label: E-Mail, required: false}"),
            ("kind: email", "kind: consent"),
        ],
    )
    def test_needs_a_title_and_a_real_choice(self, written: str, instead: str) -> None:
        with pytest.raises(ValueError, match=r"choose: one|kann hier nicht stehen"):
            make_form(REACH.replace(written, instead))
