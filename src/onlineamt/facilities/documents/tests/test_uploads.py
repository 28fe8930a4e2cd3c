from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onlineamt.facilities.documents.actions import storing, uploads
from onlineamt.facilities.documents.actions.storing import (
    erase_document,
    erase_documents,
    sweep_orphans,
    sweep_uploads,
)
from onlineamt.facilities.documents.actions.uploads import (
    add_part,
    begin_upload,
    discard_upload,
)
from onlineamt.facilities.documents.errors import (
    FileEmpty,
    FileNotKept,
    FileTooLarge,
    KindNotAllowed,
    PartRefused,
    TooManyFiles,
    UploadUnfinished,
)
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import (
    get_upload,
    open_document,
)
from onlineamt.facilities.documents.rules import LARGEST_FILE, LARGEST_PART, SMALLEST_PART
from onlineamt.facilities.documents.store import use_byte_store
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.tests.handing_in import (
    NAME,
    Broken,
    begin,
    files_in,
    finish,
    large_picture,
    receive,
    send,
)
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


class TestAddPart:
    def test_says_where_to_go_on(self, subject: UUID) -> None:
        content = large_picture()
        upload = begin(subject, content)

        assert send(subject, upload, content, 0, 100_000) == 100_000
        assert send(subject, upload, content, 100_000) == len(content)
        assert get_upload(upload, subject_id=subject).received == len(content)
        assert open_document(finish(subject, upload)).content

    def test_takes_a_part_again_without_harm(self, subject: UUID, folder: Path) -> None:
        content = large_picture()
        upload = begin(subject, content)
        send(subject, upload, content, 0, 100_000)

        assert send(subject, upload, content, 0, 100_000) == 100_000
        assert send(subject, upload, content, 10_000, 90_000) == 100_000
        assert len(files_in(folder)) == 1

    def test_takes_the_new_end_of_a_part_that_overlaps(self, subject: UUID) -> None:
        content = large_picture()
        upload = begin(subject, content)
        send(subject, upload, content, 0, 100_000)

        assert send(subject, upload, content, 60_000, 160_000) == 160_000
        assert send(subject, upload, content, 150_000) == len(content)
        direct = open_document(receive(subject, content)).content
        assert open_document(finish(subject, upload)).content == direct

    def test_leaves_no_gap_when_a_part_comes_too_early(self, subject: UUID, folder: Path) -> None:
        content = large_picture()
        upload = begin(subject, content)

        assert send(subject, upload, content, 100_000) == 0
        assert not files_in(folder)
        with pytest.raises(UploadUnfinished):
            finish(subject, upload)

    @pytest.mark.parametrize(
        ("offset", "length"),
        [
            (-1, SMALLEST_PART),
            (0, SMALLEST_PART - 1),
            (0, LARGEST_PART + 1),
            (6_000_000, SMALLEST_PART),
            (0, 0),
        ],
    )
    def test_refuses_parts_that_no_browser_sends(self, subject: UUID, offset: int, length: int) -> None:
        upload = begin_upload(subject_id=subject, name=NAME, size=6_000_000)

        with pytest.raises(PartRefused):
            add_part(subject_id=subject, upload_id=upload.id, offset=offset, content=bytes(length))

    def test_finds_nothing_of_somebody_else(self, subject: UUID) -> None:
        upload = begin(subject, bytes(100_000))

        with pytest.raises(NotFound):
            add_part(subject_id=new_id(), upload_id=upload, offset=0, content=bytes(100_000))

    def test_acknowledges_nothing_that_the_store_did_not_take(self, subject: UUID) -> None:
        upload = begin(subject, bytes(100_000))
        use_byte_store(Broken())  # type: ignore[arg-type]

        with pytest.raises(FileNotKept):
            add_part(subject_id=subject, upload_id=upload, offset=0, content=bytes(100_000))
        assert get_upload(upload, subject_id=subject).received == 0

    def test_leaves_no_readable_word_in_the_store(self, subject: UUID, folder: Path) -> None:
        content = b"Mein Hund Waldi " * 10_000
        upload = begin(subject, content)
        send(subject, upload, content, 0)
        row = repr(PendingUpload.objects.values().get()).encode()

        assert b"Waldi" not in b"".join(path.read_bytes() for path in files_in(folder))
        assert b"Erika" not in row


class TestBeginUpload:
    @pytest.mark.parametrize(
        ("size", "refusal"), [(0, FileEmpty), (-5, FileEmpty), (LARGEST_FILE + 1, FileTooLarge)]
    )
    def test_refuses_before_a_byte_is_sent(
        self, subject: UUID, size: int, refusal: type[PortalError]
    ) -> None:
        with pytest.raises(refusal):
            begin_upload(subject_id=subject, name=NAME, size=size)

    def test_counts_what_is_announced(self, subject: UUID) -> None:
        for _ in range(5):
            begin_upload(subject_id=subject, name=NAME, size=LARGEST_FILE)

        with pytest.raises(TooManyFiles):
            begin_upload(subject_id=subject, name=NAME, size=1)


class TestFinishUpload:
    def test_gives_the_same_file_to_whoever_asks_twice(
        self, subject: UUID, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        content = large_picture()
        upload = begin(subject, content)
        send(subject, upload, content, 0)
        with django_capture_on_commit_callbacks(execute=True):
            first = finish(subject, upload)

        assert finish(subject, upload) == first
        assert StoredDocument.objects.get() == first
        assert [path.relative_to(folder).as_posix() for path in files_in(folder)] == [first.storage_key]

    def test_refuses_a_file_that_is_none_although_all_of_it_is_there(self, subject: UUID) -> None:
        upload = begin(subject, bytes(100_000))
        send(subject, upload, bytes(100_000), 0)

        with pytest.raises(KindNotAllowed):
            finish(subject, upload)
        assert not StoredDocument.objects.exists()

    def test_counts_a_file_once(self, subject: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "MOST_FILES", 1)
        content = files.paper()
        upload = begin(subject, content)
        send(subject, upload, content, 0)

        assert finish(subject, upload)

    def test_says_when_the_store_has_lost_a_part(self, subject: UUID, folder: Path) -> None:
        content = large_picture()
        upload = begin(subject, content)
        send(subject, upload, content, 0)
        files_in(folder)[0].unlink()

        with pytest.raises(FileNotKept):
            finish(subject, upload)

    def test_puts_no_part_in_another_ones_place(self, subject: UUID) -> None:
        content = large_picture()
        one, two = begin(subject, content), begin(subject, content)
        send(subject, one, content, 0)
        send(subject, two, content, 0)
        PendingUpload.objects.filter(id=one).update(part_keys=PendingUpload.objects.get(id=two).part_keys)

        with pytest.raises(FileNotKept):
            finish(subject, one)


class TestDiscardUpload:
    def test_removes_parts_and_row(
        self, subject: UUID, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        upload = begin(subject, bytes(100_000))
        send(subject, upload, bytes(100_000), 0)
        with django_capture_on_commit_callbacks(execute=True):
            discard_upload(subject_id=subject, upload_id=upload)

        assert not files_in(folder)
        assert not PendingUpload.objects.exists()


class TestErasing:
    def test_takes_along_what_was_still_arriving(
        self, subject: UUID, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        receive(subject, files.paper())
        upload = begin(subject, bytes(100_000))
        send(subject, upload, bytes(100_000), 0)
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_documents(subject) == 1

        assert not files_in(folder)
        assert not PendingUpload.objects.exists()

    def test_of_one_document_finds_nothing_of_somebody_else(self, subject: UUID) -> None:
        document = receive(subject, files.paper())

        with pytest.raises(NotFound):
            erase_document(subject_id=new_id(), document_id=document.id)

    def test_goes_on_when_the_store_does_not_answer(
        self, subject: UUID, django_capture_on_commit_callbacks: Any
    ) -> None:
        """The row is gone, nobody can open the file any more; the sweeper removes its bytes at night."""
        receive(subject, files.paper())
        use_byte_store(Broken())  # type: ignore[arg-type]
        with django_capture_on_commit_callbacks(execute=True):
            erase_documents(subject)

        assert not StoredDocument.objects.exists()


class TestSweeping:
    def test_forgets_after_a_day_what_was_given_up(
        self, towns: tuple[Tenant, Tenant], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for town in towns:
            with in_tenant(town.id):
                subject = new_id()
                create_key(subject)
                send(subject, begin(subject, bytes(100_000)), bytes(100_000), 0)

        assert sweep_uploads() == 0
        assert len(files_in(folder)) == 2
        monkeypatch.setattr(storing, "UPLOAD_KEPT", timedelta(0))
        assert sweep_uploads() == 2
        assert not files_in(folder)

    def test_takes_no_part_for_an_orphan(
        self, towns: tuple[Tenant, Tenant], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(0))
        with in_tenant(towns[0].id):
            subject = new_id()
            create_key(subject)
            upload = begin(subject, bytes(200_000))
            send(subject, upload, bytes(200_000), 0, 100_000)
        with pytest.raises(RuntimeError), in_tenant(towns[0].id):
            send(subject, upload, bytes(200_000), 100_000)
            raise RuntimeError("the process was killed")

        assert sweep_orphans() == 1
        with in_tenant(towns[0].id):
            assert get_upload(upload, subject_id=subject).received == 100_000
            assert send(subject, upload, bytes(200_000), 100_000) == 200_000
