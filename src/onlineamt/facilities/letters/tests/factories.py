"""Receipts as Musterstadt sends them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from onlineamt.facilities.letters.receipt import ReceiptData, ShownAnswer, ShownGroup
from onlineamt.facilities.letters.values import Letterhead, OfficeAddress
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.languages import Language

LETTERHEAD = Letterhead(
    name="Stadt Musterstadt",
    unit="Steueramt",
    street="Rathausplatz 1",
    postcode="99999",
    place="Musterstadt",
    telephone="115",
    notice="Vorführung: Diese Behörde gibt es nicht.",
)
OFFICE = OfficeAddress(
    name="Steueramt",
    street="Rathausplatz 1",
    postcode="99999",
    place="Musterstadt",
    telephone="0999 123-450",
    opening_hours=("Montag bis Freitag 8 bis 12 Uhr",),
)
RECEIPT = ReceiptData(
    letterhead=LETTERHEAD,
    office=OFFICE,
    language=Language.GERMAN,
    reference="HUND-7K4M-2PQX",
    received_at=datetime(2026, 11, 22, 21, 41, 7, tzinfo=UTC),
    service_title="Hund anmelden",
    recipient=("Erika Mustermann", "Lindenweg 7", "99999 Musterstadt"),
    groups=(ShownGroup("Hund", (ShownAnswer("Name des Hundes", "Waldi"), ShownAnswer("Chipnummer", ""))),),
    next_steps=("Das Steueramt prüft Ihre Angaben.",),
    answers=canonical_json({"hund.name": "Waldi"}),
    verify_url="https://musterstadt.example/echtheit/7K4MQ-2PQXA-BCDEF-GHJKM-NPQRS",
)


def make_receipt(**changes: Any) -> ReceiptData:
    """Return the receipt of a dog's registration, with these differences."""
    return replace(RECEIPT, **changes)


def receipt_about(value: str) -> ReceiptData:
    """Return a receipt in which a person answered one thing."""
    return make_receipt(groups=(ShownGroup("Person", (ShownAnswer("Name", value),)),))
