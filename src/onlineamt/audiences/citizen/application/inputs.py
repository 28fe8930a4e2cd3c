"""The few questions the platform itself asks: e-mail or post, a code, a reference."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from onlineamt.audiences.design.fields import FieldView, Option
from onlineamt.procedure.applications.models import ContactWay
from onlineamt.procedure.catalogue.values import ProcedureLaw, Retrieval

MAX_EMAIL = 254  # RFC 5321, section 4.5.3.1.3
_EMAIL_ATTRIBUTES = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
_CODE_ATTRIBUTES = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}


@dataclass(frozen=True)
class ContactInput:
    """How the person wants to hear from us, as typed."""

    way: str
    email: str
    way_error: str = ""
    email_error: str = ""

    @classmethod
    def read(cls, posted: QueryDict) -> "ContactInput":
        """Read what was posted; the errors are in the language of the page."""
        way, email = posted.get("contact", ""), plain(posted.get("email", ""))
        if way not in {ContactWay.EMAIL, ContactWay.POST}:
            return cls("", email, way_error=_("Wählen Sie, wie Sie von uns hören möchten."))
        return cls(way, email, email_error=email_problem(email) if way == ContactWay.EMAIL else "")

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.way_error or self.email_error)

    def fields(self, *, consent: str) -> tuple[FieldView, ...]:
        """Return the two questions as the page shows them. `consent`: what choosing e-mail means for the decision."""
        return (
            FieldView(
                id="contact",
                kind="radios",
                label=_("Auf welchem Weg?"),
                value=self.way,
                error=self.way_error,
                options=(
                    Option(
                        value=ContactWay.EMAIL,
                        label=_("Hier im Online-Amt, mit Nachricht per E-Mail"),
                        hint=consent,
                    ),
                    Option(
                        value=ContactWay.POST,
                        label=_("Per Post"),
                        hint=_("Bescheid und Fragen kommen als Brief an die Adresse aus Ihrem Antrag."),
                    ),
                ),
            ),
            email_field(self.email, error=self.email_error, hint=_("Nur, wenn Sie E-Mail gewählt haben.")),
        )


def consent_words(retrieval: Retrieval, law: ProcedureLaw) -> str:
    """Return to what somebody agrees who chooses e-mail (§ 41 Abs. 2a VwVfG, § 122a AO, § 37 Abs. 2a SGB X)."""
    announced = _("Wir schreiben nur, dass etwas da ist. Worum es geht, steht nie in der E-Mail.")
    if retrieval is not Retrieval.EMAIL_CODE:
        return announced + " " + _("Den Bescheid schicken wir trotzdem als Brief.")
    agreed = _(
        "Sie sind einverstanden, dass Sie den Bescheid hier mit einem Code abrufen statt mit der Post."
    )
    if law in {ProcedureLaw.AO, ProcedureLaw.SGB}:
        counts = _("Er gilt am vierten Tag nach unserer E-Mail als bekannt gegeben, auch ungelesen.")
    else:
        counts = _(
            "Er gilt am Tag nach dem Öffnen als bekannt gegeben. Öffnen Sie ihn 10 Tage lang nicht, kommt ein Brief."
        )
    return f"{agreed} {counts} {announced}"


def email_field(value: str, *, error: str = "", hint: str = "") -> FieldView:
    """Return the question for an e-mail address."""
    return FieldView(
        id="email",
        kind="text",
        label=_("E-Mail-Adresse"),
        hint=hint,
        value=value,
        error=error,
        width="long",
        attributes=_EMAIL_ATTRIBUTES,
    )


def code_field(*, error: str = "") -> FieldView:
    """Return the question for the one-time code; a wrong one is not shown again."""
    return FieldView(
        id="code", kind="code", label=_("Code aus der E-Mail"), error=error, attributes={"maxlength": "12"}
    )


def resume_code_field(value: str, *, error: str = "") -> FieldView:
    """Return the question for the resume code."""
    return FieldView(
        id="code",
        kind="text",
        label=_("Ihr Code"),
        hint=_("Zum Beispiel K7QM-3RTX-9WFA"),
        value=value,
        error=error,
        width="medium",
        attributes=_CODE_ATTRIBUTES,
    )


def reference_field(value: str, *, error: str = "") -> FieldView:
    """Return the question for the reference number."""
    return FieldView(
        id="reference",
        kind="text",
        label=_("Nummer Ihres Antrags"),
        hint=_("Zum Beispiel 26-K7QM-3RTX"),
        value=value,
        error=error,
        width="medium",
        attributes=_CODE_ATTRIBUTES,
    )


def email_problem(email: str) -> str:
    """Return what is wrong with an e-mail address, or an empty string."""
    if not email:
        return _("Geben Sie Ihre E-Mail-Adresse an.")
    try:
        validate_email(email)
    except ValidationError:
        return _("Diese E-Mail-Adresse ist nicht vollständig. Sie sieht aus wie name@beispiel.de.")
    return _("Diese E-Mail-Adresse ist zu lang.") if len(email) > MAX_EMAIL else ""


def plain(typed: str) -> str:
    """Return what was typed without control characters and outer spaces, at most 1,000 characters."""
    return "".join(character for character in typed[:1_000] if character.isprintable()).strip()
