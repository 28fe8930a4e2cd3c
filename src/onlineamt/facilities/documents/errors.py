"""What can go wrong with a document for a person."""

from onlineamt.foundation.core.errors import PortalError


class DocumentUnavailable(PortalError):
    """The store does not have the bytes, or does not answer."""

    code = "document_unavailable"
    title = "Dieses Dokument können wir gerade nicht öffnen."
    next_step = "Bitte versuchen Sie es in einer Stunde noch einmal. Oder rufen Sie uns an: Telefon 115."
    http_status = 503
