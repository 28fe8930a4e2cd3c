"""Who may call what: every address, for every kind of person, and what stands in what they get.

Erika holds an application. The stranger holds none, Max another one in the same town, Nina one in the neighbour town,
all for the same service. "Foreign" is a form on another website that Erika's browser is made to send.
"""

import re
import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from onlineamt.adapters.mail_folder import FolderTransport
from onlineamt.audiences.entrance.marks import mark_of
from onlineamt.config import urls
from onlineamt.facilities.mail.transport import transport
from onlineamt.facilities.registers.actions import enter
from onlineamt.facilities.registers.queries import open_entry
from onlineamt.facilities.registers.tests.factories import new_entry
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.actions import offer_service
from onlineamt.procedure.catalogue.models import ServiceVersion
from tests.architecture.test_addresses import addresses
from tests.hostile.dump import Dump, dump
from tests.journeys.clerk_matrix import CASE_MATRIX
from tests.journeys.room_matrix import ROOM_MATRIX
from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON, begin, mailed_code
from tests.journeys.test_files_in_parts import ANSWER_UPLOADS, UPLOADS
from tests.journeys.visitor import Visitor

EMAIL = "erika@musterstadt.invalid"
NAMES = {"person.familienname": "Mustermann-Quendel", "hund.name": "Waldi-Fenchel"}  # no page's own words
PEOPLE = ("stranger", "erika", "max", "nina")
Expected = tuple[int, int, int, int]  # in the order of PEOPLE


@dataclass(frozen=True)
class Line:
    """What an address answers. `of`: which of Erika's applications its id names; `shows`: why it may show her address."""

    mark: str
    get: Expected
    post: Expected
    foreign: int = 403
    of: str = "draft"
    shows: str = ""


def everybody(status: int) -> Expected:
    """The same to all."""
    return (status, status, status, status)


def hers(status: int, *, to_others: int = 404) -> Expected:
    """Something to Erika; to all others there is no such application."""
    return (to_others, status, to_others, to_others)


PUBLIC = Line("public", everybody(200), everybody(405))
PLAIN = replace(PUBLIC, mark="plain")
MACHINE = replace(PLAIN, foreign=405)  # answered before anything is known of the request
READ_ONLY = everybody(405)
STAFF_ONLY = Line("staff", everybody(302), everybody(403))  # to the log-in: test_staff_matrix.py
DEMO = "the mailbox of the demonstration is open to whoever tries it out; production has none"

OF_TWO = ("invitation", "application_parts", "application_part")
STAFF_GAPS = (
    "session_id", "case_id", "document_id", "task_id", "claim_id", "hold_id", "delivery_id",
    "entry_id", "item_id", "batch_id", "field_id", "upload_id", "place",
)  # fmt: skip

MATRIX: dict[str, Line] = {
    "operations_health": MACHINE,
    "operations_readiness": MACHINE,
    "operations_metrics": replace(MACHINE, get=everybody(404)),  # only this machine, or who has the token
    **dict.fromkeys(("theme", "icon", "gallery", "gallery_page"), PLAIN),
    "demo-mails": replace(PLAIN, shows=DEMO),
    "demo-mail": replace(PLAIN, get=(200, 200, 200, 404), shows=DEMO),
    "start": PUBLIC,
    "search": PUBLIC,
    "search_suggestions": PUBLIC,
    "life_situations": PUBLIC,
    "life_situation": replace(PUBLIC, get=everybody(404)),  # no life situation is installed here
    **dict.fromkeys(("services", "service", "service_poster", "service_qr", "offices", "office"), PUBLIC),
    "robots": PUBLIC,
    "sitemap": PUBLIC,
    "imprint": PUBLIC,
    "privacy": PUBLIC,
    "accessibility": PUBLIC,
    "progress": PUBLIC,
    "guide": PUBLIC,
    "barrier-reported": PUBLIC,
    "barrier": Line("tenant", everybody(200), everybody(422)),
    "verify": Line("tenant", everybody(200), everybody(422)),
    "verify-token": Line("tenant", (200, 200, 200, 404), READ_ONLY),
    "register-check": Line("tenant", (200, 200, 200, 404), everybody(404)),  # this register compares nothing
    "resume": Line("tenant", everybody(200), everybody(200)),
    "status": Line("tenant", everybody(200), everybody(200)),
    "application_start": Line("tenant", everybody(302), everybody(302)),
    "application": Line("tenant", hers(302), READ_ONLY),
    **dict.fromkeys(OF_TWO, Line("tenant", everybody(404), everybody(404))),  # this form is for one person
    "application_tasks": Line("tenant", hers(302), READ_ONLY),  # this form has no sections
    "application_check": Line("tenant", hers(200), hers(200)),
    "application_code": Line("tenant", hers(302), hers(302)),
    "application_code_again": Line("tenant", READ_ONLY, hers(422)),
    "application_later": Line("tenant", hers(200), READ_ONLY),
    "application_send_code": Line("tenant", READ_ONLY, hers(200)),
    "application_delete": Line("tenant", READ_ONLY, hers(200)),
    "application_page": Line("tenant", hers(200), hers(200)),
    "application_autosave": Line("tenant", READ_ONLY, hers(200)),
    "application_item": Line("tenant", everybody(404), everybody(404)),  # nothing is listed here
    "application_item_remove": Line("tenant", everybody(404), everybody(404)),
    "application_item_autosave": Line("tenant", READ_ONLY, everybody(404)),
    "application_file": Line("tenant", everybody(404), READ_ONLY),
    **dict.fromkeys(UPLOADS, Line("tenant", READ_ONLY, everybody(404))),  # files are not asked for here
    **dict.fromkeys(ANSWER_UPLOADS, Line("tenant", READ_ONLY, hers(409), of="sent")),  # nothing is asked here
    "application_done": Line("tenant", hers(200), READ_ONLY, of="sent"),
    "application_receipt": Line("tenant", hers(200), READ_ONLY, of="sent"),
    # What follows sending; who has shown a fresh code, and the office: test_citizen_matrix.py
    "status_code": Line("tenant", everybody(302), everybody(302)),
    "answer_by_letter": Line("tenant", everybody(200), everybody(200)),
    "application_case": Line("tenant", hers(200), READ_ONLY, of="sent"),
    "application_answer": Line("tenant", hers(302), hers(200), of="sent"),
    "application_access": Line("tenant", hers(200), hers(200), of="sent"),
    "application_decision": Line("tenant", hers(302), hers(302), of="sent"),
    "application_decision_pdf": Line("tenant", everybody(404), READ_ONLY, of="sent"),
    "application_permit": Line("tenant", hers(302), READ_ONLY, of="sent"),
    "application_permit_pdf": Line("tenant", hers(302), READ_ONLY, of="sent"),
    "application_follow_up": Line("tenant", hers(302), hers(302), of="sent"),
    "application_request": Line("tenant", everybody(404), READ_ONLY, of="sent"),
    "application_withdraw": Line("tenant", hers(200), hers(200), of="sent"),
    "demo-totp": Line("tenant", everybody(200), READ_ONLY),
    "staff_login": Line("tenant", everybody(200), everybody(422)),
    "staff_second_step": Line("tenant", everybody(302), everybody(302)),
    "staff_logout": Line("tenant", READ_ONLY, everybody(302)),
    "staff_setup": Line("tenant", everybody(200), everybody(422)),
    "staff_enrolment": Line("tenant", everybody(302), everybody(302)),
    "staff_account": STAFF_ONLY,
    "staff_password": STAFF_ONLY,
    "staff_recovery_codes": STAFF_ONLY,
    "staff_session_end": STAFF_ONLY,
    "staff_sessions_end": STAFF_ONLY,
    "staff_keys": STAFF_ONLY,
    **dict.fromkeys(CASE_MATRIX | ROOM_MATRIX, STAFF_ONLY),
}  # fmt: skip


class World:
    """The four people with their devices, and Erika's two applications."""

    def __init__(self, run_jobs: Callable[[], None]) -> None:
        self._tokens: dict[str, str] = {}
        self.people = {
            "stranger": Visitor(),
            "erika": Visitor(),
            "max": Visitor(),
            "nina": Visitor("nachbarstadt.localhost"),
        }
        self.secrets: set[str] = {*NAMES.values(), EMAIL}
        for name in ("max", "nina"):
            begin(self.people[name])
        self.sent = self._send_one(run_jobs)
        self.draft = self.begin_one()
        self._tokens["register-check"] = self._give_tag()
        self._tokens["verify-token"] = self._read_token()

    def _send_one(self, run_jobs: Callable[[], None]) -> str:
        erika = begin(self.people["erika"])
        application_id = _id_in(erika.path)
        erika.send(PERSON | NAMES).send(DOG | NAMES).send(KEEPING)
        erika.send({"contact": "email", "email": EMAIL})
        run_jobs()
        erika.send({"code": mailed_code()})
        run_jobs()
        self.secrets.add(str(erika.page.xpath("string(//*[@id='reference'])")))
        return application_id

    def begin_one(self) -> str:
        """Begin another application of Erika's, with her name in it, and return its id."""
        erika = begin(self.people["erika"]).send(PERSON | NAMES)
        return _id_in(erika.path)

    def _read_token(self) -> str:
        receipt = self.people["erika"].client.get(self.path("application_receipt", self.sent)).content
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(receipt)).pages)
        found = re.search(r"Code: ([0-9A-Z-]{29})", text)
        assert found, text
        return found[1]

    def _give_tag(self) -> str:
        """Enter Erika's dog, and return the code on its tag."""
        with in_tenant(Tenant.objects.get(key="musterstadt").id):
            return open_entry(enter(new_entry(UUID(self.sent), values=NAMES))).check_token

    def path(self, name: str, application_id: str) -> str:
        """Return an address with something in each gap that exists."""
        parts = {
            "application_id": application_id,
            "page_id": "person",
            "key": self._key(name),
            "token": self._tokens.get(name, ""),
            "name": "form",
            "service": "hund-anmelden",
            "request_id": application_id,
            "step": "verlaengern",
            "number": 1,
            "code": "AAAA-AAAA-AAAA",
            **dict.fromkeys(STAFF_GAPS, application_id),  # whatever id: nobody here is logged in
        }
        (gaps,) = get_resolver().reverse_dict.getlist(name)[0][0][:1]
        return reverse(name, kwargs={gap: parts[gap] for gap in gaps[1]})

    def _key(self, name: str) -> str:
        if name == "demo-mail":
            stand_in = transport()
            assert isinstance(stand_in, FolderTransport)
            return stand_in.list_mails("musterstadt.localhost").mails[0].key
        return "steueramt" if name == "office" else "hund-anmelden"

    def ask(self, person: str, method: str, name: str, *, application_id: str = "", **headers: str) -> Any:
        """Let somebody call an address; without an id it is the application the matrix names."""
        known = application_id or (self.sent if MATRIX[name].of == "sent" else self.draft)
        client = self.people[person].client
        call = client.get if method == "GET" else client.post
        return call(self.path(name, known), REMOTE_ADDR="203.0.113.7", **headers)


@pytest.fixture
def world(
    dog_service: Tenant,
    towns: tuple[Tenant, Tenant],
    run_jobs: Callable[[], None],
    at: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """Return the people; it is late on 20 March 2026, both towns offer to register dogs, and no dog is drawn for review."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )
    OrgUnit.objects.create(tenant=towns[1], key="steueramt", kind="steuern", name="Steueramt")
    offer_service(tenant_id=towns[1].id, version_id=ServiceVersion.objects.get().id)
    directory.forget()
    return World(run_jobs)


def names() -> dict[str, Any]:
    return {str(pattern.name): pattern.callback for _, pattern in addresses(get_resolver())}


class TestTheMatrix:
    def test_holds_every_address(self) -> None:
        """A new address says here who may call it."""
        assert set(MATRIX) == set(names())

    def test_says_how_every_view_is_marked(self) -> None:
        marks = {name: mark_of(view) for name, view in names().items()}
        assert {name: line.mark for name, line in MATRIX.items()} == marks

    def test_leaves_out_in_production_what_is_for_trying_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, mode="production"))
        patterns = runpy.run_path(urls.__file__)["urlpatterns"]
        served = {str(one.name) for resolver in patterns for one in resolver.url_patterns}
        assert set(MATRIX) - served == {
            "gallery", "gallery_page", "demo-mails", "demo-mail", "demo-totp",
        }  # fmt: skip


class TestEveryAddress:
    def test_answers_each_person_as_the_matrix_says(self, world: World) -> None:
        said = {name: (_all(world, "GET", name), _posts(world, name)) for name in MATRIX}
        assert said == {name: (line.get, line.post) for name, line in MATRIX.items()}

    def test_shows_nothing_of_erika_to_anybody_else(self, world: World) -> None:
        shown = {
            (name, person, method): secret
            for name, person, method, page in _answers_to_others(world)
            for secret in world.secrets
            if secret in page.content.decode("utf-8", "replace") + repr(page.headers)
        }
        assert {name for name, _, _ in shown} == {name for name, line in MATRIX.items() if line.shows}
        assert set(shown.values()) == {EMAIL}

    def test_refuses_forms_of_other_sites_and_does_nothing(
        self, world: World, as_role: Callable[[str], Any]
    ) -> None:
        before = dump(as_role)
        for site in ("cross-site", "same-site"):
            said = {
                name: world.ask("erika", "POST", name, HTTP_SEC_FETCH_SITE=site).status_code
                for name in MATRIX
            }
            assert said == {name: line.foreign for name, line in MATRIX.items()}
        assert dump(as_role) == before

    def test_changes_nothing_by_being_opened(
        self, world: World, as_role: Callable[[str], Any], at: Callable[..., Any]
    ) -> None:
        """But for two things: when a device last used its application, so that it may stay open, and who guesses."""
        at(2026, 3, 20, 22, 0)
        before = without_holding(dump(as_role))
        for name in MATRIX:
            for person in PEOPLE:
                world.ask(person, "GET", name)
        assert without_holding(dump(as_role)) == before

    def test_changes_nothing_of_erika_by_what_others_send(
        self, world: World, as_role: Callable[[str], Any]
    ) -> None:
        before = of_applications(dump(as_role), world)
        for name in MATRIX:
            for person in ("stranger", "max", "nina"):
                world.ask(person, "POST", name)
        assert of_applications(dump(as_role), world) == before

    def test_is_kept_by_nobody_unless_it_is_for_everybody(self, world: World) -> None:
        for name, line in MATRIX.items():
            for method in ("GET", "POST"):
                page = world.ask("erika", method, name, application_id=_own(world, name, method))
                if line.mark in {"tenant", "staff"} or (page.status_code >= 400 and line.foreign == 403):
                    assert page["Cache-Control"] == "no-store", name
                if line.mark != "tenant":
                    assert not page.cookies, name
                assert page.has_header("X-Onlineamt-Cache") == (
                    line.mark == "public" and page.status_code == 200
                )


class TestAnotherTown:
    def test_knows_no_application_whatever_cookie_is_shown(self, world: World) -> None:
        """The neighbour's host is called with Erika's own cookie, as a copied browser profile would."""
        thief = Visitor("nachbarstadt.localhost")
        thief.client.cookies = world.people["erika"].client.cookies
        world.people["nina"] = thief
        for name, line in MATRIX.items():
            assert world.ask("nina", "GET", name).status_code == line.get[-1], name


def _all(world: World, method: str, name: str) -> tuple[int, ...]:
    return tuple(
        world.ask(person, method, name, application_id=_own(world, name, method)).status_code
        for person in PEOPLE
    )


def _posts(world: World, name: str) -> tuple[int, ...]:
    """Others first: what Erika sends may end the application."""
    application_id = _own(world, name, "POST")
    said = {
        person: world.ask(person, "POST", name, application_id=application_id).status_code
        for person in sorted(PEOPLE, key=lambda person: person == "erika")
    }
    return tuple(said[person] for person in PEOPLE)


def _own(world: World, name: str, method: str) -> str:
    """Return the id of an application that only this call is about, where it is to be changed."""
    is_about_draft = name.startswith("application") and MATRIX[name].of == "draft"
    return world.begin_one() if method == "POST" and is_about_draft else ""


def _answers_to_others(world: World) -> Iterator[tuple[str, str, str, Any]]:
    for name in MATRIX:
        for person in ("stranger", "max", "nina"):
            for method in ("GET", "POST"):
                yield name, person, method, world.ask(person, method, name)


def without_holding(found: Dump) -> Dump:
    return {
        table: [{**row, "used_at": ""} for row in rows] if table == "application_holder" else rows
        for table, rows in found.items()
        if table != "rate_counter"
    }


def of_applications(found: Dump, world: World) -> list[Any]:
    """Return every row that names one of Erika's applications."""
    return [
        (table, row)
        for table, rows in found.items()
        for row in rows
        if not {world.draft, world.sent}.isdisjoint(row.values())
    ]


def _id_in(path: str) -> str:
    return path.split("/antrag/")[1].split("/", maxsplit=1)[0]
