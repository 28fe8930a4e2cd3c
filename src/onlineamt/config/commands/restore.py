"""Stellt eine Sicherung wieder her: onlineamt restore ORDNER [--from ZEITPUNKT]"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from onlineamt.config.plain_words import plain_words
from onlineamt.config.progress import CannotGoOn


def run(arguments: Sequence[str]) -> int:
    """Restore into an empty database, erase again what was erased since, and verify the audit trail.

    Exit code 1 when the trail is broken. Raises CannotGoOn.
    """
    parser = argparse.ArgumentParser(prog="onlineamt restore", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="ORDNER", help="der Ordner aller Sicherungen")
    parser.add_argument(
        "--from", dest="stamp", metavar="ZEITPUNKT", help="Name des Unterordners; sonst der neueste"
    )
    options = parser.parse_args(arguments)
    import django
    from django.conf import settings

    env = settings.ENV
    if not (env.database_owner_url and env.database_maintenance_url):
        raise CannotGoOn("Zum Wiederherstellen braucht es DATABASE_OWNER_URL und DATABASE_MAINTENANCE_URL.")
    django.setup()
    from onlineamt.adapters.postgres.dumps import DumpFailed
    from onlineamt.config.backup.restoring import Target, choose_backup, restore_backup
    from onlineamt.config.commands import audit
    from onlineamt.config.commands.migrate import migrate
    from onlineamt.facilities.documents.store import byte_store
    from onlineamt.foundation.sealing.erasures import journal_path, replay

    os.umask(0o077)
    folder = options.folder.resolve()
    target = Target(owner_url=env.database_owner_url, documents=byte_store(), journal=journal_path())
    manifest = choose_backup(folder, options.stamp)
    with plain_words(env.data):
        try:
            restore_backup(folder, manifest, target)
        except DumpFailed as failure:
            raise CannotGoOn(
                f"{failure}\n\nDie Sicherung ließ sich nicht einspielen. Leeren Sie die Datenbank vor dem nächsten Versuch."
            ) from failure
        print(f"Wiederhergestellt: {manifest.stamp} (Version {manifest.portal_version}).")
        migrate()
        print(f"{replay()} Schlüssel von Vorgängen, die seither gelöscht wurden, sind wieder gelöscht.")
    _demand_tenant_keys(env.data / "keys")
    return audit.run(["verify"])


def _demand_tenant_keys(folder: Path) -> None:
    """Raise CannotGoOn when a municipality's key is missing: it would get a new one, and nothing old could be read."""
    from onlineamt.foundation.sealing.models import SubjectKey

    tenants = (
        SubjectKey.objects.using("maintenance").order_by().values_list("tenant_id", flat=True).distinct()
    )
    missing = [f"{tenant_id}.key" for tenant_id in tenants if not (folder / f"{tenant_id}.key").exists()]
    if missing:
        raise CannotGoOn(
            f"Die Datenbank ist wiederhergestellt, aber in {folder} fehlen Schlüssel von Kommunen: {', '.join(missing)}. "
            "Legen Sie den Ordner dorthin zurück, und prüfen Sie dann mit „onlineamt audit verify“."
        )
