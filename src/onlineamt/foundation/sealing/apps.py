"""Tells Django about this module."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.sealing"
    label = "sealing"
