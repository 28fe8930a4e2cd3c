"""What is done for applications after the answer: receipts are made, old drafts are warned about and erased."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from onlineamt.foundation.core.events import emit
from onlineamt.foundation.jobs.tenant_task import tenant_task
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.drafts import erase_old_draft, note_warning
from onlineamt.procedure.applications.actions.parts import forget_parts
from onlineamt.procedure.applications.alerts import announce_receipt
from onlineamt.procedure.applications.events import DraftNearlyOld
from onlineamt.procedure.applications.journeys import service_of
from onlineamt.procedure.applications.queries import (
    get_application,
    list_drafts_to_erase,
    list_drafts_to_warn,
)
from onlineamt.procedure.applications.receipts import MAKE_RECEIPT, store_receipt

log = structlog.get_logger()


@tenant_task(MAKE_RECEIPT)
def make_receipt(*, application_id: str) -> None:
    """Make the signed receipt of an application and say that it is there; once, however often it is run."""
    application = get_application(UUID(application_id))
    if application.row.receipt_id is None:
        store_receipt(application)
        announce_receipt(application)
    if service_of(application).form.definition.parties:
        forget_parts(application.id)


@app.periodic(cron="7 * * * *")
@app.task(name="applications.sweep_drafts", queueing_lock="applications.sweep_drafts")
def sweep_drafts(timestamp: int) -> None:
    """Warn of drafts that grow old and erase those that are, in all towns. `timestamp`: Unix seconds of the tick."""
    for tenant_id, application_id in list_drafts_to_warn():
        with in_tenant(tenant_id):
            if note_warning(application_id):
                emit(DraftNearlyOld(application_id=application_id))
    erased = 0
    for tenant_id, application_id in list_drafts_to_erase():
        with in_tenant(tenant_id):
            erased += erase_old_draft(application_id)
    log.info("applications.drafts_swept", erased=erased)
