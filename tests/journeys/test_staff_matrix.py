"""Who of the staff may call what: every address of the back office, for colleagues, other offices and the next town.

A new address of the back office says here what it answers. What an office may not see is not found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from onlineamt.audiences.entrance.marks import mark_of
from onlineamt.foundation.accounts.models import StaffSession
from onlineamt.foundation.accounts.queries import access_caseworker
from onlineamt.foundation.accounts.tests.factories import open_staff_session
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.architecture.test_addresses import addresses
from tests.hostile.dump import Dump, dump
from tests.journeys.clerk_matrix import CASE_MATRIX, IN_THE_OFFICE, decided_case
from tests.journeys.room_matrix import LOOKS, ROOM_MATRIX, printed_letter
from tests.journeys.test_permission_matrix import MATRIX
from tests.staff import STAFF, Staff

# Frau Amt's things are called; her colleague, her decider, her lead, the admin, the auditor, another office, the next town.
PEOPLE = tuple(STAFF)


@dataclass(frozen=True)
class StaffLine:
    """What an address answers to each of PEOPLE."""

    get: tuple[int, ...]
    post: tuple[int, ...]


def everybody(status: int) -> tuple[int, ...]:
    """The same to all who are logged in."""
    return tuple(status for _ in PEOPLE)


STAFF_MATRIX: dict[str, StaffLine] = {
    "staff_account": StaffLine(everybody(200), everybody(405)),
    "staff_keys": StaffLine(everybody(200), everybody(405)),
    "staff_password": StaffLine(everybody(200), everybody(422)),
    "staff_recovery_codes": StaffLine(everybody(200), everybody(422)),
    "staff_session_end": StaffLine(everybody(405), everybody(302)),  # of others: nothing happens, see below
    "staff_sessions_end": StaffLine(everybody(405), everybody(302)),
    **{name: StaffLine(*answers) for name, answers in (CASE_MATRIX | ROOM_MATRIX).items()},
}


class Office:
    """Everybody at work, each with a browser of their own, and what belongs to Frau Amt."""

    def __init__(
        self,
        staff: Staff,
        logged_in: Callable[[str], Client],
        town: Tenant,
        run_jobs: Callable[[], None],
    ) -> None:
        self.browsers = {name: logged_in(name) for name in PEOPLE}
        frau_amt = staff("Frau Amt").account_id
        with in_tenant(town.id):
            self.session_id = access_caseworker(open_staff_session(frau_amt)).session_id  # on her telephone
        self.ids = {
            "session_id": self.session_id,
            **decided_case(town, staff, run_jobs),
            **printed_letter(town),
        }

    def path(self, name: str) -> str:
        """Return an address with something of Frau Amt's in each gap."""
        (gaps,) = get_resolver().reverse_dict.getlist(name)[0][0][:1]
        return reverse(name, kwargs={gap: self.ids[gap] for gap in gaps[1]})

    def ask(self, person: str, method: str, name: str, **headers: str) -> Any:
        """Let somebody call an address."""
        browser = self.browsers[person]
        call = browser.get if method == "GET" else browser.post
        return call(self.path(name), **headers)


@pytest.fixture
def office(
    towns: tuple[Tenant, Tenant],
    staff: Staff,
    logged_in: Callable[[str], Client],
    at: Callable[..., Any],
    run_jobs: Callable[[], None],
) -> Office:
    """It is a quarter past eight on a Monday, and everybody has logged in."""
    at(2026, 3, 23, 7, 15)
    return Office(staff, logged_in, towns[0], run_jobs)


def test_holds_every_address_of_the_back_office() -> None:
    marked = {
        str(pattern.name) for _, pattern in addresses(get_resolver()) if mark_of(pattern.callback) == "staff"
    }
    assert set(STAFF_MATRIX) == marked
    assert {name for name, line in MATRIX.items() if line.mark == "staff"} == marked


def test_every_address_under_amt_is_behind_a_door() -> None:
    doors = {"staff_login", "staff_second_step", "staff_logout", "staff_setup", "staff_enrolment"}
    under = {str(pattern.name) for path, pattern in addresses(get_resolver()) if path.startswith("amt/")}
    assert under - doors == set(STAFF_MATRIX)


class TestEveryAddress:
    def test_answers_each_person_as_the_matrix_says(self, office: Office) -> None:
        said = {
            name: StaffLine(
                tuple(office.ask(person, "GET", name).status_code for person in PEOPLE),
                tuple(office.ask(person, "POST", name).status_code for person in PEOPLE),
            )
            for name in STAFF_MATRIX
        }
        assert said == STAFF_MATRIX

    def test_refuses_forms_of_other_sites(self, office: Office, as_role: Callable[[str], Any]) -> None:
        before = dump(as_role)
        for name in STAFF_MATRIX:
            assert office.ask("Frau Amt", "POST", name, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
        assert dump(as_role) == before

    def test_changes_nothing_by_being_opened(self, office: Office, as_role: Callable[[str], Any]) -> None:
        """But that somebody looked is written down."""
        before = without_looks(dump(as_role))
        for name in STAFF_MATRIX:
            for person in PEOPLE:
                office.ask(person, "GET", name)
        assert without_looks(dump(as_role)) == before

    def test_is_kept_by_nobody(self, office: Office) -> None:
        for name in STAFF_MATRIX:
            for method in ("GET", "POST"):
                page = office.ask("Frau Amt", method, name)
                assert (page["Cache-Control"], page.has_header("X-Onlineamt-Cache")) == ("no-store", False)


class TestACase:
    def test_changes_by_nobody_of_another_office_or_town(
        self, office: Office, as_role: Callable[[str], Any]
    ) -> None:
        before = of_case(dump(as_role), office)
        for name in CASE_MATRIX:
            for person in set(PEOPLE) - set(IN_THE_OFFICE):
                office.ask(person, "POST", name)
        assert of_case(dump(as_role), office) == before

    def test_shows_nothing_of_itself_to_them(self, office: Office) -> None:
        secrets = ("Mustermann", "Lindenweg", "Waldi")
        for name in CASE_MATRIX:
            for person in set(PEOPLE) - set(IN_THE_OFFICE):
                for method in ("GET", "POST"):
                    page = office.ask(person, method, name).content.decode("utf-8", "replace")
                    assert not [secret for secret in secrets if secret in page], (name, person, method)


class TestASession:
    def test_is_ended_by_its_owner_only(self, office: Office, towns: tuple[Tenant, Tenant]) -> None:
        for person in PEOPLE[1:]:
            office.ask(person, "POST", "staff_session_end")
        with in_tenant(towns[0].id):
            assert StaffSession.objects.get(id=office.session_id).ended_at is None
        office.ask("Frau Amt", "POST", "staff_session_end")
        with in_tenant(towns[0].id):
            assert StaffSession.objects.get(id=office.session_id).ended_at is not None


def without_looks(found: Dump) -> Dump:
    """Leave out what the audit trail holds about looking."""
    looks = {"case.looked", "case.document_opened"} | LOOKS
    return {
        table: [row for row in rows if row.get("name") not in looks] if table == "audit_entry" else rows
        for table, rows in found.items()
    }


def of_case(found: Dump, office: Office) -> list[Any]:
    """Return every row that names the case or something of it."""
    ids = {str(one) for name, one in office.ids.items() if name != "session_id"}
    return [
        (table, row)
        for table, rows in found.items()
        for row in rows
        if not ids.isdisjoint(map(str, row.values()))
    ]
