"""Who may call what after sending: of a case that is decided, and of one in which something is asked.

The stranger holds nothing; the neighbour calls the next town's host with the proven device's cookie; the guest knows number
and birthday; Erika's telephone sent the application; her tablet has just shown a code; Frau Amt works in the office.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.models import Case, EvidenceRequest
from onlineamt.procedure.delivery.models import Delivery
from tests.hostile.dump import dump
from tests.journeys.citizen import Jobs, ask, case_of, enter, look_up, question, send_dog
from tests.journeys.visitor import Visitor
from tests.staff import Staff

PEOPLE = ("stranger", "neighbour", "guest", "held", "proven", "caseworker")
Expected = tuple[int, int, int, int, int, int]


def theirs(held: int, proven: int) -> Expected:
    """Something to her own devices; to all others, the office too, there is no such application."""
    return (404, 404, 404, held, proven, 404)


# Of a decided case: GET, POST. Opening the decision is in the tests of its own.
DECIDED: dict[str, tuple[Expected, Expected]] = {
    "vorgang": (theirs(200, 200), (405, 405, 405, 405, 405, 405)),
    "antworten": (theirs(302, 302), theirs(200, 200)),
    "zugang": (theirs(200, 200), theirs(200, 200)),
    "bescheid": (theirs(302, 200), theirs(302, 302)),
    "zuruecknehmen": (theirs(200, 200), theirs(200, 200)),
    "ausweis/00000000-0000-7000-8000-000000000000": (theirs(302, 404), (405, 405, 405, 405, 405, 405)),
    "ausweis/00000000-0000-7000-8000-000000000000.pdf": (theirs(302, 404), (405, 405, 405, 405, 405, 405)),
    "eintrag/00000000-0000-7000-8000-000000000000/verlaengern": (theirs(302, 302), theirs(302, 404)),
    "eintrag/00000000-0000-7000-8000-000000000000/sonst": (theirs(404, 404), theirs(404, 404)),
    "nachfrage/00000000-0000-7000-8000-000000000000.pdf": (theirs(404, 404), (405, 405, 405, 405, 405, 405)),
}
# Of a case in which something is asked. An empty answer comes again with its mistakes.
ASKED: dict[str, tuple[Expected, Expected]] = {
    "vorgang": (theirs(200, 200), (405, 405, 405, 405, 405, 405)),
    "antworten": (theirs(200, 200), theirs(200, 200)),
    "zugang": (theirs(200, 200), theirs(200, 200)),
    "bescheid": (theirs(200, 200), theirs(200, 200)),
    "bescheid.pdf": (theirs(404, 404), (405, 405, 405, 405, 405, 405)),
    "zuruecknehmen": (theirs(200, 200), theirs(200, 200)),
}


class World:
    """The six people, and the case they call."""

    def __init__(self, town: Tenant, reference: str, clients: dict[str, Client]) -> None:
        self.base = f"/antrag/{case_of(town, reference)}"
        self.clients = clients

    def ask(self, method: str, page: str) -> Expected:
        """Return what everybody is answered; her own devices come last."""
        found = {person: self._call(person, method, page).status_code for person in PEOPLE}
        return tuple(found[person] for person in PEOPLE)

    def _call(self, person: str, method: str, page: str) -> Any:
        client = self.clients[person]
        return (client.get if method == "GET" else client.post)(f"{self.base}/{page}")


@pytest.fixture
def make_world(
    dog_service: Tenant,
    run_jobs: Jobs,
    staff: Staff,
    logged_in: Callable[[str], Client],
    at: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., World]:
    """Return a function that makes the people: `make_world(is_asked=True)`; it is late on 20 March 2026."""
    at(2026, 3, 20, 21, 41)

    def make(*, is_asked: bool) -> World:
        monkeypatch.setattr(
            "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: is_asked
        )
        telephone, tablet, guest = Visitor(), Visitor(), Visitor()
        reference = send_dog(telephone, run_jobs)
        run_jobs()
        if is_asked:
            ask(dog_service, reference, question(fields=("hund.name",)), by=staff("Frau Amt"))
        enter(tablet, reference, run_jobs)
        look_up(guest, reference)
        neighbour = Visitor("nachbarstadt.localhost")
        neighbour.client.cookies = tablet.client.cookies
        clients = {
            "stranger": Visitor().client,
            "neighbour": neighbour.client,
            "guest": guest.client,
            "held": telephone.client,
            "proven": tablet.client,
            "caseworker": logged_in("Frau Amt"),
        }
        return World(dog_service, reference, clients)

    return make


class TestADecidedCase:
    def test_answers_each_person_as_the_matrix_says(self, make_world: Callable[..., World]) -> None:
        world = make_world(is_asked=False)
        said = {page: (world.ask("GET", page), world.ask("POST", page)) for page in DECIDED}
        assert said == DECIDED

    def test_is_opened_by_the_proven_device_alone(
        self, make_world: Callable[..., World], dog_service: Tenant
    ) -> None:
        world = make_world(is_asked=False)
        assert world.ask("GET", "bescheid.pdf") == (404,) * 6
        for person in ("stranger", "neighbour", "guest", "held", "caseworker"):
            world._call(person, "POST", "bescheid")
            with in_tenant(dog_service.id):
                assert Delivery.objects.get().retrieved_at is None
        assert world._call("proven", "POST", "bescheid").status_code == 302
        assert world.ask("GET", "bescheid.pdf") == theirs(302, 200)

    def test_changes_nothing_by_being_opened(
        self, make_world: Callable[..., World], as_role: Callable[[str], Any]
    ) -> None:
        world = make_world(is_asked=False)
        before = dump(as_role)
        for page in DECIDED:
            world.ask("GET", page)
        assert dump(as_role) == before


class TestACaseInWhichSomethingIsAsked:
    def test_answers_each_person_as_the_matrix_says(
        self, make_world: Callable[..., World], dog_service: Tenant
    ) -> None:
        world = make_world(is_asked=True)
        said = {page: (world.ask("GET", page), world.ask("POST", page)) for page in ASKED}
        assert said == ASKED
        with in_tenant(dog_service.id):
            assert EvidenceRequest.objects.get().answered_at is None
            assert Case.objects.get().closed_at is None
