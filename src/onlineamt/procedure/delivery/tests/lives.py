"""A case through its whole life, for tests: a dachshund is registered by post, paid for, and gone one day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onlineamt.facilities.payments.actions import settle_claim
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.post.actions import hand_over_batch, take_batch
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.registers.actions import end_entry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.actions.reaching import confirm_posted

Clock = Callable[..., datetime]
GONE = "deregistered"


class DogLife:
    """What happens to one case, day by day. Each act takes place in the town's transaction."""

    def __init__(self, town: Tenant, case_id: UUID, at: Clock) -> None:
        self.town, self.case_id, self.at = town, case_id, at

    def do(self, action: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Do something in the town."""
        with in_tenant(self.town.id):
            return action(*arguments, **more)

    def decide(self) -> None:
        """Decide by rule and write the letter, which lies among what is to be printed then."""
        with in_tenant(self.town.id):
            examine_case(self.case_id)
            write_letter(self.case_id, Decision.objects.get(case_id=self.case_id).id)

    def print(self) -> None:
        """Give the letter to the print room."""
        with in_tenant(self.town.id):
            batch = take_batch()
            assert batch is not None
            assert hand_over_batch(batch, open_letter=lambda letter: b"%PDF-") == len(batch.letters)

    def post(self, by: Caseworker, on: date = date(2026, 3, 23)) -> None:
        """Confirm that the letter left on Monday, 23 March 2026; Thursday, 27 March it counts as notified."""
        self.at(on.year, on.month, on.day, 9, 0)
        with in_tenant(self.town.id):
            items = list(PrintItem.objects.filter(subject_id=self.case_id).values_list("id", flat=True))
            confirm_posted(items, on=on, caseworker=by)

    def pay(self) -> None:
        """Note that the tax was paid."""
        with in_tenant(self.town.id):
            for claim in list_claims(self.case_id):
                settle_claim(claim_id=claim.id, actor="system")

    def become_final(self) -> bool:
        """Let the month for the objection pass; on 4 May 2026 the case is final, closed, and kept for ten years."""
        self.at(2026, 5, 4, 2, 37)
        return bool(self.do(finish_case, self.case_id))

    def lose_the_dog(self, on: date = date(2028, 6, 1)) -> None:
        """End the entry: 31 May 2028 was the last day."""
        self.at(on.year, on.month, on.day, 9, 0)
        with in_tenant(self.town.id):
            (entry,) = entries_of(self.case_id)
            end_entry(entry_id=entry.id, on=on, reason=GONE, actor="system")

    def live(self, by: Caseworker) -> "DogLife":
        """Live the whole life up to the last day of the retention."""
        self.decide()
        self.print()
        self.post(by)
        self.pay()
        assert self.become_final()
        self.lose_the_dog()
        self.at(2038, 5, 31, 9, 0)
        return self
