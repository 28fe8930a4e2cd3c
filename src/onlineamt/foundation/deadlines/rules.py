"""The law's numbers as dated tables: from which day a decision counts as notified, and where each rule stands.

What counts is the law in force on the day of sending (as Art. 97 § 28 EGAO says outright for taxes). The number of days
rose from three to four on 1 January 2025 (Postrechtsmodernisierungsgesetz of 15 July 2024, BGBl. 2024 I Nr. 236).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.periods import Period
from onlineamt.foundation.deadlines.values import Ending, Land, Mode, ProcedureLaw
from onlineamt.foundation.deadlines.working_days import read_land

ALWAYS = date.min
POST_REFORM = date(2025, 1, 1)
E_GOVERNMENT = date(
    2003, 2, 1
)  # electronic acts: Drittes Gesetz zur Änderung verwaltungsverfahrensrechtlicher Vorschriften
TAX_REFORM = date(
    2017, 1, 1
)  # retrieval: Gesetz zur Modernisierung des Besteuerungsverfahrens of 18 July 2016
FAMILY_REFORM = date(2020, 12, 10)  # § 9 OZG, § 37 Abs. 2a SGB X: Gesetz of 3 December 2020, BGBl. I S. 2668
THREE_THEN_FOUR = ((ALWAYS, 3), (POST_REFORM, 4))


@dataclass(frozen=True, kw_only=True)
class Fiction:
    """On which day after its sending a decision counts as notified.

    `days`: since when how many; `period` where the law counts in months. `rolls`: whether that day moves to the next
    working day, and who holds so. `event`, `effect`: the two sentences, `{day}` being the ordinal. `unless`: the paragraph of a later arrival.
    """

    days: tuple[tuple[date, int], ...] = ()
    period: Period | None = None
    paragraph: str
    event: str
    effect: str
    unless: str | None = None
    rolls: str | None = None

    def days_on(self, day: date) -> int:
        """Return the number of days in force on a day of sending. Raises CannotReckon before there was a rule."""
        in_force = [days for since, days in self.days if since <= day]
        if not in_force:
            raise CannotReckon(
                f"Diesen Weg der Bekanntgabe ({self.paragraph}) gibt es erst seit dem {self.days[0][0]:%d.%m.%Y}."
            )
        return in_force[-1]


_POSTED = "Der Bescheid wird zur Post gegeben."
_POSTED_ABROAD = "Der Bescheid wird zur Post in das Ausland gegeben."
_SENT = "Der Bescheid wird elektronisch abgesendet."
_PROVIDED = "Der Bescheid wird zum Abruf bereitgestellt und die Benachrichtigung abgesendet."
_IN_MAILBOX = "Der Bescheid wird im Postfach des Nutzerkontos bereitgestellt."
_REGISTERED = "Der Bescheid wird als Einschreiben zur Post gegeben."
_AFTER_POSTING = "Am {day} Tag nach der Aufgabe zur Post gilt der Bescheid als bekannt gegeben"
_A_MONTH_AFTER_POSTING = "Einen Monat nach der Aufgabe zur Post gilt der Bescheid als bekannt gegeben"
_AFTER_SENDING = "Am {day} Tag nach der Absendung gilt der Bescheid als bekannt gegeben"
_AFTER_NOTICE = "Am {day} Tag nach der Benachrichtigung gilt der Bescheid als bekannt gegeben"
_AFTER_PROVISION = "Am {day} Tag nach der Bereitstellung gilt der Bescheid als bekannt gegeben"
_AFTER_REGISTERED = "Am {day} Tag nach der Aufgabe zur Post gilt der Bescheid als zugestellt"

# BFH of 14 October 2003, IX R 68/98, and AEAO zu § 108 Nr. 2: in tax law the day itself is the end of a period.
# Of VwVfG and SGB X the courts hold the opposite: a day that is fixed, no period (BSG of 6 May 2010, B 14 AS 12/09 R, for
# § 37 SGB X; the administrative courts for § 41 VwVfG by majority). `fiction_rolls` in `reckoning` decides otherwise.
_TAX_ROLLS = "§ 108 Abs. 3 AO"

_VWVFG: Mapping[Mode, Fiction] = {
    Mode.POST: Fiction(
        days=THREE_THEN_FOUR, paragraph="§ 41 Abs. 2 Satz 1 VwVfG", event=_POSTED, effect=_AFTER_POSTING,
        unless="§ 41 Abs. 2 Satz 3 VwVfG",
    ),
    Mode.ELECTRONIC: Fiction(
        days=((E_GOVERNMENT, 3), (POST_REFORM, 4)), paragraph="§ 41 Abs. 2 Satz 2 VwVfG", event=_SENT,
        effect=_AFTER_SENDING, unless="§ 41 Abs. 2 Satz 3 VwVfG",
    ),
    Mode.MAILBOX: Fiction(
        days=((FAMILY_REFORM, 3), (POST_REFORM, 4)), paragraph="§ 9 Abs. 1 Satz 4 OZG", event=_IN_MAILBOX,
        effect=_AFTER_PROVISION,
    ),
    Mode.FORMAL: Fiction(
        days=THREE_THEN_FOUR, paragraph="§ 4 Abs. 2 Satz 2 VwZG", event=_REGISTERED, effect=_AFTER_REGISTERED,
        unless="§ 4 Abs. 2 Satz 2 VwZG",
    ),
}  # fmt: skip
_TAX_RETRIEVAL = Fiction(
    days=((TAX_REFORM, 3), (POST_REFORM, 4)), paragraph="§ 122a Abs. 4 Satz 1 AO", event=_PROVIDED,
    effect=_AFTER_NOTICE, rolls=_TAX_ROLLS,
)  # fmt: skip
_AO: Mapping[Mode, Fiction] = {
    Mode.POST: Fiction(
        days=THREE_THEN_FOUR, paragraph="§ 122 Abs. 2 Nr. 1 AO", event=_POSTED, effect=_AFTER_POSTING,
        unless="§ 122 Abs. 2 AO", rolls=_TAX_ROLLS,
    ),
    Mode.ABROAD: Fiction(
        period=Period(months=1), paragraph="§ 122 Abs. 2 Nr. 2 AO", event=_POSTED_ABROAD, effect=_A_MONTH_AFTER_POSTING,
        unless="§ 122 Abs. 2 AO", rolls=_TAX_ROLLS,
    ),
    Mode.ELECTRONIC: Fiction(
        days=((E_GOVERNMENT, 3), (POST_REFORM, 4)), paragraph="§ 122 Abs. 2a AO", event=_SENT,
        effect=_AFTER_SENDING, unless="§ 122 Abs. 2a AO", rolls=_TAX_ROLLS,
    ),
    Mode.PORTAL: _TAX_RETRIEVAL,
    Mode.MAILBOX: replace(_TAX_RETRIEVAL, paragraph="§ 122a Abs. 4 Satz 1 und Abs. 5 AO"),  # instead of § 9 OZG
    Mode.FORMAL: Fiction(
        days=THREE_THEN_FOUR, paragraph="§ 122 Abs. 5 AO, § 4 Abs. 2 Satz 2 VwZG", event=_REGISTERED,
        effect=_AFTER_REGISTERED, unless="§ 4 Abs. 2 Satz 2 VwZG", rolls=_TAX_ROLLS,
    ),
}  # fmt: skip
_SOCIAL_RETRIEVAL = Fiction(
    days=((FAMILY_REFORM, 3), (POST_REFORM, 4)), paragraph="§ 37 Abs. 2a Satz 4 SGB X", event=_PROVIDED,
    effect=_AFTER_NOTICE,
)  # fmt: skip
_SGB: Mapping[Mode, Fiction] = {
    Mode.POST: Fiction(
        days=THREE_THEN_FOUR, paragraph="§ 37 Abs. 2 Satz 1 SGB X", event=_POSTED, effect=_AFTER_POSTING,
        unless="§ 37 Abs. 2 Satz 3 SGB X",
    ),
    Mode.ELECTRONIC: Fiction(
        days=((E_GOVERNMENT, 3), (POST_REFORM, 4)), paragraph="§ 37 Abs. 2 Satz 2 SGB X", event=_SENT,
        effect=_AFTER_SENDING, unless="§ 37 Abs. 2 Satz 3 SGB X",
    ),
    Mode.PORTAL: _SOCIAL_RETRIEVAL,
    Mode.MAILBOX: _SOCIAL_RETRIEVAL,  # parental allowance by § 9 OZG (Abs. 2b): the same day, counted from the provision
    Mode.FORMAL: _VWVFG[Mode.FORMAL],
}  # fmt: skip
FICTIONS: Mapping[ProcedureLaw, Mapping[Mode, Fiction]] = {
    ProcedureLaw.VWVFG: _VWVFG,
    ProcedureLaw.PSTG: _VWVFG,
    ProcedureLaw.AO: _AO,
    ProcedureLaw.SGB: _SGB,
    ProcedureLaw.OWIG: {Mode.FORMAL: _VWVFG[Mode.FORMAL]},  # § 51 OWiG
}


@dataclass(frozen=True)
class ArrivalRule:
    """Where a law assumes nothing of letters abroad: only what has arrived is notified, and the authority proves it.

    `assumes`: the paragraph whose assumption ends at the border. `notifies`: the one by which the arrival counts.
    """

    assumes: str
    notifies: str
    event: str = _POSTED_ABROAD


_ARRIVAL = ArrivalRule(assumes="§ 41 Abs. 2 Satz 1 VwVfG", notifies="§ 41 Abs. 1 Satz 1 VwVfG")
# Post abroad is assumed to have come after a month by § 71b Abs. 6 VwVfG too, but in its own procedure alone.
ARRIVALS: Mapping[ProcedureLaw, ArrivalRule] = {
    ProcedureLaw.VWVFG: _ARRIVAL,
    ProcedureLaw.PSTG: _ARRIVAL,
    ProcedureLaw.SGB: ArrivalRule(assumes="§ 37 Abs. 2 Satz 1 SGB X", notifies="§ 37 Abs. 1 Satz 1 SGB X"),
    ProcedureLaw.OWIG: ArrivalRule(
        assumes="§ 4 Abs. 2 Satz 2 VwZG",
        notifies="§ 9 Abs. 1 Nr. 1 und Abs. 2 Satz 1 VwZG",
        event="Der Bescheid wird als Einschreiben mit Rückschein in das Ausland gegeben.",
    ),
}


@dataclass(frozen=True)
class RetrievalRule:
    """§ 41 Abs. 2a VwVfG: notified the day after retrieval; after ten days without one the provision ends."""

    since: date
    days_after_retrieval: int
    days_after_notice: int


RETRIEVAL = RetrievalRule(since=TAX_REFORM, days_after_retrieval=1, days_after_notice=10)


@dataclass(frozen=True)
class LandAct:
    """The Administrative Procedure Act of a Land: how it is cited, and whether its four days since 2025 were checked.

    `cite` is None where the Land refers to the federal act as it is at the time. What is not checked is reckoned like
    federal law, in the person's favour, and the step says so; `fiction_days` in `reckoning` decides otherwise.
    """

    cite: str | None = None
    is_checked: bool = True


LAND_ACTS: Mapping[Land, LandAct] = {
    Land.BADEN_WUERTTEMBERG: LandAct("LVwVfG", is_checked=False),
    Land.BAYERN: LandAct("BayVwVfG", is_checked=False),
    Land.BERLIN: LandAct(),  # § 1 VwVfG Bln
    Land.BRANDENBURG: LandAct(),  # § 1 VwVfGBbg
    Land.BREMEN: LandAct("BremVwVfG", is_checked=False),
    Land.HAMBURG: LandAct("HmbVwVfG", is_checked=False),
    Land.HESSEN: LandAct("HVwVfG", is_checked=False),
    Land.MECKLENBURG_VORPOMMERN: LandAct("VwVfG M-V", is_checked=False),
    Land.NIEDERSACHSEN: LandAct(),  # § 1 NVwVfG
    Land.NORDRHEIN_WESTFALEN: LandAct("VwVfG NRW"),  # Gesetz of 10 December 2024
    Land.RHEINLAND_PFALZ: LandAct(),  # § 1 LVwVfG
    Land.SAARLAND: LandAct("SVwVfG", is_checked=False),
    Land.SACHSEN: LandAct(),  # § 1 SächsVwVfZG
    Land.SACHSEN_ANHALT: LandAct(),  # § 1 VwVfG LSA
    Land.SCHLESWIG_HOLSTEIN: LandAct("LVwG"),  # § 110 Abs. 2
    Land.THUERINGEN: LandAct("ThürVwVfG", is_checked=False),
}
_DELIVERY_ACTS = {Land.BAYERN: "VwZVG", Land.NORDRHEIN_WESTFALEN: "LZG NRW"}  # most others refer to the VwZG
_SCHLESWIG_HOLSTEIN = {"§ 31 ": "§ 89 ", "§ 41 ": "§ 110 ", "§ 42a ": "§ 111a "}


@dataclass(frozen=True, kw_only=True)
class PeriodRule:
    """Where a law settles how periods run: the reference to the Civil Code, and what ends on a day of rest."""

    counts: str
    endings: Mapping[Ending, str]


PERIOD_RULES: Mapping[ProcedureLaw, PeriodRule] = {
    ProcedureLaw.VWVFG: PeriodRule(
        counts="§ 31 Abs. 1 VwVfG",
        endings={
            Ending.PERIOD: "§ 31 Abs. 3 Satz 1 VwVfG",
            Ending.FIXED_DAY: "§ 31 Abs. 3 Satz 2 VwVfG",
            Ending.BENEFIT: "§ 31 Abs. 4 VwVfG",
            Ending.APPOINTMENT: "§ 31 Abs. 5 VwVfG",
        },
    ),
    ProcedureLaw.AO: PeriodRule(
        counts="§ 108 Abs. 1 AO",
        endings={  # no sentence about a fixed day
            Ending.PERIOD: "§ 108 Abs. 3 AO",
            Ending.BENEFIT: "§ 108 Abs. 4 AO",
            Ending.APPOINTMENT: "§ 108 Abs. 5 AO",
        },
    ),
    ProcedureLaw.SGB: PeriodRule(
        counts="§ 26 Abs. 1 SGB X",
        endings={
            Ending.PERIOD: "§ 26 Abs. 3 Satz 1 SGB X",
            Ending.FIXED_DAY: "§ 26 Abs. 3 Satz 2 SGB X",
            Ending.BENEFIT: "§ 26 Abs. 4 SGB X",
            Ending.APPOINTMENT: "§ 26 Abs. 5 SGB X",
        },
    ),
    ProcedureLaw.OWIG: PeriodRule(
        counts="§ 46 Abs. 1 OWiG, §§ 42, 43 Abs. 1 StPO",
        endings={Ending.PERIOD: "§ 46 Abs. 1 OWiG, § 43 Abs. 2 StPO"},
    ),
}


def read_law(code: str) -> ProcedureLaw:
    """Return the law of a code such as `vwvfg`. Raises CannotReckon."""
    try:
        return ProcedureLaw(code.lower())
    except ValueError:
        raise CannotReckon(
            f"Das Recht „{code}“ gibt es hier nicht; bekannt sind {', '.join(ProcedureLaw)}."
        ) from None


def period_rule(law: ProcedureLaw) -> PeriodRule:
    """Return how periods run under a law; the registry offices keep to the VwVfG."""
    return PERIOD_RULES[ProcedureLaw.VWVFG if law is ProcedureLaw.PSTG else law]


def find_fiction(law: ProcedureLaw, mode: Mode) -> Fiction:
    """Return the rule for a way of notification. Raises CannotReckon where the law knows none."""
    fiction = FICTIONS[law].get(mode)
    if fiction is None:
        raise CannotReckon(f"Für diesen Weg der Bekanntgabe kennt das Recht „{law}“ keine Regel.")
    return fiction


def cited(paragraph: str, code: str) -> str:
    """Return a federal paragraph as the act of the Land has it: `§ 41 Abs. 2 Satz 1 VwVfG NRW`."""
    land = read_land(code)
    number, _, federal = paragraph.rpartition(" ")
    act = {"VwVfG": LAND_ACTS[land].cite, "VwZG": _DELIVERY_ACTS.get(land)}.get(federal)
    if act is None:
        return paragraph
    if land is Land.SCHLESWIG_HOLSTEIN:
        for theirs, own in _SCHLESWIG_HOLSTEIN.items():
            number = number.replace(theirs, own)
    if land is Land.BAYERN:
        number = number.replace("§ ", "Art. ")
    return f"{number} {act}"


def is_land_checked(land: str) -> bool:
    """Say whether the four days of the Land's own act were checked in its text."""
    return LAND_ACTS[read_land(land)].is_checked
