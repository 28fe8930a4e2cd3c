"""Tells Django about this module."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.facilities.mail"
    label = "mail"
