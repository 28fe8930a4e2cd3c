"""Expressions (CEL): conditions, checks, computed values and fees over typed answers, with unknown as a third truth."""

from onlineamt.procedure.forms.engine.expressions.faults import ExpressionFailed, ExpressionRefused
from onlineamt.procedure.forms.engine.expressions.scope import Activation, Expression, ExpressionScope
from onlineamt.procedure.forms.engine.expressions.types import (
    UNKNOWN,
    ListOf,
    Record,
    Scalar,
    Unknown,
    Value,
    ValueType,
)

__all__ = [
    "UNKNOWN",
    "Activation",
    "Expression",
    "ExpressionFailed",
    "ExpressionRefused",
    "ExpressionScope",
    "ListOf",
    "Record",
    "Scalar",
    "Unknown",
    "Value",
    "ValueType",
]
