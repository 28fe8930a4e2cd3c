"""Counting: guesses on a connection of its own, so that the count outlives the refusal; gifts in the giver's transaction."""

import hmac
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connections

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.limits.models import RateCounter
from onlineamt.foundation.limits.values import Limit

_COUNT = """
INSERT INTO rate_counter (key_hash, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (key_hash, window_start) DO UPDATE SET count = rate_counter.count + 1
RETURNING count
"""
KEEP = timedelta(days=2)


def count_attempt(limit: Limit, who: str) -> None:
    """Count one attempt of `who` (an address, an id) on all nodes together. Raises TooManyAttempts above the limit."""
    _count(limit, who, using="apart")


def count_gift(limit: Limit, who: str) -> None:
    """Count something that is given out (an e-mail) in the caller's transaction: what is taken back does not count.

    Whoever tries again while the portal cannot write is not locked out for it. Raises TooManyAttempts above the limit.
    """
    _count(limit, who, using="default")


def forget_attempts(limit: Limit, who: str) -> None:
    """Start `who` afresh, after the right code was given."""
    RateCounter.objects.using("apart").filter(key_hash=_key_hash(limit, who)).delete()


def sweep_counters() -> int:
    """Delete counters that no limit looks at any more and return how many."""
    deleted, _ = RateCounter.objects.filter(window_start__lt=now() - KEEP).delete()
    return deleted


def _count(limit: Limit, who: str, *, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_COUNT, [_key_hash(limit, who), _window_start(limit)])
        (count,) = cursor.fetchone()
    if count > limit.attempts:
        raise TooManyAttempts


def _key_hash(limit: Limit, who: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{limit.name}\0{who}".encode(), "sha256")


def _window_start(limit: Limit) -> datetime:
    seconds = int(limit.per.total_seconds())
    whole_windows = int(now().timestamp()) // seconds
    return datetime.fromtimestamp(whole_windows * seconds, UTC)
