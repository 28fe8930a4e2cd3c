"""What letters are made of: letterhead, office, attachment."""

from dataclasses import dataclass
from typing import Literal

# What an attached file is to the letter (ISO 32000-2, 7.11.3, AFRelationship).
Relationship = Literal["data", "source", "alternative", "supplement"]


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who writes. `mark` is an SVG drawing or empty; `notice` is a line for every page ("Vorführung")."""

    name: str
    unit: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    accent: str = "#2044aa"
    mark: str = ""
    notice: str = ""

    @property
    def town(self) -> str:
        """Postcode and place."""
        return f"{self.postcode} {self.place}".strip()

    @property
    def return_line(self) -> str:
        """The sender in one line above the address, visible in the window."""
        return _joined(self.name, self.street, self.town)

    @property
    def contact_line(self) -> str:
        """The sender in one line at the foot of every page."""
        return _joined(self.name, self.street, self.town, self.telephone, self.email, self.website)


@dataclass(frozen=True, kw_only=True)
class OfficeAddress:
    """The office that is responsible, as people find and reach it."""

    name: str
    street: str = ""
    postcode: str = ""
    place: str = ""
    telephone: str = ""
    email: str = ""
    opening_hours: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A text file inside the PDF, for machines to read."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Relationship = "data"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
