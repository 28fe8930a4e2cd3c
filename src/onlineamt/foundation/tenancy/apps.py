"""Tells Django about this module."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.tenancy"
    label = "tenancy"
