"""Erika after sending: what her devices do until she sees her case, and what the office does meanwhile."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, request_evidence
from onlineamt.procedure.cases.models import Case
from tests.journeys.test_dog_without_javascript import answer_all, mailed_code
from tests.journeys.visitor import Visitor, date_answer

EMAIL = "erika@musterstadt.invalid"
BIRTHDAY = date_answer("person.geburtsdatum", 27, 3, 1985)
Jobs = Callable[[], None]


def send_dog(visitor: Visitor, run_jobs: Jobs, *, by_post: bool = False, prefix: str = "") -> str:
    """Register the dog and return the reference; nothing has happened to it yet."""
    if prefix:
        visitor.open(f"{prefix}/leistung/hund-anmelden").send()
        from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON

        visitor.send(PERSON).send(DOG).send(KEEPING)
    else:
        answer_all(visitor)
    if by_post:
        visitor.send({"contact": "post"})
    else:
        visitor.send({"contact": "email", "email": EMAIL})
        run_jobs()
        visitor.send({"code": mailed_code()})
    return str(visitor.page.xpath("string(//*[@id='reference'])"))


def look_up(visitor: Visitor, reference: str, *, prefix: str = "") -> Visitor:
    """Stand on the status page, with number and birthday."""
    return visitor.open(f"{prefix}/status").send({"reference": reference}).send(BIRTHDAY)


def enter(visitor: Visitor, reference: str, run_jobs: Jobs, *, prefix: str = "") -> Visitor:
    """Go from the status through the code to the page of the case."""
    run_jobs()
    look_up(visitor, reference, prefix=prefix).send()
    run_jobs()
    return visitor.send({"code": mailed_code()})


def place(visitor: Visitor, page: str) -> str:
    """Return the address of another page of the case the visitor stands on."""
    return visitor.path.split("?")[0].rsplit("/", 1)[0] + f"/{page}"


def case_of(town: Tenant, reference: str) -> UUID:
    """Return the id of a case."""
    with in_tenant(town.id):
        return Case.objects.get(reference=reference).id


def ask(town: Tenant, reference: str, question: Question, *, by: Caseworker) -> UUID:
    """Let the office ask something; the letter follows with the next jobs."""
    case_id = case_of(town, reference)
    with in_tenant(town.id):
        revision = Case.objects.get(id=case_id).revision
        return request_evidence(case_id, question, caseworker=by, revision=revision)


def question(**what: Any) -> Question:
    """Return a question with a day by which it is to be answered."""
    return Question(**{"text": "Bitte helfen Sie uns.", "due_on": date(2026, 4, 10), **what})
