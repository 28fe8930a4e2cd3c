from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from onlineamt.adapters.s3.tests.server import serving
from onlineamt.facilities.documents import store
from onlineamt.facilities.documents.actions.uploads import (
    add_part,
    begin_upload,
    finish_upload,
    receive_file,
)
from onlineamt.facilities.documents.errors import DocumentUnavailable, FileNotKept
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import get_upload, open_document
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.tests.handing_in import large_picture
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant

PART = 100_000


@pytest.fixture
def subject(in_musterstadt: Tenant) -> UUID:
    subject_id = new_id()
    create_key(subject_id)
    return subject_id


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[Path]:
    """A bucket that documents are kept in, as long as a server serves it."""
    (tmp_path / "akten").mkdir()
    before = store._store
    yield tmp_path
    store._store = before


def receive(subject: UUID) -> StoredDocument:
    return receive_file(subject_id=subject, name="Schein.pdf", content=files.paper(), allowed=["pdf"])


class TestDocumentsInABucket:
    def test_are_there_again_when_their_store_comes_back(self, subject: UUID, bucket: Path) -> None:
        with serving(bucket) as server:
            store.use_byte_store(server.store())
            kept = receive(subject)
            assert open_document(kept).content.startswith(b"%PDF-")
        with pytest.raises(DocumentUnavailable):
            open_document(kept)
        with pytest.raises(FileNotKept):
            receive(subject)
        with serving(bucket, server.port):
            assert open_document(kept).content.startswith(b"%PDF-")
        assert StoredDocument.objects.get() == kept

    def test_arrive_in_parts_although_the_store_goes_away_between_them(
        self, subject: UUID, bucket: Path
    ) -> None:
        content = large_picture()
        with serving(bucket) as server:
            store.use_byte_store(server.store())
            upload = begin_upload(subject_id=subject, name="Foto.jpg", size=len(content))
            at = add_part(subject_id=subject, upload_id=upload.id, offset=0, content=content[:PART])
        with pytest.raises(FileNotKept):
            add_part(subject_id=subject, upload_id=upload.id, offset=at, content=content[at:])
        assert get_upload(upload.id, subject_id=subject).received == PART
        with serving(bucket, server.port):
            add_part(subject_id=subject, upload_id=upload.id, offset=at, content=content[at:])
            document = finish_upload(subject_id=subject, upload_id=upload.id, allowed=["jpeg"])
            assert open_document(document).media_type == "image/jpeg"
