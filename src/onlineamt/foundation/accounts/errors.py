"""What can be in the way of somebody who logs in, in words."""

from collections.abc import Sequence

from onlineamt.foundation.core.errors import PortalError


class NotLoggedIn(PortalError):
    """There is no session, or it has ended: all look alike."""

    code = "not_logged_in"
    title = "Sie sind nicht angemeldet."
    next_step = "Melden Sie sich an, und versuchen Sie es noch einmal."
    http_status = 403


class WrongLogin(PortalError):
    """No such account, a wrong password, an account that is closed or not set up: all look and cost alike."""

    code = "wrong_login"
    title = "E-Mail-Adresse oder Passwort stimmen nicht."
    next_step = "Prüfen Sie beides. Haben Sie Ihr Passwort vergessen, hilft Ihnen Ihre Verwaltung der Konten."
    http_status = 422


class WrongSecondFactor(PortalError):
    """A code that is wrong, too old or used already."""

    code = "wrong_second_factor"
    title = "Dieser Code stimmt nicht, oder er wurde schon benutzt."
    next_step = "Warten Sie auf den nächsten Code in Ihrer App, und geben Sie ihn ein."
    http_status = 422


class WrongSetupCode(PortalError):
    """A set-up code that never was, was used or is over."""

    code = "wrong_setup_code"
    title = "Dieser Einrichtungscode stimmt nicht, oder er ist abgelaufen."
    next_step = "Prüfen Sie die Zeichen, oder lassen Sie sich einen neuen Code geben."
    http_status = 422


class WrongPassword(PortalError):
    """The present password was asked for again and is wrong."""

    code = "wrong_password"
    title = "Ihr jetziges Passwort stimmt nicht."
    next_step = "Geben Sie Ihr jetziges Passwort noch einmal ein."
    http_status = 422


class PasswordTooWeak(PortalError):
    """A new password that is easy to guess; `reasons` are those of `rules.password_faults`."""

    code = "password_too_weak"
    title = "Dieses Passwort ist zu leicht zu erraten."
    next_step = "Wählen Sie ein anderes Passwort. Gut sind mehrere Wörter, die nicht zusammengehören."
    http_status = 422

    def __init__(self, reasons: Sequence[str] = ()) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)


class EmailTaken(PortalError):
    """There is an account with this e-mail address in this municipality."""

    code = "email_taken"
    title = "Mit dieser E-Mail-Adresse gibt es schon ein Konto."
    next_step = "Geben Sie dem vorhandenen Konto einen neuen Einrichtungscode."
    http_status = 409
