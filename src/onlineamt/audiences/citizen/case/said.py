"""What the applicant said: the answers as they stand, what was corrected, and what was answered to requests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import file_row
from onlineamt.audiences.citizen.application.summary import Row, Section
from onlineamt.audiences.design.fields import FileRow
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.applications.parts import own_pages
from onlineamt.procedure.cases.queries import OpenCase, file_ids_in, request_text
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile


def shown_answers(case: OpenCase, language: Language) -> tuple[Section, ...]:
    """Return all answers that count; one that was corrected later says what was sent before."""
    before = {
        row.field_id: row.text for page in journey_of(case.declared).summary(language) for row in page.rows
    }
    corrected = {field_id for said in case.supplements.values() for field_id in said["answers"]}
    return tuple(
        Section(
            page.title,
            tuple(
                Row(row.label, _with_before(row.text, before.get(row.field_id, "")))
                if row.field_id in corrected and not row.files
                else Row(row.label, row.text, files=_links(case, row.field_id, row.files, language))
                for row in page.rows
            ),
        )
        for page in own_pages(case.declared, case.journey).summary(language)
    )


def answered_requests(case: OpenCase, language: Language) -> list[dict[str, Any]]:
    """Return what was asked and answered so far, with the files that were sent, the oldest first."""
    return [
        {
            "when": show_date(berlin_day(request.answered_at), language),
            "question": request_text(case, request),
            "message": case.supplements[request.id]["message"],
            "files": _files_of(case, case.supplements[request.id], language),
        }
        for request in case.requests
        if request.answered_at is not None
    ]


def _files_of(case: OpenCase, said: Mapping[str, Any], language: Language) -> tuple[FileRow, ...]:
    places = {**said["answers"], **said.get("files", {})}
    return tuple(
        row
        for name, files in places.items()
        if any(file_ids_in(files))
        for row in _links(case, name, [AttachedFile.read(one) for one in files], language)
    )


def _links(
    case: OpenCase, place: str, files: Sequence[AttachedFile], language: Language
) -> tuple[FileRow, ...]:
    return tuple(file_row(one, place, case.id, language) for one in files)


def _with_before(text: str, before: str) -> str:
    if not before or before == text:
        return text
    return _("%(now)s (vorher: %(before)s)") % {"now": text, "before": before}
