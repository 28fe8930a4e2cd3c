"""What the letters of a package are given: every value as people read it. Templates set words, they do not compute.

A letter reads `json(bytes(sys.inputs.content))`; the keys are those of `letter_content`. What stands around the body
(plain cover, origin, payment, remedy) is the platform's and is made here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.procedure_letter import InShort, LetterData, Origin, Pair
from onlineamt.facilities.letters.values import Letterhead, OfficeAddress
from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.compiled import plain_values
from onlineamt.procedure.cases.cover import CoverFacts, cover_lines
from onlineamt.procedure.cases.remedies import RemedyPlaces, appeal_notice
from onlineamt.procedure.catalogue.definition import Fee, Parameter, PlainOutcome, Remedy
from onlineamt.procedure.catalogue.values import ProcedureLaw, RemedyKind
from onlineamt.procedure.forms.engine import Journey
from onlineamt.procedure.forms.engine.expressions import Expression

_AUTOMATIC_LAW = {
    ProcedureLaw.VWVFG: "§ 35a des Verwaltungsverfahrensgesetzes",
    ProcedureLaw.AO: "§ 155 Absatz 4 der Abgabenordnung",
    ProcedureLaw.SGB: "§ 31a des Zehnten Buches Sozialgesetzbuch",
}


@dataclass(frozen=True, kw_only=True)
class DecidingRule:
    """The rule that decided without a person: its legal basis, and the facts it looked at as labels and shown values."""

    legal_basis: str
    facts: Sequence[Pair] = ()


@dataclass(frozen=True, kw_only=True)
class LetterEntry:
    """The register entry that a decision makes or changes. `changes`: label, before, after."""

    title: str
    number: str
    valid_from: date
    valid_until: date | None = None
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """The facts of one letter. `answers` are shown texts by area and name; `fees` are cents by name.

    `granted` and `applied`: shown texts by name; `is_restricted`: something is granted otherwise than it was applied for.
    `decided_by`: the name of the person who decided; `rule`: the rule that decided where no person did.
    `renew_url`: where an entry that ends is renewed, in a reminder, as far as that is offered.
    """

    outcome: str
    answers: Mapping[str, Mapping[str, str]]
    computed: Mapping[str, str]
    fees: Mapping[str, int]
    parameters: Mapping[str, Any]
    today: date
    received_on: date
    deadline: date | None = None
    reasons: str | None = None
    rule: DecidingRule | None = None
    decided_by: str = ""
    reference: str = ""
    register_number: str = ""
    entry: LetterEntry | None = None
    payment: PaymentDetails | None = None
    granted: Mapping[str, str] = field(default_factory=dict)
    applied: Mapping[str, str] = field(default_factory=dict)
    is_restricted: bool = False
    renew_url: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterService:
    """What a letter needs to know of its service version.

    `bodies`: the section `letters`; `plain`: by language, what `texts/<lang>.yaml` says under `plain` for the outcome.
    """

    bodies: Mapping[str, str]
    fees: Sequence[Fee]
    parameters: Mapping[str, Parameter]
    law: ProcedureLaw
    remedy: Remedy
    plain: Mapping[Language, PlainOutcome] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    """Who writes to whom, and in which language the person reads. `remark`: how the letter travels, above the address."""

    letterhead: Letterhead
    office: OfficeAddress
    places: RemedyPlaces
    recipient: Sequence[str]
    language: Language = Language.GERMAN
    remark: str = ""


def decision_letter(
    facts: LetterFacts,
    *,
    body: str,
    service: LetterService,
    correspondence: Correspondence,
    machine_readable: bytes,
    at: datetime,
    verify_url: str = "",
) -> LetterData:
    """Return a decision ready to be set, with cover, origin, payment and remedy. Raises NoticeIncomplete."""
    notice = appeal_notice(service.remedy, correspondence.places)
    return LetterData(
        letterhead=correspondence.letterhead,
        recipient=correspondence.recipient,
        remark=correspondence.remark,
        information=information_block(facts, correspondence.office),
        reference=facts.reference,
        bodies=service.bodies,
        body=body,
        content=letter_content(facts, fees=service.fees, declared=service.parameters),
        cover=_cover(facts, service, correspondence, Language.GERMAN),
        in_short=_in_short(facts, service, correspondence),
        origin=origin_of(facts.rule, service.law) if facts.rule else None,
        payment=facts.payment,
        payment_notes=payment_notes(service.remedy) if facts.payment else (),
        signed_by=facts.decided_by,
        appeal_notice=notice,
        verify_url=verify_url,
        machine_readable=machine_readable,
        at=at,
    )


def confirmation_letter(
    facts: LetterFacts,
    *,
    body: str,
    service: LetterService,
    correspondence: Correspondence,
    machine_readable: bytes,
    at: datetime,
    verify_url: str = "",
) -> LetterData:
    """Return a letter that decides nothing: no cover, no payment, no remedy."""
    return LetterData(
        letterhead=correspondence.letterhead,
        recipient=correspondence.recipient,
        remark=correspondence.remark,
        information=information_block(facts, correspondence.office),
        reference=facts.reference,
        bodies=service.bodies,
        body=body,
        content=letter_content(facts, fees=service.fees, declared=service.parameters),
        signed_by=facts.decided_by,
        verify_url=verify_url,
        machine_readable=machine_readable,
        attachment_name="bestaetigung.json",
        at=at,
    )


def letter_content(
    facts: LetterFacts, *, fees: Sequence[Fee], declared: Mapping[str, Parameter]
) -> dict[str, Any]:
    """Return what a letter template is given."""
    labels = {fee.name: fee.label or fee.name for fee in fees}
    payment = facts.payment
    return {
        "outcome": facts.outcome,
        "answers": {area: dict(answers) for area, answers in facts.answers.items()},
        "computed": dict(facts.computed),
        "fees": {
            name: {"label": labels[name], "amount": show_cents(cents)} for name, cents in facts.fees.items()
        },
        "granted": dict(facts.granted),
        "applied": dict(facts.applied),
        "restricted": facts.is_restricted,
        "renew_url": facts.renew_url,
        "parameters": shown_parameters(declared, facts.parameters),
        "today": show_date(facts.today),
        "received_on": show_date(facts.received_on),
        "due_on": show_date(payment.due_on) if payment else "",
        "deadline": show_date(facts.deadline) if facts.deadline else "",
        "reasons": reason_blocks(facts.reasons or ""),
        "automatic": {"legal_basis": facts.rule.legal_basis} if facts.rule else None,
        "reference": facts.reference,
        "register_number": facts.register_number,
        "entry": _entry(facts.entry) if facts.entry else None,
        "payment_reference": payment.purpose if payment else "",
    }


def _entry(entry: LetterEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "number": entry.number,
        "valid_from": show_date(entry.valid_from),
        "valid_until": show_date(entry.valid_until) if entry.valid_until else "",
        "changes": [
            {"label": label, "before": before, "after": after} for label, before, after in entry.changes
        ],
    }


def shown_parameters(declared: Mapping[str, Parameter], chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return what a municipality has set, but no tables, as letters and cards read it."""
    return {name: _shown(declared[name], value) for name, value in plain_values(declared, chosen).items()}


def reason_blocks(text: str) -> list[dict[str, Any]]:
    """Return what a clerk wrote as paragraphs and lists: `{"kind": "paragraph" | "list", "lines": […]}`.

    An empty line begins a paragraph; lines that begin with "- " or "• " are a list. Nothing else means anything.
    """
    blocks: list[dict[str, Any]] = []
    follows = False
    for line in (raw.strip() for raw in text.splitlines()):
        kind = "list" if line.startswith(("- ", "• ")) else "paragraph"
        if not line:
            follows = False
        elif follows and blocks[-1]["kind"] == kind:
            blocks[-1]["lines"].append(_bare(line, kind))
        else:
            blocks.append({"kind": kind, "lines": [_bare(line, kind)]})
            follows = True
    return blocks


def information_block(facts: LetterFacts, office: OfficeAddress) -> tuple[Pair, ...]:
    """Return the information block of DIN 5008: reference, who answers, how to reach them, the day."""
    return (
        ("Ihr Zeichen", facts.reference),
        ("Amt", office.name),
        ("Bearbeitet", facts.decided_by or ("automatisch" if facts.rule else "")),
        ("Telefon", office.telephone),
        ("E-Mail", office.email),
        ("Datum", show_date(facts.today)),
    )


def origin_of(rule: DecidingRule, law: ProcedureLaw) -> Origin:
    """Say that no person decided, which rule did, on which facts, and that a person may be asked for.

    § 24 Abs. 1 Satz 3 VwVfG and § 88 Abs. 5 AO: what the program could not know still counts. Art. 22 Abs. 3 DSGVO.
    """
    permitted = _AUTOMATIC_LAW.get(law)
    basis = rule.legal_basis if permitted is None else f"{rule.legal_basis} und {permitted}"
    if permitted and _same_paragraph(permitted, rule.legal_basis):
        basis = rule.legal_basis
    return Origin(
        paragraphs=(
            "Diesen Bescheid hat ein Programm vollständig automatisch erlassen. Kein Mensch hat ihn geprüft. "
            f"Rechtsgrundlage dafür: {basis}.",
            "Sie können verlangen, dass ein Mensch die Entscheidung prüft, Ihren Standpunkt darlegen und die Entscheidung "
            "anfechten (Artikel 22 Absatz 3 der Datenschutz-Grundverordnung). Schreiben Sie uns, oder rufen Sie an.",
            *(("Diese Angaben waren entscheidend:",) if rule.facts else ()),
        ),
        facts=rule.facts,
    )


def deciding_facts(when: Expression, way: Journey) -> tuple[Pair, ...]:
    """Return the answers and computed values that a rule looked at, as people read them, in the order of the form."""
    words, read = way.form.words(), when.references
    answers = [
        (words.label(state.id), words.display(state.id, state.value))
        for page in way.pages
        for state in page.fields
        if state.id in read and state.field.asks
    ]
    computed = [
        (words.definition.computed[name].label or "", words.display_computed(name, value))
        for name, value in way.computed.items()
        if f"computed.{name}" in read
    ]
    return (*answers, *((label, value) for label, value in computed if label))


def payment_notes(remedy: Remedy) -> tuple[str, ...]:
    """Say that a remedy does not put off what is to be paid to the public purse (§ 80 Abs. 2 Satz 1 Nr. 1 VwGO, § 361 AO)."""
    word = {
        RemedyKind.WIDERSPRUCH: "Widerspruch erheben",
        RemedyKind.KLAGE: "Klage erheben",
        RemedyKind.EINSPRUCH: "Einspruch einlegen",
    }.get(remedy.kind)
    return (f"Bitte zahlen Sie auch dann rechtzeitig, wenn Sie {word}.",) if word else ()


def _cover(
    facts: LetterFacts, service: LetterService, correspondence: Correspondence, language: Language
) -> tuple[Pair, ...]:
    plain = service.plain.get(language)
    if plain is None:
        return ()
    return cover_lines(
        CoverFacts(
            plain=plain,
            payment=facts.payment,
            remedy=service.remedy,
            office=correspondence.office,
            reference=facts.reference,
        ),
        language,
    )


def _in_short(facts: LetterFacts, service: LetterService, correspondence: Correspondence) -> InShort | None:
    language = correspondence.language
    lines = () if language is Language.GERMAN else _cover(facts, service, correspondence, language)
    return InShort(language=language, lines=lines) if lines else None


def _bare(line: str, kind: str) -> str:
    return line[2:].strip() if kind == "list" else line


def _same_paragraph(permitted: str, basis: str) -> bool:
    number = permitted.split()[1]
    return f"§ {number} " in f"{basis} "


def _shown(parameter: Parameter, value: Any) -> str:
    if parameter.type == "cents":
        return show_cents(value)
    if parameter.type == "date":
        return show_date(date.fromisoformat(value) if isinstance(value, str) else value)
    if parameter.type == "boolean":
        return "ja" if value else "nein"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
