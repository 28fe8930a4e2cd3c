"""The town in which people park, for all tests of decisions that want it."""

from onlineamt.procedure.decisions.tests.parking import town

__all__ = ["town"]
