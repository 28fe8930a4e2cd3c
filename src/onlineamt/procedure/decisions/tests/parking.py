"""People park: Musterstadt permits it, and what follows a permit is sent, looked at and decided."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.cases import TELEPHONE, all_found, answers_of, offer, package
from tests.world import change_town

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.drafts import Beginning, keep_answers, start_application
from onlineamt.procedure.applications.actions.following import (
    link_by_answer,
)
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.journeys import journey_of, submission_of
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.cases.actions.work import finish_task
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.actions import OfferingTerms, offer_service, register_version
from onlineamt.procedure.catalogue.queries import get_offering
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.queries import list_issued, read_content
from onlineamt.procedure.decisions.values import Draft

PERMIT, CHANGE, RENEWAL = (
    "bewohnerparkausweis",
    "bewohnerparkausweis-aendern",
    "bewohnerparkausweis-verlaengern",
)
COURT = {"name": "Verwaltungsgericht", "street": "Weg 4", "postcode": "45999", "place": "Musterstadt"}
NUMBER, BORN = "BP-2026-00001", "1985-03-27"
EXAMPLES = {PERMIT: "eigenes_auto", CHANGE: "neues_kennzeichen", RENEWAL: "nichts_geaendert"}


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None, at: Callable[..., Any]) -> Iterator[Tenant]:
    """Musterstadt, on 10 March 2026, lets people park."""
    at(2026, 3, 10, 9, 0)
    for one in towns:
        change_town(one, contact={**one.contact, "courts": {"vwgo": COURT}})
        for key in EXAMPLES:
            offer_in_the_tax_office(one, key)
    yield towns[0]
    directory.forget()


def offer_in_the_tax_office(town: Tenant, key: str) -> None:
    """Frau Amt has it on her desk as well."""
    offer(town)
    read = package(key)
    version = register_version(key=key, version=read.service.version, sections=read.sections)
    terms = OfferingTerms(parameters={}, office_key="steueramt")
    offer_service(tenant_id=town.id, version_id=version.id, terms=terms)
    directory.forget()


def begin(town: Tenant, service: str, token: str = TELEPHONE) -> UUID:
    return start_application(beginning(town, service), token=token)


def beginning(town: Tenant, service: str) -> Beginning:
    offering = get_offering(town.id, service)
    return Beginning(
        version_id=offering.version_id,
        service_key=service,
        parameters=offering.parameters,
        keep_draft="P30D",
        language=Language.GERMAN,
        address="192.0.2.7",
    )


def answer(draft_id: UUID, answers: dict[str, Any], token: str = TELEPHONE) -> OpenApplication:
    draft = access_application(draft_id, token=token, for_update=True)
    keep_answers(draft, answers, page="", language=Language.GERMAN, token=token)
    return link_by_answer(replace(draft, answers=answers), address="192.0.2.7")


def submit(draft_id: UUID, token: str = TELEPHONE) -> None:
    draft = access_application(draft_id, token=token, for_update=True)
    submit_application(draft, submission_of(draft, journey_of(draft)), by_post=True)


def send(town: Tenant, service: str, **changed: Any) -> UUID:
    """Send what the worked example answers, with the number the permit has here."""
    answers = {**filled(service), **{name.replace("__", "."): value for name, value in changed.items()}}
    with in_tenant(town.id):
        draft_id = begin(town, service)
        answer(draft_id, answers)
        submit(draft_id)
    return draft_id


def filled(service: str) -> dict[str, Any]:
    answers = answers_of(service, EXAMPLES[service])
    return answers if service == PERMIT else {**answers, "ausweis.nummer": NUMBER}


def examined(town: Tenant, case_id: UUID) -> str:
    with in_tenant(town.id):
        examine_case(case_id)
        return Case.objects.get(id=case_id).state


def permit(town: Tenant) -> RegisterEntry:
    case_id = send(town, PERMIT)
    assert examined(town, case_id) == CaseState.DECIDED
    with in_tenant(town.id):
        (entry,) = entries_of(case_id)
    return entry


def fresh(town: Tenant, entry: RegisterEntry) -> RegisterEntry:
    with in_tenant(town.id):
        return RegisterEntry.objects.get(id=entry.id)


def content(town: Tenant, case_id: UUID) -> dict[str, Any]:
    with in_tenant(town.id):
        case = get_case(case_id)
        return dict(read_content(list_issued(case.row)[0], case.seal))


def problems(town: Tenant, case_id: UUID) -> list[str]:
    with in_tenant(town.id):
        return list(get_case(case_id).examination["problems"])


def decide(town: Tenant, case_id: UUID, draft: Draft, by: Caseworker) -> None:
    def revision() -> int:
        return Case.objects.get(id=case_id).revision

    with in_tenant(town.id):
        for task in CaseTask.objects.filter(case_id=case_id, decision_id=None, done_at=None):
            finish_task(
                task.id, case_id=case_id, caseworker=by, revision=revision(), findings=all_found(task)
            )
        draft_decision(case_id, draft, caseworker=by, revision=revision())
    with in_tenant(town.id):
        issue_decision(case_id, caseworker=by, revision=revision())
