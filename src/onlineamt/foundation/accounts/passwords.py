"""Hashing passwords with Argon2id, and the list of those that everybody tries first."""

from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password, verify_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from onlineamt.foundation.accounts.rules import LONGEST_PASSWORD, normalise_password

_NOTHING_FITS = "!"  # what Django stores where there is no password
# Known to everybody who wants to get in here, and on no list of the world's.
_EXPECTED_HERE = frozenset({"onlineamt", "online-amt", "rathaus", "stadtverwaltung", "kreisverwaltung", "passwort"})  # fmt: skip


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane (decision record 0090)."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


def hash_password(password: str) -> str:
    """Return the salted hash that is stored."""
    return make_password(normalise_password(password))


def is_right_password(password: str, stored: str | None) -> bool:
    """Tell whether a password is the one that was hashed. It costs one hash in every case, without a stored one too."""
    typed = normalise_password(password) if len(password) <= LONGEST_PASSWORD else None
    is_right, _ = verify_password(typed, stored or _NOTHING_FITS)
    return is_right


@cache
def passwords_tried_first() -> frozenset[str]:
    """Return the 20,000 passwords that are tried first, in small letters."""
    return frozenset(CommonPasswordValidator().passwords) | _EXPECTED_HERE
