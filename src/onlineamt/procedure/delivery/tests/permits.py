"""A dog's tag with a card and a term of a year, for tests: what a permit for a car is, on the service of the shelf."""

from typing import Any

TAG = {
    "title": "Hundesteuermarke",
    "number": "{year}-{sequence:05}",
    "fields": ["hund.name", "hund.rasse"],
    "valid": "P1Y",
    "permit": "ausweis",
    "remind": "P4W",
    "reminder": "erinnerung",
}
CARD = """#import "/karte.typ": gross
#let subject = "Marke"
#let werte = json(bytes(sys.inputs.content)).entry.values
#gross("Hund", werte.hund.name)
"""
REMINDER = """#let subject = "Ihre Marke endet bald"
#let brief = json(bytes(sys.inputs.content))
Die Marke #brief.register_number endet am #brief.deadline.
"""


def with_tags(**changed: Any) -> dict[str, Any]:
    """Return the changes that make the dog's service give cards, as `offer_with` takes them."""
    return {
        "registers": {"hundemarken": {**TAG, **changed}},
        "letters": {"ausweis": CARD, "erinnerung": REMINDER},
    }
