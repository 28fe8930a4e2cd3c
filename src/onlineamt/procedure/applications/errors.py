"""What can stop an application, in words for the person."""

from onlineamt.facilities.documents.errors import FileRefused
from onlineamt.foundation.core.errors import PortalError


class NotHolding(PortalError):
    """This device does not hold the application, or there is none: both look alike, ids must not be guessable."""

    code = "not_holding"
    title = "Dieser Antrag ist auf diesem Gerät nicht mehr geöffnet."
    next_step = "Geben Sie Ihren Code zum Weitermachen ein. Ihre Angaben sind noch da, wenn Sie sie nicht gelöscht haben."
    http_status = 404


class NotProven(PortalError):
    """Only the person themselves may see this, and the device has not shown it lately."""

    code = "not_proven"
    title = "Bitte zeigen Sie noch einmal, dass Sie es sind."
    next_step = "Wir schicken Ihnen einen Code an Ihre bestätigte E-Mail-Adresse. Geben Sie ihn hier ein."
    http_status = 403


class NoConfirmedAddress(PortalError):
    """A one-time code needs a confirmed address; without one everything comes by post."""

    code = "no_confirmed_address"
    title = "Zu diesem Antrag gibt es keine bestätigte E-Mail-Adresse."
    next_step = "Unsere Briefe bekommen Sie mit der Post. Haben Sie Fragen, rufen Sie uns an."
    http_status = 409


class AlreadySubmitted(PortalError):
    """The application is binding; nothing in it can be changed any more."""

    code = "already_submitted"
    title = "Dieser Antrag ist schon abgesendet."
    next_step = "Sie können ihn nicht mehr ändern. Möchten Sie etwas berichtigen, rufen Sie uns bitte an."
    http_status = 409


class Incomplete(PortalError):
    """Something is missing or wrong, and the person has not said to send it anyway."""

    code = "incomplete"
    title = "In Ihrem Antrag fehlt noch etwas."
    next_step = "Ergänzen Sie die fehlenden Angaben, oder senden Sie den Antrag trotzdem ab."
    http_status = 409


class EmailNotConfirmed(PortalError):
    """The person chose e-mail and has not confirmed the address."""

    code = "email_not_confirmed"
    title = "Ihre E-Mail-Adresse ist noch nicht bestätigt."
    next_step = "Geben Sie den Code aus unserer E-Mail ein, oder wählen Sie Post."
    http_status = 409


class WrongCode(PortalError):
    """A code is wrong or too old."""

    code = "wrong_code"
    title = "Dieser Code stimmt nicht, oder er ist abgelaufen."
    next_step = "Prüfen Sie die Zeichen, oder fordern Sie einen neuen Code an."
    http_status = 422


class LinkUsed(PortalError):
    """A link for another person leads nowhere any more: it was used, taken back, or the application is sent."""

    code = "link_used"
    title = "Dieser Link gilt nicht mehr."
    next_step = "Haben Sie schon angefangen? Dann machen Sie mit Ihrem Code weiter. Sonst bitten Sie um einen neuen Link."
    http_status = 404


class NothingFound(PortalError):
    """Reference and answer together lead to nothing; which of the two is wrong is not said."""

    code = "nothing_found"
    title = "Zu diesen Angaben haben wir nichts gefunden."
    next_step = "Prüfen Sie die Nummer und Ihre Antwort. Die Nummer steht auf Ihrem Beleg."
    http_status = 422


class NotOffered(PortalError):
    """The municipality does not offer this service online."""

    code = "not_offered"
    title = "Diese Leistung gibt es hier nicht online."
    next_step = (
        "Auf der Seite der Leistung steht, wie Sie uns sonst erreichen. Oder rufen Sie an: Telefon 115."
    )
    http_status = 404


class FieldFull(FileRefused):
    """The field holds as many files as its form allows."""

    code = "field_full"
    title = "In diesem Feld ist kein Platz für weitere Dateien."
    next_step = "Entfernen Sie zuerst eine Datei, die Sie nicht brauchen."
    http_status = 409


class EntryNotYours(PortalError):
    """A follow-up was to begin from a case to which the register entry does not belong."""

    code = "entry_not_yours"
    title = "Diesen Eintrag finden wir in Ihrem Vorgang nicht."
    next_step = "Öffnen Sie den Vorgang noch einmal, oder geben Sie die Nummer im Antrag ein."
    http_status = 404
