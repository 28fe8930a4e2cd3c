"""What the page says about an entry, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onlineamt.audiences.citizen.registers.comparing import LONGEST
from onlineamt.audiences.design.fields import FieldView
from onlineamt.facilities.registers.values import CheckedEntry, EntryStatus
from onlineamt.foundation.core.formats import show_date, show_instant
from onlineamt.foundation.core.languages import Language


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer: whether it counts, and a sentence more."""

    kind: Literal["success", "warning", "danger"]
    title: str
    text: str


def unknown_code() -> Finding:
    """Say that nothing has this code."""
    return Finding(
        kind="warning",
        title=_("Zu diesem Code finden wir nichts."),
        text=_(
            "Scannen Sie den Code noch einmal. Vielleicht stammt er nicht von uns. Fragen Sie im Zweifel nach: Telefon 115."
        ),
    )


def finding_of(checked: CheckedEntry, *, language: Language) -> Finding:
    """Say whether an entry counts today."""
    if checked.status is EntryStatus.VALID:
        return Finding(
            kind="success",
            title=_("Gültig."),
            text=_("Die Nummer %(number)s steht in unserem Register. Sie gilt heute.")
            % {"number": checked.number},
        )
    if checked.status is EntryStatus.NOT_YET:
        begins = show_date(checked.valid_from, language)
        return Finding(
            kind="warning",
            title=_("Noch nicht gültig."),
            text=_("Die Nummer %(number)s gilt erst ab %(day)s.") % {"number": checked.number, "day": begins},
        )
    return Finding(
        kind="danger",
        title=_("Nicht mehr gültig."),
        text=_("Die Nummer %(number)s gilt heute nicht mehr.") % {"number": checked.number},
    )


def fact_rows(
    checked: CheckedEntry, *, issuer: str, checked_at: datetime, language: Language
) -> list[Mapping[str, str]]:
    """Return what is certain, line by line, as the component `answers` shows it."""
    facts = [
        (pgettext("register", "Nummer"), checked.number),
        *((labels.get(language.value) or labels["de"], value) for labels, value in checked.shown),
        (pgettext("register", "Ausgestellt von"), issuer),
        (_("Gültig ab"), show_date(checked.valid_from, language)),
        (_("Gültig bis"), _until(checked, language)),
        (pgettext("register", "Geprüft am"), show_instant(checked_at, language)),
    ]
    return [{"label": label, "value": value, "url": ""} for label, value in facts if value]


def comparison_field(label: str, *, error: str = "") -> FieldView:
    """Return the question for what is compared. What was typed is not shown again."""
    return FieldView(
        id="angabe",
        kind="text",
        label=_("%(label)s vergleichen") % {"label": label},
        hint=_("Geben Sie ein, was Sie vor sich sehen. Die Antwort ist nur Ja oder Nein."),
        error=error,
        width="medium",
        attributes={
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "characters",
            "maxlength": str(LONGEST),
        },
    )


def compared_finding(is_same: bool | None, *, label: str) -> Finding | None:
    """Say whether what was typed stands on the card, and never what stands there."""
    if is_same is None:
        return None
    if is_same:
        return Finding(
            kind="success",
            title=_("%(label)s: passt.") % {"label": label},
            text=_("Das gehört zu diesem Ausweis."),
        )
    return Finding(
        kind="danger",
        title=_("%(label)s: passt nicht.") % {"label": label},
        text=_("Das gehört nicht zu diesem Ausweis. Haben Sie sich vertippt?"),
    )


def title_of(checked: CheckedEntry, *, language: Language) -> str:
    """Return what the entry is, in the language of the page or in German."""
    return checked.titles.get(language.value) or checked.titles["de"]


def _until(checked: CheckedEntry, language: Language) -> str:
    """What has ended says nothing of a last day: on which it ended is a matter of its holder."""
    if checked.status is EntryStatus.ENDED:
        return ""
    return show_date(checked.valid_until, language) if checked.valid_until else _("auf Weiteres")
