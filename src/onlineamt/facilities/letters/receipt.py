"""The receipt (Eingangsbestätigung): what arrived and when, sealed, for anybody to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onlineamt.facilities.letters.qr import qr_svg
from onlineamt.facilities.letters.receipt_words import RECEIPT_WORDS
from onlineamt.facilities.letters.rendering import render_pdf
from onlineamt.facilities.letters.rules import window_lines
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.values import Attachment, Letterhead, OfficeAddress
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.clock import BERLIN
from onlineamt.foundation.core.formats import show_date, show_time
from onlineamt.foundation.core.languages import Language

ANSWERS_FILE = "angaben.json"


@dataclass(frozen=True)
class ShownAnswer:
    """One answer as the person saw it on the page "check your answers"."""

    label: str
    value: str


@dataclass(frozen=True)
class ShownGroup:
    """Answers that stand together under a heading."""

    title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ReceiptData:
    """Everything a receipt says.

    `answers` is the canonical JSON that was frozen; `recipient` holds the lines of an address, none where none is known;
    `verify_url` ends with a random token and says nothing of the application.
    """

    letterhead: Letterhead
    office: OfficeAddress
    language: Language
    reference: str
    received_at: datetime
    service_title: str
    recipient: Sequence[str]
    groups: Sequence[ShownGroup]
    next_steps: Sequence[str]
    answers: bytes
    verify_url: str


def make_receipt_pdf(receipt: ReceiptData) -> bytes:
    """Return the receipt as a sealed PDF: PDF/A-3a and PDF/UA-1, with the answers attached for machines."""
    return sealer().seal(render_receipt(receipt))


def render_receipt(receipt: ReceiptData) -> bytes:
    """Return the receipt before it is sealed: the same receipt gives the same bytes."""
    words = RECEIPT_WORDS[receipt.language]
    attachment = Attachment(
        name=ANSWERS_FILE,
        content=receipt.answers,
        media_type="application/json",
        description=words["attachment"],
    )
    return render_pdf("receipt", _content(receipt, words), at=receipt.received_at, attachments=[attachment])


def _content(receipt: ReceiptData, words: Mapping[str, str]) -> dict[str, Any]:
    letterhead, office = receipt.letterhead, receipt.office
    subject = words["subject"].format(service=receipt.service_title)
    verify_address, _, verify_code = receipt.verify_url.rpartition("/")
    return {
        "letterhead": letterhead_values(letterhead),
        "words": words,
        "lang": "en" if receipt.language is Language.ENGLISH else "de",
        "subject": subject,
        "running": f"{subject} · {receipt.reference}",
        "recipient": window_lines(receipt.recipient),
        "information": _information(receipt, words),
        "statement": words["statement"].format(received=_received(receipt, words)),
        "key_facts": _pairs(
            (words["reference"], receipt.reference),
            (words["received"], _received(receipt, words)),
            (words["service"], receipt.service_title),
            (words["responsible"], f"{letterhead.name}, {office.name}"),
        ),
        "next_steps": list(receipt.next_steps),
        "office": _office_lines(office),
        "groups": [_group(group, words) for group in receipt.groups],
        "verify_url": receipt.verify_url,
        "verify_address": verify_address,
        "verify_code": verify_code,
        "qr": qr_svg(receipt.verify_url),
        "qr_alt": words["qr_alt"],
        "digest": digest(receipt.answers),
    }


def letterhead_values(letterhead: Letterhead) -> dict[str, str]:
    """Return what the frame of a letter shows of who writes."""
    return {
        "name": letterhead.name,
        "unit": letterhead.unit,
        "return_line": letterhead.return_line,
        "contact_line": letterhead.contact_line,
        "notice": letterhead.notice,
        "accent": letterhead.accent,
        "mark": letterhead.mark,
        "mark_alt": letterhead.name,
    }


def _received(receipt: ReceiptData, words: Mapping[str, str]) -> str:
    day = receipt.received_at.astimezone(BERLIN).date()
    time = show_time(receipt.received_at, receipt.language).replace(" ", "\N{NO-BREAK SPACE}")
    return words["received_on"].format(date=show_date(day, receipt.language), time=time)


def _information(receipt: ReceiptData, words: Mapping[str, str]) -> list[dict[str, str]]:
    day = show_date(receipt.received_at.astimezone(BERLIN).date(), receipt.language)
    return _pairs(
        (words["reference"], receipt.reference),
        (words["responsible"], receipt.office.name),
        (words["telephone"], receipt.office.telephone),
        (words["email"], receipt.office.email),
        (words["date"], day),
    )


def _office_lines(office: OfficeAddress) -> list[str]:
    town = f"{office.postcode} {office.place}".strip()
    address = ", ".join(part for part in (office.street, town) if part)
    reach = " · ".join(part for part in (office.telephone, office.email) if part)
    return [line for line in (office.name, address, reach, *office.opening_hours) if line]


def _group(group: ShownGroup, words: Mapping[str, str]) -> dict[str, Any]:
    answers = [(answer.label, answer.value.strip() or words["no_answer"]) for answer in group.answers]
    return {"title": group.title, "answers": _pairs(*answers)}


def _pairs(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs if value]
