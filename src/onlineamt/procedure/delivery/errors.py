"""What can stand in the way of a delivery, in words for the person."""

from onlineamt.foundation.core.errors import PortalError


class NothingToRetrieve(PortalError):
    """No decision lies ready for this person: not made yet, sent by post, or no longer provided."""

    code = "nothing_to_retrieve"
    title = "Für Sie liegt hier gerade kein Bescheid bereit."
    next_step = "Vielleicht kommt er mit der Post. Den Stand sehen Sie unter „Stand abfragen“."
    http_status = 404


class AddressMissing(PortalError):
    """A letter by post without an address."""

    code = "address_missing"
    title = "Für die Post fehlt die Anschrift."
    next_step = "Tragen Sie Namen, Straße und Ort ein. Jede Zeile der Anschrift steht für sich."
    http_status = 400
