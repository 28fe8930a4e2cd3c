"""Going away and coming back: the resume code, on the page or as an e-mail; or deleting the draft."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onlineamt.audiences.citizen.application.device import address_of, token_of
from onlineamt.audiences.citizen.application.inputs import email_field, email_problem, plain
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.facilities.mail.errors import AddressUnusable
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.applications.actions.contact import send_resume_code
from onlineamt.procedure.applications.actions.drafts import delete_draft
from onlineamt.procedure.applications.journeys import is_settled, known_question
from onlineamt.procedure.applications.queries import OpenApplication, access_application, resume_code

SENT = "gesendet"


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show the resume code of a draft."""
    application = access_application(application_id, token=token_of(request))
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    return _show(request, application, email_field(application.email))


@tenant_page
@require_POST
def send_code(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Send the resume code to an e-mail address; it is kept only for whoever wants to be warned."""
    application = access_application(application_id, token=token_of(request))
    email = plain(request.POST.get("email", ""))
    problem = email_problem(email)
    if not problem:
        try:
            wants_warning = "remind" in request.POST
            send_resume_code(
                application, email=email, address=address_of(request), keeps_address=wants_warning
            )
        except AddressUnusable as unusable:
            problem = _(unusable.title)
    if problem:
        return _show(request, application, email_field(email, error=problem))
    return redirect(
        page_url(request.language, "application_later", application_id=application_id) + f"?{SENT}=1"
    )


@tenant_page
@require_POST
def delete(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Delete the draft at once and for ever."""
    delete_draft(application_id, token=token_of(request))
    return render_page(request, "citizen/application/deleted.html")


def _show(request: TenantRequest, application: OpenApplication, field: FieldView) -> HttpResponse:
    def url(name: str) -> str:
        return page_url(request.language, name, application_id=application.id)

    ends = application.row.delete_after or application.row.edited_at
    question = known_question(application, request.language)
    view = {
        "code": show_code(resume_code(application.id)),
        "proof_text": _("Beim Weitermachen fragen wir außerdem: %(question)s")
        % {"question": question.definition.label}
        if question
        else _("Geben Sie den Code an niemanden weiter."),
        "deleted_on": show_date(berlin_day(ends), request.language),
        "email": field,
        "remind": FieldView(
            id="remind",
            kind="consent",
            label="",
            text=_("Schreiben Sie mir auch, bevor der Entwurf gelöscht wird."),
            value="true" if "remind" in request.POST else "",
        ),
        "was_sent": SENT in request.GET,
        "send_url": url("application_send_code"),
        "delete_url": url("application_delete"),
        "back_url": url("application") + "?zuletzt=1",
    }
    return render_page(
        request, "citizen/application/later.html", {"view": view, "errors": error_lines((field,))}
    )
