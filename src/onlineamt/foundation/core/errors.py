"""What can go wrong for a person: every error carries its words and the next step."""

from typing import ClassVar


class PortalError(Exception):
    """An error a person may meet. One middleware turns it into a page in their language.

    `title` and `next_step` are German source texts; the page translates them.
    """

    code: ClassVar[str] = "unexpected"
    title: ClassVar[str] = "Das hat nicht geklappt."
    next_step: ClassVar[str] = "Bitte versuchen Sie es noch einmal."
    http_status: ClassVar[int] = 400


class NotFound(PortalError):
    """There is nothing here, or nothing this person may know of: 404 and not 403, ids must not be guessable."""

    code = "not_found"
    title = "Diese Seite gibt es nicht."
    next_step = "Prüfen Sie die Adresse, oder suchen Sie Ihr Anliegen auf der Startseite."
    http_status = 404


class Refused(PortalError):
    """A request that another website may have sent."""

    code = "refused"
    title = "Diese Anfrage kam nicht von unserer Seite."
    next_step = "Öffnen Sie die Seite neu, und versuchen Sie es noch einmal. Ihre gespeicherten Angaben bleiben erhalten."
    http_status = 403


class Unreadable(PortalError):
    """A body, address or encoding that cannot be read."""

    code = "unreadable"
    title = "Wir konnten Ihre Eingabe nicht lesen."
    next_step = "Gehen Sie zurück, und senden Sie die Seite noch einmal ab."
    http_status = 400


class TooLarge(PortalError):
    """A body above the limit."""

    code = "too_large"
    title = "Das waren zu viele Daten auf einmal."
    next_step = "Kürzen Sie Ihren Text, und senden Sie die Seite noch einmal ab."
    http_status = 413


class TooManyAttempts(PortalError):
    """A rate limit is reached."""

    code = "too_many_attempts"
    title = "Das waren zu viele Versuche."
    next_step = "Bitte warten Sie eine Stunde, und versuchen Sie es dann noch einmal. Oder rufen Sie uns an: Telefon 115."
    http_status = 429
