from pathlib import Path
from uuid import UUID

import pytest

from onlineamt.facilities.documents.actions import uploads
from onlineamt.facilities.documents.actions.storing import (
    erase_document,
)
from onlineamt.facilities.documents.actions.uploads import (
    begin_upload,
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
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import (
    describe_file,
    open_document,
    prepare_download,
)
from onlineamt.facilities.documents.rules import LARGEST_FILE, MOST_FILES
from onlineamt.facilities.documents.store import use_byte_store
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.tests.handing_in import (
    ALL,
    NAME,
    Broken,
    begin,
    files_in,
    large_picture,
    receive,
)
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key


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
