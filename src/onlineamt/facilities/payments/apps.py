"""Tells Django about this module."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.facilities.payments"
    label = "payments"
