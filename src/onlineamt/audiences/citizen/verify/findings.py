"""What the page says about a letter, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from onlineamt.facilities.documents.values import DocumentKind, IssuedDocument
from onlineamt.facilities.letters.verification import State, Verdict
from onlineamt.foundation.core.formats import show_instant
from onlineamt.foundation.core.languages import Language

NoticeKind = Literal["success", "warning", "danger"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer: a title, a sentence, what is certain, and what to do next."""

    kind: NoticeKind
    title: str
    text: str
    document: str = ""
    issued_at: datetime | None = None
    offers_upload: bool = False


def issued_by_copy(issued: IssuedDocument) -> Finding:
    """Say that an exact copy is ours."""
    return Finding(
        kind="success",
        title=_genuine_title(issued.kind),
        text=_("Es stammt von uns. Seit wir es ausgestellt haben, hat niemand etwas daran geändert."),
        document=_kind_name(issued.kind),
        issued_at=issued.issued_at,
    )


def issued_by_token(issued: IssuedDocument) -> Finding:
    """Say that there is such a letter, and what the code alone cannot prove."""
    return Finding(
        kind="success",
        title=_known_title(issued.kind),
        text=_(
            "Der Code allein zeigt nicht, ob der Text darauf verändert wurde. Sicher ist das nur mit der PDF-Datei."
        ),
        document=_kind_name(issued.kind),
        issued_at=issued.issued_at,
        offers_upload=True,
    )


def unknown_token() -> Finding:
    """Say that there is no such letter, or none any more."""
    return Finding(
        kind="warning",
        title=_("Zu diesem Code finden wir kein Schreiben."),
        text=_(
            "Vielleicht ist ein Zeichen falsch. Oder das Schreiben ist so alt, dass wir es löschen mussten."
        ),
        offers_upload=True,
    )


def judged(verdict: Verdict) -> Finding:
    """Say what the seal of a file tells that is not in our records."""
    title, text, kind = _words(verdict.state)
    moment = datetime.fromisoformat(verdict.sealed_at) if verdict.is_genuine and verdict.sealed_at else None
    return Finding(kind=kind, title=title, text=text, issued_at=moment)


def fact_rows(
    finding: Finding, *, issuer: str, checked_at: datetime, language: Language
) -> list[dict[str, str]]:
    """Return what is certain, line by line, as the component `answers` shows it; nothing where nothing is."""
    if finding.issued_at is None:
        return []
    facts = [
        (_("Ausgestellt von"), issuer if finding.document else ""),
        (_("Art des Schreibens"), finding.document),
        (_("Ausgestellt am"), show_instant(finding.issued_at, language)),
        (_("Geprüft am"), show_instant(checked_at, language)),
    ]
    return [{"label": label, "value": value, "url": ""} for label, value in facts if value]


def _words(state: State) -> tuple[str, str, NoticeKind]:
    call = _("Fragen Sie im Zweifel bei uns nach: Telefon 115.")
    words: dict[State, tuple[str, str, NoticeKind]] = {
        "genuine": (
            _("Dieses Dokument ist echt und unverändert."),
            _("Es trägt unser Siegel, und das Siegel ist heil."),
            "success",
        ),
        "changed": (
            _("Dieses Dokument wurde verändert."),
            _("Es wurde gesiegelt, aber danach hat jemand etwas daran geändert.") + " " + call,
            "danger",
        ),
        "extended": (
            _("An dieses Dokument wurde etwas angefügt."),
            _("Der Anfang stammt von uns. Danach hat jemand etwas angefügt.") + " " + call,
            "danger",
        ),
        "foreign": (
            _("Dieses Dokument trägt ein fremdes Siegel."),
            _("Es ist nicht unseres. Ob das Dokument echt ist, können wir nicht sagen."),
            "warning",
        ),
        "unsealed": (
            _("Dieses Dokument trägt kein Siegel."),
            _(
                "Unsere Schreiben sind gesiegelt. Wurde die Datei gedruckt und neu gescannt? Dann geht das Siegel verloren."
            ),
            "warning",
        ),
        "unreadable": (
            _("Diese Datei ist kein lesbares PDF."),
            _("Wählen Sie die PDF-Datei so, wie Sie sie von uns bekommen haben."),
            "warning",
        ),
    }
    return words[state]


def _genuine_title(kind: DocumentKind) -> str:
    if kind is DocumentKind.DECISION:
        return _("Dieser Bescheid ist echt und unverändert.")
    return _("Dieses Dokument ist echt und unverändert.")


def _known_title(kind: DocumentKind) -> str:
    if kind is DocumentKind.DECISION:
        return _("Ein Bescheid mit diesem Code stammt von uns.")
    return _("Ein Schreiben mit diesem Code stammt von uns.")


def _kind_name(kind: DocumentKind) -> str:
    return {
        DocumentKind.RECEIPT: _("Eingangsbestätigung"),
        DocumentKind.EVIDENCE: _("Dokument"),
        DocumentKind.DECISION: _("Bescheid"),
        DocumentKind.REQUEST: _("Bitte um Angaben"),
        DocumentKind.CONFIRMATION: _("Bestätigung"),
        DocumentKind.PERMIT: _("Ausweis"),
        DocumentKind.REMINDER: _("Erinnerung"),
    }[kind]
