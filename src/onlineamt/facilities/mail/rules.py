"""Which addresses can be written to, and when a delayed e-mail is tried again."""

from datetime import timedelta

# After the n-th attempt wait so long; after the last one it has failed. In all about a day and a half.
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=18),
)
MAX_ADDRESS_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3
MAX_LOCAL_CHARACTERS = 64  # RFC 5321, 4.5.3.1.1
_FORBIDDEN = frozenset(' \t"(),:;<>[\\]')


def next_attempt_in(attempts: int) -> timedelta | None:
    """Return how long to wait after this many attempts, or None when it was the last."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def ascii_address(address: str) -> str | None:
    """Return an address as mail servers know it, or None where there is none: `erika@müller.example` has one.

    The domain is written by IDNA 2008, in which straße.example is not strasse.example. The part before the @ may hold
    letters of any alphabet (RFC 6531). Whatever could end a header line is no address.
    """
    import idna

    local, at, domain = address.strip().rpartition("@")
    if not (at and local and domain) or any(_is_forbidden(character) for character in local + domain):
        return None
    try:
        known_as = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return None
    written = f"{local}@{known_as}"
    is_short_enough = (
        len(written.encode()) <= MAX_ADDRESS_CHARACTERS and len(local.encode()) <= MAX_LOCAL_CHARACTERS
    )
    return written if is_short_enough and "." in known_as and not _has_empty_part(local) else None


def _is_forbidden(character: str) -> bool:
    return character in _FORBIDDEN or not character.isprintable() or character == "@"


def _has_empty_part(local: str) -> bool:
    return local.startswith(".") or local.endswith(".") or ".." in local
