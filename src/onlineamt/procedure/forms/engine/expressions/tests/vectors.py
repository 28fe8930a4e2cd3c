"""Reads tests/vectors: expressions with what must come of them, for the server's engine and the browser's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from onlineamt.procedure.forms.engine.expressions import ListOf, Record, Scalar, ValueType
from onlineamt.procedure.forms.engine.expressions.tests.node import FOLDER


@dataclass(frozen=True)
class Vector:
    """One expression. `is_` is value, unknown, failed or refused; `value` is spelt as JSON."""

    source: str
    is_: str
    value: Any = None
    expects: ValueType = Scalar.YES_NO
    in_browser: bool = True


@dataclass(frozen=True)
class VectorFile:
    """The vectors of one file, which share scope and values."""

    name: str
    scope: dict[str, Any]
    values: dict[str, Any]
    vectors: list[Vector]


def read_vector_files() -> list[VectorFile]:
    """Return all vector files."""
    return [_read(path) for path in sorted((FOLDER / "expressions").glob("*.yaml"))]


def _read(path: Path) -> VectorFile:
    content = yaml.safe_load(path.read_text())
    return VectorFile(path.stem, content["scope"], content["values"], list(_vectors(content)))


def _vectors(content: dict[str, Any]) -> Iterator[Vector]:
    for truth in (True, False):
        yield from (Vector(source, "value", truth) for source in content.get(str(truth).lower(), ()))
    for source, value in content.get("gives", {}).items():
        yield Vector(source, "value", spelt(value), _type_of(value))
    for outcome in ("unknown", "failed", "refused"):
        yield from (Vector(source, outcome) for source in content.get(outcome, ()))
    yield from (
        Vector(source, "refused", in_browser=False) for source in content.get("refused_by_server", ())
    )


def _type_of(value: Any) -> ValueType:
    if isinstance(value, list):
        item = _type_of(value[0]) if value else Scalar.TEXT
        assert isinstance(item, Scalar)
        return ListOf(item)
    return next(scalar for kind, scalar in _SCALARS.items() if type(value) is kind)


_SCALARS = {str: Scalar.TEXT, bool: Scalar.YES_NO, int: Scalar.NUMBER, date: Scalar.DATE}


def spelt(value: Any) -> Any:
    """Return a value as both engines' outcomes spell it: whole numbers as text, for JavaScript rounds large ones."""
    if isinstance(value, list):
        return [spelt(item) for item in value]
    if isinstance(value, dict):
        return {name: spelt(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if type(value) is int else value


def areas_of(scope: dict[str, Any]) -> dict[str, Record]:
    """Return the scope as the server declares it."""
    return {area: _record(fields) for area, fields in scope.items()}


def _record(fields: dict[str, Any]) -> Record:
    return Record({name: _value_type(written) for name, written in fields.items()})


def _value_type(written: Any) -> ValueType:
    if isinstance(written, list):
        item = written[0]
        return ListOf(_record(item) if isinstance(item, dict) else Scalar(item))
    return Scalar(written)
