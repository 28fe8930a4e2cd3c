"""Small values of a service: its periods, its law, the kinds a definition may name."""

from enum import StrEnum

# These are the foundation's; a service names them, so they are to be had here too.
from onlineamt.foundation.deadlines.periods import Period as Period  # noqa: PLC0414 -- handed on
from onlineamt.foundation.deadlines.values import Land as Land  # noqa: PLC0414 -- handed on
from onlineamt.foundation.deadlines.values import ProcedureLaw as ProcedureLaw  # noqa: PLC0414 -- handed on


class ServiceKind(StrEnum):
    """What a person does with the service; a declaration cannot be refused, a report has no case life."""

    APPLICATION = "application"
    DECLARATION = "declaration"
    INFORMATION = "information"
    ORDER = "order"
    REPORT = "report"
    REFERRAL = "referral"


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


class CourtRules(StrEnum):
    """Whose rules a remedy follows: form, authority and court (Prozessordnung)."""

    VWGO = "vwgo"
    SGG = "sgg"
    FGO = "fgo"
    OWIG = "owig"
    FAMFG = "famfg"


class FeeDue(StrEnum):
    """When a fee is to be paid."""

    WITH_APPLICATION = "with_application"
    WITH_DECISION = "with_decision"


class Rounding(StrEnum):
    """How a part of a cent is made whole: down is in favour of the person."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"
