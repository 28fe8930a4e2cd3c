"""E-mails to the person of an application. They say that something is there and where, never what it is about."""

from urllib.parse import urljoin

from django.conf import settings

from onlineamt.facilities.mail.actions import send_mail
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.mail.values import MailTemplate, NewMail
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.events import DraftNearlyOld, EmailCodeRequested, ResumeCodeRequested
from onlineamt.procedure.applications.queries import OpenApplication, get_application, resume_code
from onlineamt.procedure.applications.rules import CODE_VALID_FOR

RESUME, STATUS = "weitermachen", "status"


def send_email_code(event: EmailCodeRequested) -> None:
    """Send the one-time code to the address that is to be confirmed."""
    application = get_application(event.application_id)
    minutes = str(int(CODE_VALID_FOR.total_seconds()) // 60)
    _send(
        application,
        application.email,
        MailTemplate.ONE_TIME_CODE,
        key=f"code:{new_id()}",
        code=event.code,
        minutes=minutes,
    )


def send_resume_code(event: ResumeCodeRequested) -> None:
    """Send the code with which the draft is opened on another device."""
    application = get_application(event.application_id)
    _send(
        application,
        event.email,
        MailTemplate.RESUME_CODE,
        key=f"resume:{new_id()}",
        code=show_code(resume_code(application.id)),
        url=_address(application, RESUME),
        deletion_date=_deletion_date(application),
    )


def warn_of_deletion(event: DraftNearlyOld) -> None:
    """Say that a draft will be deleted soon, where an address was given for it (§ 8a Abs. 3 OZG); nothing else is said there."""
    application = get_application(event.application_id)
    if not application.email:
        return
    _send(
        application,
        application.email,
        MailTemplate.DRAFT_EXPIRES,
        key=f"expires:{application.id}:{application.row.edited_at.isoformat()}",
        url=_address(application, RESUME),
        deletion_date=_deletion_date(application),
    )


def announce_receipt(application: OpenApplication) -> None:
    """Say that the receipt is there; in other words than a decision, which may come within the same minute."""
    if application.row.email_confirmed_at is not None:
        _send(
            application,
            application.email,
            MailTemplate.RECEIPT_READY,
            key=f"receipt:{application.id}",
            url=_address(application, STATUS),
        )


def _send(
    application: OpenApplication, recipient: str, template: MailTemplate, *, key: str, **context: str
) -> None:
    send_mail(
        NewMail(
            subject_id=application.id,
            recipient=recipient,
            template=template,
            language=Language(application.row.language),
            idempotency_key=key,
            context=context,
        ),
        seal=application.seal,
    )


def _address(application: OpenApplication, page: str) -> str:
    origin = settings.ENV.origin_of(get_sender().host)
    return urljoin(origin, f"/{Language(application.row.language).path_prefix}{page}")


def _deletion_date(application: OpenApplication) -> str:
    ends = application.row.delete_after or application.row.edited_at
    return show_date(berlin_day(ends), Language(application.row.language))
