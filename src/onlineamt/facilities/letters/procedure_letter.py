"""Letters of a procedure: decisions, requests and confirmations, as PDF and as a page in the same words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.facilities.letters.girocode import PaymentDetails, girocode_svg
from onlineamt.facilities.letters.press import SetLetter, letter_press
from onlineamt.facilities.letters.printable import has_replacements, printable
from onlineamt.facilities.letters.procedure_words import IN_SHORT_NOTES, IN_SHORT_TITLES, LETTER_WORDS
from onlineamt.facilities.letters.qr import qr_svg
from onlineamt.facilities.letters.receipt import letterhead_values
from onlineamt.facilities.letters.rendering import TEMPLATES
from onlineamt.facilities.letters.rules import window_lines
from onlineamt.facilities.letters.safe_html import safe_fragment
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.values import Letterhead
from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.foundation.core.languages import Language

DECISION_FILE = "bescheid.json"
Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class InShort:
    """The plain cover once more, in the language of the person; the letter itself is in German (§ 23 Abs. 1 VwVfG)."""

    language: Language
    lines: Sequence[Pair]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How a decision came about without a person: sentences, and the facts that decided."""

    paragraphs: Sequence[str]
    facts: Sequence[Pair] = ()


@dataclass(frozen=True, kw_only=True)
class LetterData:
    """Everything a letter of a procedure says.

    `bodies`: all typst files of the package version by name, `body`: the one to set, `content`: what it reads.
    `information`, `cover`: labels and texts. `signed_by`: the name that
    § 37 Abs. 3 VwVfG asks for, empty for automatic letters. `verify_url` ends with a random token; empty: not to be verified.
    `machine_readable`: canonical JSON, attached under `attachment_name`.
    """

    letterhead: Letterhead
    recipient: Sequence[str]
    information: Sequence[Pair]
    bodies: Mapping[str, str]
    body: str
    content: Mapping[str, Any]
    machine_readable: bytes
    at: datetime
    reference: str = ""
    remark: str = ""
    cover: Sequence[Pair] = ()
    in_short: InShort | None = None
    origin: Origin | None = None
    payment: PaymentDetails | None = None
    payment_notes: Sequence[str] = ()
    signed_by: str = ""
    appeal_notice: Sequence[str] = ()
    verify_url: str = ""
    attachment_name: str = DECISION_FILE


def make_letter_pdf(letter: LetterData) -> bytes:
    """Return the letter as a sealed PDF with the machine-readable decision attached. For the worker."""
    return sealer().seal(render_letter(letter))


def render_letter(letter: LetterData) -> bytes:
    """Return the letter before it is sealed, as PDF/A-3a and PDF/UA-1: the same letter gives the same bytes.

    Raises LetterCannotBeSet.
    """
    return _pdf(letter, is_draft=False)


def preview_pdf(letter: LetterData) -> bytes:
    """Return the letter marked as a draft on every page, without seal and code. Raises LetterCannotBeSet."""
    return _pdf(letter, is_draft=True)


def render_letter_html(letter: LetterData) -> str:
    """Return the words of the letter as a safe fragment of HTML, headings from h2. Raises LetterCannotBeSet."""
    return safe_fragment(
        _set(letter, "twin", "html", frame_of(letter, is_draft=False, has_codes=False)).decode()
    )


@cache
def platform_bodies() -> Mapping[str, str]:
    """Return the bodies of letters that every service has, by name."""
    return {
        path.stem: path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / "bodies").glob("*.typ"))
    }


def _pdf(letter: LetterData, *, is_draft: bool) -> bytes:
    return _set(letter, "letter", "pdf", frame_of(letter, is_draft=is_draft))


def _set(letter: LetterData, main: Any, format: Any, frame: Mapping[str, Any]) -> bytes:
    characters = letter_fonts().characters
    content, shown = printable(letter.content, characters), printable(frame, characters)
    replaced = has_replacements(content, letter.content) or has_replacements(shown, frame)
    return letter_press().set(
        SetLetter(
            main=main,
            bodies=letter.bodies,
            inputs={"content": content, "letter": {**shown, "has_replacements": replaced}},
            format=format,
            timestamp=int(letter.at.timestamp()),
        )
    )


def frame_of(letter: LetterData, *, is_draft: bool, has_codes: bool = True) -> dict[str, Any]:
    """Return everything around the body. `has_codes`: with drawings for cameras, which cost most of the time."""
    return {
        "letterhead": letterhead_values(letter.letterhead),
        "words": LETTER_WORDS,
        "reference": letter.reference,
        "recipient": window_lines(letter.recipient),
        "remark": letter.remark,
        "information": _pairs(letter.information),
        "body": letter.body,
        "cover": _pairs(letter.cover),
        "in_short": _in_short(letter.in_short),
        "origin": _origin(letter.origin),
        "payment": _payment(letter.payment, letter.payment_notes, has_code=has_codes),
        "signature": _signature(letter),
        "appeal_notice": list(letter.appeal_notice),
        "verify": _verify(letter.verify_url) if has_codes and not is_draft else None,
        "is_draft": is_draft,
        "attachments": [] if is_draft else [_attachment(letter)],
    }


def _signature(letter: LetterData) -> list[str]:
    """Return who answers for the letter: a person's name, else the authority (§ 37 Abs. 3 and 5 VwVfG)."""
    if letter.signed_by:
        return [LETTER_WORDS["on_behalf"], letter.signed_by]
    return [line for line in (letter.letterhead.name, letter.letterhead.unit) if line]


def _attachment(letter: LetterData) -> dict[str, str]:
    return {
        "name": letter.attachment_name,
        "text": letter.machine_readable.decode(),
        "media_type": "application/json",
        "relationship": "data",
        "description": LETTER_WORDS["attachment"],
    }


def _in_short(short: InShort | None) -> dict[str, Any] | None:
    if short is None or short.language not in IN_SHORT_TITLES:
        return None
    return {
        "lang": "en" if short.language is Language.ENGLISH else "de",
        "title": IN_SHORT_TITLES[short.language],
        "note": IN_SHORT_NOTES[short.language],
        "lines": _pairs(short.lines),
    }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {"paragraphs": list(origin.paragraphs), "facts": _pairs(origin.facts)}


def _payment(
    payment: PaymentDetails | None, notes: Sequence[str], *, has_code: bool
) -> dict[str, Any] | None:
    if payment is None:
        return None
    words = LETTER_WORDS
    rows = (
        (words["amount"], show_cents(payment.amount_cents)),
        (words["due_on"], show_date(payment.due_on)),
        (words["payee"], payment.payee),
        (words["iban"], payment.shown_iban),
        (words["bank"], payment.bank),
        (words["purpose"], payment.purpose),
    )
    return {"rows": _pairs(rows), "notes": list(notes), "qr": girocode_svg(payment) if has_code else ""}


def _verify(url: str) -> dict[str, str] | None:
    if not url:
        return None
    address, _, code = url.rpartition("/")
    return {"url": url, "address": address, "code": code, "qr": qr_svg(url)}


def _pairs(pairs: Sequence[Pair]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs if value]
