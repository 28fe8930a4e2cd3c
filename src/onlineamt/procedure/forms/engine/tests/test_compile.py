"""A form is compiled with all mistakes of its author found at once."""

from typing import Any

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine import FormRefused
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused, Scalar
from onlineamt.procedure.forms.engine.tests.making import DACHSHUND, DOG, TODAY, english, go, make_form


def _faults(written: str) -> dict[str, str]:
    with pytest.raises(FormRefused) as caught:
        make_form(written)
    return {fault.place: fault.message for fault in caught.value.faults}


def _page(*fields: str, rest: str = "") -> str:
    lines = "\n".join(f"      - {{{field}}}" for field in fields)
    return f"pages:\n  - id: eins\n    title: Eins\n    fields:\n{lines}\n{rest}"


class TestCompileForm:
    def test_finds_every_wrong_expression_with_its_place(self) -> None:
        faults = _faults(
            _page(
                "id: a.b, kind: text, label: B, show: a.x == 'y'",
                "id: a.c, kind: text, label: C, required: a.b",
                "id: a.d, kind: date, label: D, prefill: facts.channel",
                "id: a.e, kind: text, label: E, checks: [{id: gut, that: a.e, message: M}]",
                rest="computed:\n  n: {kind: integer, value: a.b}\n  m: {kind: integer, value: fees.nichts}",
            )
        )
        assert set(faults) == {
            "fields.a.b.show", "fields.a.c.required", "fields.a.d.prefill", "fields.a.e.checks.gut",
            "computed.n.value", "computed.m.value",
        }  # fmt: skip
        assert faults["fields.a.b.show"].startswith("„a.x“ gibt es nicht.")

    @pytest.mark.parametrize(
        ("written", "place"),
        [
            (_page("id: a.b, kind: text, label: B, show: a.b == 'x'"), "fields.a.b"),
            (
                _page(
                    "id: a.b, kind: yes_no, label: B, show: a.c", "id: a.c, kind: yes_no, label: C, show: a.b"
                ),
                "fields.a.b",
            ),
            (_page("id: a.b, kind: yes_no, label: B", rest="    show: a.b"), "pages.eins"),
            (
                _page(
                    "id: a.b, kind: integer, label: B, show: computed.n > 1",
                    rest="computed:\n  n: {kind: integer, value: a.b}",
                ),
                "computed.n",
            ),
            (
                _page(
                    "id: a.b, kind: text, label: B",
                    rest="computed:\n  n: {kind: integer, value: computed.m}\n  m: {kind: integer, value: computed.n}",
                ),
                "computed.n",
            ),
        ],
    )
    def test_refuses_what_hangs_on_itself(self, written: str, place: str) -> None:
        faults = _faults(written)
        (message,) = faults.values()
        assert message.startswith("Das hängt von sich selbst ab: ")
        assert place in message

    def test_refuses_missing_code_lists_values_and_defaults(self) -> None:
        assert set(_faults(_page("id: a.b, kind: choice, label: B, codelist: farben"))) == {
            "fields.a.b.codelist"
        }
        assert set(_faults(_page("id: a.b, kind: computed, label: B, of: nichts"))) == {"fields.a.b.of"}
        assert set(_faults(_page("id: a.b, kind: choice, label: B, codelist: rassen, default: katze"))) == {
            "fields.a.b.default"
        }
        assert set(_faults(_page("id: a.b, kind: date, label: B, default: morgen"))) == {"fields.a.b.default"}

    def test_lets_fees_and_procedure_speak_of_answers(self) -> None:
        form = make_form(fees=("hundesteuer",))
        fee = form.expression("parameters.satz * computed.monate / 12", expects=Scalar.NUMBER)
        large = form.expression("fees.hundesteuer > 10000 && fees.total > 10000", expects=Scalar.YES_NO)
        way = go(form, DACHSHUND)
        amount = fee.evaluate(way.activation())
        assert amount == 11700
        assert large.is_true(way.activation(fees={"hundesteuer": 11700, "total": 11700}))
        with pytest.raises(ExpressionRefused):
            form.expression("hund.farbe == 'rot'", expects=Scalar.YES_NO)


TEXTS: dict[str, Any] = {
    "pages": {"hund": {"title": "About the dog"}},
    "fields": {
        "hund.name": {"label": "Name of the dog", "summary_label": "Dog"},
        "hund.chip": {"errors": {"pattern": "The number has 15 digits."}},
    },
    "checks": {"reihenfolge": "The dog was not born yet."},
    "codelists": {"rassen": {"dackel": "Dachshund"}},
    "computed": {"steuer": "Tax"},
}


class TestLanguages:
    def test_say_everything_in_the_persons_language(self) -> None:
        form = make_form(texts=english(**TEXTS))
        first = go(form, DACHSHUND).summary(Language.ENGLISH)[0]
        assert first.title == "About the dog"
        assert [(row.label, row.text) for row in first.rows] == [
            ("Dog", "Waldi"), ("Rasse", "Dachshund"), ("Geburtsdatum", "3 April 2025"), ("Ist der Hund groß?", "No"),
            ("Chipnummer", "Not given"),
        ]  # fmt: skip

    def test_say_what_is_wrong_in_the_persons_language(self) -> None:
        form = make_form(texts=english(**TEXTS))
        words = form.words(Language.ENGLISH)
        way = go(form, DACHSHUND | {"hund.chip": "12", "haltung.seit": "2024-01-01", "hund.name": 5})
        assert {field: words.mistake(problem).message for field, (problem,) in way.errors.items()} == {
            "hund.name": "We cannot read this answer. Please enter it again: Name of the dog",
            "hund.chip": "The number has 15 digits.",
            "haltung.seit": "The dog was not born yet.",
        }

    def test_name_facts_but_nothing_behind_them(self) -> None:
        form = make_form(
            texts=english(
                fields={"hund.name": {"errors": {"too_long": "{max} of {length}, {label.__class__} {x}"}}}
            )
        )
        problem = form.fields["hund.name"].kind.validate("x" * 60, today=TODAY)
        message = form.words(Language.ENGLISH).mistake(problem).message
        assert message == "50 of 60, {label.__class__} {x}"

    def test_fall_back_to_german(self) -> None:
        assert make_form().words(Language.ENGLISH).language is Language.GERMAN

    def test_compiled_forms_say_the_same_as_their_yaml(self) -> None:
        assert make_form(DOG).words().page("hund").title == "Angaben zum Hund"
        assert go(make_form(), {}, today=TODAY).pages[0].id == "hund"
