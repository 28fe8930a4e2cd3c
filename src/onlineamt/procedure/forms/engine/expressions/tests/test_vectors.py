"""Both engines, the server's and the browser's, give every vector the same outcome."""

from typing import Any

import pytest

from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    ExpressionFailed,
    ExpressionRefused,
    ExpressionScope,
)
from onlineamt.procedure.forms.engine.expressions.tests.node import run_module
from onlineamt.procedure.forms.engine.expressions.tests.vectors import (
    Vector,
    VectorFile,
    areas_of,
    read_vector_files,
    spelt,
)

FILES = read_vector_files()


def _on_the_server(scope: ExpressionScope, activation: Activation, vector: Vector) -> dict[str, Any]:
    try:
        expression = scope.compile(vector.source, expects=vector.expects)
    except ExpressionRefused:
        return {"is": "refused"}
    try:
        value = expression.evaluate(activation)
    except ExpressionFailed:
        return {"is": "failed"}
    return {"is": "unknown"} if value is UNKNOWN else {"is": "value", "value": spelt(value)}


def _expected(vector: Vector) -> dict[str, Any]:
    return {"is": "value", "value": vector.value} if vector.is_ == "value" else {"is": vector.is_}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
class TestVectors:
    def test_on_the_server(self, file: VectorFile) -> None:
        scope = ExpressionScope(areas_of(file.scope))
        activation = scope.activation(file.values)
        for vector in file.vectors:
            assert _on_the_server(scope, activation, vector) == _expected(vector), vector.source

    def test_in_the_browser(self, file: VectorFile) -> None:
        vectors = [vector for vector in file.vectors if vector.in_browser]
        outcomes = _in_the_browser(file, vectors)
        for vector, outcome in zip(vectors, outcomes, strict=True):
            assert outcome == _expected(vector), vector.source


def _in_the_browser(file: VectorFile, vectors: list[Vector]) -> list[dict[str, Any]]:
    given = {
        "scope": file.scope,
        "values": spelt(file.values),
        "expressions": [vector.source for vector in vectors],
    }
    (outcomes,) = run_module("run.mjs", [given])
    return list(outcomes)


def test_there_are_at_least_300_vectors() -> None:
    assert sum(len(file.vectors) for file in FILES) >= 300
