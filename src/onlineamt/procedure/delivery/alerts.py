"""E-mails to the person of a case. They say that something is there and where, never what it is about."""

from urllib.parse import urljoin

from django.conf import settings

from onlineamt.facilities.mail.actions import send_mail
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.mail.values import MailTemplate, NewMail
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.procedure.applications.queries import OpenApplication, get_application
from onlineamt.procedure.cases.events import CaseInReview, EvidenceRequested
from onlineamt.procedure.decisions.events import EntryCorrected
from onlineamt.procedure.delivery.events import DecisionProvided

SEND_REQUEST = "delivery.send_request"
SEND_CONFIRMATION = "delivery.send_confirmation"
PRINT_ANEW = "delivery.print_anew"
MAKE_PERMIT = "delivery.make_permit"
STATUS = "status"


def announce_decision(event: DecisionProvided) -> None:
    """Say that something lies ready, in the transaction that provides it."""
    announce(get_application(event.case_id), key=f"provided:{event.delivery_id}")


def promise_request(event: EvidenceRequested) -> None:
    """Promise that what the office asks reaches the applicant, in the transaction that asks."""
    promise(SEND_REQUEST, {"case_id": event.case_id, "request_id": event.request_id})


def promise_confirmation(event: CaseInReview) -> None:
    """Promise the office's confirmation, in the transaction that gives the case to the office."""
    promise(SEND_CONFIRMATION, {"case_id": event.case_id})


def promise_permit(event: EntryCorrected) -> None:
    """Promise a new card, in the transaction that puts right what the old one says."""
    promise(MAKE_PERMIT, {"entry_id": event.entry_id})


def announce(application: OpenApplication, *, key: str) -> bool:
    """Say by e-mail that something is there; False where no address was confirmed. The same key says it once."""
    if application.row.email_confirmed_at is None:
        return False
    language = Language(application.row.language)
    origin = settings.ENV.origin_of(get_sender().host)
    send_mail(
        NewMail(
            subject_id=application.id,
            recipient=application.email,
            template=MailTemplate.DOCUMENTS_READY,
            language=language,
            idempotency_key=key,
            context={"url": urljoin(origin, f"/{language.path_prefix}{STATUS}")},
        ),
        seal=application.seal,
    )
    return True
