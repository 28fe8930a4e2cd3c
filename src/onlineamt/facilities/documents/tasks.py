"""What runs by the clock: no file stays unseen by the virus scanner, nothing given up stays in the store."""

import structlog
from procrastinate.contrib.django import app

from onlineamt.facilities.documents.actions.scanning import scan_waiting
from onlineamt.facilities.documents.actions.storing import sweep_orphans, sweep_uploads

log = structlog.get_logger()


@app.periodic(cron="23 3 * * *")
@app.task(name="documents.sweep_orphans", queueing_lock="documents.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Remove orphaned bytes. `timestamp`: Unix seconds of the tick."""
    log.info("documents.orphans_swept", removed=sweep_orphans())


@app.periodic(cron="41 * * * *")
@app.task(name="documents.sweep_uploads", queueing_lock="documents.sweep_uploads")
def sweep_given_up(timestamp: int) -> None:
    """Forget files whose parts stopped arriving. `timestamp`: Unix seconds of the tick."""
    log.info("documents.uploads_swept", forgotten=sweep_uploads())


@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.scan_waiting", queueing_lock="documents.scan_waiting")
def scan_again(timestamp: int) -> None:
    """Have looked at what no virus scanner has seen. `timestamp`: Unix seconds of the tick."""
    log.info("documents.scanned", scanned=scan_waiting())
