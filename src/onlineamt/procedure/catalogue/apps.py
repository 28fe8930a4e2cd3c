"""Tells Django about this module."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.procedure.catalogue"
    label = "catalogue"
