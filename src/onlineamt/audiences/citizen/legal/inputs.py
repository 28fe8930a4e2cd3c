"""What the form for reporting a barrier takes, and what it says when something is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from onlineamt.audiences.design.fields import FieldView

MAX_PROBLEM = 4_000
MAX_PLACE = 300
MAX_EMAIL = 254


@dataclass(frozen=True, kw_only=True)
class BarrierInput:
    """What somebody wrote: what does not work, where, and where to answer."""

    problem: str = ""
    place: str = ""
    email: str = ""

    @classmethod
    def of(cls, post: Mapping[str, str]) -> "BarrierInput":
        """Read the form as it was sent."""
        return cls(
            **{name: post.get(name, "").replace("\r\n", "\n").strip() for name in cls.__dataclass_fields__}
        )

    def problems(self) -> dict[str, str]:
        """Return what is wrong, by field, in words for the person."""
        wrong: dict[str, str] = {}
        if not self.problem:
            wrong["problem"] = _("Schreiben Sie bitte in ein, zwei Sätzen, was nicht geht.")
        elif len(self.problem) > MAX_PROBLEM:
            wrong["problem"] = _("Der Text ist zu lang. Kürzen Sie ihn auf 4.000 Zeichen.")
        if len(self.place) > MAX_PLACE:
            wrong["place"] = _("Die Angabe ist zu lang. Der Name der Seite reicht.")
        if self.email and not _is_email(self.email):
            wrong["email"] = _("Die E-Mail-Adresse ist nicht vollständig. Sie sieht so aus: name@beispiel.de")
        return wrong

    def views(self) -> tuple[FieldView, ...]:
        """Return the fields as the page shows them, without their errors."""
        return (
            FieldView(
                id="problem",
                kind="long_text",
                label=_("Was geht nicht?"),
                hint=_("Zum Beispiel: „Mein Vorleseprogramm liest die Auswahl nicht vor.“"),
                value=self.problem,
                max_length=MAX_PROBLEM,
            ),
            FieldView(
                id="place",
                kind="text",
                label=_("Auf welcher Seite?"),
                hint=_("Die Adresse oder die Überschrift der Seite"),
                value=self.place,
                is_required=False,
            ),
            FieldView(
                id="email",
                kind="text",
                label=_("Ihre E-Mail-Adresse"),
                hint=_("Nur wenn Sie eine Antwort möchten."),
                value=self.email,
                is_required=False,
                width="long",
                attributes={"type": "email", "autocomplete": "email", "spellcheck": "false"},
            ),
        )


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= MAX_EMAIL
