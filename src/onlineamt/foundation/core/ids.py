"""Ids: UUID version 7, made in Python because PostgreSQL 15 cannot (RFC 9562, section 5.7)."""

import secrets
import uuid

from onlineamt.foundation.core import clock


def new_id() -> uuid.UUID:
    """Return a new id whose first 48 bits are the Unix time in milliseconds, so that rows lie in order of birth."""
    milliseconds = clock.nanoseconds() // 1_000_000
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)
