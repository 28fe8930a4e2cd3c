"""Numbers without gaps and doubles, whoever counts at the same time and whatever fails: real transactions, real locks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from onlineamt.facilities.registers.actions import enter, enter_all
from onlineamt.facilities.registers.models import RegisterCounter, RegisterEntry
from onlineamt.facilities.registers.tests.factories import TAGS, new_entry, new_subject
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

THREADS, EACH = 8, 50
PERMITS = "bewohnerpark/ausweise"


class Failed(Exception):
    """Something later in the transaction went wrong."""


@pytest.fixture
def town(towns: tuple[Tenant, Tenant]) -> UUID:
    return towns[0].id


@pytest.fixture
def all_at_once() -> Iterator[Callable[[Callable[[int], int]], list[int]]]:
    """Return a function that runs a piece of work in every thread, all starting together."""
    start = Barrier(THREADS)

    def run(work: Callable[[int], int]) -> list[int]:
        def in_thread(number: int) -> int:
            try:
                start.wait(30)
                return work(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(in_thread, range(THREADS), timeout=120))

    return run


Run = Callable[[Callable[[int], int]], list[int]]


def fails(thread: int, turn: int) -> bool:
    """Let about three in ten fail, the same ones in every run."""
    return sha256(f"{thread}:{turn}".encode()).digest()[0] < 77


def sequences(register: str = TAGS) -> list[int]:
    entries = RegisterEntry.objects.filter(register=register)
    return sorted(entries.values_list("sequence", flat=True))


class TestManyClerksAtOnce:
    def test_number_without_gaps_and_doubles_whoever_fails(self, town: UUID, all_at_once: Run) -> None:
        def work(thread: int) -> int:
            made = 0
            for turn in range(EACH):
                try:
                    with in_tenant(town):
                        enter(new_entry(new_subject()))
                        if fails(thread, turn):
                            raise Failed
                    made += 1
                except Failed:
                    continue
            return made

        made = sum(all_at_once(work))

        assert 0 < made < THREADS * EACH
        with in_tenant(town):
            assert sequences() == list(range(1, made + 1))
            assert RegisterCounter.objects.get().last == made

    def test_do_not_wait_for_each_other_for_ever(self, town: UUID, all_at_once: Run) -> None:
        """Half of them name the registers in one order, half in the other."""

        def work(thread: int) -> int:
            for _ in range(10):
                with in_tenant(town):
                    subject = new_subject()
                    both = [new_entry(subject), new_entry(subject, register=PERMITS)]
                    enter_all(both if thread % 2 else both[::-1])
            return 10

        made = sum(all_at_once(work))

        with in_tenant(town):
            assert sequences() == sequences(PERMITS) == list(range(1, made + 1))

    def test_make_one_entry_of_one_decision(self, town: UUID, all_at_once: Run) -> None:
        with in_tenant(town):
            subject = new_subject()

        def work(thread: int) -> int:
            with in_tenant(town):
                return enter(new_entry(subject, idempotency_key="decision:1")).sequence

        assert all_at_once(work) == [1] * THREADS
        with in_tenant(town):
            assert sequences() == [1]
            assert RegisterCounter.objects.get().last == 1
