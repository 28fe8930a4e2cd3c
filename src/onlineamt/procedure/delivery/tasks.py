"""What is done in the background: letters are printed, what lapsed is posted, what is final closed, what is over erased.

Who holds what ends soon is told.
"""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.jobs.tenant_task import RETRY, tenant_task
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.answer_files import sweep_unsent
from onlineamt.procedure.cases.places import list_unsent
from onlineamt.procedure.delivery.actions.dispatch import print_anew
from onlineamt.procedure.delivery.actions.erasure import erase_case
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.actions.permits import replace_permit
from onlineamt.procedure.delivery.actions.printing import PRINT_LETTERS, hand_over_letters
from onlineamt.procedure.delivery.actions.reaching import lapse_delivery, remind_of_decision
from onlineamt.procedure.delivery.alerts import MAKE_PERMIT, PRINT_ANEW, SEND_CONFIRMATION, SEND_REQUEST
from onlineamt.procedure.delivery.confirmations import send_confirmation
from onlineamt.procedure.delivery.erasable import list_cases_to_erase
from onlineamt.procedure.delivery.letters import list_unprinted_towns
from onlineamt.procedure.delivery.queries import list_decided_cases, list_uncollected, list_unreminded
from onlineamt.procedure.delivery.reminders import list_entries_to_remind, remind_of_end
from onlineamt.procedure.delivery.requests import send_request
from onlineamt.procedure.delivery.rules import REMINDED_AFTER

log = structlog.get_logger()


@tenant_task(SEND_REQUEST)
def tell_of_request(*, case_id: str, request_id: str) -> None:
    """Bring a request to the applicant; once, however often it is run."""
    send_request(UUID(case_id), UUID(request_id))


@app.task(name=PRINT_LETTERS, retry=RETRY)
def print_letters(*, tenant_id: str) -> None:
    """Give what waits in a town to the print room; its batches need transactions of their own, so no tenant task."""
    log.info("delivery.letters_printed", printed=hand_over_letters(UUID(tenant_id)))


@app.periodic(cron="*/15 * * * *")
@app.task(name="delivery.print_everywhere", queueing_lock="delivery.print_everywhere")
def print_everywhere(timestamp: int) -> None:
    """Give the print room what waits, in all towns. `timestamp`: Unix seconds of the tick."""
    for tenant_id in list_unprinted_towns():
        try:
            hand_over_letters(tenant_id)
        except (PortalError, OSError):  # a store or a room that cannot be reached keeps no other town waiting
            log.exception("delivery.letters_not_printed", tenant_id=str(tenant_id))


@app.periodic(cron="17 * * * *")
@app.task(name="delivery.sweep_uncollected", queueing_lock="delivery.sweep_uncollected")
def sweep_uncollected(timestamp: int) -> None:
    """Post what was not retrieved in time, in all towns. `timestamp`: Unix seconds of the tick."""
    lapsed = 0
    for tenant_id, delivery_id in list_uncollected(today()):
        with in_tenant(tenant_id):
            lapsed += lapse_delivery(delivery_id)
    log.info("delivery.uncollected_swept", lapsed=lapsed)


@app.periodic(cron="27 8 * * *")
@app.task(name="delivery.remind", queueing_lock="delivery.remind")
def remind(timestamp: int) -> None:
    """Say once more, in the morning, that something lies ready, in all towns. `timestamp`: Unix seconds of the tick."""
    reminded = 0
    for tenant_id, delivery_id in list_unreminded(now() - REMINDED_AFTER):
        with in_tenant(tenant_id):
            reminded += remind_of_decision(delivery_id)
    log.info("delivery.reminded", reminded=reminded)


@tenant_task(PRINT_ANEW)
def write_anew(*, delivery_id: str) -> None:
    """Write and print a letter that was given an address; once, however often it is run."""
    print_anew(UUID(delivery_id))


@tenant_task(MAKE_PERMIT)
def make_card_anew(*, entry_id: str) -> None:
    """Make the card of an entry that was put right and bring it to its holder; once, however often it is run."""
    replace_permit(UUID(entry_id))


@tenant_task(SEND_CONFIRMATION)
def confirm_receipt(*, case_id: str) -> None:
    """Make the office's confirmation of a case; once, however often it is run."""
    send_confirmation(UUID(case_id))


@app.periodic(cron="57 2 * * *")
@app.task(name="delivery.forget_unsent_files", queueing_lock="delivery.forget_unsent_files")
def forget_unsent_files(timestamp: int) -> None:
    """Erase what was uploaded for an answer and will not be sent, in all towns. `timestamp`: Unix seconds of the tick."""
    swept = 0
    for tenant_id, case_id in list_unsent():
        with in_tenant(tenant_id):
            swept += sweep_unsent(case_id)
    log.info("delivery.unsent_files_forgotten", cases=swept)


@app.periodic(cron="37 2 * * *")
@app.task(name="delivery.finish_cases", queueing_lock="delivery.finish_cases")
def finish_cases(timestamp: int) -> None:
    """Close what has become final, in all towns. `timestamp`: Unix seconds of the tick."""
    finished = 0
    for tenant_id, case_id in list_decided_cases():
        with in_tenant(tenant_id):
            finished += finish_case(case_id)
    log.info("delivery.cases_finished", finished=finished)


@app.periodic(cron="7 6 * * *")
@app.task(name="delivery.announce_ends", queueing_lock="delivery.announce_ends")
def announce_ends(timestamp: int) -> None:
    """Tell whoever holds an entry that ends soon, in all towns, early in the morning. `timestamp`: Unix seconds of the tick."""
    told = failed = 0
    for tenant_id, entry_id in list_entries_to_remind(today()):
        try:
            with in_tenant(tenant_id):
                told += remind_of_end(entry_id)
        except Exception:  # one that fails keeps no other person from being told; tomorrow it is tried again
            failed += 1
            log.exception("delivery.end_not_announced", entry_id=str(entry_id))
    log.info("delivery.ends_announced", told=told, failed=failed)


@app.periodic(cron="47 3 * * *")
@app.task(name="delivery.erase_cases", queueing_lock="delivery.erase_cases")
def erase_cases(timestamp: int) -> None:
    """Erase the cases of all towns whose time is over. `timestamp`: Unix seconds of the tick."""
    erased = failed = 0
    for tenant_id, case_id in list_cases_to_erase(today()):
        try:
            with in_tenant(tenant_id):
                erased += erase_case(case_id)
        except Exception:  # one case that fails keeps no other from being erased; the next night tries again
            failed += 1
            log.exception("delivery.case_not_erased", case_id=str(case_id))
    log.info("delivery.cases_erased", erased=erased, failed=failed)
