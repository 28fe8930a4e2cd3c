"""What can be in the way of an act on a claim."""

from onlineamt.foundation.core.errors import PortalError


class ClaimCancelled(PortalError):
    """What is no longer claimed cannot be paid off."""

    code = "claim_cancelled"
    title = "Diese Forderung ist aufgehoben."
    next_step = "Klären Sie mit der Kasse, ob das Geld erstattet werden muss."
    http_status = 409


class ClaimSettled(PortalError):
    """What was paid cannot be cancelled; it can only be paid back."""

    code = "claim_settled"
    title = "Diese Forderung ist schon bezahlt."
    next_step = "Das Geld kann nur erstattet werden. Wenden Sie sich an die Kasse."
    http_status = 409
