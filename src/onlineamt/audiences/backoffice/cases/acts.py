"""What happens when somebody presses a button on a case: done, or the page again with what stands in the way.

Two people at once never overwrite each other unseen: every form carries the revision of the case it was made for and
the last entry of the audit trail that stood on the page. Whoever comes second sees what they typed, who changed what
meanwhile, and decides anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from onlineamt.audiences.backoffice.cases.presentation.case_page import head_of
from onlineamt.audiences.backoffice.cases.presentation.history import HistoryLine, changes_after, history_of
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.procedure.cases.actions.work import note_look
from onlineamt.procedure.cases.errors import ChangedMeanwhile
from onlineamt.procedure.cases.queries import OpenCase, access_case

NEVER = -1  # the revision of a form that says none: it is always too old
Again = Callable[["Trouble"], HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why something was not done. `changes`: what others did since the page was made."""

    title: str
    text: str
    status: HTTPStatus
    changes: Sequence[HistoryLine] = ()


def revision_in(request: StaffRequest) -> int:
    """Return the revision of the case that somebody saw when they pressed the button."""
    return _number(request.POST.get("revision", ""))


def case_url(case_id: UUID, *, said: str = "") -> str:
    """Return the address of a case, with a word about what was just done."""
    return reverse("case", kwargs={"case_id": case_id}) + (f"?ok={said}" if said else "")


def attempt(
    request: StaffRequest, case_id: UUID, act: Callable[[], Any], *, said: str, again: Again
) -> HttpResponse:
    """Do something with a case and go back to it, or show the page again with what stands in the way.

    Raises NotFound: somebody who may not see the case learns nothing else.
    """
    try:
        act()
    except NotFound:
        raise
    except PortalError as error:
        return again(trouble_of(request, case_id, error))
    return redirect(case_url(case_id, said=said))


def trouble_of(request: StaffRequest, case_id: UUID, error: PortalError) -> Trouble:
    """Return in words what stands in the way."""
    changes: Sequence[HistoryLine] = ()
    if isinstance(error, ChangedMeanwhile):
        case = access_case(case_id, caseworker=request.caseworker)
        changes = changes_after(history_of(case), _number(request.POST.get("seen", "")))
    return Trouble(
        title=_(error.title),
        text=_(error.next_step),
        status=HTTPStatus(error.http_status),
        changes=changes,
    )


def render_act(
    request: StaffRequest,
    template: str,
    case: OpenCase,
    view: dict[str, Any],
    *,
    fields: tuple[FieldView, ...] = (),
    trouble: Trouble | None = None,
) -> HttpResponse:
    """Return a page on which something is done with a case, with its fields and the fresh revision.

    It shows what was declared, so that somebody looked is written down here too.
    """
    note_look(case, caseworker=request.caseworker)
    errors = error_lines(fields)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    history = history_of(case)
    values = {
        "head": head_of(case),
        "seen": history[-1].position if history else 0,
        "fields": fields,
        "trouble": trouble,
        **view,
    }
    return render_staff_page(
        request, template, {"view": values, "errors": errors}, status=trouble.status if trouble else status
    )


def ask_and_do(
    request: StaffRequest,
    case: OpenCase,
    view: dict[str, Any],
    fields: tuple[FieldView, ...],
    act: Callable[[], Any],
    *,
    said: str,
) -> HttpResponse:
    """Ask, or do it and go back to the case; what stands in the way is said with everything typed."""

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case.id, caseworker=request.caseworker)
        return render_act(request, "backoffice/cases/act.html", fresh, view, fields=fields, trouble=trouble)

    if request.method != "POST" or not fields or error_lines(fields):
        return again()
    return attempt(request, case.id, act, said=said, again=again)


def posted_in(request: StaffRequest) -> QueryDict | None:
    """Return what was sent, or None where the page is asked for."""
    return request.POST if request.method == "POST" else None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else NEVER
