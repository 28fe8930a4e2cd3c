from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from onlineamt.adapters.clamav import ClamavScanner
from onlineamt.adapters.clamav.tests.clamd import FOUND, HARMFUL, needs_clamd, running_clamd
from onlineamt.facilities.documents.actions.scanning import scan_document, scan_waiting
from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.actions.uploads import receive_file
from onlineamt.facilities.documents.errors import DocumentLocked, FileInfected
from onlineamt.facilities.documents.events import InfectionFound
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.ports import CannotScan
from onlineamt.facilities.documents.queries import open_document, prepare_download
from onlineamt.facilities.documents.scanner import use_scanner
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core import events
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

NOWHERE = "tcp://127.0.0.1:1"


class Knowing:
    """A scanner that knows one word."""

    def __init__(self, word: bytes = b"boese") -> None:
        self._word = word

    def scan(self, content: bytes, *, seconds: float) -> str:
        if b"zu gross" in content:
            raise CannotScan("size limit exceeded")
        return "Boese.Datei" if self._word in content else ""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[events.Event]]:
    """What was told to the later stages."""
    told: list[events.Event] = []
    monkeypatch.setitem(events._handlers, InfectionFound, (told.append,))  # type: ignore[attr-defined]
    yield told


def receive(subject: UUID, content: bytes) -> StoredDocument:
    return receive_file(subject_id=subject, name="Schein.pdf", content=content, allowed=["pdf", "jpeg"])


def keep(subject: UUID, content: bytes, kind: DocumentKind = DocumentKind.EVIDENCE) -> StoredDocument:
    """Keep a file as it was kept before there was a scanner."""
    file = NewDocument(kind=kind, name="Schein.pdf", media_type="application/pdf", content=content)
    return store_document(subject_id=subject, document=file)


def new_subject() -> UUID:
    subject_id = new_id()
    create_key(subject_id)
    return subject_id


class TestReceiveFile:
    def test_says_when_a_file_was_looked_at(self, subject: UUID) -> None:
        use_scanner(Knowing())

        assert receive(subject, files.paper()).scanned_at is not None

    def test_keeps_nothing_of_what_does_harm(self, subject: UUID, folder: Path) -> None:
        use_scanner(Knowing())

        with pytest.raises(FileInfected):
            receive(subject, files.picture() + b"boese")
        assert not StoredDocument.objects.exists()
        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_keeps_a_file_unscanned_when_the_scanner_is_away(self, subject: UUID) -> None:
        use_scanner(ClamavScanner(NOWHERE))

        assert receive(subject, files.paper()).scanned_at is None

    def test_keeps_a_file_unscanned_that_the_scanner_does_not_take(self, subject: UUID) -> None:
        use_scanner(Knowing())

        assert receive(subject, files.picture() + b"zu gross").scanned_at is None


class TestScanDocument:
    def test_closes_an_infected_file_to_everybody_and_tells(
        self, subject: UUID, heard: list[events.Event]
    ) -> None:
        document = keep(subject, b"%PDF- boese")
        use_scanner(Knowing())

        assert scan_document(document.id)
        document.refresh_from_db()
        assert document.infected_at is not None
        for look in (open_document, prepare_download):
            with pytest.raises(DocumentLocked):
                look(document)
        assert heard == [InfectionFound(document_id=document.id, subject_id=subject)]
        entry = AuditEntry.objects.get(chain=subject, name="document.infected")
        assert entry.facts == {"document_id": str(document.id), "found": "Boese.Datei"}

    def test_marks_a_harmless_file_once(self, subject: UUID, heard: list[events.Event]) -> None:
        document = keep(subject, b"%PDF- gut")
        use_scanner(Knowing())

        assert scan_document(document.id)
        assert not scan_document(document.id)
        document.refresh_from_db()
        assert document.scanned_at is not None
        assert open_document(document).content == b"%PDF- gut"
        assert heard == []

    def test_leaves_a_file_waiting_when_the_scanner_is_away(self, subject: UUID) -> None:
        document = keep(subject, b"%PDF- gut")
        use_scanner(ClamavScanner(NOWHERE))

        with pytest.raises(OSError, match=r".+"):
            scan_document(document.id)
        document.refresh_from_db()
        assert document.scanned_at is None


class TestScanWaiting:
    def test_looks_at_what_people_handed_in_in_all_towns(self, towns: tuple[Tenant, Tenant]) -> None:
        for town in towns:
            with in_tenant(town.id):
                keep(new_subject(), b"%PDF- gut")
                keep(new_subject(), b"%PDF- boese")
                keep(new_subject(), b"%PDF- ein Bescheid", DocumentKind.DECISION)
        assert scan_waiting() == 0
        use_scanner(ClamavScanner(NOWHERE))
        assert scan_waiting() == 0
        use_scanner(Knowing())

        assert scan_waiting() == 4
        assert scan_waiting() == 0
        for town in towns:
            with in_tenant(town.id):
                assert StoredDocument.objects.filter(infected_at__isnull=False).count() == 1

    def test_goes_on_past_files_that_cannot_be_looked_at(
        self, towns: tuple[Tenant, Tenant], folder: Path
    ) -> None:
        with in_tenant(towns[0].id):
            erased, lost = new_subject(), keep(new_subject(), b"%PDF- verloren")
            keep(erased, b"%PDF-")
            destroy_key(erased, reason="retention")
            (folder / lost.storage_key).unlink()
            keep(new_subject(), b"%PDF- zu gross")
            good = keep(new_subject(), b"%PDF- gut")
        use_scanner(Knowing())

        assert scan_waiting() == 1
        with in_tenant(towns[0].id):
            good.refresh_from_db()
            assert good.scanned_at is not None

    @needs_clamd
    def test_finds_with_clamav_what_came_in_while_it_was_away(
        self, towns: tuple[Tenant, Tenant], tmp_path: Path
    ) -> None:
        use_scanner(ClamavScanner(NOWHERE))
        with in_tenant(towns[0].id):
            good, bad = receive(new_subject(), files.paper()), keep(new_subject(), HARMFUL)
        assert scan_waiting() == 0
        with running_clamd(tmp_path / "clamd") as address:
            use_scanner(ClamavScanner(address))
            assert scan_waiting() == 2
            with in_tenant(towns[0].id), pytest.raises(FileInfected):
                receive(new_subject(), files.picture() + HARMFUL)
        with in_tenant(towns[0].id):
            for document in (good, bad):
                document.refresh_from_db()
            assert (good.infected_at, bad.infected_at is None) == (None, False)
            assert AuditEntry.objects.get(name="document.infected").facts["found"] == FOUND
