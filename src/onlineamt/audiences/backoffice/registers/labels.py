"""The words of the registers."""

from collections.abc import Mapping
from datetime import timedelta

from onlineamt.facilities.registers.values import EntryStatus, Standing
from onlineamt.procedure.decisions.values import EndReason

STATUS = {
    EntryStatus.VALID: ("gültig", "done"),
    EntryStatus.NOT_YET: ("gilt noch nicht", ""),
    EntryStatus.EXPIRED: ("abgelaufen", "due"),
    EntryStatus.ENDED: ("beendet", ""),
}
SHOWN: Mapping[str, tuple[str, Standing, timedelta]] = {
    "": ("Alle", Standing.ANY, timedelta()),
    "gueltig": ("Gültig", Standing.VALID, timedelta()),
    "endet-4": ("Enden in 4 Wochen", Standing.ENDING, timedelta(weeks=4)),
    "endet-12": ("Enden in 12 Wochen", Standing.ENDING, timedelta(weeks=12)),
    "vorbei": ("Abgelaufen oder beendet", Standing.OVER, timedelta()),
}  # by what stands in the address
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
    "register.changed": "Geändert",
    "register.ended": "Beendet",
}
SAID = {
    "beendet": "Das Ende ist eingetragen.",
    "berichtigt": "Die Angaben sind berichtigt. Was vorher dort stand, bleibt im Verlauf.",
}


def reason_label(code: str) -> str:
    """Return why an entry ended; codes that other parts of the platform give are shown as they are."""
    return REASONS.get(EndReason(code), code) if code in {reason.value for reason in EndReason} else code
