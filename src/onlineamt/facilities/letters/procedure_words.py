"""The words that the platform puts around the letters of a procedure. The language of the office is German."""

from onlineamt.foundation.core.languages import Language

LETTER_WORDS: dict[str, str] = {
    "page": "Seite",
    "of": "von",
    "cover": "Das Wichtigste",
    "draft": "Entwurf",
    "draft_note": "Dies ist ein Entwurf. Er ist noch nicht verschickt und gilt nicht.",
    "payment": "So bezahlen Sie",
    "payee": "Empfänger",
    "iban": "IBAN",
    "bank": "Bank",
    "amount": "Betrag",
    "due_on": "Zahlbar bis",
    "purpose": "Verwendungszweck",
    "girocode": "Mit der Banking-App diesen Code scannen",
    "girocode_alt": "QR-Code für die Überweisung mit der Banking-App",
    "origin": "Wie diese Entscheidung entstanden ist",
    "greeting": "Mit freundlichen Grüßen",
    "on_behalf": "Im Auftrag",
    "appeal": "Rechtsbehelfsbelehrung",
    "verify": "Echtheit prüfen",
    "verify_intro": "Wer dieses Schreiben erhält, kann hier prüfen, ob es von uns stammt. "
    "Die Seite zeigt keine persönlichen Angaben.",
    "code": "Code",
    "qr_alt": "QR-Code mit der Adresse der Prüfseite",
    "closing": "Dieses Schreiben ist elektronisch gesiegelt und gilt ohne Unterschrift. "
    "Eine maschinenlesbare Fassung liegt dem PDF als Datei bei.",
    "attachment": "Der Inhalt dieses Schreibens, maschinenlesbar",
    "replacements": "Das Zeichen \N{REPLACEMENT CHARACTER} steht für ein Schriftzeichen, das wir nicht drucken können. "
    "Die genaue Schreibweise ist bei uns gespeichert und liegt diesem PDF als Datei bei.",
}

IN_SHORT_TITLES: dict[Language, str] = {
    Language.PLAIN_GERMAN: "Kurz erklärt in Leichter Sprache",
    Language.ENGLISH: "In short",
}
IN_SHORT_NOTES: dict[Language, str] = {
    Language.PLAIN_GERMAN: "Das ist nur eine Hilfe.\nEs gilt der Text in schwerer Sprache.",
    Language.ENGLISH: "This is only a help. The German text is binding.",
}
