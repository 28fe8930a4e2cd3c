"""Tells Django about this module."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.procedure.applications"
    label = "applications"
