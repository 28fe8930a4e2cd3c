"""The words of a receipt in German, plain German and English."""

from onlineamt.foundation.core.languages import Language

RECEIPT_WORDS: dict[Language, dict[str, str]] = {
    Language.GERMAN: {
        "subject": "Eingangsbestätigung: {service}",
        "remark": "Zum Herunterladen bereitgestellt",
        "greeting": "Guten Tag,",
        "statement": "Ihre Angaben sind bei uns eingegangen. "
        "Als Zeitpunkt des Eingangs gilt der {received}. Bitte bewahren Sie dieses Schreiben auf.",
        "reference": "Referenznummer",
        "received": "Eingegangen",
        "received_on": "{date} um {time}",
        "service": "Leistung",
        "responsible": "Zuständig",
        "date": "Datum",
        "telephone": "Telefon",
        "email": "E-Mail",
        "next_steps": "So geht es weiter",
        "office": "Ihre Ansprechstelle",
        "answers": "Ihre Angaben",
        "answers_intro": "So haben Sie Ihre Angaben geprüft und abgesendet.",
        "answer": "Ihre Antwort",
        "no_answer": "keine Angabe",
        "replacements": "Das Zeichen \N{REPLACEMENT CHARACTER} steht für ein Schriftzeichen, das wir nicht drucken können. "
        "Ihre genaue Schreibweise ist bei uns gespeichert und liegt diesem PDF als Datei bei.",
        "verify": "Echtheit prüfen",
        "verify_intro": "Wer dieses Schreiben erhält, kann hier prüfen, ob es von uns stammt. "
        "Die Seite zeigt keine persönlichen Angaben.",
        "qr_alt": "QR-Code mit der Adresse der Prüfseite",
        "digest": "Prüfsumme Ihrer Angaben (SHA-256)",
        "closing": "Dieses Schreiben wurde automatisch erstellt und elektronisch gesiegelt. Es gilt ohne Unterschrift. "
        "Eine maschinenlesbare Fassung Ihrer Angaben liegt dem PDF als Datei bei.",
        "attachment": "Ihre Angaben, maschinenlesbar",
        "page": "Seite",
        "of": "von",
    },
    Language.PLAIN_GERMAN: {
        "subject": "Wir haben Ihre Angaben: {service}",
        "remark": "Zum Herunterladen",
        "greeting": "Guten Tag,",
        "statement": "Ihre Angaben sind bei uns.\nSie sind angekommen: {received}.\nDieser Brief ist der Beweis.\n"
        "Bitte behalten Sie den Brief.",
        "reference": "Ihre Nummer",
        "received": "Angekommen",
        "received_on": "{date} um {time}",
        "service": "Es geht um",
        "responsible": "Dieses Amt hilft Ihnen",
        "date": "Datum",
        "telephone": "Telefon",
        "email": "E-Mail",
        "next_steps": "So geht es weiter",
        "office": "Hier können Sie fragen",
        "answers": "Das haben Sie uns gesagt",
        "answers_intro": "Das sind Ihre Antworten.",
        "answer": "Ihre Antwort",
        "no_answer": "keine Antwort",
        "replacements": "Manche Zeichen können wir nicht drucken.\n"
        "Dann steht dort: \N{REPLACEMENT CHARACTER}\nWir haben Ihre Antwort trotzdem richtig gespeichert.",
        "verify": "Ist der Brief echt?",
        "verify_intro": "Auf dieser Seite im Internet können Sie prüfen: Ist der Brief von uns?\n"
        "Auf der Seite steht nichts über Sie.",
        "qr_alt": "QR-Code: Er führt zu der Seite im Internet",
        "digest": "Prüf-Nummer für Ihre Antworten (SHA-256)",
        "closing": "Ein Computer hat diesen Brief gemacht.\nDer Brief hat ein Siegel.\nEine Unterschrift ist nicht nötig.",
        "attachment": "Ihre Antworten für Computer",
        "page": "Seite",
        "of": "von",
    },
    Language.ENGLISH: {
        "subject": "Confirmation of receipt: {service}",
        "remark": "Provided for download",
        "greeting": "Hello,",
        "statement": "Your details have arrived. They count as received on {received}. "
        "Please keep this letter.",
        "reference": "Reference number",
        "received": "Received",
        "received_on": "{date}, {time} (Berlin time)",
        "service": "Service",
        "responsible": "Office in charge",
        "date": "Date",
        "telephone": "Telephone",
        "email": "E-mail",
        "next_steps": "What happens next",
        "office": "Your contact",
        "answers": "Your details",
        "answers_intro": "These are your answers as you checked and sent them.",
        "answer": "Your answer",
        "no_answer": "not stated",
        "replacements": "The character \N{REPLACEMENT CHARACTER} stands for one that we cannot print. "
        "Your exact spelling is stored with us and is attached to this PDF as a file.",
        "verify": "Check that this letter is genuine",
        "verify_intro": "Whoever receives this letter can check here whether it comes from us. "
        "The page shows no personal details.",
        "qr_alt": "QR code with the address of the page",
        "digest": "Checksum of your details (SHA-256)",
        "closing": "This letter was made automatically and carries an electronic seal. It is valid without a signature. "
        "A machine-readable version of your details is attached to the PDF as a file.",
        "attachment": "Your details, machine-readable",
        "page": "Page",
        "of": "of",
    },
}
