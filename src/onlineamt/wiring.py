"""Read this file to see how one module sets another in motion: event → handlers, in order, in one transaction."""

from collections.abc import Mapping, Sequence

from onlineamt.facilities.documents.events import InfectionFound
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
from onlineamt.procedure.cases.actions.opening import open_case
from onlineamt.procedure.cases.events import (
    CaseClosed,
    CaseInReview,
    CaseOpened,
    CaseWithdrawn,
    EvidenceReceived,
    EvidenceRequested,
)
from onlineamt.procedure.decisions.actions.infections import heed_infection
from onlineamt.procedure.decisions.events import DecisionIssued, EntryCorrected, LetterMade
from onlineamt.procedure.decisions.promises import promise_examination, promise_letter
from onlineamt.procedure.delivery.actions.dispatch import dispatch_decision
from onlineamt.procedure.delivery.actions.permits import keep_permit
from onlineamt.procedure.delivery.actions.reaching import count_posting, count_return
from onlineamt.procedure.delivery.alerts import (
    announce_decision,
    promise_confirmation,
    promise_permit,
    promise_request,
)
from onlineamt.procedure.delivery.events import DecisionProvided

HANDLERS: Mapping[type[Event], Sequence[Handler]] = {
    EmailCodeRequested: (send_email_code,),
    ResumeCodeRequested: (send_resume_code,),
    DraftNearlyOld: (warn_of_deletion,),
    ApplicationSubmitted: (open_case, promise_receipt),
    CaseOpened: (promise_examination,),
    CaseInReview: (promise_confirmation,),
    EvidenceRequested: (promise_request,),
    EvidenceReceived: (),
    CaseWithdrawn: (),
    CaseClosed: (),
    DecisionIssued: (promise_letter,),
    LetterMade: (keep_permit, dispatch_decision),  # the card first: it goes into the envelope
    EntryCorrected: (promise_permit,),
    DecisionProvided: (announce_decision,),
    ClaimPaid: (),
    LetterPosted: (count_posting,),
    LetterReturned: (count_return,),
    InfectionFound: (heed_infection,),
}
