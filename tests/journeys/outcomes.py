"""How registering a dog can end, and what its people do on the way: the same table for HTTP and for Chromium."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, email_of
from onlineamt.foundation.core.clock import now
from tests.cases import package
from tests.journeys.clerk import Clerk
from tests.journeys.visitor import Visitor
from tests.world import web_environ

PROOF_LAY_THERE = "Der Nachweis lag vor und gilt bis Dezember."


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way it ends. `cents`: what is owed, 0 where nothing is; `letter`: words that only this letter has.

    `asks`: what the clerk asks before deciding, as typed; `answer`: what Erika types in reply.
    """

    example: str
    outcome: str
    cents: int
    letter: tuple[str, ...]
    changed: Mapping[str, Any] = field(default_factory=dict)
    by_post: bool = False
    is_automatic: bool = False
    reasons: str = ""
    also_to: tuple[str, ...] = ()
    needs_release: bool = False
    hears: str = ""
    asks: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, str]:
        """What Erika types into the form, by the names of its boxes."""
        return typed({**package("hund-anmelden").examples[self.example].answers, **self.changed})

    @property
    def personal(self) -> tuple[str, ...]:
        """What may stand on no page that everybody may see, and in no e-mail."""
        own = {self.answers[name] for name in ("person.familienname", "person.vorname", "hund.name")}
        return (*sorted(own), "Lindenweg", "45999", *self.also_to)


OUTCOMES = {
    "registered automatically": Outcome(
        example="dackel", outcome="registered", cents=11700, is_automatic=True,
        letter=("Hundesteuerbescheid", "117,00 €", "§ 155 Abs. 4 AO"),
    ),
    "registered automatically, by post": Outcome(
        example="zweiter_hund", outcome="registered", cents=13500, is_automatic=True, by_post=True,
        letter=("135,00 €", "§ 155 Abs. 4 AO"),
    ),
    "registered for two who keep it together": Outcome(
        example="gemeinsam", outcome="registered", cents=11700,
        reasons="Sie halten den Hund gemeinsam und schulden die Steuer beide.",
        also_to=("Max Beispiel", "Lindenweg 12 a", "45999 Musterstadt"),
        letter=("schulden die Steuer beide",),
    ),
    "listed, with four eyes": Outcome(
        example="listenhund", outcome="listed", cents=52000, needs_release=True,
        changed={"haltung.seit": "2026-02-01"}, letter=("520,00 €", "Steuersatz für Listenhunde"),
    ),
    "reduced": Outcome(
        example="ermaessigung", outcome="reduced", cents=5850, reasons=PROOF_LAY_THERE,
        letter=("58,50 €", PROOF_LAY_THERE, "Bürgergeld oder Sozialhilfe"),
    ),
    "exempted": Outcome(
        example="befreiung", outcome="exempted", cents=0, reasons=PROOF_LAY_THERE,
        letter=("keine Hundesteuer", "Assistenzhund"),
    ),
    "reduction refused after a hearing": Outcome(
        example="ermaessigung_abgelehnt", outcome="reduction_refused", cents=11700,
        reasons="Die Satzung kennt diesen Grund nicht.\n\nIhre Antwort vom Montag ändert daran nichts.",
        hears="Wir wollen die Ermäßigung ablehnen: Die Satzung kennt diesen Grund nicht.",
        answer={"nachricht": "Der Garten ist sehr groß."},
        letter=("117,00 €", "lehnen wir ab", "Die Satzung kennt diesen Grund nicht."),
    ),
    "reduced after evidence was asked for": Outcome(
        example="ermaessigung", outcome="reduced", cents=5850, reasons=PROOF_LAY_THERE,
        asks={
            "evidence": ["ermaessigung"], "fields.hund": ["hund.chip"],
            "text": "Bitte bringen Sie uns den Bescheid und nennen Sie den Chip.",
        },
        answer={"hund.chip": "276098100123456", "nachweis-ermaessigung": "spaeter"},
        letter=("58,50 €", PROOF_LAY_THERE),
    ),
}  # fmt: skip


def typed(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as they are typed: a day into three boxes, yes and no as they are ticked."""
    boxes: dict[str, str] = {}
    for name, value in answers.items():
        if isinstance(value, str) and (day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)):
            boxes |= {f"{name}.{part}": day[at] for part, at in (("day", 3), ("month", 2), ("year", 1))}
        else:
            boxes[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return boxes


def log_in(name: str) -> Clerk:
    """Let somebody of the office sit down and log in with password and code."""
    desk = Clerk(Client(**web_environ()))
    desk.open("/amt/anmelden").send({"email": email_of(name), "password": PASSWORD})
    desk.send({"code": current_code(SECRET, at=now())})
    assert desk.path.startswith("/amt/"), desk.errors
    return desk


def answer_form(visitor: Visitor, answers: Mapping[str, str]) -> Visitor:
    """Answer page after page, each question where it is asked, until everything is to be checked."""
    for _ in range(12):
        if visitor.path.endswith("/pruefen"):
            return visitor
        asked = {one.get("name") for one in visitor.page.xpath("//main//*[@name]")}
        visitor.send({name: value for name, value in answers.items() if name in asked})
    raise AssertionError(f"the form does not end: {visitor.path} {visitor.errors}")


def mails() -> list[Path]:
    """Return the e-mails that were ever sent in these tests, the newest last."""
    return sorted(Path(settings.ENV.data / "mail").rglob("*.eml"), key=lambda one: one.stat().st_mtime_ns)


def read_mail(path: Path) -> str:
    """Return an e-mail as it is read: sender, subject, and both forms of its text."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail["From"]), str(mail["Subject"]), *parts])


def bare(text: str) -> str:
    """Letters and digits alone: lines, hyphens and spaces belong to paper or screen."""
    return "".join(re.findall(r"\w", text.replace("\u00ad", "")))


def words_of_pdf(pdf: bytes) -> str:
    """Return what stands in a PDF, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def pieces_of(page: bytes) -> list[str]:
    """Return the words of the letter on a page, block by block."""
    (article,) = re.findall(r'<article class="[^"]*oa-letter[^>]*>(.*?)</article>', page.decode(), re.DOTALL)
    inline = re.sub(r"</?(?:strong|a|em)\b[^>]*>", "", article)
    return [unescape(piece).strip() for piece in re.split(r"<[^>]*>", inline) if piece.strip()]


def missing_on_paper(page: bytes, pdf: bytes) -> list[str]:
    """Return the blocks of a letter on a page that its PDF does not have in the same words."""
    paper = bare(words_of_pdf(pdf))
    return [piece for piece in pieces_of(page) if bare(piece) not in paper]


def checked_at(pdf: bytes) -> str:
    """Return the path at which anybody may ask whether a letter is real: where its QR code leads."""
    links = {
        str(link["/A"]["/URI"])
        for page in PdfReader(BytesIO(pdf)).pages
        for link in (one.get_object() for one in page.get("/Annots", ()))
        if "/URI" in link.get("/A", {})
    }
    (address,) = [link for link in links if "/echtheit/" in link]
    return "/echtheit/" + address.rpartition("/")[2]
