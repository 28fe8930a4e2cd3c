"""What must be the same after any number of strange requests: other people's rows, the trail, and the database's own guards."""

import re
from typing import Any
from uuid import UUID

from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.queries import access_application
from tests.hostile.fuzz.world import Connect, World

Rows = dict[str, str]
# What looking, being refused and logging in write, also in the next town: who looked, when a session was last used. And its
# caseworker may print its letters, which needs no number of anything.
_NOISE = re.compile(
    r"audit_.*|rate_counter|staff_session|procrastinate_.*|django_.*|.*checkpoint.*|account$|account_.*|case_look.*|mail.*|print_.*"
)
_GUARDS = """
SELECT relname, relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'vault'::regnamespace) ORDER BY relname
"""


class Ledger:
    """Writes down how things are, and tells what is different later."""

    def __init__(self, world: World, connect: Connect) -> None:
        self._world, self._connect = world, connect
        self._drafts = self._read_drafts()
        self._guards, self._sent, self._next_town = self._read()
        self._trail = {town.id: verify_trail(town.id).entries for town in world.towns}

    def changes(self) -> list[str]:
        """Return everything that is not as it was and should be."""
        found = [
            f"draft {draft_id} is not as it was"
            for draft_id, read in self._read_drafts().items()
            if read != self._drafts[draft_id]
        ]
        guards, sent, next_town = self._read()
        if guards != self._guards:
            found.append("row-level security is not as it was")
        found += [f"submitted application {one} has changed" for one in _different(self._sent, sent)]
        self._sent |= sent  # what was sent meanwhile stays as well
        found += [f"the next town's {row} is gone" for row in _different(self._next_town, next_town)]
        for town in self._world.towns:
            report = verify_trail(town.id)
            found += [f"the trail of {town.key} is broken: {place}" for place in report.broken]
            if report.entries < self._trail[town.id]:
                found.append(f"the trail of {town.key} became shorter")
        return found

    def _read_drafts(self) -> dict[UUID, Any]:
        """Open the drafts of those who send nothing, as their devices would."""
        read = {}
        with in_tenant(self._world.towns[0].id):
            for draft_id, token in self._world.kept_drafts.items():
                read[draft_id] = dict(access_application(draft_id, token=token).answers)
        return read

    def _read(self) -> tuple[list[Any], Rows, Rows]:
        with self._connect() as connection:
            guards = connection.execute(_GUARDS).fetchall()
            sent = connection.execute(
                "SELECT id::text, md5(concat_ws('|', reference, submitted_at, version_id, tenant_id, digest, encode(sealed_answers, 'hex')))"
                " FROM application WHERE submitted_at IS NOT NULL"
            ).fetchall()
            tables = connection.execute(
                "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = 'public'"
            ).fetchall()
            town = self._world.towns[1].id
            rows = {
                f"{name} {row}": row
                for (name,) in tables
                if not _NOISE.fullmatch(name)
                for (row,) in connection.execute(
                    f'SELECT md5(t::text) FROM "{name}" t WHERE tenant_id = %s', [town]
                ).fetchall()
            }
        return guards, dict(sent), rows


def _different(before: Rows, after: Rows) -> list[str]:
    return sorted(name for name, content in before.items() if after.get(name) != content)
