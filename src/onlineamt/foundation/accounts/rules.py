"""Limits and periods of logging in, and what makes a password too easy to guess."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from onlineamt.foundation.limits.values import Limit

IDLE_LIMIT = timedelta(minutes=60)
ABSOLUTE_LIMIT = timedelta(hours=12)  # longer than a working day with its breaks (§ 3 ArbZG)
SECOND_FACTOR_WITHIN = timedelta(minutes=10)
USE_NOTED_EVERY = timedelta(minutes=5)
SESSIONS_KEPT = timedelta(days=30)  # ended ones, so that their owner can still be told about them
SETUP_VALID_FOR = timedelta(hours=24)
SETUP_CODE_LENGTH = 16  # fifteen free characters of log2(29) bits: 72 bits
RECOVERY_CODES = 10
RECOVERY_CODE_LENGTH = 12  # eleven free characters: 53 bits, and rate-limited
TOTP_SECONDS = 30  # RFC 6238, what every app knows
TOTP_DIGITS = 6
TOTP_DRIFT = 1  # steps to either side: a telephone's clock may be half a minute off

# An hour's attempts at one account from all devices that have never logged in to it, from each one that has,
# and from one address, behind which a whole town hall may sit.
PASSWORDS_BY_STRANGERS = Limit("account.passwords_by_strangers", 20, timedelta(hours=1))
PASSWORDS_AT_KNOWN_DEVICE = Limit("account.passwords_at_known_device", 20, timedelta(hours=1))
PASSWORDS_FROM = Limit("account.passwords_from", 300, timedelta(hours=1))
CODE_GUESSES = Limit("account.code_guesses", 5, timedelta(minutes=15))
CODE_GUESSES_A_DAY = Limit("account.code_guesses_a_day", 40, timedelta(days=1))
SETUP_GUESSES_FROM = Limit("account.setup_guesses_from", 30, timedelta(hours=1))
PASSWORD_CONFIRMATIONS = Limit("account.password_confirmations", 10, timedelta(hours=1))

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_FEWEST_CHARACTERS = 5  # different ones
_SHORTEST_PERSONAL_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")
_BROWSERS = (("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def fold_email(typed: str) -> str:
    """Return an e-mail address as accounts are found by: no spaces around it, no capitals, one Unicode form."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def normalise_password(typed: str) -> str:
    """Return a password in one Unicode form, so that every keyboard types the same (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", typed)


def password_faults(password: str, *, personal: Iterable[str], guessed_first: Collection[str]) -> list[str]:
    """Return why a password is too easy to guess: `short`, `long`, `few_characters`, `on_list`, `personal`.

    No rules about kinds of characters and no expiry (BSI ORP.4.A22 ff., NIST SP 800-63B-4). `personal` is what
    strangers know: name, e-mail address, the town.
    """
    folded = normalise_password(password).casefold()
    faults = []
    if len(folded) < SHORTEST_PASSWORD:
        faults.append("short")
    if len(folded) > LONGEST_PASSWORD:
        faults.append("long")
    if len(set(folded)) < _FEWEST_CHARACTERS:
        faults.append("few_characters")
    if _is_on_list(folded, guessed_first):
        faults.append("on_list")
    if _is_personal(folded, personal):
        faults.append("personal")
    return faults


def _is_on_list(folded: str, guessed_first: Collection[str]) -> bool:
    """Tell whether a password is on the list, as it is, twice over, or with digits and signs around it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    half = core[: len(core) // 2]
    return folded in guessed_first or core in guessed_first or (half * 2 == core and half in guessed_first)


def _is_personal(folded: str, personal: Iterable[str]) -> bool:
    """Tell whether little is left of a password without the words strangers know."""
    rest = folded
    words = {word for text in personal for word in _WORD.findall(text.casefold())}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST_PERSONAL_WORD:
            rest = rest.replace(word, "")
    return rest != folded and len(rest) < SHORTEST_PASSWORD


def device_label(browser: str) -> str:
    """Return what a session is called for its owner, from the browser's own words: known names only."""
    program = next((label for mark, label in _BROWSERS if mark in browser), "Browser")
    system = next((label for mark, label in _SYSTEMS if mark in browser), "")
    return f"{program}, {system}" if system else program


def oldest_use(at: datetime) -> datetime:
    """Return since when a session must have been used to be alive."""
    return at - IDLE_LIMIT


def oldest_start(at: datetime) -> datetime:
    """Return since when a session must have begun to be alive."""
    return at - ABSOLUTE_LIMIT
