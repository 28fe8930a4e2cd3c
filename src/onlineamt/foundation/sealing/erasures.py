"""The journal of erasures: kept outside the database, so that a restored backup forgets what was erased after it."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connections, transaction

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.sealing.models import Erasure, SubjectKey

log = structlog.get_logger()


@dataclass(frozen=True)
class JournalLine:
    """One erasure, without a word about whom."""

    tenant_id: str
    subject_id: str
    reason: str
    erased_at: str


def journal_path() -> Path:
    """Return where the journal lies; it belongs on another disk than the database."""
    return Path(settings.ENV.erasure_journal)


def write_journal() -> int:
    """Append every erasure that is not yet in the journal, of all tenants, and return how many.

    The worker does so every minute and `backup` before it copies; both as the maintenance role. A crash in between repeats a line, which is harmless: erasing twice is erasing once.
    """
    with transaction.atomic(using="maintenance"):
        waiting = list(
            Erasure.objects.using("maintenance")
            .filter(journalled_at=None)
            .select_for_update(skip_locked=True)
        )
        if not waiting:
            return 0
        _append(
            JournalLine(str(row.tenant_id), str(row.id), row.reason, row.erased_at.isoformat())
            for row in waiting
        )
        Erasure.objects.using("maintenance").filter(id__in=[row.id for row in waiting]).update(
            journalled_at=now()
        )
    return len(waiting)


def read_journal() -> Iterator[JournalLine]:
    """Yield the lines of the journal; a last line that a crash cut short is passed over."""
    path = journal_path()
    if not path.exists():
        return
    for text in path.read_text("utf-8").splitlines():
        try:
            yield JournalLine(**json.loads(text))
        except (ValueError, TypeError):
            log.warning("erasures.journal_line_unreadable")


def replay() -> int:
    """Erase again, in a restored database, everything the journal says; return how many keys were there."""
    lines = list(read_journal())
    with transaction.atomic(using="maintenance"):
        deleted, _ = (
            SubjectKey.objects.using("maintenance")
            .filter(id__in=[line.subject_id for line in lines])
            .delete()
        )
        Erasure.objects.using("maintenance").bulk_create(
            [
                Erasure(
                    id=UUID(line.subject_id),
                    tenant_id=UUID(line.tenant_id),
                    reason=line.reason,
                    erased_at=datetime.fromisoformat(line.erased_at),
                    journalled_at=now(),
                )
                for line in lines
            ],
            ignore_conflicts=True,
        )
    connections["maintenance"].close()
    return deleted


def _append(lines: Iterable[JournalLine]) -> None:
    path = journal_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as journal:
        journal.writelines(json.dumps(asdict(line)) + "\n" for line in lines)
        journal.flush()
        os.fsync(journal.fileno())
