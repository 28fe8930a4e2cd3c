"""The page of a case, and its files."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.backoffice.cases.acts import Trouble
from onlineamt.audiences.backoffice.cases.presentation.case_page import case_view, situation_of
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.procedure.cases.actions.work import note_look, note_opening
from onlineamt.procedure.cases.queries import access_case

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
    "gesperrt": ("Die Akte wird nicht gelöscht, solange die Sperre gilt.", ""),
    "entsperrt": ("Die Löschsperre ist aufgehoben.", ""),
    "geschlossen": ("Der Vorgang ist abgeschlossen.", ""),
    "bezahlt": ("Die Forderung ist als bezahlt vermerkt.", ""),
    "anschrift": ("Der Brief wird mit der neuen Anschrift gedruckt.", ""),
}
_SHOWN_IN_PLACE = frozenset({"application/pdf", "image/jpeg", "image/png"})


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
    """Hand out a file of a case, and write down who opened it. Raises NotFound, DocumentUnavailable."""
    case = access_case(case_id, caseworker=request.caseworker)
    document = open_document(get_document(document_id, subject_id=case.id), seal=case.seal)
    note_opening(case, document_id=document_id, caseworker=request.caseworker)
    way = "inline" if document.media_type in _SHOWN_IN_PLACE else "attachment"
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(document.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
