"""What can be in the way of an act on a register entry."""

from onlineamt.foundation.core.errors import PortalError


class EntryEnded(PortalError):
    """An entry that has ended stays so; it is neither renewed nor corrected nor ended on another day."""

    code = "entry_ended"
    title = "Dieser Eintrag ist beendet."
    next_step = "Für eine neue Genehmigung oder Marke ist ein neuer Vorgang nötig."
    http_status = 409


class NothingToRenew(PortalError):
    """The new validity does not reach beyond the present one, or would leave a gap before it."""

    code = "nothing_to_renew"
    title = "So lässt sich der Eintrag nicht verlängern."
    next_step = "Das neue Ende muss nach dem alten liegen, und dazwischen darf kein Tag fehlen."
    http_status = 409


class EntryErased(PortalError):
    """What the entry said was erased with its case: nothing can be added to it any more."""

    code = "entry_erased"
    title = "Die Angaben zu diesem Eintrag sind gelöscht."
    next_step = "Für eine neue Genehmigung oder Marke ist ein neuer Antrag nötig."
    http_status = 409
