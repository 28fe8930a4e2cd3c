"""How a request reaches the applicant: its letter is made and kept; by e-mail they hear that something is there, else it is posted."""

from collections.abc import Iterator
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction

from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.procedure_letter import LetterData
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.applications.sender import letterhead, office_address
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.kept_letters import keep_letter
from onlineamt.procedure.cases.letters import Correspondence
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.queries import OpenCase, get_case, request_text
from onlineamt.procedure.cases.request_letters import RequestedItem, RequestFacts, evidence_request_letter
from onlineamt.procedure.decisions.letters import VERIFY, remedy_places
from onlineamt.procedure.delivery.alerts import STATUS, announce
from onlineamt.procedure.delivery.answer_codes import answer_code
from onlineamt.procedure.delivery.posting import post_to_applicant
from onlineamt.procedure.forms.engine.kinds.file import FileKind

ANSWER = "antworten"
FORMAT = "onlineamt.request/1"


@transaction.atomic
def send_request(case_id: UUID, request_id: UUID) -> None:
    """Make the letter of a request and let its person know; once, however often it is run.

    Nothing is sent any more for what was answered or taken back meanwhile. Raises NotFound.
    """
    case = get_case(case_id, for_update=True)
    request = next((one for one in case.requests if one.id == request_id), None)
    if request is None or not request.is_open or request.letter_id is not None:
        return
    by_post = case.declared.row.email_confirmed_at is None
    document_id = _store_letter(case, request, by_post=by_post)
    EvidenceRequest.objects.filter(id=request.id).update(letter_id=document_id)
    way = post_to_applicant(case, document_id, key=f"request:{request.id}") if by_post else "email"
    if way == "email":
        announce(case.declared, key=f"request:{request.id}")
    record(
        "delivery.request_sent",
        chain=case.id,
        actor=SYSTEM,
        facts={"request": str(request.id), "document": str(document_id), "way": way},
    )


def request_letter(case: OpenCase, request: EvidenceRequest, *, by_post: bool, token: str = "") -> LetterData:
    """Return the letter of a request ready to be set; the one by post carries the code to answer with."""
    tenant = current_tenant()
    language = Language(case.declared.row.language)
    origin = settings.ENV.origin_of(get_sender().host)
    facts = RequestFacts(
        reference=case.row.reference,
        service_title=case.service.title(Language.GERMAN),
        received_on=berlin_day(case.row.received_at),
        items=tuple(requested_items(case, request, language)),
        until=request.due_on,
        today=berlin_day(request.asked_at),
        answer_url=urljoin(origin, f"/{language.path_prefix}{ANSWER if by_post else STATUS}"),
        asked_by=_name_of(request.asked_by_id),
        message=request_text(case, request),
        is_hearing=request.is_hearing,
        answer_code=show_code(answer_code(request.id)) if by_post else "",
    )
    return evidence_request_letter(
        facts,
        law=case.service.definition.procedure_law,
        correspondence=Correspondence(
            letterhead=letterhead(tenant, case.row.office),
            office=office_address(tenant, case.row.office),
            places=remedy_places(tenant),
            recipient=address_lines(case.application.answers),
            language=language,
        ),
        machine_readable=_machine_readable(case, request),
        at=request.asked_at,
        verify_url=urljoin(origin, f"/{VERIFY}/{token}") if token else "",
    )


def requested_items(case: OpenCase, request: EvidenceRequest, language: Language) -> Iterator[RequestedItem]:
    """Yield what is asked for: fields, then evidence; a free question alone is one thing too."""
    german, own = case.service.form.words(), case.service.form.words(language)
    for field_id in request.fields:
        is_paper = isinstance(case.service.form.fields[field_id].kind, FileKind)
        yield RequestedItem(label=german.label(field_id), in_short=own.label(field_id), is_paper=is_paper)
    evidence = {one.id: one for one in case.service.definition.evidence}
    words = case.service.words(language).evidence
    for name in request.evidence:
        one = evidence[name]
        short = words[name].title if name in words else one.title
        yield RequestedItem(label=one.title, explanation=one.hint or "", in_short=short, is_paper=True)
    if not request.fields and not request.evidence and not request.is_hearing:
        yield RequestedItem(label="Ihre Antwort auf unsere Frage", in_short=_AN_ANSWER[language])


def _name_of(account_id: UUID | None) -> str:
    return names_of([account_id]).get(account_id, "") if account_id else ""


_AN_ANSWER = {
    Language.GERMAN: "Ihre Antwort auf unsere Frage",
    Language.PLAIN_GERMAN: "Ihre Antwort auf unsere Frage",
    Language.ENGLISH: "Your answer to our question",
}


def _store_letter(case: OpenCase, request: EvidenceRequest, *, by_post: bool) -> UUID:
    token = new_verify_token()
    letter = request_letter(case, request, by_post=by_post, token=token)
    return keep_letter(case, letter, kind=DocumentKind.REQUEST, name="Nachfrage", token=token)


def _machine_readable(case: OpenCase, request: EvidenceRequest) -> bytes:
    return canonical_json(
        {
            "format": FORMAT,
            "reference": case.row.reference,
            "fields": list(request.fields),
            "evidence": list(request.evidence),
            "due_on": request.due_on.isoformat(),
        }
    )
