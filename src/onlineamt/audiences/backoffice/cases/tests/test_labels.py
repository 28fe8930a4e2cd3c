"""Every state, way and act has a German name; no act of the product is missing from the history's words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import onlineamt
from onlineamt.audiences.backoffice.cases.labels import (
    AUDIT,
    CHANNELS,
    DELIVERIES,
    DOCUMENTS,
    HOLDS,
    STATES,
)
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.procedure.cases.values import CaseState, HoldKind
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState

SOURCE = Path(onlineamt.__file__).parent
WRITES = frozenset({"record", "_record", "_record_before", "_note"})
OF_ACCOUNTS = ("account.", "barrier.", "staff.", "tenant.")  # chains of their own, never a case's


def recorded() -> Iterator[str]:
    """Yield the first argument of every call that writes the audit trail, wherever it stands in the product."""
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in WRITES:
                yield from _texts(node.args[0])


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(argument: ast.expr) -> Iterator[str]:
    """Names may stand in either branch of a condition."""
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.value


def test_every_act_on_a_case_has_words() -> None:
    names = {name for name in recorded() if not name.startswith(OF_ACCOUNTS)}
    assert names - set(AUDIT) == set()
    assert len(names) > 40


def test_no_words_are_for_acts_that_nobody_does() -> None:
    assert set(AUDIT) - set(recorded()) == set()


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (CaseState, STATES),
        (HoldKind, HOLDS),
        (DeliveryChannel, CHANNELS),
        (DeliveryState, DELIVERIES),
        (DocumentKind, DOCUMENTS),
    ],
)
def test_every_value_has_words(values: type, labels: object) -> None:
    assert set(values) == set(labels)  # type: ignore[call-overload]
