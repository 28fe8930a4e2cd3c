"""Small values of a service: its version, its periods, the kinds a definition may name."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?")
_DAYS_OF_A_WEEK = 7
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Period:
    """A length of time as the law says it: years and months by the calendar, weeks and days by counting."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read an ISO 8601 period such as `P1M` or `P2W`. Raises ValueError."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO 8601 period: {text}")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(months=years * _MONTHS_OF_A_YEAR + months, days=weeks * _DAYS_OF_A_WEEK + days)

    def after(self, day: date) -> date:
        """Return the last day of the period that an event on `day` begins (§§ 187 Abs. 1, 188 Abs. 2 and 3 BGB)."""
        months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + self.months
        year, month = divmod(months, _MONTHS_OF_A_YEAR)
        last_of_month = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last_of_month)) + timedelta(days=self.days)

    @property
    def rough_days(self) -> int:
        """The length in days, a month as thirty: for comparing periods only."""
        return self.months * 30 + self.days


class ServiceKind(StrEnum):
    """What a person does with the service; a declaration cannot be refused, a report has no case life."""

    APPLICATION = "application"
    DECLARATION = "declaration"
    INFORMATION = "information"
    ORDER = "order"
    REPORT = "report"
    REFERRAL = "referral"


class ProcedureLaw(StrEnum):
    """The law that fills the procedure: notification, correction, hearing, remedy."""

    VWVFG = "vwvfg"
    AO = "ao"
    SGB = "sgb"
    PSTG = "pstg"
    OWIG = "owig"


class DecidedIn(StrEnum):
    """Where the decision is made."""

    PLATFORM = "platform"
    BACK_OFFICE = "back_office"
    OTHER_AUTHORITY = "other_authority"


class TrustLevel(StrEnum):
    """How sure we are who somebody is (Vertrauensniveau, § 3 OZG); ordered by `rank`."""

    NONE = "none"
    BASIC = "basic"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """The place in the order none < basic < substantial < high."""
        return list(TrustLevel).index(self)


class Retrieval(StrEnum):
    """How a decision may be opened."""

    EMAIL_CODE = "email_code"
    ACCOUNT = "account"
    VERIFIED = "verified"
    POST_ONLY = "post_only"


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


class Audience(StrEnum):
    """Whom the service is for."""

    CITIZENS = "citizens"
    COMPANIES = "companies"
    AUTHORITIES = "authorities"


class Channel(StrEnum):
    """A way on which the matter can be done."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"
    PHONE = "phone"
    EMAIL = "email"


class RemedyKind(StrEnum):
    """What somebody can do against the decision (Rechtsbehelf)."""

    WIDERSPRUCH = "widerspruch"
    EINSPRUCH = "einspruch"
    KLAGE = "klage"
    COURT_MOTION = "court_motion"
    NONE = "none"


class FeeDue(StrEnum):
    """When a fee is to be paid."""

    WITH_APPLICATION = "with_application"
    WITH_DECISION = "with_decision"


class Rounding(StrEnum):
    """How a part of a cent is made whole: down is in favour of the person."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"
