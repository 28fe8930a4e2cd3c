"""Tells Django about this module."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.procedure.cases"
    label = "cases"
