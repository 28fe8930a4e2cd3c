"""Tells Django about this module."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """The module as Django knows it."""

    name = "onlineamt.facilities.post"
    label = "post"
