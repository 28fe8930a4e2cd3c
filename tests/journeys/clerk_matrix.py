"""What the addresses of the clerk's way answer: everything of a case to those who work in its office, to nobody else."""

from collections.abc import Callable
from uuid import UUID

from onlineamt.facilities.documents.queries import list_documents
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.work import finish_task, set_hold
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import list_tasks
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.values import Draft
from onlineamt.procedure.delivery.queries import list_deliveries
from tests.cases import all_found, answers_of, offer, submit_example
from tests.journeys.clerk import examined
from tests.staff import STAFF, Staff

Answers = tuple[tuple[int, ...], tuple[int, ...]]
IN_THE_OFFICE = ("Frau Amt", "Herr Akte", "Frau Entscheid", "Herr Leitung")


def office(status: int) -> tuple[int, ...]:
    """Something to those who work on the office's cases; to all others, admin and auditor too, there is no such case."""
    return tuple(status if name in IN_THE_OFFICE else 404 for name in STAFF)


def everybody(status: int) -> tuple[int, ...]:
    """The same to all who are logged in."""
    return tuple(status for _ in STAFF)


NO_GET, NO_POST = everybody(405), everybody(405)
FORM: Answers = (office(200), office(422))  # nothing was typed
BUTTON: Answers = (NO_GET, office(409))  # without the revision that somebody saw

# The case is decided, its letter delivered, its claim open, and it is held.
CASE_MATRIX: dict[str, Answers] = {
    "worklist": (everybody(200), NO_POST),
    "case": (office(200), NO_POST),
    "case_document": (office(200), NO_POST),
    "case_take": BUTTON,
    "case_give_back": BUTTON,
    "case_note": FORM,
    "case_task": FORM,
    "case_task_reopen": BUTTON,
    "case_claim_paid": (NO_GET, office(302)),
    "case_hold_lift": (NO_GET, office(302)),
    "case_request": FORM,
    "case_hear": FORM,
    "case_take_back": BUTTON,
    "case_decision": FORM,
    "case_issue": (office(302), office(409)),  # without a draft
    "case_preview": (office(302), NO_POST),
    "case_ask_release": BUTTON,
    "case_decline_release": FORM,
    "case_discard": BUTTON,
    "case_forward": FORM,
    "case_hand_over": FORM,
    "case_end": FORM,
    "case_merge": FORM,
    "case_reopen": FORM,
    "case_link_entry": (office(404), office(404)),  # the dog's service follows no register
    "case_hold": FORM,
    "case_close": BUTTON,
    "case_address": FORM,
}


def decided_case(town: Tenant, staff: Staff, run_jobs: Callable[[], None]) -> dict[str, UUID]:
    """Decide a case of the tax office, and return what the gaps of its addresses are filled with."""
    offer(town)
    amt = staff("Frau Amt")
    with in_tenant(town.id):
        case_id = submit_example(
            town,
            "hund-anmelden",
            answers_of("hund-anmelden", "ermaessigung"),
            email=False,
            despite_gaps=False,
            language=Language.GERMAN,
            token="erikas-telefon",
        )
    examined(town, case_id)
    with in_tenant(town.id):
        row = Case.objects.get(id=case_id)
        tasks = list_tasks(row)
        for number, task in enumerate(tasks):
            finish_task(
                task.id,
                case_id=case_id,
                caseworker=amt,
                revision=row.revision + number,
                findings=all_found(task),
            )
        revision = row.revision + len(tasks)
        draft = Draft(outcome="reduced", reasons="Der Nachweis lag vor.")
        draft_decision(case_id, draft, caseworker=amt, revision=revision)
        issue_decision(case_id, caseworker=amt, revision=revision + 1)
    run_jobs()
    with in_tenant(town.id):
        row = Case.objects.get(id=case_id)
        return {
            "case_id": case_id,
            "task_id": list_tasks(row)[0].id,
            "document_id": list_documents(case_id)[0].id,
            "claim_id": list_claims(case_id)[0].id,
            "hold_id": set_hold(case_id, caseworker=amt, kind=HoldKind.LEGAL, reason="Prüfung des Landes").id,
            "delivery_id": list_deliveries(row)[0].id,
        }
