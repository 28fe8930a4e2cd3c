"""Tells Django about this module."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.audit"
    label = "audit"
