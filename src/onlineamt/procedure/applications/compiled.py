"""A service ready to be applied for: its form, fees and evidence compiled from a frozen version. Knows no Django."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.fees import CompiledFee, FeeBill, compile_fees, compute_fees
from onlineamt.procedure.catalogue.definition import (
    Evidence,
    Follows,
    Parameter,
    ServiceDefinition,
    TableParameter,
    load_service,
)
from onlineamt.procedure.catalogue.tables import Columns, Table
from onlineamt.procedure.forms.definition import (
    GRANTED,
    CodelistDefinition,
    FormDefinition,
    GrantedDefinition,
    TextsDefinition,
)
from onlineamt.procedure.forms.engine import (
    ENTRY_FACTS,
    CompiledForm,
    Journey,
    Setting,
    compile_form,
    journey,
    with_granted,
)
from onlineamt.procedure.forms.engine.expressions import (
    Activation,
    Expression,
    ExpressionFailed,
    ListOf,
    Record,
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
        self,
        answers: Mapping[str, Any],
        *,
        today: date,
        chosen: Mapping[str, Any] | None = None,
        entry: Mapping[str, Value | None] | None = None,
    ) -> Journey:
        """Return the way through the form with a municipality's parameters (`chosen` over the defaults)."""
        values = parameter_values(self.definition.parameters, chosen or {})
        return journey(self.form, answers, today=today, parameters=values, entry=entry)

    def fee_bill(self, way: Journey) -> FeeBill:
        """Return what the answers make of the fees."""
        return compute_fees(self.fees, way.activation())

    def needed_evidence(self, way: Journey) -> tuple[str, ...]:
        """Return the documents that are needed: all whose condition is true."""
        return tuple(one.id for one in needed_evidence(self.evidence, way))


def needed_evidence(evidence: tuple[CompiledEvidence, ...], way: Journey) -> tuple[Evidence, ...]:
    """Return the documents that are needed: all whose condition is true."""
    activation = way.activation()
    return tuple(one.definition for one in evidence if _is_true(one.when, activation))


def compile_service(
    service: ServiceDefinition,
    form: FormDefinition,
    *,
    codelists: Mapping[str, CodelistDefinition],
    texts: Mapping[Language, TextsDefinition],
    limits: Mapping[str, Collection[str]] | None = None,
    granted: GrantedDefinition | None = None,
) -> CompiledService:
    """Make a service ready. `limits`: what its registers hold one entry of, by register; `granted`: what its
    decisions may grant instead of what was applied for.

    Raises FormRefused or ExpressionRefused; an installed version has neither.
    """
    compiled = compile_form(
        form,
        codelists=codelists,
        parameters=parameter_types(service.parameters),
        tables=table_columns(service.parameters),
        fees=tuple(fee.name for fee in service.fees),
        registers=register_areas(service.follows, limits or {}),
        texts=texts,
        granted=granted,
    )
    compiled = with_granted(compiled, granted)
    evidence = tuple(
        CompiledEvidence(one, compiled.expression(one.when, expects=Scalar.YES_NO))
        for one in service.evidence
    )
    return CompiledService(service, compiled, compile_fees(service.fees, compiled.scope), evidence)


def compile_sections(sections: Mapping[str, Any]) -> CompiledService:
    """Make the stored sections of a frozen version ready."""
    procedure = sections.get("procedure", {})
    granted = procedure.get(GRANTED)
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
        limits={
            name: tuple(register.get("one_per", ()))
            for name, register in procedure.get("registers", {}).items()
        },
        granted=GrantedDefinition.model_validate_json(json.dumps(granted)) if granted else None,
    )


def register_areas(follows: Follows | None, limits: Mapping[str, Collection[str]]) -> dict[str, Record]:
    """Return what expressions see of registers: `entry.…` of what is followed, and `held.<register>.<name>`."""
    held = {
        f"held.{register}": Record(dict.fromkeys(names, Scalar.YES_NO))
        for register, names in limits.items()
        if names
    }
    return held | ({"entry": Record(ENTRY_FACTS)} if follows else {})


def parameter_types(declared: Mapping[str, Parameter]) -> dict[str, ValueType]:
    """Return what expressions take each parameter for; they do not see tables."""
    return {name: _TYPES[one.type] for name, one in declared.items() if one.type != "table"}


def table_columns(declared: Mapping[str, Parameter]) -> dict[str, Columns]:
    """Return the columns of each parameter that is a table."""
    return {name: one.columns for name, one in declared.items() if isinstance(one, TableParameter)}


def parameter_values(declared: Mapping[str, Parameter], chosen: Mapping[str, Any]) -> dict[str, Setting]:
    """Return every parameter as the form takes it: the municipality's value, else the version's default.

    A table is chosen as rows, or as a `Table` ready to be looked up.
    """
    return {
        name: _table(parameter, chosen.get(name))
        if isinstance(parameter, TableParameter)
        else _value(parameter, chosen.get(name, parameter.default))
        for name, parameter in declared.items()
    }


def plain_values(declared: Mapping[str, Parameter], chosen: Mapping[str, Any]) -> dict[str, Value]:
    """Return every parameter but the tables, as expressions and letters read it."""
    return {
        name: _value(one, chosen.get(name, one.default))
        for name, one in declared.items()
        if not isinstance(one, TableParameter)
    }


def _table(parameter: TableParameter, chosen: Any) -> Table:
    if chosen is None:
        return parameter.table
    return chosen if isinstance(chosen, Table) else Table(parameter.columns, chosen)


def _value(parameter: Parameter, value: Any) -> Value:
    if parameter.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    plain: Value = tuple(value) if parameter.type == "codes" else value
    return plain


def _is_true(expression: Expression, activation: Activation) -> bool:
    try:
        return expression.is_true(activation)
    except ExpressionFailed:
        return False
