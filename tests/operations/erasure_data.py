"""A decided case for the erasure drill: `make`, `erase`, `read`. Run as a process of its own."""

import sys
from datetime import timedelta

import django


def main() -> None:
    django.setup()
    {"make": make, "erase": erase, "read": read}[sys.argv[1]]()


def make() -> None:
    """Register a dog, decide, and let its time be over: paid, posted, gone long ago."""
    from tests.cases import answers_of, offer, submit_example
    from tests.world import found_musterstadt

    from onlineamt.facilities.payments.models import Claim
    from onlineamt.facilities.registers.models import RegisterEntry
    from onlineamt.foundation.core.clock import today
    from onlineamt.foundation.core.languages import Language
    from onlineamt.foundation.tenancy.transaction import in_tenant
    from onlineamt.procedure.cases.models import Case
    from onlineamt.procedure.decisions.actions import automatic
    from onlineamt.procedure.decisions.actions.writing import write_letter
    from onlineamt.procedure.decisions.models import Decision
    from onlineamt.procedure.delivery.models import Delivery

    automatic.is_set_aside = lambda case_id, percent: False
    town = found_musterstadt()
    offer(town)
    with in_tenant(town.id):
        case_id = submit_example(
            town, "hund-anmelden", answers_of("hund-anmelden", "dackel"), email=True, despite_gaps=False,
            language=Language.GERMAN, token="telefon",
        )  # fmt: skip
        automatic.examine_case(case_id)
        write_letter(case_id, Decision.objects.get().id)
        past = today() - timedelta(days=5_000)
        Case.objects.update(state="closed", closed_at="2013-01-01T00:00:00Z", erase_on=past)
        RegisterEntry.objects.update(valid_from=past, ended_on=past)
        Claim.objects.update(settled_at="2013-01-01T00:00:00Z")
        Delivery.objects.update(notified_on=past)


def erase() -> None:
    """Do what the worker does at night, and a minute later."""
    from onlineamt.foundation.sealing.erasures import write_journal
    from onlineamt.procedure.delivery.tasks import erase_cases

    erase_cases.func(timestamp=0)
    write_journal()


def read() -> None:
    """Print what can still be read of the case, and how many rows hold anything sealed of it."""
    from onlineamt.foundation.core.errors import NotFound
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.foundation.tenancy.transaction import in_tenant
    from onlineamt.procedure.cases.models import Case
    from onlineamt.procedure.cases.queries import get_case
    from onlineamt.procedure.decisions.models import Decision

    with in_tenant(Tenant.objects.get(key="musterstadt").id):
        try:
            name = get_case(Case.objects.get().id).declared.answers["hund.name"]
        except NotFound:
            name = "gelöscht"
        sys.stdout.write(f"{name} {Decision.objects.count()}\n")


if __name__ == "__main__":
    main()
