"""Looking for malicious software: when a file comes in, and again until a scanner has seen it."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from onlineamt.facilities.documents.errors import DocumentUnavailable, FileInfected
from onlineamt.facilities.documents.events import InfectionFound
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.ports import CannotScan
from onlineamt.facilities.documents.queries import list_unscanned, open_document
from onlineamt.facilities.documents.scanner import scanner
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.tenancy.transaction import in_tenant

SECONDS_AT_ONCE = 10  # somebody waits for the answer; what takes longer is looked at by the job
SECONDS_LATER = 120

log = structlog.get_logger()


def scan_at_once(content: bytes) -> datetime | None:
    """Have a file looked at while somebody waits, and return when; None where no scanner could. Raises FileInfected."""
    chosen = scanner()
    if chosen is None:
        return None
    try:
        found = chosen.scan(content, seconds=SECONDS_AT_ONCE)
    except (OSError, CannotScan) as failure:
        log.warning("documents.not_scanned", reason=repr(failure))
        return None
    if found:
        log.warning("documents.refused_as_infected", found=found)
        raise FileInfected
    return now()


def scan_waiting() -> int:
    """Have everything looked at that no scanner has seen, in all towns; return how many files that were.

    Each in a transaction of its own. Stops when the scanner does not answer: the next run goes on.
    """
    done = 0
    if scanner() is None:
        return done
    for tenant_id, document_id in list_unscanned():
        try:
            with in_tenant(tenant_id):
                done += scan_document(document_id)
        except OSError as failure:
            log.warning("documents.scanner_does_not_answer", reason=repr(failure))
            return done
        except (CannotScan, NotFound, DocumentUnavailable) as failure:
            log.warning("documents.not_scanned", document_id=str(document_id), reason=repr(failure))
    return done


@transaction.atomic
def scan_document(document_id: UUID) -> bool:
    """Have one kept file looked at; what is found in it closes it to everybody. False where that is done already.

    Raises OSError when the scanner does not answer, CannotScan, NotFound, DocumentUnavailable.
    """
    document = StoredDocument.objects.select_for_update().filter(id=document_id, scanned_at=None).first()
    chosen = scanner()
    if document is None or chosen is None:
        return False
    found = chosen.scan(open_document(document).content, seconds=SECONDS_LATER)
    document.scanned_at = now()
    document.save(update_fields=["scanned_at"])
    if found:
        _lock(document, found)
    return True


def _lock(document: StoredDocument, found: str) -> None:
    """Close a file to everybody: something in it does harm. Its bytes stay sealed until its subject is erased."""
    document.infected_at = now()
    document.save(update_fields=["infected_at"])
    facts = {"document_id": str(document.id), "found": found}
    record("document.infected", chain=document.subject_id, actor="system", facts=facts)
    emit(InfectionFound(document_id=document.id, subject_id=document.subject_id))
