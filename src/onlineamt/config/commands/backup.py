"""Sichert Datenbank, Schlüssel und Dokumente: onlineamt backup ORDNER"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from onlineamt.config.plain_words import plain_words
from onlineamt.config.progress import CannotGoOn


def run(arguments: Sequence[str]) -> int:
    """Make a backup below the folder and delete key archives that are too old. Raises CannotGoOn."""
    parser = argparse.ArgumentParser(prog="onlineamt backup", description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="ORDNER", help="hier entsteht je Sicherung ein Unterordner"
    )
    folder = parser.parse_args(arguments).folder.resolve()
    import django
    from django.conf import settings

    env = settings.ENV
    if not env.database_maintenance_url:
        raise CannotGoOn("DATABASE_MAINTENANCE_URL fehlt. Nur diese Rolle sieht alle Kommunen zugleich.")
    django.setup()
    from onlineamt.adapters.postgres.dumps import DumpFailed
    from onlineamt.config.backup.making import Sources, forget_old_keys, make_backup
    from onlineamt.foundation.core.clock import now
    from onlineamt.foundation.sealing.erasures import journal_path, write_journal

    os.umask(0o077)
    sources = Sources(
        maintenance_url=env.database_maintenance_url,
        documents=env.data / "documents",
        journal=journal_path(),
    )
    with plain_words(folder, else_do="wählen Sie einen anderen Ordner"):
        write_journal()
        try:
            made = make_backup(folder, sources, at=now())
        except DumpFailed as failure:
            raise CannotGoOn(f"{failure}\n\nDie Datenbank ließ sich nicht sichern.") from failure
        forgotten = forget_old_keys(folder, at=now())
    print(f"Gesichert nach {made}; die Schlüssel der Vorgänge getrennt davon in {folder / 'keys'}.")
    if forgotten:
        print(f"{len(forgotten)} Schlüsselarchive, die älter als 30 Tage waren, sind gelöscht.")
    print(
        f"Die Schlüssel der Kommunen ({env.data / 'keys'}) sind nicht dabei: Bewahren Sie sie getrennt auf."
    )
    return 0
