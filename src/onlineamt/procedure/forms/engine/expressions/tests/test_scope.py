"""Expressions are checked with a place and a reason, and share one activation safely."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    ExpressionFailed,
    ExpressionRefused,
    ExpressionScope,
    ListOf,
    Record,
    Scalar,
)

SCOPE = ExpressionScope(
    {
        "hund": Record(
            {"name": Scalar.TEXT, "gross": Scalar.YES_NO, "alter": Scalar.NUMBER, "seit": Scalar.DATE}
        ),
        "kinder": Record({"liste": ListOf(Record({"name": Scalar.TEXT}))}),
        "computed": Record({"satz": Scalar.NUMBER}),
    }
)


def _refusal(source: str, expects: Scalar = Scalar.YES_NO) -> ExpressionRefused:
    with pytest.raises(ExpressionRefused) as caught:
        SCOPE.compile(source, expects=expects)
    return caught.value


class TestCompile:
    @pytest.mark.parametrize(
        ("source", "place", "says"),
        [
            ("hund.nam == 'x'", (1, 5), "„hund.nam“ gibt es nicht. Meinten Sie „hund.name“?"),
            ("hunt.name == 'x'", (1, 5), "„hunt.name“ ist nicht bekannt. Meinten Sie „hund.name“?"),
            ("hund.gross &&\n hund.nam == 'x'", (2, 6), "„hund.nam“ gibt es nicht."),
            ("'ä' == hund.nam", (1, 12), "„hund.nam“ gibt es nicht."),
            ("hund.alter > '3'", (1, 12), "„>“ geht nicht mit: ganze Zahl, Text."),
            ("hund.seit > 3", (1, 11), "„>“ geht nicht mit: Datum, ganze Zahl."),
            ("hund.alter >= 1.5", (1, 12), "„>=“ geht nicht mit: ganze Zahl, Kommazahl."),
            ("1.5 == 1.5", (1, 1), "Kommazahlen gibt es in Ausdrücken nicht"),
            ("hund.gross &&", (1, 14), "Er hört zu früh auf, oder etwas fehlt."),
            ("hund.gross and true", (1, 12), "„and“ passt hier nicht."),
            ("hund.name == null", (1, 11), "„==“ geht nicht mit: Text, nichts."),
            ("hund.name.exists(x, true)", (1, 5), "Nur eine Liste lässt sich durchgehen."),
            ("hund.name.matches('x')", (1, 18), "„matches“ gibt es hier nicht"),
            ("hund == hund", (1, 1), "Hier fehlt ein Feld: „hund.…“."),
            ("kinder.liste.exists(k, k == k)", (1, 26), "Ganze Einträge lassen sich nicht vergleichen"),
            ("kinder.liste.exists(hund, hund.name == 'x')", (1, 20), "„hund“ ist schon ein Bereich"),
            ("hund.name__asked", (1, 5), "„hund.name__asked“ gibt es nicht."),
            ("hund.alter", (1, 1), "Gebraucht wird Ja oder Nein, der Ausdruck ergibt aber: ganze Zahl."),
            ("kinder.liste", (1, 1), "der Ausdruck ergibt aber: Liste."),
            ("hund.gross\u00a0&& true", (1, 1), "ein Zeichen, das man nicht sieht"),
            ("hund.name == '\ud800'", (1, 1), "ein Zeichen, das man nicht sieht"),
            ("(" * 40 + "true" + ")" * 40, (1, 1), "zu tief verschachtelt"),
            ("true" + " || true" * 250, (1, 1), "zu lang"),
            ("", (1, 1), "Er hört zu früh auf, oder etwas fehlt."),
        ],
    )
    def test_says_in_german_what_is_wrong_and_where(
        self, source: str, place: tuple[int, int], says: str
    ) -> None:
        refused = _refusal(source)
        assert says in refused.message
        assert (refused.line, refused.column) == place

    def test_names_the_fields_an_expression_reads(self) -> None:
        expression = SCOPE.compile(
            "kinder.liste.exists(k, k.name == hund.name) && has(hund.gross) && computed.satz > 1 && hund.seit < today",
            expects=Scalar.YES_NO,
        )
        assert expression.references == {
            "kinder.liste", "hund.name", "hund.gross", "computed.satz", "hund.seit", "today",
        }  # fmt: skip


class TestEvaluate:
    def test_unknown_is_neither_true_nor_false(self) -> None:
        with pytest.raises(TypeError):
            bool(UNKNOWN)

    def test_unknown_is_not_true(self) -> None:
        expression = SCOPE.compile("hund.gross", expects=Scalar.YES_NO)
        assert not expression.is_true(SCOPE.activation({}))
        assert expression.is_true(SCOPE.activation({"hund.gross": True}))

    def test_an_error_is_an_error_and_not_a_value(self) -> None:
        expression = SCOPE.compile("1 / hund.alter == 1", expects=Scalar.YES_NO)
        with pytest.raises(ExpressionFailed):
            expression.evaluate(SCOPE.activation({"hund.alter": 0}))

    def test_a_text_that_looks_like_an_error_is_a_text(self) -> None:
        expression = SCOPE.compile("hund.name", expects=Scalar.TEXT)
        name = 'UNKNOWN: No value with name "?" found in Activation'
        assert expression.evaluate(SCOPE.activation({"hund.name": name})) == name

    def test_an_answer_that_the_form_does_not_know_is_refused(self) -> None:
        with pytest.raises(KeyError):
            SCOPE.activation({"hund.farbe": "braun"})

    def test_many_threads_share_expressions(self) -> None:
        expression = SCOPE.compile("hund.alter + date.month(today)", expects=Scalar.NUMBER)

        def evaluate(age: int) -> object:
            return expression.evaluate(SCOPE.activation({"hund.alter": age, "today": date(2026, 11, 22)}))

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(evaluate, range(500))) == [age + 11 for age in range(500)]
