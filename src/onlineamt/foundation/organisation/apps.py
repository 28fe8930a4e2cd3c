"""Tells Django about this module."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.organisation"
    label = "organisation"
