"""The list of tasks of a long form, and where in its form or section a person stands."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.journeys import service_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import FormWords, Journey, SectionProgress, SectionState


@dataclass(frozen=True)
class Task:
    """A line of the list: a section and how far it is. `kind`: the look of the badge."""

    label: str
    status: str
    kind: str
    url: str


def task_rows(language: Language, application: OpenApplication, travelled: Journey) -> tuple[Task, ...]:
    """Return the sections, and checking and sending as the last line."""
    words = travelled.form.words(language)
    rows = [_row(language, application, words, section) for section in travelled.sections]
    return (*rows, _last_row(language, application, travelled))


def is_begun(travelled: Journey) -> bool:
    """Tell whether something is answered in any section."""
    untouched = {SectionProgress.NOT_STARTED, SectionProgress.WAITING}
    return any(one.progress not in untouched for one in travelled.sections)


def said_progress(travelled: Journey) -> str:
    """Return how much of the list is done."""
    done = sum(one.progress is SectionProgress.FINISHED for one in travelled.sections)
    said = ngettext(
        "%(done)s von %(all)s Abschnitten ist fertig.", "%(done)s von %(all)s Abschnitten sind fertig.", done
    )
    return said % {"done": done, "all": len(travelled.sections)}


def tasks_url(language: Language, application: OpenApplication) -> str:
    """Return the address of the list."""
    return page_url(language, "application_tasks", application_id=application.id)


def place_of(
    language: Language, application: OpenApplication, travelled: Journey, page_id: str
) -> dict[str, Any]:
    """Return what stands above a page: the service, its section where it has one, and which step of how many it is.

    A section of one page counts no steps.
    """
    title = service_of(application).title(language)
    section = travelled.section_of(page_id)
    ids = [one.id for one in (section.pages if section else travelled.pages)]
    step = ids.index(page_id) + 1
    if section is None:
        return {"service_title": title, "step": step, "steps": len(ids) + 1}  # and the check page
    name = travelled.form.words(language).section(section.id)
    return {
        "service_title": f"{title} · {name}",
        "step": step,
        "steps": len(ids) if len(ids) > 1 else 0,
    }


def _row(language: Language, application: OpenApplication, words: FormWords, section: SectionState) -> Task:
    status, kind = {
        SectionProgress.WAITING: (_said_waiting(words, section), ""),
        SectionProgress.NOT_STARTED: (_("Noch nicht begonnen"), ""),
        SectionProgress.STARTED: (_("Angefangen"), "open"),
        SectionProgress.FINISHED: (_("Fertig"), "done"),
    }[section.progress]
    page_id = section.opens_at
    url = page_id and page_url(language, "application_page", application_id=application.id, page_id=page_id)
    return Task(words.section(section.id), status, kind, url or "")


def _said_waiting(words: FormWords, section: SectionState) -> str:
    names = [f"„{words.section(one)}“" for one in section.waits_for]
    return _("Geht erst nach %(sections)s") % {"sections": _(" und ").join(names)}


def _last_row(language: Language, application: OpenApplication, travelled: Journey) -> Task:
    """Whatever is missing, nobody is kept from sending what they began (§ 24 Abs. 3 VwVfG)."""
    label = _("Angaben prüfen und absenden")
    url = page_url(language, "application_check", application_id=application.id)
    if travelled.is_complete:
        return Task(label, _("Bereit"), "open", url)
    if is_begun(travelled):
        return Task(label, _("Es fehlen noch Angaben"), "", url)
    return Task(label, _("Zum Schluss"), "", "")
