"""What the legal pages must say of a municipality; without it, a municipality is not ready to go live."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

LEGAL = "legal"  # the part of a tenant's contact data that holds these facts
MAY_BE_EMPTY = frozenset({"vat_id"})


@dataclass(frozen=True, kw_only=True)
class LegalFacts:
    """The facts of imprint, data protection notice and accessibility statement, each as it is shown."""

    represented_by: str = ""
    responsible_for_content: str = ""
    legal_supervision: str = ""
    vat_id: str = ""
    operator: str = ""
    data_protection_officer: str = ""
    data_protection_email: str = ""
    data_protection_authority: str = ""
    data_protection_authority_address: str = ""
    arbitration_body: str = ""
    arbitration_address: str = ""
    arbitration_email: str = ""

    @classmethod
    def of(cls, contact: Mapping[str, Any]) -> "LegalFacts":
        """Read the facts from a tenant's contact data."""
        stored = contact.get(LEGAL, {})
        return cls(**{field.name: str(stored.get(field.name, "")) for field in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class Office:
    """The town hall as the legal pages name it."""

    official_name: str
    street: str
    town: str
    telephone: str
    email: str

    @classmethod
    def of(cls, official_name: str, contact: Mapping[str, Any]) -> "Office":
        """Read the address from a tenant's contact data."""
        words = {
            key: str(contact.get(key, "")) for key in ("street", "postcode", "place", "telephone", "email")
        }
        return cls(
            official_name=official_name,
            street=words["street"],
            town=f"{words['postcode']} {words['place']}".strip(),
            telephone=words["telephone"],
            email=words["email"],
        )


def missing_facts(official_name: str, contact: Mapping[str, Any]) -> list[str]:
    """Return the names of the facts that are not there yet; a municipality may go live when the list is empty."""
    parts = (Office.of(official_name, contact), LegalFacts.of(contact))
    return [
        field.name
        for part in parts
        for field in fields(part)
        if not getattr(part, field.name) and field.name not in MAY_BE_EMPTY
    ]
