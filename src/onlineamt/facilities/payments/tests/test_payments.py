import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction

from onlineamt.facilities.payments import actions
from onlineamt.facilities.payments.actions import cancel_claim, raise_claim, settle_claim
from onlineamt.facilities.payments.errors import ClaimCancelled, ClaimSettled
from onlineamt.facilities.payments.events import ClaimPaid
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.payments.queries import (
    find_bank_account,
    find_by_reference,
    has_open_claim,
    list_claims,
)
from onlineamt.facilities.payments.rules import with_check_digits
from onlineamt.facilities.payments.values import NewClaim
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core import events
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

CASHIER = "staff:kasse"


@pytest.fixture
def town(in_musterstadt: Tenant, at: Callable[..., Any]) -> Tenant:
    at(2026, 3, 20, 9, 0)
    return in_musterstadt


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> list[ClaimPaid]:
    """What happened, as a later stage would hear it."""
    heard: list[ClaimPaid] = []
    monkeypatch.setattr(events, "_handlers", {ClaimPaid: (heard.append,)})
    return heard


def new_claim(**changes: Any) -> NewClaim:
    facts: dict[str, Any] = {
        "subject_id": new_id(),
        "idempotency_key": f"decision:{new_id()}",
        "name": "hundesteuer",
        "cents": 11_700,
        "due_on": date(2026, 4, 30),
    }
    return NewClaim(**{**facts, **changes})


def names(subject_id: UUID) -> list[str]:
    return list(
        AuditEntry.objects.filter(chain=subject_id).order_by("position").values_list("name", flat=True)
    )


@pytest.mark.usefixtures("town")
class TestRaiseClaim:
    def test_claims_under_a_reference_of_its_own(self) -> None:
        one, other = raise_claim(new_claim()), raise_claim(new_claim())

        assert one.payment_reference != other.payment_reference
        assert (one.cents, one.due_on, one.is_open) == (11_700, date(2026, 4, 30), True)
        assert names(one.subject_id) == ["claim.raised"]

    def test_claims_once_for_a_job_that_runs_twice(self) -> None:
        new = new_claim()

        assert raise_claim(new).id == raise_claim(new).id
        assert Claim.objects.count() == 1

    def test_takes_another_reference_when_chance_repeats_itself(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn = iter([with_check_digits(payload) for payload in ("26001", "26001", "26002")])
        monkeypatch.setattr(actions, "new_payment_reference", lambda day: next(drawn))
        references = [raise_claim(new_claim()).payment_reference for _ in range(2)]

        assert references == [with_check_digits("26001"), with_check_digits("26002")]

    @pytest.mark.parametrize("cents", [0, -1])
    def test_claims_no_nothing(self, cents: int) -> None:
        with pytest.raises(ValueError, match="no claim"):
            raise_claim(new_claim(cents=cents))
        with pytest.raises(IntegrityError, match="claim_is_an_amount"), transaction.atomic():
            Claim.objects.create(**{**vars(new_claim()), "cents": cents, "payment_reference": "RF"})


@pytest.mark.usefixtures("town")
class TestSettleClaim:
    def test_notes_when_it_was_paid_and_says_so_once(self, paid: list[ClaimPaid]) -> None:
        claim = raise_claim(new_claim())
        at = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
        settle_claim(claim_id=claim.id, actor=CASHIER, at=at)
        again = settle_claim(claim_id=claim.id, actor=CASHIER)

        assert (again.settled_at, again.is_open) == (at, False)
        assert paid == [ClaimPaid(claim_id=claim.id, subject_id=claim.subject_id)]
        assert names(claim.subject_id) == ["claim.raised", "claim.settled"]

    def test_refuses_what_is_no_longer_claimed(self) -> None:
        claim = raise_claim(new_claim())
        cancel_claim(claim_id=claim.id, reason="revoked", actor=CASHIER)

        with pytest.raises(ClaimCancelled):
            settle_claim(claim_id=claim.id, actor=CASHIER)


@pytest.mark.usefixtures("town")
class TestCancelClaim:
    def test_takes_it_back_once(self) -> None:
        claim = raise_claim(new_claim())
        first = cancel_claim(claim_id=claim.id, reason="revoked", actor=CASHIER)
        again = cancel_claim(claim_id=claim.id, reason="mistake", actor=CASHIER)

        assert (again.cancelled_at, again.cancel_reason) == (first.cancelled_at, "revoked")
        assert names(claim.subject_id) == ["claim.raised", "claim.cancelled"]

    def test_refuses_what_was_paid(self, paid: list[ClaimPaid]) -> None:
        claim = raise_claim(new_claim())
        settle_claim(claim_id=claim.id, actor=CASHIER)

        with pytest.raises(ClaimSettled):
            cancel_claim(claim_id=claim.id, reason="revoked", actor=CASHIER)


@pytest.mark.usefixtures("town")
class TestHasOpenClaim:
    def test_is_over_when_everything_is_paid_or_taken_back(self, paid: list[ClaimPaid]) -> None:
        first = raise_claim(new_claim())
        second = raise_claim(new_claim(subject_id=first.subject_id))
        states = [has_open_claim(first.subject_id)]
        settle_claim(claim_id=first.id, actor=CASHIER)
        states.append(has_open_claim(first.subject_id))
        cancel_claim(claim_id=second.id, reason="revoked", actor=CASHIER)
        states.append(has_open_claim(first.subject_id))

        assert states == [True, True, False]
        assert list(list_claims(first.subject_id)) == [first, second]
        assert has_open_claim(new_id()) is False


@pytest.mark.usefixtures("town")
class TestFindByReference:
    def test_finds_it_as_people_write_it(self) -> None:
        claim = raise_claim(new_claim())
        spaced = " ".join(re.findall(".{1,4}", claim.payment_reference))

        assert find_by_reference(spaced.lower()) == claim
        assert find_by_reference(with_check_digits("1")) is None
        assert find_by_reference("Hundesteuer") is None


class TestFindBankAccount:
    def test_is_the_municipalitys_own(self, town: Tenant) -> None:
        account = find_bank_account()

        assert account is not None
        assert account.iban == town.contact["iban"]

    def test_is_none_while_nobody_has_entered_one(self, town: Tenant) -> None:
        town.contact = {name: said for name, said in town.contact.items() if name != "iban"}
        town.save(update_fields=["contact"])

        assert find_bank_account() is None


class TestAnUnknownClaim:
    @pytest.mark.parametrize(
        "act",
        [
            lambda: settle_claim(claim_id=new_id(), actor=CASHIER),
            lambda: cancel_claim(claim_id=new_id(), reason="x", actor=CASHIER),
        ],
    )
    def test_is_not_found(self, town: Tenant, act: Callable[[], object]) -> None:
        with pytest.raises(NotFound):
            act()


class TestNeighbours:
    def test_see_nothing_of_each_other(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            ours = raise_claim(new_claim())
        with in_tenant(towns[1].id):
            assert find_by_reference(ours.payment_reference) is None
            assert has_open_claim(ours.subject_id) is False
            with pytest.raises(NotFound):
                settle_claim(claim_id=ours.id, actor=CASHIER)

    def test_make_one_claim_of_one_decision_however_many_jobs_run(self, towns: tuple[Tenant, Tenant]) -> None:
        new = new_claim(idempotency_key="decision:1")

        def work(_: int) -> UUID:
            try:
                with in_tenant(towns[0].id):
                    return raise_claim(new).id
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as pool:
            made = set(pool.map(work, range(12), timeout=60))

        assert len(made) == 1
