from collections.abc import Collection
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

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
    finish_upload,
    receive_file,
)
from onlineamt.facilities.documents.errors import (
    FileEmpty,
    FileNotKept,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    KindNotAllowed,
    PartRefused,
    TooManyFiles,
    UploadUnfinished,
)
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import (
    describe_file,
    get_upload,
    open_document,
    prepare_download,
)
from onlineamt.facilities.documents.rules import LARGEST_FILE, LARGEST_PART, MOST_FILES, SMALLEST_PART
from onlineamt.facilities.documents.store import use_byte_store
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import DocumentKind, FileKind
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

ALL = frozenset(FileKind)
NAME = "Fahrzeugschein Erika.pdf"


class Broken:
    """A store that does not answer."""

    def write(self, key: str, content: bytes) -> None:
        raise OSError("no route to host")

    def read(self, key: str) -> bytes:
        raise OSError("no route to host")

    def delete(self, key: str) -> None:
        raise OSError("no route to host")


def receive(
    subject: UUID, content: bytes, *, name: str = NAME, allowed: Collection[str] = ALL
) -> StoredDocument:
    return receive_file(subject_id=subject, name=name, content=content, allowed=allowed)


def large_picture() -> bytes:
    """A photo of about 300 kB that no compression makes smaller."""
    made = BytesIO()
    Image.effect_noise((800, 800), 80).save(made, "JPEG", quality=95)
    return made.getvalue()


def begin(subject: UUID, content: bytes) -> UUID:
    return begin_upload(subject_id=subject, name=NAME, size=len(content)).id


def send(subject: UUID, upload: UUID, content: bytes, start: int, end: int | None = None) -> int:
    return add_part(subject_id=subject, upload_id=upload, offset=start, content=content[start:end])


def finish(subject: UUID, upload: UUID) -> StoredDocument:
    return finish_upload(subject_id=subject, upload_id=upload, allowed=ALL)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestReceiveFile:
    @pytest.mark.parametrize(
        ("content", "name", "kept_as", "media_type"),
        [
            (files.paper(), "Schein.pdf", "Schein.pdf", "application/pdf"),
            (files.picture(), "IMG_0815.JPEG", "IMG_0815.jpg", "image/jpeg"),
            (files.picture("PNG"), "Bildschirm.png", "Bildschirm.png", "image/png"),
            (files.heic(), "IMG_0815.HEIC", "IMG_0815.jpg", "image/jpeg"),
            (files.picture(), "Schein.pdf", "Schein.jpg", "image/jpeg"),
        ],
    )
    def test_keeps_what_a_file_is_and_not_what_it_is_called(
        self, subject: UUID, content: bytes, name: str, kept_as: str, media_type: str
    ) -> None:
        document = receive(subject, content, name=name)
        opened = open_document(document)

        assert (document.kind, document.media_type) == (DocumentKind.EVIDENCE, media_type)
        assert (opened.name, opened.media_type) == (kept_as, media_type)
        assert document.scanned_at is None

    def test_tells_what_an_answer_holds(self, subject: UUID) -> None:
        document = receive(subject, files.picture(exif=files.exif(6)))
        described, opened = describe_file(document), open_document(document)

        assert described.id == document.id
        assert described.sha256 == digest(opened.content)
        assert described.size == len(opened.content)
        assert described.name == "Fahrzeugschein Erika.jpg"

    def test_leaves_no_readable_word_in_store_or_row(self, subject: UUID, folder: Path) -> None:
        document = receive(subject, files.paper())
        row = repr(StoredDocument.objects.filter(id=document.id).values().get()).encode()
        everything = row + b"".join(path.read_bytes() for path in files_in(folder))

        for word in (
            b"Erika",
            b"Fahrzeugschein",
            b"Seite 1",
            digest(open_document(document).content).encode(),
        ):
            assert word not in everything

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", FileEmpty),
            (b"%PDF-" + bytes(LARGEST_FILE), FileTooLarge),
            (b"MZ\x90\x00 ein Programm", KindNotAllowed),
            (b"<html><script>boese()</script></html>", KindNotAllowed),
            (b"<html>%PDF-1.4 auch ein PDF", KindNotAllowed),
            (b"GIF89a ein Bild", KindNotAllowed),
            (b"PK\x03\x04 ein Archiv", KindNotAllowed),
            (b"%PDF-1.4 abgeschnitten", FileUnreadable),
        ],
        ids=["empty", "large", "program", "page", "page and paper", "gif", "archive", "cut"],
    )
    def test_keeps_nothing_of_what_it_refuses(
        self, subject: UUID, folder: Path, content: bytes, refusal: type[PortalError]
    ) -> None:
        with pytest.raises(refusal):
            receive(subject, content)

        assert not StoredDocument.objects.exists()
        assert not files_in(folder)

    def test_takes_only_the_kinds_a_field_asks_for(self, subject: UUID) -> None:
        with pytest.raises(KindNotAllowed):
            receive(subject, files.heic(), allowed={"pdf", "jpeg"})
        assert receive(subject, files.paper(), allowed=["pdf"])

    def test_takes_no_more_than_a_field_asks_for(self, subject: UUID) -> None:
        with pytest.raises(FileTooLarge):
            receive_file(subject_id=subject, name=NAME, content=files.paper(), allowed=ALL, largest=100)

    def test_acknowledges_nothing_that_the_store_did_not_take(self, subject: UUID) -> None:
        use_byte_store(Broken())  # type: ignore[arg-type]

        with pytest.raises(FileNotKept):
            receive(subject, files.paper())
        assert not StoredDocument.objects.exists()

    def test_counts_files(self, subject: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "MOST_FILES", 2)
        first = receive(subject, files.paper())
        begin(subject, bytes(9))

        with pytest.raises(TooManyFiles):
            receive(subject, files.paper())
        erase_document(subject_id=subject, document_id=first.id)
        assert receive(subject, files.paper())

    def test_counts_bytes(self, subject: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "MOST_BYTES", 300_000)
        begin_upload(subject_id=subject, name=NAME, size=290_000)

        with pytest.raises(TooManyFiles):
            receive(subject, large_picture())
        assert receive(subject, files.paper())

    def test_counts_each_matter_by_itself(self, subject: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "MOST_FILES", 1)
        other = new_id()
        create_key(other)
        receive(other, files.paper())

        assert receive(subject, files.paper())

    def test_takes_fifty_files_of_a_matter(self) -> None:
        assert (MOST_FILES, uploads.MOST_BYTES) == (50, 100_000_000)


class TestErrors:
    def test_each_has_words_and_a_code_of_its_own(self) -> None:
        refusals = [*FileRefused.__subclasses__(), FileNotKept, UploadUnfinished, PartRefused]

        assert len({refusal.code for refusal in refusals}) == len(refusals)
        assert len({refusal.title for refusal in refusals}) == len(refusals)


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


class TestPrepareDownload:
    def test_lets_no_browser_run_what_it_hands_out(self, subject: UUID) -> None:
        document = receive(subject, files.paper())
        StoredDocument.objects.filter(id=document.id).update(media_type="text/html")
        document.refresh_from_db()
        download = prepare_download(document, is_inline=True)

        assert download.media_type == "application/octet-stream"
        assert download.headers["Content-Disposition"].startswith("attachment")

    def test_shows_in_place_what_the_portal_made_itself(self, subject: UUID) -> None:
        document = receive(subject, files.picture(), name="Straße.png")
        download = prepare_download(document, is_inline=True)

        assert download.headers["Content-Type"] == "image/jpeg"
        assert download.headers["Content-Disposition"].startswith("inline")
        assert download.headers["Content-Disposition"].endswith("filename*=UTF-8''Stra%C3%9Fe.jpg")
        assert download.content == open_document(document).content


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
