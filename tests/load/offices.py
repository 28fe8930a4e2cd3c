"""What the pages cost that staff and applicants open most: work list, case, decision. Measured inside this process."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from tests.load.background import send_all, work
from tests.load.installation import Installation
from tests.load.values import Measure, percentile

OPEN_CASES = 300
ROUNDS = 30
WARM = 5
HOST = "musterstadt.localhost"
_NOT_COUNTED = ("BEGIN", "COMMIT", "SELECT set_config", "select set_config")


def measure(installation: Installation) -> Iterator[Measure]:
    """Fill an office with open cases and measure its pages, then the page of a decision."""
    from tests.load.people import FOR_A_PERSON, ORDINARY, open_counter, people

    counter = open_counter()
    with work(installation):
        send_all(installation, counter, islice(people(FOR_A_PERSON, has_email=False), OPEN_CASES))
        send_all(installation, counter, islice(people(ORDINARY, has_email=True), 1))
    case_id, decided_id = _cases(counter.tenant.id)
    staff, person = _frau_amt(counter.tenant.id), _person(counter.tenant.id, decided_id)
    yield from _measure_page("work list", staff, "/amt/", f"{OPEN_CASES} open cases")
    yield from _measure_page("case page", staff, f"/amt/vorgang/{case_id}", "an open case with one task")
    yield from _measure_page(
        "decision page", person, f"/antrag/{decided_id}/bescheid", "opened before; the letter set as a page"
    )


def _measure_page(name: str, browser: Any, path: str, conditions: str) -> Iterator[Measure]:
    spent = [_processor_milliseconds(browser, path) for _ in range(WARM + ROUNDS)][WARM:]
    yield Measure(measure=name, value=round(percentile(spent, 50), 1), unit="ms CPU", conditions=conditions)
    yield Measure(
        measure=f"{name}, statements",
        value=_count_statements(browser, path),
        unit="SQL statements",
        conditions=f"{conditions}; without BEGIN, COMMIT and set_config",
    )


def _processor_milliseconds(browser: Any, path: str) -> float:
    start = time.process_time()
    answer = browser.get(path)
    spent = (time.process_time() - start) * 1_000
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return spent


def _count_statements(browser: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        browser.get(path)
    return sum(not one["sql"].startswith(_NOT_COUNTED) for one in captured.captured_queries)


def _cases(tenant_id: UUID) -> tuple[UUID, UUID]:
    """Return an open case and a decided one."""
    from onlineamt.foundation.tenancy.transaction import in_tenant
    from onlineamt.procedure.cases.models import Case
    from onlineamt.procedure.cases.values import CaseState

    with in_tenant(tenant_id):
        found = [
            Case.objects.filter(state=state).latest("id").id
            for state in (CaseState.IN_REVIEW, CaseState.DECIDED)
        ]
    return found[0], found[1]


def _frau_amt(tenant_id: UUID) -> Any:
    from onlineamt.audiences.backoffice.device import SESSION
    from onlineamt.foundation.accounts.queries import find_account
    from onlineamt.foundation.accounts.tests.factories import open_staff_session
    from onlineamt.foundation.tenancy.transaction import in_tenant

    with in_tenant(tenant_id):
        account = find_account("frau.amt@musterstadt.example")
        assert account is not None
        return _browser(SESSION, open_staff_session(account.id))


def _person(tenant_id: UUID, application_id: UUID) -> Any:
    """Return the browser of an applicant who has just shown a one-time code and opened the decision."""
    from onlineamt.audiences.citizen.application.device import COOKIE
    from onlineamt.foundation.core.clock import now
    from onlineamt.foundation.tenancy.transaction import in_tenant
    from onlineamt.procedure.applications.actions.drafts import new_token
    from onlineamt.procedure.applications.models import Holder
    from onlineamt.procedure.applications.queries import token_hash
    from onlineamt.procedure.delivery.actions.reaching import retrieve_decision

    token = new_token()
    with in_tenant(tenant_id):
        retrieve_decision(application_id)
        Holder.objects.create(
            application_id=application_id, token_hash=token_hash(token), used_at=now(), proven_at=now()
        )
    return _browser(COOKIE, token)


def _browser(cookie: str, token: str) -> Any:
    from django.test import Client

    from tests.world import web_environ

    browser = Client(**web_environ(HOST))
    browser.cookies[cookie] = token
    return browser
