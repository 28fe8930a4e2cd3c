"""The plain cover of a decision: what was decided, what to pay, what to do, what can be done against it, whom to ask."""

from dataclasses import dataclass

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.procedure_letter import Pair
from onlineamt.facilities.letters.values import OfficeAddress
from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.remedies import within_in_words
from onlineamt.procedure.catalogue.definition import PlainOutcome, Remedy
from onlineamt.procedure.catalogue.values import Period, RemedyKind

_LABELS: dict[Language, tuple[str, str, str, str, str]] = {
    Language.GERMAN: ("Entschieden", "Zahlen", "Erledigen", "Anderer Meinung?", "Fragen?"),
    Language.PLAIN_GERMAN: ("Das ist neu", "Geld", "Ihre Aufgabe", "Sie sagen Nein?", "Fragen?"),
    Language.ENGLISH: ("Decision", "Payment", "To do", "Disagree?", "Questions?"),
}
_PAY: dict[Language, tuple[str, str]] = {
    Language.GERMAN: ("Zahlen Sie {amount} bis zum {day}.", "Sie müssen nichts zahlen."),
    Language.PLAIN_GERMAN: (
        "Bitte zahlen Sie {amount}.\nZahlen Sie bis: {day}.",
        "Sie müssen nichts zahlen.",
    ),
    Language.ENGLISH: ("Please pay {amount} by {day}.", "There is nothing to pay."),
}
_NOTHING_TO_DO: dict[Language, tuple[str, str]] = {
    Language.GERMAN: ("Sonst müssen Sie nichts tun.", "Sie müssen nichts tun."),
    Language.PLAIN_GERMAN: ("Mehr müssen Sie nicht tun.", "Sie müssen nichts tun."),
    Language.ENGLISH: ("There is nothing else to do.", "There is nothing to do."),
}
_ACTS: dict[Language, dict[RemedyKind, str]] = {
    Language.GERMAN: {
        RemedyKind.WIDERSPRUCH: "Sie können {within} nach Bekanntgabe Widerspruch erheben. Wie das geht, steht am Ende.",
        RemedyKind.EINSPRUCH: "Sie können {within} nach Bekanntgabe Einspruch einlegen. Wie das geht, steht am Ende.",
        RemedyKind.KLAGE: "Sie können {within} nach Bekanntgabe klagen. Wie das geht, steht am Ende.",
        RemedyKind.COURT_MOTION: "Sie können das Gericht entscheiden lassen. Wie das geht, steht am Ende.",
        RemedyKind.NONE: "Sprechen Sie mit uns.",
    },
    Language.PLAIN_GERMAN: {
        RemedyKind.WIDERSPRUCH: "Sie können Wider-Spruch machen.\nSie haben dafür {period} Zeit.\nDas steht am Ende vom Brief.",
        RemedyKind.EINSPRUCH: "Sie können Ein-Spruch machen.\nSie haben dafür {period} Zeit.\nDas steht am Ende vom Brief.",
        RemedyKind.KLAGE: "Sie können zum Gericht gehen.\nSie haben dafür {period} Zeit.\nDas steht am Ende vom Brief.",
        RemedyKind.COURT_MOTION: "Sie können zum Gericht gehen.\nDas steht am Ende vom Brief.",
        RemedyKind.NONE: "Sprechen Sie mit uns.",
    },
    Language.ENGLISH: {
        RemedyKind.WIDERSPRUCH: "You can object (Widerspruch). You have {period} from the day you are notified. "
        "The end of the letter says how.",
        RemedyKind.EINSPRUCH: "You can object (Einspruch). You have {period} from the day you are notified. "
        "The end of the letter says how.",
        RemedyKind.KLAGE: "You can go to court (Klage). You have {period} from the day you are notified. "
        "The end of the letter says how.",
        RemedyKind.COURT_MOTION: "You can ask the court to decide. The end of the letter says how.",
        RemedyKind.NONE: "Please talk to us.",
    },
}
_ASK: dict[Language, str] = {
    Language.GERMAN: "{office}, {reach}. Nennen Sie bitte {reference}.",
    Language.PLAIN_GERMAN: "{office}\n{reach}\nIhre Nummer ist: {reference}",
    Language.ENGLISH: "{office}, {reach}. Please quote {reference}.",
}
_PHONE: dict[Language, str] = {
    Language.GERMAN: "Telefon {number}",
    Language.PLAIN_GERMAN: "Telefon: {number}",
    Language.ENGLISH: "telephone {number}",
}


@dataclass(frozen=True, kw_only=True)
class CoverFacts:
    """What the plain cover is made of."""

    plain: PlainOutcome
    payment: PaymentDetails | None
    remedy: Remedy
    office: OfficeAddress
    reference: str


def cover_lines(facts: CoverFacts, language: Language) -> tuple[Pair, ...]:
    """Return the five lines of the plain cover, each with its label.

    The line on the remedy names the period and never a day: the day depends on the notification, and a wrong one
    would make the period a year (§ 58 Abs. 2 VwGO).
    """
    says = (
        facts.plain.decided,
        _payment(facts.payment, language),
        facts.plain.to_do or _NOTHING_TO_DO[language][0 if facts.payment else 1],
        _remedy(facts.remedy, language),
        ask_line(facts.office, facts.reference, language),
    )
    return tuple(zip(_LABELS[language], says, strict=True))


def ask_line(office: OfficeAddress, reference: str, language: Language) -> str:
    """Return whom to ask, how to reach them, and what to quote."""
    ways = [_PHONE[language].format(number=office.telephone)] if office.telephone else []
    reach = ", ".join([*ways, *([office.email] if office.email else [])])
    said = _ASK[language].format(office=office.name, reach=reach, reference=reference)
    return said if reach and reference else office.name


def _payment(payment: PaymentDetails | None, language: Language) -> str:
    due, nothing = _PAY[language]
    if payment is None:
        return nothing
    return due.format(
        amount=show_cents(payment.amount_cents, language), day=show_date(payment.due_on, language)
    )


def _remedy(remedy: Remedy, language: Language) -> str:
    period = Period.parse(remedy.period) if remedy.period else None
    return _ACTS[language][remedy.kind].format(
        within=within_in_words(period) if period else "", period=_length(period, language) if period else ""
    )


def _length(period: Period, language: Language) -> str:
    """Return a length of time with a digit: `1 Monat`, `2 weeks`."""
    units = {
        Language.ENGLISH: (("month", "months"), ("week", "weeks"), ("day", "days")),
    }.get(language, (("Monat", "Monate"), ("Woche", "Wochen"), ("Tag", "Tage")))
    weeks, days = divmod(period.days, 7)
    if period.months:
        count, unit = period.months, units[0]
    elif weeks and not days:
        count, unit = weeks, units[1]
    else:
        count, unit = period.days, units[2]
    return f"{count} {unit[0 if count == 1 else 1]}"
