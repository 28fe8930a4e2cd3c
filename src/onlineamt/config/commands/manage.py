"""Django-Verwaltung für Entwicklung: makemigrations, shell, …"""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Hand the arguments to Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["onlineamt manage", *arguments])
    return 0
