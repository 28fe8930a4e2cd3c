"""What can be in the way of an act on a letter."""

from onlineamt.foundation.core.errors import PortalError


class NotPrintedYet(PortalError):
    """What the print room does not have cannot have left the house."""

    code = "not_printed_yet"
    title = "Dieser Brief ist noch nicht gedruckt."
    next_step = "Warten Sie, bis der Brief im Druck-Ordner liegt."
    http_status = 409


class PostedOnWrongDay(PortalError):
    """A posting day in the future, or before the letter was printed; or another one is confirmed already."""

    code = "posted_on_wrong_day"
    title = "An diesem Tag kann der Brief nicht abgeschickt worden sein."
    next_step = "Wählen Sie einen Tag vom Druck bis heute. Ein bestätigter Tag lässt sich nicht ändern."
    http_status = 422


class NotPosted(PortalError):
    """What did not leave cannot have come back, nor before it left or after today."""

    code = "not_posted"
    title = "Zu diesem Tag ist kein Versand bestätigt."
    next_step = "Bestätigen Sie zuerst, wann der Brief abgeschickt wurde."
    http_status = 409
