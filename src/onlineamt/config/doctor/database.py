"""Is the database there, is it this version's, and may each role do what it should and nothing else?"""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connections

from onlineamt.audiences.operations.readiness import find_waiting_migrations
from onlineamt.config.doctor.findings import Finding, fault, good
from onlineamt.foundation.core.clock import now

ROLES = {
    "default": ("DATABASE_URL", "zum Bedienen"),
    "owner": ("DATABASE_OWNER_URL", "zum Migrieren"),
    "maintenance": ("DATABASE_MAINTENANCE_URL", "für Sicherung und Aufräumen"),
}
ROLES_MEND = "Richten Sie die Rollen neu ein: Führen Sie, was „onlineamt roles“ schreibt, als Administrator in der Datenbank aus."
OLDEST_VERSION = 15
CLOCKS_MAY_DIFFER_SECONDS = 2
_RIGHTS = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       has_schema_privilege(current_user, 'public', 'CREATE'),
       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'vault')
               AND has_table_privilege(format('%I.%I', schemaname, tablename), 'TRUNCATE'))
FROM pg_roles WHERE rolname = current_user
"""


def check_database() -> Iterator[Finding]:
    """Connect as every role."""
    for alias, (variable, purpose) in ROLES.items():
        if not connections[alias].settings_dict["NAME"]:
            yield fault(f"{variable} fehlt.", "Setzen Sie die Variable (docs/operations/settings.md).")
            continue
        try:
            connections[alias].ensure_connection()
        except DatabaseError as failure:
            yield fault(
                f"Die Datenbank antwortet der Rolle {purpose} nicht: {str(failure).splitlines()[0]}",
                f"Prüfen Sie {variable}.",
            )
            continue
        yield from _check_version(alias, purpose)


def _check_version(alias: str, purpose: str) -> Iterator[Finding]:
    major = connections[alias].pg_version // 10_000  # type: ignore[attr-defined]
    if major < OLDEST_VERSION:
        yield fault(
            f"Die Datenbank ist PostgreSQL {major}.", f"Nötig ist PostgreSQL {OLDEST_VERSION} oder neuer."
        )
    else:
        yield good(f"Die Datenbank antwortet der Rolle {purpose} (PostgreSQL {major}).")


def check_roles() -> Iterator[Finding]:
    """Compare the rights of each role with what it needs."""
    is_super, bypasses, makes_roles, creates, truncates = _rights("default")
    excesses = {
        "ist Superuser": is_super,
        "umgeht die Trennung der Kommunen (BYPASSRLS)": bypasses,
        "darf Rollen anlegen": makes_roles,
        "darf Tabellen anlegen": creates,
        "darf Tabellen leeren (TRUNCATE)": truncates,
    }
    for text in (text for text, is_so in excesses.items() if is_so):
        yield fault(f"Die Rolle zum Bedienen {text}.", ROLES_MEND)
    if not any(excesses.values()):
        yield good("Die Rolle zum Bedienen darf nur lesen und schreiben, und nur für eine Kommune zugleich.")
    owner_is_super, owner_bypasses, *_ = _rights("owner")
    if owner_is_super or owner_bypasses:
        yield fault(
            "Die Rolle zum Migrieren ist Superuser oder umgeht die Trennung der Kommunen.", ROLES_MEND
        )
    if not _rights("maintenance")[1]:
        yield fault(
            "Die Rolle für die Sicherung sieht nicht alle Kommunen: Sicherungen wären leer.", ROLES_MEND
        )


def check_migrations() -> Iterator[Finding]:
    """Ask whether the tables are those of this version."""
    waiting = find_waiting_migrations("default")
    if waiting:
        yield fault(
            f"{len(waiting)} Migrationen stehen aus, zuerst {waiting[0]}.",
            "Führen Sie „onlineamt migrate“ aus.",
        )
    else:
        yield good("Die Tabellen sind auf dem Stand dieser Version.")


def check_clock() -> Iterator[Finding]:
    """Compare our clock with the database's: deadlines and one-time codes hang on it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = abs((cursor.fetchone()[0] - now()).total_seconds())
    if difference > CLOCKS_MAY_DIFFER_SECONDS:
        yield fault(
            f"Die Uhren von Portal und Datenbank gehen {difference:.0f} Sekunden auseinander.",
            "Stellen Sie beide nach derselben Zeitquelle (NTP).",
        )
    else:
        yield good("Die Uhren von Portal und Datenbank stimmen überein.")


def _rights(alias: str) -> tuple[bool, ...]:
    if not settings.DATABASES[alias]["NAME"]:
        return (False,) * 5
    with connections[alias].cursor() as cursor:
        cursor.execute(_RIGHTS)
        return tuple(cursor.fetchone())
