"""The words of the post room."""

from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.post.values import LetterState, ReturnReason

STANDS = {
    LetterState.WAITING: "Zu drucken",
    LetterState.HANDED_OVER: "Im Druck",
    LetterState.POSTED: "Verschickt",
    LetterState.RETURNED: "Rückläufer",
}
TABS = {
    "warten": LetterState.WAITING,
    "druck": LetterState.HANDED_OVER,
    "verschickt": LetterState.POSTED,
    "zurueck": LetterState.RETURNED,
}
NO_ADDRESS = "anschrift"
BADGES = {
    LetterState.WAITING: "",
    LetterState.HANDED_OVER: "due",
    LetterState.POSTED: "done",
    LetterState.RETURNED: "overdue",
}
EMPTY = {
    LetterState.WAITING: ("Kein Brief wartet auf den Druck", "Neue Briefe gehen alle 15 Minuten in den Druckraum."),
    LetterState.HANDED_OVER: ("Im Druckraum liegt kein Brief von Ihnen", "Hier bestätigen Sie, an welchem Tag Briefe zur Post gingen."),
    LetterState.POSTED: ("Noch kein Brief ist verschickt", "Hier stehen Briefe, deren Versand bestätigt ist."),
    LetterState.RETURNED: ("Kein Brief ist zurückgekommen", "Hier stehen Briefe, die nicht angekommen sind."),
}  # fmt: skip
KINDS = {
    DocumentKind.DECISION: "Bescheid",
    DocumentKind.REQUEST: "Nachforderung",
    DocumentKind.CONFIRMATION: "Eingangsbestätigung",
    DocumentKind.PERMIT: "Ausweis",
    DocumentKind.REMINDER: "Erinnerung",
}
REASONS = {
    ReturnReason.UNKNOWN: "Empfänger unbekannt",
    ReturnReason.MOVED: "verzogen",
    ReturnReason.REFUSED: "Annahme verweigert",
    ReturnReason.NOT_COLLECTED: "nicht abgeholt",
    ReturnReason.OTHER: "anderer Grund",
}
SAID = {
    "druck": "Der Druck ist angestoßen. In wenigen Augenblicken liegen die Briefe im Druckraum.",
    "verschickt": "Der Versand ist bestätigt. Ab diesem Tag laufen die Fristen.",
    "angekommen": "Der Tag ist vermerkt. Ab ihm laufen die Fristen.",
    "zurueck": "Der Rücklauf ist vermerkt. Der Brief gilt nicht als bekannt gegeben.",
    "neu": "Der Brief wird noch einmal gedruckt.",
    "anschrift": "Die Anschrift ist gespeichert. Der Brief wird neu geschrieben und gedruckt.",
}


def kind_label(kind: DocumentKind) -> str:
    """Return what a letter is."""
    return KINDS.get(kind, "Schreiben")
