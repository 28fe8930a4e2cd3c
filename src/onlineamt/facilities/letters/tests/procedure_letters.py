"""Letters of a procedure as Musterstadt sends them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.procedure_letter import InShort, LetterData, Origin
from onlineamt.facilities.letters.tests.factories import LETTERHEAD
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.languages import Language

BODY = """#let brief = json(bytes(sys.inputs.content))
#let subject = "Hundesteuerbescheid"

Guten Tag #brief.name,

Ihr Hund #brief.hund ist angemeldet. Wir setzen die Hundesteuer auf *#brief.steuer* fest.

#table(columns: (1fr, auto), [Jahressteuer], [156,00 €], [Monate], [9])

== Gründe
#brief.gruende
"""
PAYMENT = PaymentDetails(
    payee="Stadt Musterstadt",
    iban="DE02120300000000202051",
    bank="Sparkasse Musterstadt",
    amount_cents=11700,
    due_on=date(2026, 12, 24),
    purpose="4711.0815.42",
)
LETTER = LetterData(
    letterhead=LETTERHEAD,
    recipient=("Erika Mustermann", "Lindenweg 12 a", "45999 Musterstadt"),
    information=(
        ("Ihr Zeichen", "HUND-7K4M-2PQX"),
        ("Amt", "Steueramt"),
        ("Auskunft gibt", "Sabine Amt"),
        ("Telefon", "0999 123-450"),
        ("E-Mail", "steueramt@musterstadt.example"),
        ("Datum", "22. November 2026"),
    ),
    bodies={"bescheid": BODY},
    body="bescheid",
    content={
        "name": "Erika Mustermann",
        "hund": "Waldi",
        "steuer": "117,00 €",
        "gruende": "Wer einen Hund hält, zahlt Hundesteuer.",
    },
    reference="HUND-7K4M-2PQX",
    cover=(
        ("Entschieden", "Ihr Hund ist angemeldet."),
        ("Zu zahlen", "Zahlen Sie 117,00 € bis zum 24. Dezember 2026."),
        ("Zu tun", "Mehr müssen Sie nicht tun."),
        ("Nicht einverstanden?", "Sie können innerhalb eines Monats Widerspruch erheben."),
        ("Fragen?", "Steueramt, Telefon 0999 123-450"),
    ),
    origin=Origin(paragraphs=("Diesen Bescheid hat ein Programm erlassen.",), facts=(("Rasse", "Dackel"),)),
    payment=PAYMENT,
    payment_notes=("Bitte zahlen Sie auch dann, wenn Sie Widerspruch erheben.",),
    appeal_notice=(
        "Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch erheben.",
    ),
    verify_url="https://musterstadt.example/echtheit/7K4MQ-2PQXA-BCDEF-GHJKM-NPQRS",
    machine_readable=canonical_json({"outcome": "registered"}),
    at=datetime(2026, 11, 22, 21, 41, 7, tzinfo=UTC),
)
IN_SHORT = InShort(language=Language.ENGLISH, lines=(("Decided", "Your dog is registered."),))


def make_letter(**changes: Any) -> LetterData:
    """Return the decision about a dog, with these differences."""
    return replace(LETTER, **changes)
