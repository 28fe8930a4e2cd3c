"""Every night bytes that no document names are removed from the store."""

import structlog
from procrastinate.contrib.django import app

from onlineamt.facilities.documents.actions import sweep_orphans

log = structlog.get_logger()


@app.periodic(cron="23 3 * * *")
@app.task(name="documents.sweep_orphans", queueing_lock="documents.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Remove orphaned bytes. `timestamp`: Unix seconds of the tick."""
    log.info("documents.orphans_swept", removed=sweep_orphans())
