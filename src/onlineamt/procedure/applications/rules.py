"""Limits, periods and codes of drafts and applications."""

from datetime import UTC, datetime, time, timedelta

from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import BERLIN, berlin_day
from onlineamt.foundation.limits.values import Limit
from onlineamt.procedure.catalogue.values import Period

HELD_FOR = timedelta(hours=2)  # a device that was not used for so long must show the resume code
PROVEN_FOR = timedelta(
    minutes=30
)  # how long a one-time code opens what only the person may see (§ 41 Abs. 2a VwVfG)
HOLDING_NOTED_EVERY = timedelta(minutes=5)
CODE_VALID_FOR = timedelta(minutes=15)
CODE_DIGITS = 6
RESUME_CODE_LENGTH = 12  # eleven free characters of log2(29) bits: 53 bits, and rate-limited
REFERENCE_CODE_LENGTH = 8
WARNING_BEFORE = timedelta(days=7)

CODE_GUESSES = Limit("application.code_guesses", 5, CODE_VALID_FOR)
CODES_SENT = Limit("application.codes_sent", 5, timedelta(hours=1))
CODES_SENT_FROM = Limit("application.codes_sent_from", 30, timedelta(hours=1))
RESUME_GUESSES = Limit(
    "application.resume_guesses", 10, timedelta(hours=1)
)  # who has a code and tries answers
RESUME_GUESSES_FROM = Limit("application.resume_guesses_from", 20, timedelta(hours=1))
STATUS_GUESSES = Limit("application.status_guesses", 5, timedelta(hours=1))
STATUS_GUESSES_FROM = Limit("application.status_guesses_from", 60, timedelta(hours=1))
ENTRIES_SOUGHT = Limit("application.entries_sought", 5, timedelta(hours=1))  # of one draft
ENTRIES_SOUGHT_FROM = Limit("application.entries_sought_from", 30, timedelta(hours=1))
ENTRY_GUESSES = Limit("application.entry_guesses", 10, timedelta(hours=1))  # answers to one number
REFERENCES_ASKED_FROM = Limit("application.references_asked_from", 60, timedelta(hours=1))
STARTS_FROM = Limit(
    "application.starts_from", 3_000, timedelta(hours=1)
)  # a whole school may sit behind one address
FILES_HANDED_IN = Limit(
    "application.files_handed_in", 300, timedelta(hours=1)
)  # of one application, with those that are refused and those chosen again


def draft_ends_at(edited_at: datetime, *, keep: str) -> datetime:
    """Return when a draft is deleted: `keep` (ISO period) after the last edit, 30 days as a rule (§ 8a Abs. 3 OZG)."""
    last_day = Period.parse(keep).after(berlin_day(edited_at))
    return datetime.combine(last_day + timedelta(days=1), time.min, BERLIN).astimezone(UTC)


def new_reference(year: int) -> str:
    """Return a number for people: `26-ABCD-EFGH`; the year, then seven random characters and a check character."""
    return f"{year % 100:02}-{codes.show_code(codes.new_code(REFERENCE_CODE_LENGTH))}"


def normalise_reference(typed: str) -> str:
    """Return what was typed in the spelling of `new_reference`, or as it is where it cannot be one."""
    plain = codes.normalise_code(typed)
    return f"{plain[:2]}-{codes.show_code(plain[2:])}" if len(plain) == REFERENCE_CODE_LENGTH + 2 else plain


def resume_code_of(mac: bytes) -> str:
    """Return the resume code that belongs to a keyed hash of a draft's id: it need not be stored to be shown again."""
    number = int.from_bytes(mac[:16], "big")
    body = ""
    for _ in range(RESUME_CODE_LENGTH - 1):
        number, place = divmod(number, len(codes.ALPHABET))
        body += codes.ALPHABET[place]
    return body + codes.check_character(body)


def mask_email(email: str) -> str:
    """Return an address as whoever owns it knows it again and nobody else learns it: `e…@m….invalid`."""
    local, _, domain = email.partition("@")
    host, _, ending = domain.rpartition(".")
    return f"{local[:1]}…@{host[:1]}….{ending}"


def is_code_fresh(sent_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether a one-time code may still be used."""
    return sent_at is not None and at - sent_at <= CODE_VALID_FOR
