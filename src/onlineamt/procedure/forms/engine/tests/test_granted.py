"""What is granted: what was applied for unless somebody chose otherwise, with what follows from it."""

from datetime import date
from typing import Any

import pytest

from onlineamt.procedure.forms.definition import FormDefinition, GrantedDefinition
from onlineamt.procedure.forms.engine import CompiledForm, Granting, compile_form, journey, with_granted
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused

TODAY = date(2026, 5, 4)
FORM = FormDefinition.model_validate(
    {
        "pages": [
            {
                "id": "antrag",
                "title": "Antrag",
                "fields": [
                    {"id": "antrag.zahl", "kind": "integer", "label": "Zahl"},
                    {"id": "antrag.bis", "kind": "date", "label": "Bis", "required": False},
                ],
            }
        ]
    }
)
# As the database gives it back: shorter names first.
GRANTED: dict[str, Any] = {
    "fields": [
        {"id": "granted.zahl", "kind": "integer", "label": "Erlaubte Zahl", "min": 1},
        {"id": "granted.bis", "kind": "date", "label": "Erlaubt bis"},
    ],
    "applied": {"bis": "antrag.bis", "zahl": "antrag.zahl"},
    "suggested": {"zahl": "antrag.zahl > 5 ? 5 : antrag.zahl"},
    "computed": {
        "preis": {"kind": "money", "label": "Preis", "value": "granted.gesamtzahl * 100"},
        "gesamtzahl": {"kind": "integer", "label": "Gesamt", "value": "granted.zahl * 2"},
    },
    "checks": [
        {
            "id": "nicht_mehr",
            "that": "granted.zahl <= antrag.zahl",
            "message": "Mehr als beantragt geht nicht.",
            "fields": ["granted.zahl"],
        }
    ],
}
ASKED = ("zahl", "bis")


def compiled(**changed: Any) -> CompiledForm:
    definition = GrantedDefinition.model_validate({**GRANTED, **changed})
    return with_granted(compile_form(FORM, granted=definition), definition)


def grant(
    answers: dict[str, Any], chosen: dict[str, Any] | None = None, names: tuple[str, ...] = ASKED
) -> Granting:
    form = compiled()
    assert form.granted is not None
    known = journey(form, answers, today=TODAY).values
    return form.granted.grant(
        form.scope, known, names=names if chosen is not None else (), chosen=chosen or {}, today=TODAY
    )


class TestGrant:
    def test_takes_what_was_applied_for_where_nobody_chose(self) -> None:
        found = grant({"antrag.zahl": 8, "antrag.bis": "2026-06-01"})
        assert list(found.values.items()) == [
            ("granted.zahl", 8),
            ("granted.bis", date(2026, 6, 1)),
            ("granted.gesamtzahl", 16),
            ("granted.preis", 1600),
        ]
        assert (found.differs, found.problems) == ((), ())

    def test_takes_what_was_chosen_of_what_is_asked_alone(self) -> None:
        chosen = {"zahl": 3, "bis": "2026-05-20"}
        found = grant({"antrag.zahl": 8, "antrag.bis": "2026-06-01"}, chosen, names=("zahl",))
        assert found.values["granted.zahl"] == 3
        assert found.values["granted.bis"] == date(2026, 6, 1)
        assert found.values["granted.preis"] == 600
        assert found.differs == ("granted.zahl",)

    @pytest.mark.parametrize(
        ("chosen", "field_id", "code"),
        [
            ({"zahl": 9, "bis": "2026-06-01"}, "granted.zahl", "check"),
            ({"zahl": 0, "bis": "2026-06-01"}, "granted.zahl", "too_small"),
            ({"zahl": "drei", "bis": "2026-06-01"}, "granted.zahl", "unreadable"),
            ({"zahl": 3}, "granted.bis", "required"),
        ],
    )
    def test_says_what_cannot_be(self, chosen: dict[str, Any], field_id: str, code: str) -> None:
        found = grant({"antrag.zahl": 8, "antrag.bis": "2026-06-01"}, chosen)
        assert [(one.field_id, one.code) for one in found.problems] == [(field_id, code)]

    def test_knows_nothing_of_what_was_only_suggested(self) -> None:
        found = grant({"antrag.bis": "2026-06-01"})
        assert found.values == {"granted.bis": date(2026, 6, 1)}
        assert found.facts == {
            "granted.zahl": None,
            "granted.gesamtzahl": None,
            "granted.preis": None,
            "granted.bis": date(2026, 6, 1),
        }


class TestSuggestion:
    def test_counts_while_the_form_is_filled_in(self) -> None:
        values = journey(compiled(), {"antrag.zahl": 8}, today=TODAY).values
        assert (values["granted.zahl"], values["granted.preis"]) == (5, 1000)


class TestCompile:
    def test_refuses_what_hangs_on_itself(self) -> None:
        circle = {
            "a": {"kind": "integer", "label": "A", "value": "granted.b + 1"},
            "b": {"kind": "integer", "label": "B", "value": "granted.a + 1"},
        }
        with pytest.raises(ExpressionRefused, match="hängt von sich selbst ab"):
            compiled(computed=circle)

    def test_leaves_a_form_without_it_as_it_is(self) -> None:
        form = compile_form(FORM)
        assert with_granted(form, None) is form
        assert "granted.zahl" not in journey(form, {"antrag.zahl": 8}, today=TODAY).values
