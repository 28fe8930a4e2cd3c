"""Tells Django about this module."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.facilities.registers"
    label = "registers"
