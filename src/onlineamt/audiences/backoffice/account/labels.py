"""How roles are called."""

from django.utils.translation import gettext as _

from onlineamt.foundation.accounts.values import Role


def role_label(role: Role) -> str:
    """Return what people call a role."""
    return {
        Role.CASEWORKER: _("Sachbearbeitung"),
        Role.DECIDER: _("Entscheidung und Freigabe"),
        Role.LEAD: _("Leitung"),
        Role.ADMIN: _("Verwaltung der Konten"),
        Role.AUDITOR: _("Prüfung"),
    }[role]
