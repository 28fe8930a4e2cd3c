"""Attempts are counted on all nodes together, and stay counted when the request is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.limits.actions import count_attempt, count_gift, forget_attempts, sweep_counters
from onlineamt.foundation.limits.models import RateCounter
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

THREE = Limit("test.code", 3, timedelta(minutes=15))


class TestCountAttempt:
    def test_refuses_the_one_above_the_limit(self, real_transactions: None) -> None:
        for _ in range(3):
            count_attempt(THREE, "erika")
        with pytest.raises(TooManyAttempts):
            count_attempt(THREE, "erika")
        count_attempt(THREE, "max")

    def test_stays_counted_when_the_request_is_rolled_back(self, towns: tuple[Tenant, Tenant]) -> None:
        for _ in range(3):
            with pytest.raises(RuntimeError), in_tenant(towns[0].id):
                count_attempt(THREE, "erika")
                raise RuntimeError
        with pytest.raises(TooManyAttempts):
            count_attempt(THREE, "erika")

    def test_starts_afresh_in_the_next_window(self, real_transactions: None, at: Callable[..., Any]) -> None:
        at(2026, 3, 20, 22, 14, 59)
        for _ in range(3):
            count_attempt(THREE, "erika")
        at(2026, 3, 20, 22, 15, 0)
        count_attempt(THREE, "erika")

    def test_does_not_write_down_who(self, real_transactions: None) -> None:
        count_attempt(THREE, "erika@musterstadt.invalid")
        assert b"erika" not in bytes(RateCounter.objects.get().key_hash)


class TestCountGift:
    def test_refuses_the_one_above_the_limit(self, towns: tuple[Tenant, Tenant]) -> None:
        for _ in range(3):
            with in_tenant(towns[0].id):
                count_gift(THREE, "erika")
        with pytest.raises(TooManyAttempts), in_tenant(towns[0].id):
            count_gift(THREE, "erika")
        with pytest.raises(TooManyAttempts), in_tenant(towns[0].id):  # a refusal gives nothing back
            count_gift(THREE, "erika")

    def test_does_not_count_what_was_taken_back(self, towns: tuple[Tenant, Tenant]) -> None:
        for _ in range(5):
            with pytest.raises(RuntimeError), in_tenant(towns[0].id):
                count_gift(THREE, "erika")
                raise RuntimeError
        with in_tenant(towns[0].id):
            count_gift(THREE, "erika")


def test_the_right_code_forgets_the_wrong_ones(real_transactions: None) -> None:
    for _ in range(3):
        count_attempt(THREE, "erika")
    forget_attempts(THREE, "erika")
    count_attempt(THREE, "erika")


def test_old_counters_are_swept(real_transactions: None, at: Callable[..., Any]) -> None:
    at(2026, 3, 20, 12)
    count_attempt(THREE, "erika")
    at(2026, 3, 23, 12)
    count_attempt(THREE, "max")
    assert sweep_counters() == 1
