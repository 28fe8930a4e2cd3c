"""A permit as Musterstadt issues it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from onlineamt.facilities.letters.permit_card import PermitData
from onlineamt.facilities.letters.tests.factories import LETTERHEAD

BODY = """#import "/karte.typ": gross, zeile
#let subject = "Bewohnerparkausweis"
#let ausweis = json(bytes(sys.inputs.content))
#let werte = ausweis.entry.values
#let hinweise = (ausweis.parameters.hinweis,)
#grid(columns: (1fr, 2.4fr), column-gutter: 6mm,
  gross("Gebiet", werte.computed.gebiet), gross("Kennzeichen", werte.fahrzeug.kennzeichen))
"""
PERMIT = PermitData(
    letterhead=LETTERHEAD,
    title="Bewohnerparkausweis",
    number="BP-2026-00042",
    valid_from=date(2026, 11, 23),
    valid_until=date(2027, 11, 22),
    check_url="https://musterstadt.example/gueltig/7K4MQ2PQXABCDEFGH",
    bodies={"ausweis": BODY},
    body="ausweis",
    content={
        "parameters": {"hinweis": "Legen Sie die Karte gut lesbar aus."},
        "entry": {"values": {"computed": {"gebiet": "B"}, "fahrzeug": {"kennzeichen": "MU-AB 123"}}},
    },
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)


def make_permit(*, area: str = "B", plate: str = "MU-AB 123", **changes: Any) -> PermitData:
    """Return the permit of a car, with these differences."""
    values = {"computed": {"gebiet": area}, "fahrzeug": {"kennzeichen": plate}}
    return replace(PERMIT, **{"content": {**PERMIT.content, "entry": {"values": values}}, **changes})
