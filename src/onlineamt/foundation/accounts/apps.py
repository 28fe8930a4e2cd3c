"""Tells Django about this module."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.foundation.accounts"
    label = "accounts"
