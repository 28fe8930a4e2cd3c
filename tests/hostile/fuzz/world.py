"""The world that is fuzzed: two towns with all services, people with devices, and words that must never be seen by others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.audiences.citizen.application.device import COOKIE
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.accounts.queries import access_caseworker
from onlineamt.foundation.accounts.tests.factories import make_staff, open_staff_session
from onlineamt.foundation.accounts.values import Caseworker, Role
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.drafts import (
    Beginning,
    keep_answers,
    new_token,
    start_application,
)
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.applications.queries import access_application
from onlineamt.procedure.cases.actions.requests import Question, request_evidence
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.catalogue.queries import get_offering
from onlineamt.procedure.decisions.actions.automatic import examine_case
from tests.cases import SERVICES, answers_of, offer, package, submit_example
from tests.hostile.fuzz.papers import (
    answer_with_papers,
    draft_in_sections,
    draft_of_two,
    draft_with_children,
    draft_with_papers,
    letter_that_arrived,
    letter_that_came_back,
    offer_papers,
    parking_permit,
    unlinked_change,
)
from tests.hostile.fuzz.values import Form
from tests.journeys.clerk_matrix import decided_case
from tests.journeys.room_matrix import printed_letter

DOG, EVIDENCE = "hund-anmelden", "sachkunde"
STAFF_NAME = "Quittenbaum"
Connect = Callable[[], AbstractContextManager[Any]]


@dataclass
class Person:
    """Somebody at a device: where they call, what they show, what they may see, what they know of."""

    name: str
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    may_see: frozenset[str] = frozenset()
    ids: dict[str, list[str]] = field(default_factory=dict)  # gap of an address → what fills it
    forms: tuple[Form, ...] = ()  # what they know how to send
    learns: bool = True  # whether links and forms of their pages are followed


@dataclass
class World:
    """Who is there, and what is secret."""

    towns: tuple[Tenant, Tenant]
    people: list[Person]
    canaries: frozenset[str]
    foreign: list[str]  # ids that belong to others
    kept_drafts: dict[UUID, str]  # of people who send nothing: id → token
    renew: Callable[[], None]


def run_jobs() -> None:
    """Do what a worker does, until nothing is left to do now."""
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.periodic_registry = PeriodicRegistry()
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def make_world(towns: tuple[Tenant, Tenant]) -> World:
    """Fill both towns. Everybody's word stands in their name, their dog's name and what their office wrote."""
    here, there = towns
    for town in towns:
        for key in sorted(folder.name for folder in SERVICES.iterdir() if not folder.name.startswith("_")):
            if package(key).service.decided_in == "platform":
                kind = package(key).service.office
                offer(town, key, office="steueramt" if key == DOG else f"amt-{kind}", kind=kind)
        offer_papers(town)
    words = {name: f"{plant}{name}" for name, plant in PLANTS.items()}
    staff = _Staff()
    known = decided_case(here, staff.of(here), run_jobs)
    known |= printed_letter(here)
    with in_tenant(here.id):
        known["token"] = open_entry(RegisterEntry.objects.get()).check_token
    petras = new_token()
    permit = parking_permit(here, petras, words["Petra"], run_jobs)
    decided_case(there, staff.of(there), run_jobs)
    kept = {_draft(here, token := new_token(), words["Max"]): token for _ in range(3)}
    nina, nina_token = _case(there, words["Nina"]), new_token()
    draft_of_nina = _draft(there, nina_token, words["Nina"])
    paula = _case(here, words["Paula"])
    gaps = {name: [str(value)] for name, value in known.items()}
    guest = Person("guest with a draft", "musterstadt.localhost", may_see=frozenset({words["Gerd"]}))
    holder = Person("guest with a case", "musterstadt.localhost", may_see=frozenset({words["Hanna"]}))
    resident = Person("resident with a permit", "musterstadt.localhost", cookies={COOKIE: petras})
    resident.may_see = frozenset({words["Petra"]})
    resident.ids = {**gaps, "application_id": [str(permit.case_id)], "entry_id": [str(permit.entry_id)]}
    gaps["token"] = [*gaps["token"], permit.check_token, permit.letter_token]
    gaps["entry_id"] = [str(permit.entry_id), *gaps["entry_id"]]
    writer = Person("guest with papers", "musterstadt.localhost", may_see=frozenset({words["Frida"]}))
    clerk = Person("caseworker", "musterstadt.localhost", ids=dict(gaps))
    sendable = ("Hanna", "Paula", "Clara", "Petra", "Gerd", "Frida")  # Gerd and Frida may send
    clerk.may_see = frozenset(words[name] for name in sendable)
    other = Person("other town's caseworker", "nachbarstadt.localhost", ids=dict(gaps), learns=False)
    other.may_see = frozenset({words["Nina"], STAFF_NAME})
    thief = Person("other town's caseworker, here", "musterstadt.localhost", ids=dict(gaps))
    people = [
        Person("stranger", "musterstadt.localhost", ids=dict(gaps)),
        guest,
        writer,
        holder,
        resident,
        clerk,
    ]
    people += [other, thief]

    def renew() -> None:
        """Give back what was sent, deleted, decided or logged out."""
        token = guest.cookies[COOKIE] = new_token()
        drafts = [str(_draft(here, token, words["Gerd"])) for _ in range(2)]
        writer.cookies[COOKIE] = new_token()
        couple = draft_of_two(here, (writer.cookies[COOKIE], token), (words["Frida"], words["Gerd"]))
        guest.ids = {**gaps, "application_id": [*drafts, str(couple.part_id)]}
        guest.forms, people[0].ids["code"] = couple.of_second, [couple.code]
        token = writer.cookies[COOKIE]
        papers = draft_with_papers(here, token, words["Frida"])
        children, about_them = draft_with_children(here, token, words["Frida"])
        long, of_sections = draft_in_sections(here, token, words["Frida"])
        writer.forms = (*papers.forms, *about_them, *of_sections, *couple.of_first)
        writer.ids = {
            **gaps,
            "application_id": [
                str(papers.draft_id),
                str(children),
                str(long),
                *map(str, (couple.main_id, *couple.open_ids)),
            ],
            "document_id": [str(papers.document_id)],
            "upload_id": [str(papers.upload_id)],
        }
        token = holder.cookies[COOKIE] = new_token()
        case_id, request_id, holder.forms = _asked_case(
            here, words["Hanna"], token, staff.of(here)("Frau Amt")
        )
        with in_tenant(here.id):
            shown = Holder.objects.filter(application_id__in=[case_id, permit.case_id])
            shown.update(proven_at=now())
        run_jobs()
        holder.ids = {**gaps, "application_id": [str(case_id)], "request_id": [str(request_id)]}
        clerk.cookies[SESSION] = staff.log_in(here, "Frau Amt")
        change, linking = unlinked_change(here, "telefon", words["Clara"])
        clerk.forms = (
            linking,
            letter_that_arrived(known["item_id"]),
            letter_that_came_back(known["item_id"]),
        )
        fresh = [str(_case(here, words["Clara"])), str(change)]
        clerk.ids = {
            **gaps,
            "case_id": [*gaps["case_id"], str(permit.case_id), *fresh, str(case_id)],
            "application_id": [str(case_id)],
        }
        other.cookies[SESSION] = thief.cookies[SESSION] = staff.log_in(there, STAFF_NAME)

    renew()
    foreign = [
        *map(str, kept),
        str(nina),
        str(draft_of_nina),
        str(paula),
        str(permit.case_id),
        *(value for one in gaps.values() for value in one),
    ]
    return World(towns, people, frozenset({*words.values(), STAFF_NAME}), foreign, kept, renew)


PLANTS = {
    "Max": "Wacholder",
    "Nina": "Holunder",
    "Paula": "Schlehe",
    "Gerd": "Hagebutte",
    "Hanna": "Sanddorn",
    "Clara": "Vogelbeere",
    "Petra": "Felsenbirne",
    "Frida": "Kornelkirsche",
}


class _Staff:
    """The people of both offices, employed when they are first asked for."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[UUID, str], UUID] = {}

    def of(self, town: Tenant) -> Callable[[str], Caseworker]:
        def find(name: str) -> Caseworker:
            with in_tenant(town.id):
                return access_caseworker(open_staff_session(self._employ(town, name)))

        return find

    def log_in(self, town: Tenant, name: str) -> str:
        with in_tenant(town.id):
            return open_staff_session(self._employ(town, name))

    def _employ(self, town: Tenant, name: str) -> UUID:
        if (town.id, name) not in self._accounts:
            offices = [(unit.id, Role.CASEWORKER) for unit in OrgUnit.objects.filter(tenant=town)]
            self._accounts[town.id, name] = make_staff(name, *offices).id
        return self._accounts[town.id, name]


def _answers(word: str) -> dict[str, Any]:
    return {**answers_of(DOG, "ermaessigung"), "person.familienname": word, "hund.name": word}


def _draft(town: Tenant, token: str, word: str) -> UUID:
    with in_tenant(town.id):
        offering = get_offering(town.id, DOG)
        draft_id = start_application(
            Beginning(
                version_id=offering.version_id,
                service_key=DOG,
                parameters=offering.parameters,
                keep_draft="P30D",
                language=Language.GERMAN,
                address="192.0.2.7",
            ),
            token=token,
        )
        draft = access_application(draft_id, token=token, for_update=True)
        keep_answers(draft, _answers(word), page="", language=Language.GERMAN, token=token)
        return draft_id


def _case(town: Tenant, word: str, token: str = "telefon") -> UUID:
    with in_tenant(town.id):
        case_id = submit_example(
            town, DOG, _answers(word), email=True, despite_gaps=False, language=Language.GERMAN, token=token
        )
        examine_case(case_id)
    return case_id


def _asked_case(town: Tenant, word: str, token: str, by: Caseworker) -> tuple[UUID, UUID, tuple[Form, ...]]:
    case_id = _case(town, word, token)
    with in_tenant(town.id):
        text, due_on = f"{word}: Welche Farbe hat der Hund?", today() + timedelta(days=30)
        question = Question(text=text, due_on=due_on, evidence=[EVIDENCE])
        revision = Case.objects.get(id=case_id).revision
        request_id = request_evidence(case_id, question, caseworker=by, revision=revision)
        return case_id, request_id, answer_with_papers(case_id, request_id, EVIDENCE, word)
