"""The words of the registers."""

from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.procedure.decisions.values import EndReason

STATUS = {
    EntryStatus.VALID: ("gültig", "done"),
    EntryStatus.NOT_YET: ("gilt noch nicht", ""),
    EntryStatus.EXPIRED: ("abgelaufen", "due"),
    EntryStatus.ENDED: ("beendet", ""),
}
REASONS = {
    EndReason.DEREGISTERED: "abgemeldet",
    EndReason.MOVED: "weggezogen",
    EndReason.DIED: "verstorben",
    EndReason.PASSED_ON: "abgegeben oder verkauft",
    EndReason.REVOKED: "widerrufen",
    EndReason.MISTAKE: "irrtümlich eingetragen",
}
EVENTS = {
    "register.entered": "Eingetragen",
    "register.renewed": "Verlängert",
    "register.corrected": "Berichtigt",
    "register.ended": "Beendet",
}
SAID = {
    "beendet": "Das Ende ist eingetragen.",
    "berichtigt": "Die Angaben sind berichtigt. Was vorher dort stand, bleibt im Verlauf.",
}


def reason_label(code: str) -> str:
    """Return why an entry ended; codes that other parts of the platform give are shown as they are."""
    return REASONS.get(EndReason(code), code) if code in {reason.value for reason in EndReason} else code
