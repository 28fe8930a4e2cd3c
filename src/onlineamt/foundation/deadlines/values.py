"""What a reckoning is asked and what it answers: Länder, laws, ways of notification, steps."""

from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum


class Land(StrEnum):
    """The Länder by their ISO 3166-2 codes."""

    BADEN_WUERTTEMBERG = "BW"
    BAYERN = "BY"
    BERLIN = "BE"
    BRANDENBURG = "BB"
    BREMEN = "HB"
    HAMBURG = "HH"
    HESSEN = "HE"
    MECKLENBURG_VORPOMMERN = "MV"
    NIEDERSACHSEN = "NI"
    NORDRHEIN_WESTFALEN = "NW"
    RHEINLAND_PFALZ = "RP"
    SAARLAND = "SL"
    SACHSEN = "SN"
    SACHSEN_ANHALT = "ST"
    SCHLESWIG_HOLSTEIN = "SH"
    THUERINGEN = "TH"


class LocalHoliday(StrEnum):
    """Holidays that a Land leaves to single municipalities: a fact of the municipality, never guessed from its Land.

    Assumption (Mariä Himmelfahrt) holds in about 1,700 municipalities of Bavaria with mostly Catholic people, Corpus
    Christi (Fronleichnam) in some of Saxony and Thuringia, the Peace Festival (Hohes Friedensfest) in Augsburg, which
    keeps Assumption as well.
    """

    ASSUMPTION = "assumption"
    CORPUS_CHRISTI = "corpus_christi"
    PEACE_FESTIVAL = "peace_festival"


class ProcedureLaw(StrEnum):
    """The law that fills the procedure: notification, correction, hearing, remedy."""

    VWVFG = "vwvfg"
    AO = "ao"
    SGB = "sgb"
    PSTG = "pstg"
    OWIG = "owig"


Law = ProcedureLaw  # as the reckonings say it


class Mode(StrEnum):
    """The way on which a decision is notified (Bekanntgabe, Zustellung)."""

    POST = "post"
    ABROAD = "abroad"  # by post to another state
    ELECTRONIC = "electronic"
    PORTAL = "portal"
    MAILBOX = "mailbox"
    FORMAL = "formal"


class Ending(StrEnum):
    """What ends on a day: only the end of a period moves to a working day (§ 31 Abs. 3 to 5 VwVfG).

    A fixed day was named to the person as the end, with a reference to the rule; a benefit is paid for a span of time;
    an appointment (Termin) was set by the authority.
    """

    PERIOD = "period"
    FIXED_DAY = "fixed_day"
    BENEFIT = "benefit"
    APPOINTMENT = "appointment"


@dataclass(frozen=True)
class Sending:
    """How and when a decision left the house, and what is known of its arrival.

    `sent_on`: posted, transmitted, put into the mailbox, or the notice of its provision was sent.
    `retrieved_on`: opened by the person. `delivered_on`: handed over with a record or against a receipt.
    `received_on`: the day of a later arrival, where it is proved.
    """

    mode: Mode
    _: KW_ONLY
    sent_on: date | None = None
    retrieved_on: date | None = None
    delivered_on: date | None = None
    received_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One step of a reckoning: a day, the rule in a German sentence, and where it stands."""

    date: date
    rule: str
    paragraph: str


@dataclass(frozen=True)
class Reckoning:
    """When a period ends, and how that follows. Without notification there are no days but steps that say why."""

    notified_on: date | None
    period_ends_raw: date | None
    period_ends_on: date | None
    steps: tuple[Step, ...]
