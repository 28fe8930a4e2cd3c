"""Bringt die Datenbank auf den Stand dieser Version: onlineamt migrate [--check]"""

import argparse
from collections.abc import Sequence

from onlineamt.config.plain_words import plain_words
from onlineamt.config.progress import CannotGoOn

# Any number will do, as long as all nodes use the same: who comes second waits for the first.
_LOCK = 4_711_011


def run(arguments: Sequence[str]) -> int:
    """Migrate as the owner; with --check only tell whether something is waiting (exit code 1)."""
    import django
    from django.conf import settings

    parser = argparse.ArgumentParser(prog="onlineamt migrate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="nur sagen, ob Migrationen ausstehen")
    options = parser.parse_args(arguments)
    if not settings.ENV.database_owner_url:
        raise CannotGoOn(
            "DATABASE_OWNER_URL fehlt. Dort steht die Adresse, unter der die Tabellen angelegt werden."
        )
    django.setup()
    from onlineamt.audiences.operations.readiness import find_waiting_migrations

    with plain_words(settings.ENV.data):
        waiting = find_waiting_migrations("owner")
        if options.check or not waiting:
            print(
                "\n".join([f"Es fehlt {name}." for name in waiting] or ["Die Datenbank ist auf dem Stand."])
            )
            return 1 if waiting else 0
        migrate(verbosity=1)
    return 0


def migrate(*, verbosity: int = 0) -> None:
    """Migrate; of two nodes that do so at once, the second waits and then finds nothing to do."""
    from django.core.management import call_command
    from django.db import connections

    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        call_command("migrate", database="owner", verbosity=verbosity)
    finally:
        connection.close()  # gives the lock back
