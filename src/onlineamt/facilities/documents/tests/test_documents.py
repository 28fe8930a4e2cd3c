from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from onlineamt.facilities.documents.actions import storing
from onlineamt.facilities.documents.actions.storing import erase_documents, store_document, sweep_orphans
from onlineamt.facilities.documents.errors import DocumentUnavailable
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import (
    find_issued_by_content,
    find_issued_by_token,
    find_receipt,
    get_document,
    open_document,
)
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

SECRET = b"Mein Hund Waldi bei\xc3\x9ft den Postboten."
NAME = "Erika Mustermann Ausweis.pdf"


def new_document(**changes: Any) -> NewDocument:
    facts = {"kind": DocumentKind.EVIDENCE, "name": NAME, "media_type": "application/pdf", "content": SECRET}
    return NewDocument(**{**facts, **changes})


class TestStoreDocument:
    def test_keeps_a_file_as_it_was(self, subject: UUID) -> None:
        stored = store_document(subject_id=subject, document=new_document())
        opened = open_document(get_document(stored.id, subject_id=subject))

        assert (opened.name, opened.media_type, opened.content) == (NAME, "application/pdf", SECRET)
        assert stored.size == len(SECRET)

    def test_leaves_no_readable_word_on_disk_or_in_the_row(self, subject: UUID, folder: Path) -> None:
        stored = store_document(subject_id=subject, document=new_document())
        row = StoredDocument.objects.filter(id=stored.id).values().get()
        everything = repr(row).encode() + b"".join(
            path.read_bytes() + str(path.relative_to(folder)).encode()
            for path in folder.rglob("*")
            if path.is_file()
        )

        for word in (b"Waldi", b"Postboten", b"Erika", b"Mustermann"):
            assert word not in everything

    def test_refuses_a_subject_whose_key_is_gone(self, subject: UUID) -> None:
        destroy_key(subject, reason="withdrawn")

        with pytest.raises(Unsealable):
            store_document(subject_id=subject, document=new_document())

    def test_makes_one_receipt_of_a_subject_only(self, subject: UUID) -> None:
        store_document(subject_id=subject, document=new_document(kind=DocumentKind.RECEIPT))

        with pytest.raises(IntegrityError), transaction.atomic():
            store_document(subject_id=subject, document=new_document(kind=DocumentKind.RECEIPT))

    def test_refuses_a_token_of_ones_own_making(self, subject: UUID) -> None:
        with pytest.raises(ValueError, match="token"):
            store_document(subject_id=subject, document=new_document(verify_token="12345"))


class TestGetDocument:
    def test_hides_the_document_of_another_subject(self, subject: UUID) -> None:
        stored = store_document(subject_id=subject, document=new_document())

        with pytest.raises(NotFound):
            get_document(stored.id, subject_id=new_id())


class TestOpenDocument:
    def test_does_not_open_bytes_put_in_place_of_others(self, subject: UUID, folder: Path) -> None:
        mine = store_document(subject_id=subject, document=new_document())
        other = store_document(subject_id=subject, document=new_document(content=b"anderes"))
        (folder / mine.storage_key).write_bytes((folder / other.storage_key).read_bytes())

        with pytest.raises(NotFound):
            open_document(mine)

    def test_says_when_the_store_has_lost_the_bytes(self, subject: UUID, folder: Path) -> None:
        stored = store_document(subject_id=subject, document=new_document())
        (folder / stored.storage_key).unlink()

        with pytest.raises(DocumentUnavailable):
            open_document(stored)

    def test_finds_nothing_when_the_key_is_destroyed(self, subject: UUID) -> None:
        stored = store_document(subject_id=subject, document=new_document())
        destroy_key(subject, reason="retention")

        with pytest.raises(NotFound):
            open_document(stored)


class TestFindReceipt:
    def test_finds_it_when_it_is_made(self, subject: UUID) -> None:
        assert find_receipt(subject) is None
        stored = store_document(subject_id=subject, document=new_document(kind=DocumentKind.RECEIPT))

        assert find_receipt(subject) == stored


class TestFindIssued:
    def test_knows_a_letter_by_its_token_and_by_its_copy(self, subject: UUID) -> None:
        token = new_verify_token()
        letter = new_document(kind=DocumentKind.RECEIPT, verify_token=token)
        stored = store_document(subject_id=subject, document=letter)

        for issued in (find_issued_by_token(token.lower()), find_issued_by_content(SECRET)):
            assert issued is not None
            assert (issued.kind, issued.issued_at) == (DocumentKind.RECEIPT, stored.created_at)

    def test_says_nothing_of_what_people_handed_in(self, subject: UUID) -> None:
        store_document(subject_id=subject, document=new_document())

        assert find_issued_by_content(SECRET) is None

    def test_knows_no_other_token_and_no_changed_copy(self, subject: UUID) -> None:
        letter = new_document(kind=DocumentKind.RECEIPT, verify_token=new_verify_token())
        store_document(subject_id=subject, document=letter)

        assert find_issued_by_token(new_verify_token()) is None
        assert find_issued_by_token("Quatsch") is None
        assert find_issued_by_content(SECRET + b" ") is None


class TestEraseDocuments:
    def test_removes_rows_and_bytes_of_that_subject_only(
        self, subject: UUID, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        other = new_id()
        create_key(other)
        kept = store_document(subject_id=other, document=new_document())
        gone = [store_document(subject_id=subject, document=new_document()) for _ in range(3)]

        with django_capture_on_commit_callbacks(execute=True):
            assert erase_documents(subject) == 3

        assert list(StoredDocument.objects.all()) == [kept]
        assert not any((folder / document.storage_key).exists() for document in gone)
        assert (folder / kept.storage_key).exists()


class TestSweepOrphans:
    def test_removes_bytes_that_no_row_names(
        self, towns: tuple[Tenant, Tenant], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(0))
        kept = []
        for town in towns:
            with in_tenant(town.id):
                subject_id = new_id()
                create_key(subject_id)
                kept.append(store_document(subject_id=subject_id, document=new_document()).storage_key)
                self._store_and_fail(subject_id)

        assert sweep_orphans() == len(towns)
        left = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        assert sorted(left) == sorted(kept)

    def test_leaves_bytes_of_transactions_that_may_still_run(
        self, towns: tuple[Tenant, Tenant], folder: Path
    ) -> None:
        with in_tenant(towns[0].id):
            subject_id = new_id()
            create_key(subject_id)
            self._store_and_fail(subject_id)

        assert sweep_orphans() == 0
        assert [path for path in folder.rglob("*") if path.is_file()]

    def _store_and_fail(self, subject_id: UUID) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            store_document(subject_id=subject_id, document=new_document())
            raise RuntimeError("the job was killed")


class TestIsolation:
    def test_hides_documents_from_the_next_town(self, towns: tuple[Tenant, Tenant]) -> None:
        musterstadt, nachbarstadt = towns
        with in_tenant(musterstadt.id):
            subject_id = new_id()
            create_key(subject_id)
            letter = new_document(kind=DocumentKind.RECEIPT, verify_token=new_verify_token())
            stored = store_document(subject_id=subject_id, document=letter)

        with in_tenant(nachbarstadt.id):
            assert find_issued_by_token(letter.verify_token) is None
            assert find_issued_by_content(SECRET) is None
            with pytest.raises(NotFound):
                get_document(stored.id, subject_id=subject_id)
