"""How the tests hand files in."""

from collections.abc import Collection
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image

from onlineamt.facilities.documents.actions.uploads import (
    add_part,
    begin_upload,
    finish_upload,
    receive_file,
)
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.values import FileKind

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
