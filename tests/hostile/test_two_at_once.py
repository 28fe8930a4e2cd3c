"""Two people at the same moment: what the second hands in is sent with the first's application, or nobody says it was."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import ApplicationPart
from onlineamt.procedure.applications.queries import get_application
from tests.hostile.test_at_once import base_of, id_of
from tests.journeys.conftest import couple_service
from tests.journeys.test_two_applicants import ERIKA, GARDEN, MAX, handed_over
from tests.journeys.visitor import Visitor
from tests.world import web_environ

__all__ = ["couple_service"]

PATIENCE = 10


@pytest.fixture
def both(couple_service: Tenant) -> Iterator[tuple[Visitor, Visitor]]:
    """Return two telephones: Erika may send, Max may hand in."""
    erika, max_ = Visitor(), Visitor()
    erika.open("/leistung/muster-paar").send()
    erika.send(ERIKA)
    max_.open(handed_over(erika)).send(button="Jetzt ausfüllen")
    max_.send(MAX)
    erika.follow("Weiter mit meinem Teil")
    yield erika.send(GARDEN), max_


def at_once(*calls: tuple[Visitor, str, dict[str, str]]) -> list[Any]:
    """Post at the same moment, each person from a device of their own."""
    start = Barrier(len(calls))

    def run(call: tuple[Visitor, str, dict[str, str]]) -> Any:
        visitor, path, answers = call
        client = Client(raise_request_exception=False, **web_environ())
        client.cookies = visitor.client.cookies
        start.wait(PATIENCE)
        try:
            return client.post(path, answers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as people:
        return list(people.map(run, calls))


@pytest.mark.parametrize("attempt", range(4))
def test_handing_in_and_sending(
    couple_service: Tenant, both: tuple[Visitor, Visitor], real_transactions: None, attempt: int
) -> None:
    erika, max_ = both
    sending = (erika, f"{base_of(erika)}/pruefen", {"contact": "post", "despite_gaps": "yes"})
    handing_in = (max_, f"{base_of(max_)}/teil", {"_abgeben": "1"})
    pages = at_once(sending, handing_in) if attempt % 2 else at_once(handing_in, sending)
    assert [page.status_code for page in pages] == [302, 302]
    with in_tenant(couple_service.id):
        (part,) = ApplicationPart.objects.all()
        answers = get_application(id_of(erika)).answers
    assert ("partner.name" in answers) is (part.handed_in_at is not None)
    said = max_.open(f"{base_of(max_)}/teil").text
    assert ("Ihr Teil ist dabei." in said) is (part.handed_in_at is not None)


@pytest.mark.parametrize("attempt", range(2))
def test_taking_back_and_handing_in(
    couple_service: Tenant, both: tuple[Visitor, Visitor], real_transactions: None, attempt: int
) -> None:
    erika, max_ = both
    taking = (erika, f"{base_of(erika)}/teile", {"_zurueck": "partner"})
    handing_in = (max_, f"{base_of(max_)}/teil", {"_abgeben": "1"})
    pages = at_once(taking, handing_in)
    assert {page.status_code for page in pages} <= {302, 404}
    with in_tenant(couple_service.id):
        assert not ApplicationPart.objects.exists()


def test_the_link_is_used_by_one_of_many(
    couple_service: Tenant, real_transactions: None, at: Callable[..., None]
) -> None:
    erika = Visitor()
    erika.open("/leistung/muster-paar").send()
    erika.send(ERIKA)
    link = handed_over(erika)
    pages = at_once(*((Visitor(), link, {}) for _ in range(6)))
    assert sorted(page.status_code for page in pages) == [302, *[404] * 5]
    with in_tenant(couple_service.id):
        (part,) = ApplicationPart.objects.all()
        assert get_application(UUID(str(part.draft_id))).answers == {}
