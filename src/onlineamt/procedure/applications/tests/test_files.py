"""Files of a draft on the real database: whose they are, how many fit, what is forgotten when."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.actions.uploads import add_part
from onlineamt.facilities.documents.errors import FileTooLarge, KindNotAllowed, TooManyFiles
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.tests.files import picture
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound, TooManyAttempts
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.applications.actions.arriving import find_arriving
from onlineamt.procedure.applications.actions.drafts import erase_draft
from onlineamt.procedure.applications.actions.files import (
    announce_file,
    attach_file,
    finish_file,
    forget_removed,
    hand_in,
    remove_file,
    restore_file,
)
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.errors import AlreadySubmitted, FieldFull
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.applications.rules import FILES_HANDED_IN
from onlineamt.procedure.applications.tests.factories import draft, held
from onlineamt.procedure.applications.values import Submission
from onlineamt.procedure.catalogue.models import ServiceVersion

FIELD, PHOTOS = "fahrzeug.schein", "fahrzeug.fotos"
PACKAGE = Path(__file__).resolve().parents[5] / "tests" / "services" / "muster-nachweis"
SENT = Submission(answers={}, computed={}, fees={}, is_complete=True)
PHOTO = picture()


@pytest.fixture
def erika(in_musterstadt: Tenant) -> Callable[[], OpenApplication]:
    """Return a function that opens Erika's draft of a service that asks for files."""
    paper_version()
    application_id = draft()
    return lambda: held(application_id)


def paper_version() -> None:
    """Put a service that asks for files in the place of the one that drafts of these tests are of."""
    package = {
        name: yaml.safe_load((PACKAGE / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("service", "form")
    }
    sections = {**package, "codelists": {}, "texts": {}}
    ServiceVersion.objects.create(key="hund-anmelden", version="1.0.0", digest="1" * 64, sections=sections)


def take(application: OpenApplication, name: str = "schein.jpg", field_id: str = FIELD) -> StoredDocument:
    return hand_in(application, field_id=field_id, name=name, content=PHOTO)


def attached(erika: Callable[[], OpenApplication], *names: str) -> list[StoredDocument]:
    """Hand in files and attach them."""
    documents = [take(erika(), name) for name in names]
    for document in documents:
        attach_file(erika(), field_id=FIELD, document=document)
    return documents


def names(application: OpenApplication) -> list[str]:
    return [file["name"] for file in application.answers.get(FIELD, ())]


class TestHandIn:
    def test_takes_what_the_field_takes(self, erika: Callable[[], OpenApplication]) -> None:
        with pytest.raises(KindNotAllowed):
            hand_in(erika(), field_id=PHOTOS, name="a.png", content=picture("PNG"))

    def test_takes_files_as_large_as_the_field_says(self, erika: Callable[[], OpenApplication]) -> None:
        with pytest.raises(FileTooLarge):
            hand_in(erika(), field_id=FIELD, name="a.pdf", content=b"%PDF-" + b"0" * 2_000_000)

    @pytest.mark.parametrize("field_id", ["person.name", "fahrzeug.nichts", "", "x" * 500])
    def test_knows_fields_for_files_only(self, erika: Callable[[], OpenApplication], field_id: str) -> None:
        with pytest.raises(NotFound):
            take(erika(), field_id=field_id)

    def test_judges_nothing_where_the_field_is_full(self, erika: Callable[[], OpenApplication]) -> None:
        attached(erika, "a.jpg", "b.jpg", "c.jpg")
        with pytest.raises(FieldFull):
            take(erika())

    def test_takes_fifty_files_of_one_application(self, erika: Callable[[], OpenApplication]) -> None:
        application = erika()
        for number in range(50):
            new = NewDocument(
                kind=DocumentKind.EVIDENCE, name=f"{number}.jpg", media_type="image/jpeg", content=b"1"
            )
            store_document(subject_id=application.id, document=new, seal=application.seal)
        with pytest.raises(TooManyFiles):
            take(erika())

    def test_is_limited(self, erika: Callable[[], OpenApplication], monkeypatch: pytest.MonkeyPatch) -> None:
        few = replace(FILES_HANDED_IN, attempts=1)
        monkeypatch.setattr("onlineamt.procedure.applications.actions.arriving.FILES_HANDED_IN", few)
        take(erika())
        with pytest.raises(TooManyAttempts):
            take(erika())


class TestAttachFile:
    def test_keeps_what_is_kept_and_not_what_was_said(self, erika: Callable[[], OpenApplication]) -> None:
        (document,) = attached(erika, "../Schein.exe.jpg")
        (file,) = erika().answers[FIELD]
        assert file["id"] == str(document.id)
        assert file["name"] == "Schein.exe.jpg"
        assert (file["media_type"], file["size"]) == ("image/jpeg", document.size)
        assert len(file["sha256"]) == 64

    def test_twice_is_once(self, erika: Callable[[], OpenApplication]) -> None:
        (document,) = attached(erika, "a.jpg")
        attach_file(erika(), field_id=FIELD, document=document)
        attach_file(erika(), field_id=PHOTOS, document=document)
        assert names(erika()) == ["a.jpg"]
        assert PHOTOS not in erika().answers

    def test_refuses_more_than_the_field_holds(self, erika: Callable[[], OpenApplication]) -> None:
        documents = [take(erika(), f"{number}.jpg") for number in range(4)]
        for document in documents[:3]:
            attach_file(erika(), field_id=FIELD, document=document)
        with pytest.raises(FieldFull):
            attach_file(erika(), field_id=FIELD, document=documents[3])

    def test_knows_no_file_of_another_application(self, erika: Callable[[], OpenApplication]) -> None:
        other = held(draft(token="max"), token="max")
        document = take(other)
        with pytest.raises(NotFound):
            attach_file(erika(), field_id=FIELD, document=document)
        with pytest.raises(NotFound):
            restore_file(erika(), field_id=FIELD, document_id=document.id)

    def test_knows_no_letter(self, erika: Callable[[], OpenApplication]) -> None:
        application = erika()
        receipt = NewDocument(
            kind=DocumentKind.RECEIPT, name="a.pdf", media_type="application/pdf", content=b"1"
        )
        document = store_document(subject_id=application.id, document=receipt, seal=application.seal)
        with pytest.raises(NotFound):
            attach_file(application, field_id=FIELD, document=document)

    def test_changes_nothing_that_was_sent(self, erika: Callable[[], OpenApplication]) -> None:
        document = take(erika())
        submit_application(erika(), SENT, by_post=True)
        with pytest.raises(AlreadySubmitted):
            attach_file(erika(), field_id=FIELD, document=document)
        with pytest.raises(AlreadySubmitted):
            take(erika())

    def test_is_written_down_without_the_name(self, erika: Callable[[], OpenApplication]) -> None:
        (document,) = attached(erika, "a.jpg")
        entry = AuditEntry.objects.get(name="application.file_attached")
        assert entry.facts == {"field": FIELD, "document": str(document.id)}


class TestRemoveFile:
    def test_leaves_the_others_and_can_be_undone(self, erika: Callable[[], OpenApplication]) -> None:
        first, _ = attached(erika, "a.jpg", "b.jpg")
        remove_file(erika(), field_id=FIELD, document_id=first.id)
        assert names(erika()) == ["b.jpg"]
        restore_file(erika(), field_id=FIELD, document_id=first.id)
        assert names(erika()) == ["b.jpg", "a.jpg"]

    def test_of_what_is_not_there_changes_nothing(self, erika: Callable[[], OpenApplication]) -> None:
        attached(erika, "a.jpg")
        before = erika().row.sealed_answers
        remove_file(erika(), field_id=FIELD, document_id=new_id())
        assert bytes(erika().row.sealed_answers) == bytes(before)

    def test_changes_nothing_that_was_sent(self, erika: Callable[[], OpenApplication]) -> None:
        (document,) = attached(erika, "a.jpg")
        submit_application(erika(), SENT, by_post=True)
        with pytest.raises(AlreadySubmitted):
            remove_file(erika(), field_id=FIELD, document_id=document.id)


class TestForgetRemoved:
    def test_erases_what_no_answer_names(self, erika: Callable[[], OpenApplication]) -> None:
        first, second = attached(erika, "a.jpg", "b.jpg")
        remove_file(erika(), field_id=FIELD, document_id=first.id)
        forget_removed(erika())
        assert [one.id for one in StoredDocument.objects.all()] == [second.id]
        with pytest.raises(NotFound):
            restore_file(erika(), field_id=FIELD, document_id=first.id)

    def test_happens_when_the_application_is_sent(self, erika: Callable[[], OpenApplication]) -> None:
        _, second = attached(erika, "a.jpg", "b.jpg")
        sent = replace(SENT, answers={FIELD: erika().answers[FIELD][1:]})
        submit_application(erika(), sent, by_post=True)
        assert [one.id for one in StoredDocument.objects.all()] == [second.id]

    def test_happens_with_the_draft(self, erika: Callable[[], OpenApplication]) -> None:
        attached(erika, "a.jpg")
        erase_draft(erika().id, reason="withdrawn", actor="guest")
        assert not StoredDocument.objects.exists()


class TestFinishFile:
    def test_takes_a_file_in_parts_and_finds_where_it_stopped(
        self, erika: Callable[[], OpenApplication]
    ) -> None:
        application = erika()
        upload = announce_file(application, field_id=FIELD, name="a.jpg", size=len(PHOTO))
        assert find_arriving(application.id, upload.id, size=1) is None
        assert find_arriving(application.id, new_id(), size=1) is None
        add_part(subject_id=application.id, upload_id=upload.id, offset=0, content=PHOTO)
        arriving = find_arriving(application.id, upload.id, size=len(PHOTO))
        assert arriving is not None
        assert arriving.received == len(PHOTO)
        first = finish_file(application, field_id=FIELD, upload_id=upload.id)
        assert finish_file(application, field_id=FIELD, upload_id=upload.id).id == first.id

    def test_refuses_what_is_too_large_before_a_byte_is_sent(
        self, erika: Callable[[], OpenApplication]
    ) -> None:
        with pytest.raises(FileTooLarge):
            announce_file(erika(), field_id=FIELD, name="a.jpg", size=2_000_001)
