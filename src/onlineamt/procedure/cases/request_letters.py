"""The letter that asks for what is missing (Nachforderung): what, until when, how to answer, what happens otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onlineamt.facilities.letters.procedure_letter import InShort, LetterData, Pair, platform_bodies
from onlineamt.facilities.letters.values import OfficeAddress
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.cover import ask_line
from onlineamt.procedure.cases.letters import Correspondence, reason_blocks
from onlineamt.procedure.catalogue.values import ProcedureLaw

REQUEST_FILE = "nachforderung.json"
_BODY = "evidence_request"

# What follows where a person does not take part; § 66 Abs. 3 SGB I asks for this warning in writing.
_OTHERWISE: dict[ProcedureLaw, str] = {
    ProcedureLaw.VWVFG: "Wir müssen dann nach dem entscheiden, was wir wissen. Das kann für Sie ungünstig sein (§§ 24 und 26 "
    "Absatz 2 des Verwaltungsverfahrensgesetzes).",
    ProcedureLaw.AO: "Sie sind verpflichtet, bei der Aufklärung mitzuwirken (§ 90 Absatz 1 der Abgabenordnung). Ohne Ihre "
    "Antwort entscheiden wir nach dem, was wir wissen, und können die Grundlagen schätzen (§ 162 der Abgabenordnung).",
    ProcedureLaw.SGB: "Sie sind verpflichtet mitzuwirken (§ 60 des Ersten Buches Sozialgesetzbuch). Ohne Ihre Antwort können wir "
    "die Leistung ganz oder teilweise versagen oder entziehen, bis Sie das nachholen (§ 66 des Ersten Buches Sozialgesetzbuch).",
    ProcedureLaw.PSTG: "Sie sind verpflichtet, die nötigen Angaben zu machen und Nachweise vorzulegen (§ 10 des "
    "Personenstandsgesetzes). Ohne Ihre Antwort können wir die Sache nicht abschließen.",
    ProcedureLaw.OWIG: "Sie müssen sich zur Sache nicht äußern. Ohne Ihre Antwort entscheiden wir nach dem, was wir wissen.",
}
# Whom something is to be taken from or refused is heard first.
_HEARD: dict[ProcedureLaw, str] = {
    ProcedureLaw.VWVFG: "§ 28 Absatz 1 des Verwaltungsverfahrensgesetzes",
    ProcedureLaw.AO: "§ 91 Absatz 1 der Abgabenordnung",
    ProcedureLaw.SGB: "§ 24 Absatz 1 des Zehnten Buches Sozialgesetzbuch",
    ProcedureLaw.PSTG: "§ 28 Absatz 1 des Verwaltungsverfahrensgesetzes",
    ProcedureLaw.OWIG: "§ 55 des Gesetzes über Ordnungswidrigkeiten",
}
_HEARING_WORDS = {
    "needed": "Das haben wir vor",
    "answer": "So äußern Sie sich",
    "otherwise": "Wenn wir nichts von Ihnen hören",
}
_HEARING_OTHERWISE = "Sie müssen sich nicht äußern. Wir entscheiden dann nach dem, was wir wissen."
_HEARING_LINES: dict[Language, tuple[Pair, ...]] = {
    Language.GERMAN: (
        (
            "Worum es geht",
            "Wir wollen etwas entscheiden, das für Sie ungünstig sein kann. Lesen Sie unten, was.",
        ),
        ("Ihr Recht", "Sie können uns vorher sagen, was dagegen spricht. Sie müssen nicht."),
        ("Bis wann", "Bitte bis zum {until}. Brauchen Sie länger, sagen Sie uns vorher Bescheid."),
        ("So geht es", "Am einfachsten online. Auch per Post oder persönlich ist möglich."),
    ),
    Language.PLAIN_GERMAN: (
        ("Darum geht es", "Wir wollen etwas entscheiden.\nDas kann schlecht für Sie sein."),
        ("Ihr Recht", "Sie können uns vorher Ihre Meinung sagen.\nSie müssen das nicht."),
        ("Bis wann?", "Bitte antworten Sie bis: {until}."),
        (
            "So geht das",
            "Sie können im Internet antworten.\nSie können uns einen Brief schicken.\nSie können zu uns kommen.",
        ),
    ),
    Language.ENGLISH: (
        (
            "What it is about",
            "We mean to decide something that may be unfavourable to you. Read below what it is.",
        ),
        ("Your right", "You can tell us first what speaks against it. You do not have to."),
        ("By when", "Please by {until}. If you need more time, tell us before that day."),
        ("How", "Online is easiest. You can also answer by post or in person."),
    ),
}
_WORDS = {
    "needed": "Das brauchen wir von Ihnen",
    "answer": "So antworten Sie",
    "otherwise": "Wenn wir nichts von Ihnen hören",
}
_LINES: dict[Language, tuple[Pair, ...]] = {
    Language.GERMAN: (
        ("Wir brauchen", "{items}"),
        (
            "Bis wann",
            "Bitte antworten Sie bis zum {until}. Brauchen Sie länger, sagen Sie uns vorher Bescheid.",
        ),
        ("So geht es", "Am einfachsten online. Auch per Post oder persönlich ist möglich."),
        ("Sonst", "Wir entscheiden dann nach dem, was wir wissen."),
    ),
    Language.PLAIN_GERMAN: (
        ("Das fehlt", "{items}"),
        ("Bis wann?", "Bitte antworten Sie bis: {until}.\nBrauchen Sie mehr Zeit?\nDann sagen Sie uns das."),
        (
            "So geht das",
            "Sie können im Internet antworten.\nSie können uns einen Brief schicken.\nSie können zu uns kommen.",
        ),
        ("Sonst", "Wir entscheiden ohne Ihre Antwort."),
    ),
    Language.ENGLISH: (
        ("We need", "{items}"),
        ("By when", "Please answer by {until}. If you need more time, tell us before that day."),
        ("How", "Online is easiest. You can also answer by post or in person."),
        ("Otherwise", "We will decide on what we know."),
    ),
}
_ASK: dict[Language, str] = {
    Language.GERMAN: "Fragen?",
    Language.PLAIN_GERMAN: "Fragen?",
    Language.ENGLISH: "Questions?",
}


@dataclass(frozen=True, kw_only=True)
class RequestedItem:
    """One thing that is asked for. `in_short`: its name in the language of the person, where that is not German.

    `is_paper`: it can be photographed and uploaded.
    """

    label: str
    explanation: str = ""
    in_short: str = ""
    is_paper: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """What is asked of whom until when. `message`: what the caseworker wrote; `answer_url`: where to answer online.

    `answer_code`: what opens the case there for whoever got the letter by post. `is_hearing`: nothing is asked for;
    `message` says what the office means to do.
    """

    reference: str
    service_title: str
    received_on: date
    items: Sequence[RequestedItem]
    until: date
    today: date
    answer_url: str
    asked_by: str = ""
    message: str = ""
    greeting: str = "Guten Tag,"
    answer_code: str = ""
    is_hearing: bool = False


def evidence_request_letter(
    facts: RequestFacts,
    *,
    law: ProcedureLaw,
    correspondence: Correspondence,
    machine_readable: bytes,
    at: datetime,
    verify_url: str = "",
) -> LetterData:
    """Return the letter ready to be set. It decides nothing, so it carries no remedy (§ 44a VwGO)."""
    office, language = correspondence.office, correspondence.language
    lines = () if language is Language.GERMAN else _lines(facts, office, language)
    return LetterData(
        letterhead=correspondence.letterhead,
        recipient=correspondence.recipient,
        remark=correspondence.remark,
        information=(
            ("Ihr Zeichen", facts.reference),
            ("Amt", office.name),
            ("Bearbeitet", facts.asked_by),
            ("Telefon", office.telephone),
            ("E-Mail", office.email),
            ("Datum", show_date(facts.today)),
        ),
        reference=facts.reference,
        bodies=platform_bodies(),
        body=_BODY,
        content=_content(facts, law, correspondence),
        cover=_lines(facts, office, Language.GERMAN),
        in_short=InShort(language=language, lines=lines) if lines else None,
        signed_by=facts.asked_by,
        verify_url=verify_url,
        machine_readable=machine_readable,
        attachment_name=REQUEST_FILE,
        at=at,
    )


def _content(facts: RequestFacts, law: ProcedureLaw, correspondence: Correspondence) -> Mapping[str, Any]:
    office = correspondence.office
    address = (
        f"{correspondence.letterhead.name}, {office.name}, {office.street}, {office.postcode} {office.place}"
    )
    return {
        "subject": f"{'Anhörung' if facts.is_hearing else 'Bitte um Angaben'}: {facts.service_title}",
        "greeting": facts.greeting,
        "statement": _statement(facts, law),
        "words": _HEARING_WORDS if facts.is_hearing else _WORDS,
        "items": [{"label": item.label, "explanation": item.explanation} for item in facts.items],
        "message": reason_blocks(facts.message),
        "answer_url": facts.answer_url,
        "online": _online(facts),
        "offline": f"Oder schriftlich oder persönlich: {address}. Geben Sie bitte {facts.reference} an. "
        "Schicken Sie keine Originale.",
        "otherwise": _HEARING_OTHERWISE if facts.is_hearing else _OTHERWISE[law],
    }


def _statement(facts: RequestFacts, law: ProcedureLaw) -> str:
    turned = f"Sie haben sich am {show_date(facts.received_on)} an uns gewandt: {facts.service_title}."
    if not facts.is_hearing:
        return (
            f"{turned} Damit wir entscheiden können, fehlt uns noch etwas. Bitte antworten Sie bis zum "
            f"{show_date(facts.until)}."
        )
    return (
        f"{turned} Wir haben vor, etwas zu entscheiden, das für Sie ungünstig sein kann. Vorher können Sie sich dazu "
        f"äußern ({_HEARD[law]}), bitte bis zum {show_date(facts.until)}."
    )


def _online(facts: RequestFacts) -> str:
    code = f" und dem Code {facts.answer_code}" if facts.answer_code else ""
    papers = ", auch mit Fotos und PDFs" if any(item.is_paper for item in facts.items) else ""
    return f"Online mit Ihrer Referenznummer {facts.reference}{code}{papers}:"


def _lines(facts: RequestFacts, office: OfficeAddress, language: Language) -> tuple[Pair, ...]:
    names = [item.in_short or item.label for item in facts.items]
    if language is Language.GERMAN:
        names = [item.label for item in facts.items]
    separator = "\n" if language is Language.PLAIN_GERMAN else "; "
    values = {"items": separator.join(names), "until": show_date(facts.until, language)}
    lines = _HEARING_LINES if facts.is_hearing else _LINES
    says = tuple((label, text.format(**values)) for label, text in lines[language])
    return (*says, (_ASK[language], ask_line(office, facts.reference, language)))
