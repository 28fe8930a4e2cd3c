"""The page of a case, and its files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.backoffice.cases.acts import Trouble
from onlineamt.audiences.backoffice.cases.presentation.case_page import case_view, situation_of
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.facilities.documents.queries import get_document, prepare_download
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.cases.actions.work import note_look, note_opening
from onlineamt.procedure.cases.queries import access_case, handed_in_files

# What was done → what the page says, and the address that undoes it.
_SAID: dict[str, tuple[str, str]] = {
    "uebernommen": ("Sie bearbeiten diesen Vorgang jetzt.", "case_give_back"),
    "zurueckgegeben": ("Der Vorgang liegt wieder im Amt bereit.", "case_take"),
    "vermerkt": ("Ihr Vermerk steht in der Akte.", ""),
    "erledigt": ("Die Aufgabe ist erledigt.", ""),
    "geoeffnet": ("Die Aufgabe ist wieder offen.", ""),
    "angehoert": ("Die Anhörung ist unterwegs. Die Frist des Amtes ruht.", "case_take_back"),
    "gefordert": ("Die Nachforderung ist unterwegs. Die Frist des Amtes ruht.", "case_take_back"),
    "zurueckgenommen": ("Die Nachforderung ist zurückgenommen. Die Frist läuft weiter.", ""),
    "entworfen": ("Der Entwurf ist gespeichert.", ""),
    "verworfen": ("Der Entwurf ist verworfen.", ""),
    "vorgelegt": ("Der Entwurf liegt zur Freigabe bereit.", ""),
    "abgelehnt": ("Der Entwurf liegt wieder bei der Person, die ihn geschrieben hat.", ""),
    "erlassen": ("Der Bescheid ist erlassen. Der Brief wird gerade geschrieben.", ""),
    "beendet": ("Der Vorgang ist ohne Entscheidung beendet.", ""),
    "abgegeben": ("Der Vorgang ist abgegeben.", ""),
    "zusammengefuehrt": ("Der Vorgang ist zusammengeführt.", ""),
    "neu": ("Der Vorgang wird neu entschieden. Ein neuer Bescheid ersetzt den alten.", ""),
    "verbunden": ("Der Vorgang ist mit dem Registereintrag verbunden.", ""),
    "gesperrt": ("Die Akte wird nicht gelöscht, solange die Sperre gilt.", ""),
    "entsperrt": ("Die Löschsperre ist aufgehoben.", ""),
    "geschlossen": ("Der Vorgang ist abgeschlossen.", ""),
    "bezahlt": ("Die Forderung ist als bezahlt vermerkt.", ""),
    "anschrift": ("Der Brief wird mit der neuen Anschrift gedruckt.", ""),
}


@staff_page
@require_safe
def show(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case of the caseworker's offices, and write down that somebody looked."""
    return render_case(request, case_id, said=request.GET.get("ok", ""))


def render_case(
    request: StaffRequest, case_id: UUID, *, said: str = "", trouble: Trouble | None = None
) -> HttpResponse:
    """Return the page of a case. Raises NotFound."""
    case = access_case(case_id, caseworker=request.caseworker)
    note_look(case, caseworker=request.caseworker)
    text, undo = _SAID.get(said, ("", ""))
    view: dict[str, Any] = case_view(situation_of(case, request.caseworker))
    may_undo = bool(undo) and request.method != "POST"
    values = {"view": {**view, "said": text, "undo": undo if may_undo else "", "trouble": trouble}}
    if trouble is None:
        return render_staff_page(request, "backoffice/cases/case.html", values)
    return render_staff_page(request, "backoffice/cases/case.html", values, status=trouble.status)


@staff_page
@require_safe
def open_file(request: StaffRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Hand out a file of a case, and write down who opened it. Raises NotFound, DocumentLocked, DocumentUnavailable."""
    case = access_case(case_id, caseworker=request.caseworker)
    document = get_document(document_id, subject_id=case.id)
    if document.kind == DocumentKind.EVIDENCE and str(document.id) not in handed_in_files(case):
        raise NotFound
    download = prepare_download(document, seal=case.seal, is_inline=True)
    note_opening(case, document_id=document_id, caseworker=request.caseworker)
    return HttpResponse(download.content, headers=dict(download.headers))
