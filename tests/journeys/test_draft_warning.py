"""A draft says when it is deleted; whoever wishes is warned by e-mail a week before, and of nothing else."""

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.conf import settings

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.tasks import sweep_drafts
from tests.journeys.test_dog_without_javascript import PERSON, begin
from tests.journeys.visitor import Visitor

EMAIL = "erika@post.invalid"
Clock = Callable[..., Any]
Jobs = Callable[[], None]


@pytest.fixture
def later(dog_service: Tenant, at: Clock) -> Visitor:
    """Return Erika's telephone on the page with her code; it is 20 March 2026."""
    at(2026, 3, 20, 9, 0)
    return begin(Visitor()).send(PERSON).send({}, button="Später weitermachen")


def mails() -> list[str]:
    """All e-mails in the stand-in's folder, the oldest first."""
    files = sorted((settings.ENV.data / "mail").rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default).get_body().get_content()
        for file in files
    ]


def test_says_when_it_is_deleted(later: Visitor) -> None:
    assert "Wir löschen den Entwurf am 20. April 2026" in later.text


def test_warns_whoever_wishes(later: Visitor, run_jobs: Jobs, at: Clock) -> None:
    later.send({"email": EMAIL, "remind": "true"})
    assert "Der Code ist unterwegs" in later.text
    run_jobs()
    before = len(mails())
    at(2026, 4, 11, 9, 0)
    sweep_drafts(timestamp=0)
    run_jobs()
    assert len(mails()) == before
    at(2026, 4, 14, 9, 0)
    for _ in range(2):
        sweep_drafts(timestamp=0)
        run_jobs()
    assert len(mails()) == before + 1
    assert "20. April 2026" in mails()[-1]
    assert PERSON["person.familienname"] not in mails()[-1]


def test_keeps_no_address_of_whoever_does_not(
    later: Visitor, dog_service: Tenant, run_jobs: Jobs, at: Clock
) -> None:
    later.send({"email": EMAIL})
    run_jobs()
    before = len(mails())
    at(2026, 4, 14, 9, 0)
    sweep_drafts(timestamp=0)
    run_jobs()
    assert len(mails()) == before
    with in_tenant(dog_service.id):
        assert Application.objects.get().sealed_email is None


def test_an_address_that_is_kept_stands_on_the_page_that_sends(later: Visitor, run_jobs: Jobs) -> None:
    later.send({"email": EMAIL, "remind": "true"})
    assert later.page.get_element_by_id("email").value == EMAIL
