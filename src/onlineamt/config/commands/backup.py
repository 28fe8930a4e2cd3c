"""Sichert Datenbank, Schlüssel und Dokumente: onlineamt backup ORDNER"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from onlineamt.config.plain_words import plain_words
from onlineamt.config.progress import CannotGoOn


def run(arguments: Sequence[str]) -> int:
    """Make a backup below the folder and delete key archives that are too old. Raises CannotGoOn.

    Exit code 1 when files are missing that the database names; everything else is in the backup.
    """
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
    from onlineamt.facilities.documents.queries import list_keys_kept_before
    from onlineamt.facilities.documents.store import byte_store
    from onlineamt.foundation.core.clock import now
    from onlineamt.foundation.sealing.erasures import journal_path, write_journal

    os.umask(0o077)
    sources = Sources(
        maintenance_url=env.database_maintenance_url,
        documents=byte_store(),
        journal=journal_path(),
    )
    begun = now()
    with plain_words(folder, else_do="wählen Sie einen anderen Ordner"):
        write_journal()
        try:
            made = make_backup(folder, sources, at=begun)
        except DumpFailed as failure:
            raise CannotGoOn(f"{failure}\n\nDie Datenbank ließ sich nicht sichern.") from failure
        forgotten = forget_old_keys(folder, at=now())
    print(
        f"Gesichert nach {made.folder} mit {len(made.files)} Dateien; die Schlüssel der Vorgänge getrennt davon in {folder / 'keys'}."
    )
    if forgotten:
        print(f"{len(forgotten)} Schlüsselarchive, die älter als 30 Tage waren, sind gelöscht.")
    print(
        f"Die Schlüssel der Kommunen ({env.data / 'keys'}) sind nicht dabei: Bewahren Sie sie getrennt auf."
    )
    return _tell_of_missing(set(list_keys_kept_before(begun)) - made.files)


def _tell_of_missing(keys: set[str]) -> int:
    """Say it when the store has lost files, or when it is another one than the database speaks of."""
    if not keys:
        return 0
    sys.stderr.write(
        f"{len(keys)} Dateien, die in der Datenbank stehen, fehlen im Speicher, zum Beispiel {min(keys)}. Die Sicherung "
        "enthält alles andere. Prüfen Sie ONLINEAMT_DATA und ONLINEAMT_FILES_URL.\n"
    )
    return 1
