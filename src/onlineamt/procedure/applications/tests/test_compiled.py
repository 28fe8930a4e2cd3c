from datetime import date
from typing import Any

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.compiled import CompiledService, compile_service, parameter_values
from onlineamt.procedure.catalogue.definition import ServiceDefinition, load_service
from onlineamt.procedure.forms.definition import FormDefinition, TextsDefinition
from onlineamt.procedure.forms.engine import FormRefused
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused

PARAMETERS = {
    "rate": {"type": "cents", "default": 1200, "label": "Satz"},
    "start": {"type": "date", "default": "2026-01-01", "label": "Beginn"},
    "colours": {"type": "codes", "codelist": "colours", "default": ["red"], "label": "Farben"},
    "open": {"type": "boolean", "default": True, "label": "Offen"},
}
SERVICE: dict[str, Any] = {
    "key": "muster", "version": "1.0.0", "title": "Muster", "leistungsschluessel": [], "kind": "application",
    "procedure_law": "vwvfg", "decided_in": "platform", "laender": ["NW"], "audience": ["citizens"],
    "legal_basis": ["M"], "trust_level": "none", "retrieval": "email_code", "office": "ordnung",
    "channels": ["online"], "maturity": 4, "remedy": {"kind": "klage", "period": "P1M"},
    "retention": {"draft": "P30D", "closed_case": "P5Y"},
    "data_protection": {"purpose": "P", "legal_basis": ["M"], "recipients": [], "retention": "5 Jahre"},
    "parameters": PARAMETERS,
    "fees": [{"name": "fee", "amount": "parameters.rate * thing.count / 12", "due": "with_decision"}],
    "evidence": [
        {"id": "photo", "title": "Foto", "when": "thing.colour in parameters.colours"},
        {"id": "plan", "title": "Plan", "when": "10 / (thing.count - 3) > 1"},
    ],
}  # fmt: skip
FORM = FormDefinition.model_validate({
    "pages": [{"id": "thing", "title": "Das Ding", "fields": [
        {"id": "thing.count", "kind": "integer", "label": "Zahl"},
        {"id": "thing.colour", "kind": "choice", "label": "Farbe", "options": [
            {"code": "red", "label": "Rot"}, {"code": "blue", "label": "Blau"},
        ]},
    ]}],
})  # fmt: skip


ANSWERS = {"thing.count": 3, "thing.colour": "red"}


def service(**changes: Any) -> CompiledService:
    texts = TextsDefinition.model_validate({"pages": {"thing": {"title": "The thing"}}})
    return compile_service(
        load_service({**SERVICE, **changes}), FORM, codelists={}, texts={Language.ENGLISH: texts}
    )


class TestCompiledService:
    def test_charges_by_the_default_or_by_what_the_municipality_set(self) -> None:
        compiled = service()
        for chosen, cents in (({}, 300), ({"rate": 2400}, 600)):
            way = compiled.journey(ANSWERS, today=date(2026, 3, 20), chosen=chosen)
            assert compiled.fee_bill(way).cents == {"fee": cents}

    def test_needs_only_evidence_that_is_certain(self) -> None:
        """A condition that fails asks nobody for a document; the caseworker may."""
        compiled = service()
        way = compiled.journey(ANSWERS, today=date(2026, 3, 20))
        assert compiled.needed_evidence(way) == ("photo",)
        assert compiled.needed_evidence(compiled.journey({}, today=date(2026, 3, 20))) == ()

    def test_speaks_the_languages_of_the_package(self) -> None:
        assert service().form.words(Language.ENGLISH).page("thing").title == "The thing"


class TestCompileService:
    def test_refuses_a_fee_that_reads_what_is_not_asked(self) -> None:
        with pytest.raises(ExpressionRefused):
            service(fees=[{"name": "fee", "amount": "thing.size", "due": "with_decision"}])

    def test_refuses_a_form_that_cannot_run(self) -> None:
        broken = FORM.model_copy(update={"pages": (FORM.pages[0].model_copy(update={"show": "thing.size"}),)})
        with pytest.raises(FormRefused):
            compile_service(load_service(SERVICE), broken, codelists={}, texts={})


class TestParameterValues:
    DECLARED = ServiceDefinition.model_validate(SERVICE, strict=False).parameters

    def test_are_what_expressions_read(self) -> None:
        assert parameter_values(self.DECLARED, {}) == {
            "rate": 1200, "start": date(2026, 1, 1), "colours": ("red",), "open": True,
        }  # fmt: skip

    def test_take_stored_values_as_json_has_them(self) -> None:
        chosen = {"start": "2027-02-03", "colours": ["blue"], "open": False}
        assert parameter_values(self.DECLARED, chosen) == {
            "rate": 1200, "start": date(2027, 2, 3), "colours": ("blue",), "open": False,
        }  # fmt: skip
