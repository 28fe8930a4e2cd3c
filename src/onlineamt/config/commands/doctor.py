"""Untersucht die Anlage und sagt, was zu tun ist: onlineamt doctor [--only NAMEN] [--json]"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onlineamt.config.doctor.findings import Check, Finding


def run(arguments: Sequence[str]) -> int:
    """Run the checks; exit code 1 when there is a fault. One check that cannot be made does not stop the others."""
    import django

    # A pool would go on trying for ten seconds, at every check.
    os.environ["ONLINEAMT_DATABASE_POOL_SIZE"] = "0"
    django.setup()
    from onlineamt.config.doctor.findings import Level

    checks = _checks()
    parser = argparse.ArgumentParser(prog="onlineamt doctor", description=__doc__)
    parser.add_argument(
        "--only", metavar="NAMEN", help=f"nur diese, durch Kommas getrennt: {', '.join(checks)}"
    )
    parser.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")
    options = parser.parse_args(arguments)
    chosen = options.only.split(",") if options.only else list(checks)
    unknown = [name for name in chosen if name not in checks]
    if unknown:
        parser.error(f"unbekannt: {', '.join(unknown)}")
    has_fault = False
    for name in chosen:
        for finding in _examine(checks[name]):
            print(
                json.dumps({"check": name, **asdict(finding)}, ensure_ascii=False)
                if options.json
                else _line(finding)
            )
            has_fault = has_fault or finding.level is Level.FAULT
    return 1 if has_fault else 0


def _checks() -> Mapping[str, "Check"]:
    from onlineamt.config.doctor import database, files, notices, service

    return {
        "settings": service.check_settings,
        "database": database.check_database,
        "roles": database.check_roles,
        "migrations": database.check_migrations,
        "clock": database.check_clock,
        "data": files.check_data,
        "keys": files.check_keys,
        "journal": files.check_journal,
        "store": files.check_store,
        "scanner": files.check_scanner,
        "assets": files.check_assets,
        "words": files.check_words,
        "jobs": service.check_jobs,
        "mail": service.check_mail,
        "municipalities": service.check_municipalities,
        "notices": notices.check_notices,
    }


def _examine(check: "Check") -> list["Finding"]:
    from django.db import DatabaseError
    from psycopg_pool import PoolTimeout

    from onlineamt.config.doctor.findings import fault

    try:
        return list(check())
    except (DatabaseError, PoolTimeout) as failure:
        return [
            fault(
                f"Nicht zu prüfen: {str(failure).splitlines()[0]}",
                "Bringen Sie zuerst die Datenbank in Ordnung.",
            )
        ]


def _line(finding: "Finding") -> str:
    mend = f" → {finding.mend}" if finding.mend else ""
    return f"{finding.level.word:<8} {finding.text}{mend}"
