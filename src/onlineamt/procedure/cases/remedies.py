"""What a letter says about the remedy (Rechtsbehelfsbelehrung): the law's own words, and never with a hole in them.

A notice that is missing or wrong makes the period a year (§ 58 Abs. 2 VwGO, § 66 Abs. 2 SGG, § 356 Abs. 2 AO).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.values import CourtRules, Period, RemedyKind


class NoticeIncomplete(Exception):
    """The authority, its seat, the court or the period is not known: no decision may be sent like this."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """An authority or a court and where it is. `of`: the name as it follows "beim" or "bei der"."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a letter would reach it."""
        return all((self.name, self.street, self.postcode, self.place))

    @property
    def line(self) -> str:
        """Name and address in one line."""
        return f"{self.name}, {self.street}, {self.postcode} {self.place}"


@dataclass(frozen=True, kw_only=True)
class RemedyPlaces:
    """Where remedies go: to the authority itself, or to the court of a jurisdiction."""

    authority: Seat
    courts: Mapping[CourtRules, Seat] = field(default_factory=dict)


# § 37 Abs. 6 VwVfG, § 36 SGB X, § 58 Abs. 1 VwGO: what, where, the seat, until when; § 36 SGB X adds the form.
_NOTICES: dict[tuple[RemedyKind, CourtRules], tuple[str, ...]] = {
    # § 70 Abs. 1 VwGO
    (RemedyKind.WIDERSPRUCH, CourtRules.VWGO): (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Widerspruch erheben. Der Widerspruch ist schriftlich, "
        "in elektronischer Form nach § 3a Absatz 2 des Verwaltungsverfahrensgesetzes, schriftformersetzend nach § 3a "
        "Absatz 3 des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift "
        "bei der Behörde zu erheben, die den Bescheid erlassen hat: {place}.",
    ),
    # § 84 Abs. 1 SGG
    (RemedyKind.WIDERSPRUCH, CourtRules.SGG): (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Widerspruch einlegen. Der Widerspruch ist schriftlich, "
        "in elektronischer Form nach § 36a Absatz 2 des Ersten Buches Sozialgesetzbuch, schriftformersetzend nach § 36a "
        "Absatz 2a des Ersten Buches Sozialgesetzbuch und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift "
        "bei der Stelle einzureichen, die den Bescheid erlassen hat: {place}.",
        "Wird Ihnen der Bescheid im Ausland bekannt gegeben, beträgt die Frist drei Monate.",
    ),
    # §§ 355 Abs. 1, 357 Abs. 1 und 2 AO
    (RemedyKind.EINSPRUCH, CourtRules.FGO): (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Einspruch einlegen. Der Einspruch ist schriftlich oder "
        "elektronisch einzureichen oder zur Niederschrift zu erklären bei der Behörde, die den Bescheid erlassen hat: "
        "{place}.",
    ),
    # § 67 Abs. 1 OWiG
    (RemedyKind.EINSPRUCH, CourtRules.OWIG): (
        "Gegen diesen Bescheid können Sie {period} nach Zustellung Einspruch einlegen. Der Einspruch ist schriftlich oder "
        "zur Niederschrift bei der Verwaltungsbehörde einzulegen, die den Bescheid erlassen hat: {place}.",
    ),
    # §§ 74 Abs. 1 Satz 2, 81 Abs. 1, 55a VwGO
    (RemedyKind.KLAGE, CourtRules.VWGO): (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Klage erheben. Die Klage ist schriftlich, als "
        "elektronisches Dokument nach § 55a der Verwaltungsgerichtsordnung oder zu Protokoll der Urkundsbeamtin oder des "
        "Urkundsbeamten der Geschäftsstelle beim Gericht zu erheben: {place}.",
    ),
    # §§ 87 Abs. 1, 90, 65a SGG
    (RemedyKind.KLAGE, CourtRules.SGG): (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Klage erheben. Die Klage ist schriftlich, als "
        "elektronisches Dokument nach § 65a des Sozialgerichtsgesetzes oder zu Protokoll der Urkundsbeamtin oder des "
        "Urkundsbeamten der Geschäftsstelle beim Gericht zu erheben: {place}.",
        "Wird Ihnen der Bescheid im Ausland bekannt gegeben, beträgt die Frist drei Monate.",
    ),
    # §§ 49 Abs. 1, 50 Abs. 1 PStG: no period, hence no {period}
    (RemedyKind.COURT_MOTION, CourtRules.FAMFG): (
        "Gegen diese Entscheidung können Sie einen Antrag auf gerichtliche Entscheidung stellen, beim zuständigen "
        "Amtsgericht: {place}. Eine Frist gibt es dafür nicht.",
    ),
}
_AT_COURT = {RemedyKind.KLAGE, RemedyKind.COURT_MOTION}
_USUAL_RULES = {RemedyKind.EINSPRUCH: CourtRules.FGO, RemedyKind.COURT_MOTION: CourtRules.FAMFG}
_NUMBERS = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
)  # fmt: skip


def court_rules_of(remedy: Remedy) -> CourtRules:
    """Return whose rules a remedy follows: those the service names, or the usual ones of its kind."""
    return remedy.rules or _USUAL_RULES.get(remedy.kind, CourtRules.VWGO)


def is_known_remedy(remedy: Remedy) -> bool:
    """Tell whether there are words for this kind of remedy under these rules, with this period."""
    period = Period.parse(remedy.period) if remedy.period else Period()
    is_mixed = bool(period.months and period.days)
    return remedy.kind is RemedyKind.NONE or (
        (remedy.kind, court_rules_of(remedy)) in _NOTICES and not is_mixed
    )


def missing_for_notice(remedy: Remedy, places: RemedyPlaces) -> tuple[str, ...]:
    """Return what has to be known before a decision with this remedy may be sent, as a list of German words."""
    if remedy.kind is RemedyKind.NONE:
        return ()
    missing = []
    if not is_known_remedy(remedy):
        missing.append("eine Belehrung für diesen Rechtsbehelf")
    if not _place_of(remedy, places).is_complete:
        missing.append(
            "Name und Anschrift des Gerichts"
            if remedy.kind in _AT_COURT
            else "Name und Anschrift der Behörde"
        )
    if remedy.kind is not RemedyKind.COURT_MOTION and not remedy.period:
        missing.append("die Frist des Rechtsbehelfs")
    return tuple(missing)


def appeal_notice(remedy: Remedy, places: RemedyPlaces) -> tuple[str, ...]:
    """Return the paragraphs that say what can be done against the decision; none where there is no remedy.

    Raises NoticeIncomplete.
    """
    if remedy.kind is RemedyKind.NONE:
        return ()
    if missing := missing_for_notice(remedy, places):
        raise NoticeIncomplete(", ".join(missing))
    period = within_in_words(Period.parse(remedy.period)) if remedy.period else ""
    paragraphs = _NOTICES[remedy.kind, court_rules_of(remedy)]
    return tuple(text.format(period=period, place=_place_of(remedy, places).line) for text in paragraphs)


def within_in_words(period: Period) -> str:
    """Return a period as a notice says it: `innerhalb eines Monats`, `innerhalb von zwei Wochen`."""
    months, (weeks, days) = period.months, divmod(period.days, 7)
    if months == 1 and not period.days:
        return "innerhalb eines Monats"
    if months and not period.days:
        return f"innerhalb von {_number(months)} Monaten"
    if weeks == 1 and not days and not months:
        return "innerhalb einer Woche"
    if weeks and not days and not months:
        return f"innerhalb von {_number(weeks)} Wochen"
    if months:
        raise ValueError("a period of months and days has no words that a court would take")
    return f"innerhalb von {period.days} Tagen"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _place_of(remedy: Remedy, places: RemedyPlaces) -> Seat:
    if remedy.kind in _AT_COURT:
        return places.courts.get(court_rules_of(remedy), Seat())
    return places.authority
