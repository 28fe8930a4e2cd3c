"""A service ready to be applied for: its form, fees and evidence compiled from a frozen version. Knows no Django."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.fees import CompiledFee, FeeBill, compile_fees, compute_fees
from onlineamt.procedure.catalogue.definition import Evidence, Parameter, ServiceDefinition, load_service
from onlineamt.procedure.forms.definition import CodelistDefinition, FormDefinition, TextsDefinition
from onlineamt.procedure.forms.engine import CompiledForm, Journey, compile_form, journey
from onlineamt.procedure.forms.engine.expressions import (
    Activation,
    Expression,
    ExpressionFailed,
    ListOf,
    Scalar,
    Value,
    ValueType,
)

_TYPES: Mapping[str, ValueType] = {
    "cents": Scalar.NUMBER,
    "integer": Scalar.NUMBER,
    "text": Scalar.TEXT,
    "boolean": Scalar.YES_NO,
    "date": Scalar.DATE,
    "codes": ListOf(Scalar.TEXT),
}


@dataclass(frozen=True)
class CompiledEvidence:
    """A document the person has to show, and when."""

    definition: Evidence
    when: Expression


@dataclass(frozen=True)
class CompiledService:
    """A service ready to be applied for. Nothing in it changes; threads may share it."""

    definition: ServiceDefinition
    form: CompiledForm
    fees: tuple[CompiledFee, ...]
    evidence: tuple[CompiledEvidence, ...]

    def journey(
        self, answers: Mapping[str, Any], *, today: date, chosen: Mapping[str, Any] | None = None
    ) -> Journey:
        """Return the way through the form with a municipality's parameters (`chosen` over the defaults)."""
        values = parameter_values(self.definition.parameters, chosen or {})
        return journey(self.form, answers, today=today, parameters=values)

    def fee_bill(self, way: Journey) -> FeeBill:
        """Return what the answers make of the fees."""
        return compute_fees(self.fees, way.activation())

    def needed_evidence(self, way: Journey) -> tuple[str, ...]:
        """Return the documents that are needed: all whose condition is true."""
        activation = way.activation()
        return tuple(one.definition.id for one in self.evidence if _is_true(one.when, activation))


def compile_service(
    service: ServiceDefinition,
    form: FormDefinition,
    *,
    codelists: Mapping[str, CodelistDefinition],
    texts: Mapping[Language, TextsDefinition],
) -> CompiledService:
    """Make a service ready. Raises FormRefused or ExpressionRefused; an installed version has neither."""
    compiled = compile_form(
        form,
        codelists=codelists,
        parameters={name: parameter_type(parameter) for name, parameter in service.parameters.items()},
        fees=tuple(fee.name for fee in service.fees),
        texts=texts,
    )
    evidence = tuple(
        CompiledEvidence(one, compiled.expression(one.when, expects=Scalar.YES_NO))
        for one in service.evidence
    )
    return CompiledService(service, compiled, compile_fees(service.fees, compiled.scope), evidence)


def compile_sections(sections: Mapping[str, Any]) -> CompiledService:
    """Make the stored sections of a frozen version ready."""
    return compile_service(
        load_service(sections["service"]),
        FormDefinition.model_validate_json(json.dumps(sections["form"])),
        codelists={
            name: CodelistDefinition.model_validate(one) for name, one in sections["codelists"].items()
        },
        texts={
            Language(name): TextsDefinition.model_validate(words.get("form", {}))
            for name, words in sections["texts"].items()
        },
    )


def parameter_type(parameter: Parameter) -> ValueType:
    """Return what expressions take a parameter for."""
    return _TYPES[parameter.type]


def parameter_values(declared: Mapping[str, Parameter], chosen: Mapping[str, Any]) -> dict[str, Value]:
    """Return every parameter as expressions read it: the municipality's value, else the version's default."""
    return {
        name: _value(parameter, chosen.get(name, parameter.default)) for name, parameter in declared.items()
    }


def _value(parameter: Parameter, value: Any) -> Value:
    if parameter.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if parameter.type == "codes" else value


def _is_true(expression: Expression, activation: Activation) -> bool:
    try:
        return expression.is_true(activation)
    except ExpressionFailed:
        return False
