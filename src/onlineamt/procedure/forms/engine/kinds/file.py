"""Files that somebody hands in. What a page sends is never an answer: actions attach what was judged and kept."""

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from onlineamt.foundation.core.formats import show_size
from onlineamt.procedure.forms.definition import FileField
from onlineamt.procedure.forms.engine.expressions import ListOf, Scalar
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw
from onlineamt.procedure.forms.engine.problems import Problem

_KEYS = {"id": str, "name": str, "media_type": str, "size": int, "sha256": str}
_FILE_SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "media_type": {"type": "string"},
        "size": {"type": "integer", "minimum": 0},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "required": list(_KEYS),
    "additionalProperties": False,
}
_MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png"}


class AttachedFile(str):
    """A file in an answer: to expressions and letters its name, to whoever shows it all that is known of it."""

    __slots__ = ("id", "media_type", "sha256", "size")

    id: UUID
    media_type: str
    size: int
    sha256: str

    @classmethod
    def read(cls, stored: Json) -> "AttachedFile":
        """Return a file as an answer holds it. Raises NotReadable."""
        if not isinstance(stored, dict) or {key: type(one) for key, one in stored.items()} != _KEYS:
            raise NotReadable(f"{stored!r} is not a file")
        file = cls(stored["name"])
        try:
            file.id = UUID(stored["id"])
        except ValueError as wrong:
            raise NotReadable(f"{stored!r} is not a file") from wrong
        file.media_type, file.size, file.sha256 = stored["media_type"], stored["size"], stored["sha256"]
        return file

    def as_json(self) -> dict[str, Any]:
        """Return what an answer holds."""
        return {
            "id": str(self.id),
            "name": str(self),
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
        }


def files_in(value: object) -> tuple[AttachedFile, ...]:
    """Return the files that a value holds; none for the answers of other kinds."""
    items = value if isinstance(value, tuple) else ()
    return tuple(one for one in items if isinstance(one, AttachedFile))


class FileKind(Kind[FileField, tuple[AttachedFile, ...]]):
    """Files, in the order in which they came. None is an answer where none is needed."""

    name = "file"
    is_sent_empty = True  # its place on the page says that it was asked: `_asked`
    value_type = ListOf(Scalar.TEXT)
    is_typed = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return ()

    @property
    def blank(self) -> Json:
        return []

    def is_blank(self, value: tuple[AttachedFile, ...] | None) -> bool:
        return not value

    def parse(self, raw: Raw, *, today: date) -> None:
        return None

    def validate(self, value: tuple[AttachedFile, ...], *, today: date) -> Problem | None:
        if len(value) > self.definition.max_files:
            return self.problem("too_many", max=self.definition.max_files)
        return None

    def display(self, value: tuple[AttachedFile, ...]) -> str:
        language = self.surroundings.language
        return ", ".join(f"{file} ({show_size(file.size, language)})" for file in value)

    def to_json(self, value: tuple[AttachedFile, ...]) -> Json:
        return [file.as_json() for file in value]

    def from_json(self, stored: Json) -> tuple[AttachedFile, ...]:
        if not isinstance(stored, list | tuple):
            raise NotReadable(f"{stored!r} is not a list of files")
        return tuple(AttachedFile.read(one) for one in stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "array", "maxItems": self.definition.max_files, "items": _FILE_SCHEMA}

    def from_example(self, written: Json) -> Json:
        """Examples only name files: `fahrzeug.schein: [schein.pdf]`."""
        if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
            return written
        return [example_file(name) for name in written]

    def to_raw(self, value: tuple[AttachedFile, ...]) -> dict[str, list[str]]:
        return {}


def example_file(name: str) -> dict[str, Any]:
    """Return what an answer would hold of a file that is only named, in a worked example: always the same."""
    ending = name.rpartition(".")[2].lower()
    return {
        "id": str(uuid5(NAMESPACE_URL, f"example:{name}")),
        "name": name,
        "media_type": _MEDIA_TYPES.get(ending, "image/jpeg"),
        "size": 240_000,
        "sha256": sha256(name.encode()).hexdigest(),
    }
