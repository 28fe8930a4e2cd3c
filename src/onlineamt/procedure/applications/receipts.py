"""The receipt of an application: what arrived and when, signed, as the person saw it."""

from collections.abc import Iterator
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.queries import find_receipt
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.facilities.letters.receipt import ReceiptData, ShownAnswer, ShownGroup, make_receipt_pdf
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.foundation.core.formats import show_size
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.applications.events import ApplicationSubmitted
from onlineamt.procedure.applications.journeys import journey_of, service_of
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.parts import own_pages
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.applications.sender import letterhead, office_address
from onlineamt.procedure.catalogue.queries import find_offering
from onlineamt.procedure.forms.engine import SummaryRow

MAKE_RECEIPT = "applications.make_receipt"
VERIFY = "echtheit"
SHOWN_OF_HASH = 16  # characters; all 64 are in the attached answers


def promise_receipt(event: ApplicationSubmitted) -> None:
    """Promise the receipt in the transaction that submits."""
    promise(MAKE_RECEIPT, {"application_id": event.application_id})


@transaction.atomic
def store_receipt(application: OpenApplication) -> UUID:
    """Make the receipt, keep it sealed and note it on the application. What a crash left half done is taken up."""
    document = find_receipt(application.id)
    if document is None:
        token = new_verify_token()
        document = store_document(
            subject_id=application.id,
            document=NewDocument(
                kind=DocumentKind.RECEIPT,
                name=f"Beleg-{application.row.reference}.pdf",
                media_type="application/pdf",
                content=make_receipt_pdf(receipt_data(application, token)),
                verify_token=token,
            ),
            seal=application.seal,
        )
    Application.objects.filter(id=application.id).update(receipt_id=document.id)
    return document.id


def receipt_data(application: OpenApplication, token: str) -> ReceiptData:
    """Return everything the receipt says, in the language of the application."""
    row = application.row
    if row.submitted_at is None:
        raise ValueError("only what is submitted has a receipt")
    language = Language(row.language)
    service, travelled = service_of(application), own_pages(application, journey_of(application))
    tenant = current_tenant()
    offering = find_offering(tenant.id, row.service_key)
    office = offering.office if offering else None
    return ReceiptData(
        letterhead=letterhead(tenant, office),
        office=office_address(tenant, office),
        language=language,
        reference=row.reference,
        received_at=row.submitted_at,
        service_title=service.title(language),
        recipient=address_lines(application.answers),
        groups=[
            ShownGroup(page.title, tuple(ShownAnswer(row.label, _shown(row, language)) for row in page.rows))
            for page in travelled.summary(language)
        ],
        next_steps=list(_sentences(service.words(language).modules.bearbeitungsdauer)),
        answers=application.content,
        verify_url=urljoin(settings.ENV.origin_of(get_sender().host), f"/{VERIFY}/{token}"),
    )


def _shown(row: SummaryRow, language: Language) -> str:
    """A file is named with the beginning of its hash, so that nobody can put another one in its place."""
    if not row.files:
        return row.text
    return "\n".join(
        f"{one}, {show_size(one.size, language)}, SHA-256 {one.sha256[:SHOWN_OF_HASH]}…" for one in row.files
    )


def _sentences(prose: str) -> Iterator[str]:
    return (line.strip("- ").strip() for line in prose.splitlines() if line.strip("- ").strip())
