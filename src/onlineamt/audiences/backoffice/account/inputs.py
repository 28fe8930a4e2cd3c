"""What the doors of the back office ask: address, password, code."""

from django.utils.translation import gettext as _

from onlineamt.audiences.design.fields import FieldView
from onlineamt.foundation.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD

_MOST_TYPED = 1_000
_CODE_ATTRIBUTES = {"autocapitalize": "characters", "spellcheck": "false"}


def email_field(value: str = "", *, error: str = "") -> FieldView:
    """Return the question for the e-mail address of an account."""
    return FieldView(
        id="email",
        kind="text",
        label=_("E-Mail-Adresse im Amt"),
        value=value,
        error=error,
        attributes={"type": "email", "autocomplete": "username", "spellcheck": "false", "maxlength": "254"},
    )


def password_field(*, error: str = "", label: str = "", name: str = "password") -> FieldView:
    """Return the question for the present password; it is never shown again."""
    return FieldView(
        id=name,
        kind="text",
        label=label or _("Passwort"),
        error=error,
        attributes={"type": "password", "autocomplete": "current-password"},
    )


def new_password_fields(*, error: str = "", again_error: str = "") -> tuple[FieldView, ...]:
    """Return the two questions for a new password."""
    attributes = {"type": "password", "autocomplete": "new-password"}
    return (
        FieldView(
            id="new_password",
            kind="text",
            label=_("Neues Passwort"),
            hint=_(
                "Mindestens %(n)s Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören. "
                "Sonderzeichen sind nicht nötig."
            )
            % {"n": SHORTEST_PASSWORD},
            error=error,
            attributes=attributes,
        ),
        FieldView(
            id="new_password_again",
            kind="text",
            label=_("Neues Passwort noch einmal"),
            error=again_error,
            attributes=attributes,
        ),
    )


def app_code_field(*, error: str = "", label: str = "", hint: str = "") -> FieldView:
    """Return the question for the code of the app; recovery codes are longer, so it takes letters too."""
    return FieldView(
        id="code",
        kind="text",
        label=label or _("Code aus Ihrer App"),
        hint=hint,
        error=error,
        width="medium",
        attributes={"autocomplete": "one-time-code", "maxlength": "20", **_CODE_ATTRIBUTES},
    )


def setup_code_field(value: str = "", *, error: str = "") -> FieldView:
    """Return the question for the set-up code."""
    return FieldView(
        id="code",
        kind="text",
        label=_("Einrichtungscode"),
        hint=_("Zum Beispiel K7QM-3RTX-9WFA-H4EC. Sie haben ihn von Ihrer Verwaltung der Konten."),
        value=value,
        error=error,
        width="long",
        attributes={"autocomplete": "off", "maxlength": "40", **_CODE_ATTRIBUTES},
    )


def typed(posted: object) -> str:
    """Return what was typed, as far as anybody types."""
    return str(posted or "")[:_MOST_TYPED]


def password_problem(reasons: tuple[str, ...]) -> str:
    """Return in words why a password is too easy to guess; the first reason is enough."""
    words = {
        "short": _("Das Passwort ist zu kurz. Nehmen Sie mindestens %(n)s Zeichen.")
        % {"n": SHORTEST_PASSWORD},
        "long": _("Das Passwort ist zu lang. Nehmen Sie höchstens %(n)s Zeichen.") % {"n": LONGEST_PASSWORD},
        "few_characters": _("Das Passwort wiederholt zu wenige Zeichen."),
        "on_list": _("Dieses Passwort probieren Angreifer als Erstes. Wählen Sie ein anderes."),
        "personal": _(
            "Ihr Name, Ihre Adresse und der Ort sind kein gutes Passwort. Wählen Sie andere Wörter."
        ),
    }
    return next((text for reason, text in words.items() if reason in reasons), "")


def again_problem(new: str, again: str) -> str:
    """Return what is wrong where a new password was typed twice and differently."""
    return "" if new == again else _("Die beiden Passwörter sind nicht gleich.")
