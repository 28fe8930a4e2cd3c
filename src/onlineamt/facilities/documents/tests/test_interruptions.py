import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from onlineamt.facilities.documents.actions import uploads
from onlineamt.facilities.documents.actions.uploads import (
    add_part,
    begin_upload,
    finish_upload,
    receive_file,
)
from onlineamt.facilities.documents.errors import TooManyFiles
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import get_upload, open_document
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.tests.handing_in import files_in, large_picture
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

PART = 70_000


class Matter:
    """A draft to hand files in to; each act is a request of its own, and commits."""

    def __init__(self, town: Tenant) -> None:
        self.tenant_id, self.subject = town.id, new_id()
        with in_tenant(town.id):
            create_key(self.subject)

    def begin(self, content: bytes) -> UUID:
        with in_tenant(self.tenant_id):
            return begin_upload(subject_id=self.subject, name="Foto.jpg", size=len(content)).id

    def send(self, upload: UUID, content: bytes, start: int) -> int:
        with in_tenant(self.tenant_id):
            part = content[start : start + PART]
            return add_part(subject_id=self.subject, upload_id=upload, offset=start, content=part)

    def finish(self, upload: UUID) -> StoredDocument:
        with in_tenant(self.tenant_id):
            return finish_upload(subject_id=self.subject, upload_id=upload, allowed=["jpeg"])

    def content(self, document: StoredDocument) -> bytes:
        with in_tenant(self.tenant_id):
            return open_document(document).content

    def received(self, upload: UUID) -> int:
        with in_tenant(self.tenant_id):
            return get_upload(upload, subject_id=self.subject).received


@pytest.fixture
def matter(towns: tuple[Tenant, Tenant]) -> Iterator[Matter]:
    yield Matter(towns[0])


def in_threads(acts: list[Any]) -> list[Any]:
    """Do all of it at once, each with a connection of its own."""

    def act(what: Any) -> Any:
        try:
            return what()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(act, what) for what in acts]]


class TestTwoClients:
    def test_send_the_same_file_together_and_get_one(self, matter: Matter) -> None:
        """Both send every part, in an order of their own, some of them twice: as after a broken connection."""
        content = large_picture()
        upload = matter.begin(content)

        def client(back: list[int]) -> UUID:
            steps, at = cycle(back), 0
            while at < len(content):
                at = matter.send(upload, content, max(0, at - next(steps)))
            return matter.finish(upload).id

        made = in_threads([lambda: client([0, 20_000, 0, PART]), lambda: client([0, 0, PART, 30_000])])

        with in_tenant(matter.tenant_id):
            document = StoredDocument.objects.get()
        assert set(made) == {document.id}
        with in_tenant(matter.tenant_id):
            direct = receive_file(
                subject_id=matter.subject, name="Foto.jpg", content=content, allowed=["jpeg"]
            )
        assert matter.content(document) == matter.content(direct)

    def test_never_get_more_than_there_is_room_for(
        self, matter: Matter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploads, "MOST_FILES", 3)

        def client() -> bool:
            try:
                with in_tenant(matter.tenant_id):
                    receive_file(
                        subject_id=matter.subject, name="a", content=files.picture(), allowed=["jpeg"]
                    )
            except TooManyFiles:
                return False
            return True

        assert sorted(in_threads([client] * 6)) == [False] * 3 + [True] * 3


class TestKilledInTheMiddle:
    @pytest.fixture
    def kill(self, matter: Matter, cluster_urls: Any, folder: Path) -> Any:
        """Return a function that does something in a process which is killed once it has written to the store."""

        def kill(upload: UUID, act: str, content: bytes) -> None:
            died = subprocess.run(
                [sys.executable, "-m", "onlineamt.facilities.documents.tests.dying",
                 *map(str, (matter.tenant_id, matter.subject, upload, folder)), act],
                check=False,
                input=content,
                capture_output=True,
                env={**os.environ, "DATABASE_URL": cluster_urls.web, "ONLINEAMT_DATA": str(settings.ENV.data)},
            )  # fmt: skip
            assert died.returncode == -9, died.stderr.decode()

        return kill

    def test_of_a_part_nothing_of_it_counts(self, matter: Matter, kill: Any, folder: Path) -> None:
        content = large_picture()
        upload = matter.begin(content)
        matter.send(upload, content, 0)
        kill(upload, "part", content)

        assert len(files_in(folder)) == 2  # the second is named by nobody, and swept
        at = matter.received(upload)
        assert at == PART
        while at < len(content):
            at = matter.send(upload, content, at)
        assert matter.content(matter.finish(upload))

    def test_of_the_last_step_no_file_is_there_and_it_can_be_taken_again(
        self, matter: Matter, kill: Any
    ) -> None:
        content, at = large_picture(), 0
        upload = matter.begin(content)
        while at < len(content):
            at = matter.send(upload, content, at)
        kill(upload, "finish", b"")

        with in_tenant(matter.tenant_id):
            assert not StoredDocument.objects.exists()
            assert PendingUpload.objects.get().document_id is None
        document = matter.finish(upload)
        with in_tenant(matter.tenant_id):
            assert StoredDocument.objects.get() == document
