"""Tells Django about this module."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.procedure.decisions"
    label = "decisions"
