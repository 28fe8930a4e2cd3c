"""Nobody reads a case unseen: whichever page shows it, the audit trail says who looked."""

from collections.abc import Callable

import pytest
from django.test import Client

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.values import Draft
from tests.cases import Send
from tests.journeys.clerk import examined
from tests.staff import Staff

PAGES = (
    "", "/nachfordern", "/anhoeren", "/bescheid", "/bescheid/pruefen", "/bescheid/vorschau.pdf", "/aufgabe/{task}", "/beenden",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_by_any_page_of_it(
    page: str, dog_town: Tenant, send: Send, staff: Staff, logged_in: Callable[[str], Client]
) -> None:
    case_id = examined(dog_town, send("ermaessigung"))
    with in_tenant(dog_town.id):
        revision = Case.objects.get(id=case_id).revision
        draft_decision(
            case_id, Draft(outcome="reduced", reasons="Ja."), caseworker=staff("Frau Amt"), revision=revision
        )
        task = CaseTask.objects.filter(case_id=case_id, four_eyes=False)[0].id
    curious = logged_in("Herr Akte")
    for _ in range(2):
        assert curious.get(f"/amt/vorgang/{case_id}{page.format(task=task)}").status_code == 200
    with in_tenant(dog_town.id):
        looks = AuditEntry.objects.filter(chain=case_id, name="case.looked", actor=staff("Herr Akte").actor)
        assert looks.count() == 1
