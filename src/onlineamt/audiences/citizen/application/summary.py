"""The answers as the person reads them once more: sections, what is missing, what it costs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import file_row
from onlineamt.audiences.design.fields import FileRow
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.formats import show_cents
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.compiled import needed_evidence
from onlineamt.procedure.applications.journeys import bill_of, service_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import FieldState, FormWords, Journey
from onlineamt.procedure.forms.engine.kinds.file import files_in


@dataclass(frozen=True)
class Row:
    """One line: a name, what stands behind it, and where it is changed."""

    label: str
    value: str
    url: str = ""
    files: tuple[FileRow, ...] = ()


@dataclass(frozen=True)
class Section:
    """The lines of one page."""

    title: str
    rows: tuple[Row, ...]


def shown_sections(
    language: Language, application: OpenApplication, travelled: Journey, *, can_change: bool = True
) -> tuple[Section, ...]:
    """Return all answers that count; „Ändern“ leads to the field and back here."""
    return tuple(
        Section(
            page.title,
            tuple(
                Row(
                    row.label,
                    row.text,
                    _change_url(language, application, page.page_id, row.field_id) if can_change else "",
                    tuple(file_row(one, row.field_id, application.id, language) for one in row.files),
                )
                for row in page.rows
            ),
        )
        for page in travelled.summary(language)
    )


def missing_rows(language: Language, application: OpenApplication, travelled: Journey) -> tuple[Row, ...]:
    """Return what is missing or wrong, with the way to mend it."""
    words = travelled.form.words(language)
    return tuple(
        Row(
            words.label(state.id),
            _reason(words, state),
            _change_url(language, application, page.id, state.id),
        )
        for page in travelled.pages
        for state in page.fields
        if not state.is_finished
    )


def evidence_rows(language: Language, application: OpenApplication, travelled: Journey) -> tuple[Row, ...]:
    """Return the documents that are needed, and where each is: in which field, or asked for by the office later."""
    service = service_of(application)
    words = service.words(language).evidence
    fields = {state.id: (page.id, state) for page in travelled.pages for state in page.fields}
    rows = []
    for one in needed_evidence(service.evidence, travelled):
        title = words[one.id].title if one.id in words else one.title
        if one.field is None or one.field not in fields:
            rows.append(Row(title, _("Wir fragen danach, wenn wir ihn brauchen.")))
            continue
        page_id, state = fields[one.field]
        names = ", ".join(files_in(state.value))
        url = _change_url(language, application, page_id, state.id)
        rows.append(Row(title, names or _("Noch nicht hochgeladen"), url))
    return tuple(rows)


def fee_rows(application: OpenApplication, travelled: Journey, language: Language) -> tuple[Row, ...]:
    """Return what it will cost, as far as the answers say."""
    service = service_of(application)
    cents = bill_of(application, travelled).cents
    return tuple(
        Row(service.fee_label(name, language), show_cents(amount, language)) for name, amount in cents.items()
    )


def _reason(words: FormWords, state: FieldState) -> str:
    if state.problems:
        return words.mistake(state.problems[0]).message
    return _("noch nicht beantwortet")


def _change_url(language: Language, application: OpenApplication, page_id: str, field_id: str) -> str:
    page = page_url(language, "application_page", application_id=application.id, page_id=page_id)
    return f"{page}?von=pruefen#{field_id}"
