"""Tells Django about this module."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.jobs"
    label = "jobs"
