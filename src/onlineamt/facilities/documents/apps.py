"""Tells Django about this module."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.facilities.documents"
    label = "documents"
