"""The pools of connections after the database was away: dead ones go at once, not one refused request at a time."""

import threading

from django.db import connections

POOLED = ("default", "apart")
_checking = threading.Lock()


def renew_pools() -> None:
    """Have every idle connection tried and the dead replaced, beside the request that has met one.

    Not before each request: the pool's own check waits ever longer after each dead connection it meets (1 s, 2 s, 4 s …),
    and after a restart of the database all of them are dead.
    """
    if _checking.acquire(blocking=False):
        threading.Thread(target=_renew, name="renew-pools", daemon=True).start()


def _renew() -> None:
    try:
        for alias in POOLED:
            pool = connections[alias].pool  # type: ignore[attr-defined]
            if pool is not None:
                pool.check()
    finally:
        _checking.release()
