"""What the applicant said: the answers as they stand, what was corrected, and what was answered to requests."""

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.summary import Row, Section
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.cases.queries import OpenCase, request_text


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
                if row.field_id in corrected
                else Row(row.label, row.text)
                for row in page.rows
            ),
        )
        for page in case.journey.summary(language)
    )


def answered_requests(case: OpenCase, language: Language) -> list[dict[str, str]]:
    """Return what was asked and answered so far, the oldest first."""
    return [
        {
            "when": show_date(berlin_day(request.answered_at), language),
            "question": request_text(case, request),
            "message": case.supplements[request.id]["message"],
        }
        for request in case.requests
        if request.answered_at is not None
    ]


def _with_before(text: str, before: str) -> str:
    if not before or before == text:
        return text
    return _("%(now)s (vorher: %(before)s)") % {"now": text, "before": before}
