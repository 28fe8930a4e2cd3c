"""What can be wrong with an address."""

from onlineamt.foundation.core.errors import PortalError


class AddressUnusable(PortalError):
    """An e-mail address nothing can be sent to."""

    code = "address_unusable"
    title = "An diese E-Mail-Adresse können wir nichts senden."
    next_step = "Prüfen Sie die Adresse auf Tippfehler, oder geben Sie eine andere an."
    http_status = 422
