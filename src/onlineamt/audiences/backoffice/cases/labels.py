"""How states, results, ways and acts are called on the pages of the office."""

from collections.abc import Mapping

from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.procedure.cases.values import CaseState, HoldKind
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState

STATES: Mapping[CaseState, str] = {
    CaseState.RECEIVED: "Eingegangen",
    CaseState.IN_REVIEW: "In Prüfung",
    CaseState.WAITING_FOR_APPLICANT: "Wartet auf Antwort",
    CaseState.HEARING: "Anhörung",
    CaseState.DECIDED: "Entschieden",
    CaseState.FINAL: "Bestandskräftig",
    CaseState.CLOSED: "Abgeschlossen",
    CaseState.WITHDRAWN: "Zurückgenommen",
    CaseState.HANDED_OVER: "Abgegeben",
    CaseState.MERGED: "Zusammengeführt",
}

STATE_KINDS: Mapping[CaseState, str] = {
    CaseState.RECEIVED: "open",
    CaseState.IN_REVIEW: "open",
    CaseState.DECIDED: "done",
    CaseState.FINAL: "done",
}  # all others: a quiet badge

FINDINGS: Mapping[str, str] = {
    "fulfilled": "ja",
    "not_fulfilled": "nein",
    "not_needed": "nicht nötig",
}

HOLDS: Mapping[str, str] = {
    HoldKind.REMEDY: "Ein Rechtsbehelf läuft",
    HoldKind.LEGAL: "Die Akte muss aufbewahrt werden",
    HoldKind.ARCHIVE: "Das Archiv möchte die Akte haben",
}

CHANNELS: Mapping[DeliveryChannel, str] = {
    DeliveryChannel.PORTAL: "Abruf im Portal",
    DeliveryChannel.POST: "Brief",
}

DELIVERIES: Mapping[DeliveryState, str] = {
    DeliveryState.PROVIDED: "liegt zum Abruf bereit",
    DeliveryState.RETRIEVED: "abgerufen",
    DeliveryState.LAPSED: "nicht rechtzeitig abgerufen",
    DeliveryState.TO_PRINT: "wird gedruckt",
    DeliveryState.POSTED: "zur Post gegeben",
    DeliveryState.RETURNED: "zurückgekommen",
    DeliveryState.ADDRESS_MISSING: "Anschrift fehlt",
}

DOCUMENTS: Mapping[str, str] = {
    DocumentKind.RECEIPT: "Beleg der Person",
    DocumentKind.EVIDENCE: "Nachweis",
    DocumentKind.DECISION: "Bescheid",
    DocumentKind.REQUEST: "Nachforderung",
    DocumentKind.CONFIRMATION: "Eingangsbestätigung des Amtes",
    DocumentKind.PERMIT: "Ausweis",
    DocumentKind.REMINDER: "Erinnerung an das Ende",
}

FILE_KINDS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "image/jpeg": "Bild (JPEG)",
    "image/png": "Bild (PNG)",
}

# What stands in the chain of a case; a test sees that no act of the product is missing.
AUDIT: Mapping[str, str] = {
    "application.started": "Antrag begonnen",
    "application.resumed": "Entwurf wieder geöffnet",
    "application.file_attached": "Datei hochgeladen",
    "application.file_removed": "Datei entfernt",
    "application.entry_sought": "Nummer eines Registereintrags nachgeschlagen",
    "application.entry_linked": "Mit einem Registereintrag verbunden",
    "application.email_confirmed": "E-Mail-Adresse bestätigt",
    "application.access_proven": "Mit Einmalcode ausgewiesen",
    "application.submitted": "Antrag eingegangen",
    "application.status_seen": "Stand abgefragt",
    "application.opened_by_letter": "Mit dem Code aus dem Brief geöffnet",
    "application.part_handed_over": "Teil an eine andere Person gegeben",
    "application.part_opened": "Andere Person hat ihren Teil geöffnet",
    "application.part_handed_in": "Andere Person hat ihren Teil abgegeben",
    "application.part_reopened": "Andere Person hat ihren Teil zurückgeholt",
    "application.part_taken_back": "Teil zurückgenommen",
    "application.draft_erased": "Entwurf gelöscht",
    "case.examined": "Regeln geprüft",
    "case.looked": "Vorgang angesehen",
    "case.document_opened": "Datei geöffnet",
    "case.taken": "Vorgang übernommen",
    "case.given_back": "Vorgang zurückgegeben",
    "case.forwarded": "An ein anderes Amt weitergeleitet",
    "case.noted": "Vermerk geschrieben",
    "case.task_done": "Aufgabe erledigt",
    "case.task_reopened": "Aufgabe wieder geöffnet",
    "case.documents_promised": "Dokumente angekündigt, der Vorgang wartet",
    "case.evidence_requested": "Angaben oder Nachweise nachgefordert",
    "case.hearing_begun": "Zur Anhörung eingeladen",
    "case.file_attached": "Datei für die Antwort hochgeladen",
    "case.file_removed": "Datei für die Antwort entfernt",
    "case.evidence_received": "Antwort eingegangen",
    "case.request_taken_back": "Nachforderung zurückgenommen",
    "case.held": "Löschsperre gesetzt",
    "case.hold_lifted": "Löschsperre aufgehoben",
    "case.reopened": "Neu zu entscheiden",
    "case.withdrawn": "Ohne Entscheidung beendet",
    "case.handed_over": "An eine andere Behörde abgegeben",
    "case.merged": "Mit einem anderen Vorgang zusammengeführt",
    "case.final": "Bestandskräftig geworden",
    "case.closed": "Vorgang abgeschlossen",
    "case.offered_to_archive": "Dem Archiv angeboten",
    "case.erased": "Vorgang gelöscht",
    "decision.drafted": "Entwurf des Bescheids gespeichert",
    "decision.draft_discarded": "Entwurf des Bescheids verworfen",
    "decision.release_asked": "Zur Freigabe vorgelegt",
    "decision.release_declined": "Freigabe abgelehnt",
    "decision.issued": "Bescheid erlassen",
    "decision.letter_made": "Bescheid als Brief erstellt",
    "delivery.confirmed": "Eingang vom Amt bestätigt",
    "delivery.request_sent": "Nachforderung versandt",
    "delivery.provided": "Bescheid zum Abruf bereitgestellt",
    "delivery.reminded": "An den Abruf erinnert",
    "delivery.retrieved": "Bescheid abgerufen",
    "delivery.lapsed": "Bescheid nicht rechtzeitig abgerufen",
    "delivery.to_print": "Bescheid in den Postausgang gelegt",
    "delivery.posted": "Bescheid zur Post gegeben",
    "delivery.arrived": "Ankunft des Bescheids nachgewiesen",
    "delivery.returned": "Brief zurückgekommen",
    "delivery.address_given": "Anschrift für den Brief ergänzt",
    "delivery.end_announced": "An das Ende erinnert",
    "claim.raised": "Betrag gefordert",
    "claim.settled": "Bezahlt",
    "claim.cancelled": "Forderung aufgehoben",
    "permit.made": "Ausweis erstellt",
    "permit.opened": "Ausweis angesehen",
    "register.entered": "Ins Register eingetragen",
    "register.corrected": "Registereintrag berichtigt",
    "register.changed": "Registereintrag geändert",
    "register.renewed": "Registereintrag verlängert",
    "register.ended": "Registereintrag beendet",
    "register.followed": "Auf einen Registereintrag gewirkt",
    "register.despite": "Trotz eines anderen Eintrags eingetragen",
    "document.infected": "In einer Datei Schadsoftware gefunden",
    "post.letter_opened": "Brief im Postausgang angesehen",
    "post.queued": "Brief in den Postausgang gelegt",
    "post.queued_again": "Brief noch einmal in den Postausgang gelegt",
    "post.handed_over": "Brief gedruckt",
    "post.posted": "Brief zur Post gegeben",
    "post.returned": "Rücklauf vermerkt",
    "post.dropped": "Brief aus dem Postausgang genommen",
}
