"""The list of keyboard shortcuts, which is a page for whoever has no JavaScript too."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show what each key does."""
    groups = (
        {
            "title": _("In einer Liste"),
            "rows": (
                (("j",), _("Nächste Zeile")),
                (("k",), _("Vorige Zeile")),
                (("Enter",), _("Zeile öffnen")),
                (("/",), _("In den Filter springen")),
            ),
        },
        {
            "title": _("In einem Vorgang"),
            "rows": (
                (("t",), _("Vorgang übernehmen")),
                (("n",), _("Vermerk schreiben")),
                (("f",), _("Etwas nachfordern")),
                (("e",), _("Entscheiden: Entwurf schreiben oder ändern")),
                (("v",), _("Prüfen und erlassen: den Brief ansehen")),
                (("u",), _("Zurück zum Vorgang oder zur Liste")),
            ),
        },
        {
            "title": _("Überall"),
            "rows": (
                (("g", "a"), _("Zum Arbeitsvorrat")),
                (("g", "r"), _("Zu den Registern")),
                (("g", "p"), _("Zum Postausgang")),
                (("g", "k"), _("Zu meinem Konto")),
                (("?",), _("Diese Seite")),
                (("Esc",), _("Feld verlassen")),
            ),
        },
    )
    return render_staff_page(request, "backoffice/account/keys.html", {"view": {"groups": groups}})
