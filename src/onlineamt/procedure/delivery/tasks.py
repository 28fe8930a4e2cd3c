"""What is done for deliveries in the background: what lapsed is posted, what is final is closed."""

import structlog
from procrastinate.contrib.django import app

from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.actions.reaching import lapse_delivery
from onlineamt.procedure.delivery.queries import list_decided_cases, list_uncollected

log = structlog.get_logger()


@app.periodic(cron="17 * * * *")
@app.task(name="delivery.sweep_uncollected", queueing_lock="delivery.sweep_uncollected")
def sweep_uncollected(timestamp: int) -> None:
    """Post what was not retrieved in time, in all towns. `timestamp`: Unix seconds of the tick."""
    lapsed = 0
    for tenant_id, delivery_id in list_uncollected(today()):
        with in_tenant(tenant_id):
            lapsed += lapse_delivery(delivery_id)
    log.info("delivery.uncollected_swept", lapsed=lapsed)


@app.periodic(cron="37 2 * * *")
@app.task(name="delivery.finish_cases", queueing_lock="delivery.finish_cases")
def finish_cases(timestamp: int) -> None:
    """Close what has become final, in all towns. `timestamp`: Unix seconds of the tick."""
    finished = 0
    for tenant_id, case_id in list_decided_cases():
        with in_tenant(tenant_id):
            finished += finish_case(case_id)
    log.info("delivery.cases_finished", finished=finished)
