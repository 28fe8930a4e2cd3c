"""What a service sends, as JSON Schema (2020-12): for whoever takes its applications over."""

from typing import Any

from onlineamt.packages.package import Package
from onlineamt.packages.trial import compile_package
from onlineamt.procedure.forms.definition import ComputedDefinition
from onlineamt.procedure.forms.engine import CompiledForm
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledPage
from onlineamt.procedure.forms.engine.kinds.base import answer_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CENTS = {"type": "integer", "minimum": 0}
_ENTRY = {
    "description": "Was von dem Registereintrag bekannt war, dem der Antrag folgt.",
    "type": "object",
    "properties": {
        "found": {"type": "boolean"},
        "number": {"type": ["string", "null"]},
        "valid_from": {"type": ["string", "null"], "format": "date"},
        "valid_until": {"type": ["string", "null"], "format": "date"},
        "is_valid": {"type": ["boolean", "null"]},
    },
    "required": ["found"],
}


def submission_schema(package: Package) -> dict[str, Any]:
    """Return the JSON Schema of what is frozen when an application is sent: answers, computed values, fees in cents.

    It fits every submission. One that was sent with gaps (§ 24 Abs. 3 VwVfG) may lack any answer; of one without, every
    answer that is always asked and needed is there: `#/$defs/complete` says so, and nothing else. Raises FormRefused or ExpressionRefused
    where the package does not compile.
    """
    form = compile_package(package).service.form
    results = {name: _result(name, one) for name, one in package.form.computed.items()}
    fees = {fee.name: {"title": fee.label or fee.name, **_CENTS} for fee in package.service.fees}
    entry = {"entry": _ENTRY} if package.service.follows else {}
    return {
        "$schema": DIALECT,
        "title": package.service.title,
        "description": f"Antrag „{package.service.key}“, Version {package.service.version}. Beträge stehen in Cent.",
        "type": "object",
        "properties": {
            "answers": _object(_answers(form)),
            "computed": _object(results),
            "fees": _object(fees),
            **entry,
            "salt": {
                "description": "Zufällig: Niemand soll Antworten an ihrer Prüfsumme erraten.",
                "type": "string",
            },
        },
        "required": ["answers", "computed", "fees"],
        "additionalProperties": False,
        "$defs": {
            "complete": {
                "description": "Was ein Antrag ohne Lücken außerdem erfüllt.",
                "properties": {"answers": {"properties": _given(form), "required": list(_given(form))}},
            }
        },
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _answers(form: CompiledForm) -> dict[str, Any]:
    return {name: answer_schema(one.kind) for name, one in form.fields.items() if one.asks}


def _given(form: CompiledForm) -> dict[str, Any]:
    """Return the answers that no condition takes away, each not left empty."""
    return {
        field.id: {"not": {"const": field.kind.blank}}
        for page in form.pages
        if page.definition.show is None
        for field in page.fields
        if field.id not in page.conditional and _is_always_needed(page, field)
    }


def _is_always_needed(page: CompiledPage, field: CompiledField) -> bool:
    is_one_of_many = any(field.id in ids for ids in page.choices.values())
    may_come_later = getattr(field.kind.definition, "later", None)
    return field.asks and field.required is True and not is_one_of_many and not may_come_later


def _result(name: str, computed: ComputedDefinition) -> dict[str, Any]:
    """A computed value has no bounds: nobody typed it."""
    texts = {
        "date": {"format": "date"},
        "decimal": {"pattern": rf"^-?\d+\.\d{{{computed.places}}}$"},
    }
    plain = {"integer": "integer", "money": "integer", "yes_no": "boolean"}.get(computed.kind, "string")
    return {"title": computed.label or name, "type": plain, **texts.get(computed.kind, {})}
