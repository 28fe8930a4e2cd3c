"""Read this file to see how one module sets another in motion: event → handlers, in order, in one transaction."""

from collections.abc import Mapping, Sequence

from onlineamt.facilities.payments.events import ClaimPaid
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.foundation.core.events import Event, Handler
from onlineamt.procedure.applications.alerts import send_email_code, send_resume_code, warn_of_deletion
from onlineamt.procedure.applications.events import (
    ApplicationSubmitted,
    DraftNearlyOld,
    EmailCodeRequested,
    ResumeCodeRequested,
)
from onlineamt.procedure.applications.receipts import promise_receipt

HANDLERS: Mapping[type[Event], Sequence[Handler]] = {
    EmailCodeRequested: (send_email_code,),
    ResumeCodeRequested: (send_resume_code,),
    DraftNearlyOld: (warn_of_deletion,),
    ApplicationSubmitted: (promise_receipt,),
    LetterPosted: (),
    LetterReturned: (),
    ClaimPaid: (),
}
