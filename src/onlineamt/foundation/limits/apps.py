"""Tells Django about this module."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.limits"
    label = "limits"
