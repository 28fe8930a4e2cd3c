"""The files of a case as the office sees them: in the answers they belong to, and all of them in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from onlineamt.audiences.backoffice.cases.labels import DOCUMENTS, FILE_KINDS
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import list_documents, name_of
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.formats import show_size
from onlineamt.procedure.cases.queries import OpenCase, handed_in_files
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file of the case. Without `url` nobody can open it; `state` says why, or what to know before opening."""

    name: str
    kind: str
    size: str
    url: str
    made_at: datetime | None = None
    state: str = ""
    state_kind: str = ""


class CaseFiles:
    """The files of one case, read once for the whole page."""

    def __init__(self, case: OpenCase) -> None:
        self._case = case
        handed_in = handed_in_files(case)
        self._documents = {
            str(one.id): one
            for one in list_documents(case.id)
            if one.kind != DocumentKind.EVIDENCE or str(one.id) in handed_in
        }

    @property
    def has_infected(self) -> bool:
        """Whether a virus scanner found something in one of them."""
        return any(one.infected_at for one in self._documents.values())

    def lines(self) -> Sequence[FileLine]:
        """Return all files, newest first."""
        return [self._line(one) for one in reversed(self._documents.values())]

    def attached(self, files: Sequence[AttachedFile]) -> tuple[FileLine, ...]:
        """Return the files of an answer."""
        return tuple(self._attached(one) for one in files)

    def _attached(self, file: AttachedFile) -> FileLine:
        document = self._documents.get(str(file.id))
        if document is None:
            return FileLine(
                name=str(file),
                kind=FILE_KINDS.get(file.media_type, "Datei"),
                size=show_size(file.size),
                url="",
                state="gelöscht",
            )
        return self._line(document)

    def _line(self, document: StoredDocument) -> FileLine:
        is_evidence = document.kind == DocumentKind.EVIDENCE
        state, state_kind = _state(document) if is_evidence else ("", "")
        what = FILE_KINDS.get(document.media_type, "Datei")
        address = {"case_id": self._case.id, "document_id": document.id}
        return FileLine(
            name=name_of(document, self._case.seal),
            kind=what if is_evidence else f"{DOCUMENTS.get(document.kind, document.kind)}, {what}",
            size=show_size(document.size),
            url="" if document.infected_at else reverse("case_document", kwargs=address),
            made_at=document.created_at,
            state=state,
            state_kind=state_kind,
        )


def _state(document: StoredDocument) -> tuple[str, str]:
    if document.infected_at:
        return "gesperrt: Schadsoftware", "overdue"
    return ("", "") if document.scanned_at else ("nicht auf Viren geprüft", "due")
