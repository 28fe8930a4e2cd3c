"""Tells Django about this module."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.procedure.delivery"
    label = "delivery"
