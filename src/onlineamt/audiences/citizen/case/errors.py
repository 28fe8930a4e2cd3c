"""What can be in the way of a page after sending, in words for the person."""

from onlineamt.foundation.core.errors import PortalError


class NotOpenHere(PortalError):
    """This device does not hold the application, or there is none: both look alike."""

    code = "not_open_here"
    title = "Dieser Vorgang ist auf diesem Gerät nicht geöffnet."
    next_step = (
        "Gehen Sie auf „Wie weit ist mein Antrag?“. Mit Ihrer Nummer und einem Code öffnen Sie ihn wieder."
    )
    http_status = 404
