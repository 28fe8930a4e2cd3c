"""Both engines, the server's and the browser's, read the same from what is typed."""

from typing import Any

import pytest
import yaml

from onlineamt.procedure.forms.engine.expressions.tests.node import FOLDER, run_module
from onlineamt.procedure.forms.engine.expressions.tests.vectors import spelt
from onlineamt.procedure.forms.engine.kinds import KINDS, AnyKind
from onlineamt.procedure.forms.engine.kinds.base import Kind
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field

CASES = [
    (case["field"], typed, value)
    for case in yaml.safe_load((FOLDER / "typed.yaml").read_text())
    for typed, value in case["reads"].items()
]
UNREAD = {"is": "unread"}


def _field(options: dict[str, Any]) -> AnyKind:
    return make_field(**options)


def _raw(kind: AnyKind, typed: str) -> dict[str, list[str]]:
    parts = typed.split("|") if len(kind.inputs) > 1 else [typed]
    return {name: [part] for name, part in zip(kind.inputs, parts, strict=True)}


def _expected(value: Any) -> dict[str, Any]:
    return UNREAD if value == "unread" else _read(value)


def _read(value: Any) -> dict[str, Any]:
    return {"is": "value", "value": spelt(list(value) if isinstance(value, tuple) else value)}


@pytest.mark.parametrize(("options", "typed", "value"), CASES, ids=lambda part: str(part)[:20])
def test_on_the_server(options: dict[str, Any], typed: str, value: Any) -> None:
    kind = _field(options)
    found = kind.parse(_raw(kind, typed), today=TODAY)
    assert _expected(value) == (UNREAD if isinstance(found, Problem) else _read(found))


def test_in_the_browser() -> None:
    given = []
    for options, typed, _value in CASES:
        kind = _field(options)
        how = kind.read_in_browser(today=TODAY) | {"inputs": list(kind.inputs)}
        given.append({"how": how, "raw": _raw(kind, typed)})
    for (options, typed, value), outcome in zip(CASES, run_module("typed.mjs", given), strict=True):
        assert outcome == _expected(value), (options, typed)


def test_every_reader_is_tried() -> None:
    tried = {options["kind"] for options, _typed, _value in CASES}
    assert {name for name, kind in KINDS.items() if kind.read_in_browser is not Kind.read_in_browser} <= tried
