"""A resident's parking permit is renewed, gets another plate and is given back: from its own page, and by number and birthday."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.journeys.citizen import enter
from tests.journeys.clerk import Clerk
from tests.journeys.offering import Jobs, case_id, decide, fill_in, offer, submit
from tests.journeys.test_parken_without_javascript import CAR, HOME, KEY, PERSON, TERM, entries, photo
from tests.journeys.visitor import Visitor, date_answer

Clock = Callable[..., Any]
RENEWAL, CHANGE = f"{KEY}-verlaengern", f"{KEY}-aendern"
NUMBER = "BP-2026-00001"
BIRTHDAY = date_answer("person.geburtsdatum", 27, 3, 1985)
WHICH = {"ausweis.nummer": NUMBER.lower(), **BIRTHDAY}
NAME = {"person.vorname": "Erika", "person.familienname": "Mustermann"}
ADDRESS = {key: value for key, value in HOME.items() if key.startswith("anschrift.")}
NEW_CAR = {"ersatz.kennzeichen": "MU-CD 456", "ersatz.klasse": "pkw", "ersatz.nutzung": "eigen"}


@pytest.fixture(autouse=True)
def evening(at: Clock) -> None:
    """It is late on 20 March 2026; the permit begins on the 23rd."""
    at(2026, 3, 20, 21, 41)


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt, which issues, renews and changes parking permits."""
    offer(towns[0], KEY, RENEWAL, CHANGE)
    return towns[0]


@pytest.fixture
def permit(town: Tenant, run_jobs: Jobs) -> str:
    """Return the reference of the case in which Erika got her permit."""
    erika = fill_in(Visitor(), KEY, [PERSON, HOME, CAR, {"fahrzeug.schein": photo()}, TERM])
    reference = submit(erika, run_jobs)
    run_jobs()
    return reference


def term(town: Tenant) -> tuple[str, str]:
    """Return the days on which the one permit counts."""
    (entry,) = entries(town)
    return str(entry.valid_from), str(entry.valid_until)


def plate(town: Tenant) -> str:
    """Return the plate that the one permit names."""
    (entry,) = entries(town)
    with in_tenant(town.id):
        return str(open_entry(entry).values["fahrzeug.kennzeichen"])


class TestRenewal:
    def test_from_ones_own_page_asks_nothing(
        self, town: Tenant, permit: str, run_jobs: Jobs, at: Clock
    ) -> None:
        enter(Visitor(), permit, run_jobs).follow("Zum Bescheid").send()
        at(2027, 3, 1, 20, 0)
        erika = enter(Visitor(), permit, run_jobs)
        erika.send({}, button="Nichts hat sich geändert", form=form_of(erika))
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "GeändertNichts" in erika.text.replace(" ", "")
        submit(erika, run_jobs)
        run_jobs()
        assert term(town)[1] == "2028-03-22"

    def test_by_number_and_birthday_begins_the_day_after_the_old_end(
        self, town: Tenant, permit: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2027, 3, 22, 22, 30)  # half an hour before midnight in Berlin, on the last day
        pages = [WHICH, {"aenderung.art": "nichts"}, NAME | ADDRESS, {"ausweis.laufzeit": "monate_12"}]
        submit(fill_in(Visitor(), RENEWAL, pages), run_jobs)
        run_jobs()
        assert term(town)[1] == "2028-03-22"
        assert [entry.number for entry in entries(town)] == [NUMBER]

    def test_with_another_birthday_finds_nothing_and_goes_to_a_person(
        self, town: Tenant, permit: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2027, 3, 1, 20, 0)
        stranger = {"ausweis.nummer": NUMBER, **date_answer("person.geburtsdatum", 1, 1, 1990)}
        pages = [stranger, {"aenderung.art": "nichts"}, NAME | ADDRESS, {"ausweis.laufzeit": "monate_12"}]
        submit(fill_in(Visitor(), RENEWAL, pages), run_jobs)
        run_jobs()
        assert term(town)[1] == "2027-03-22"

    def test_too_early_is_said_and_may_be_sent_all_the_same(self, town: Tenant, permit: str) -> None:
        erika = fill_in(Visitor(), RENEWAL, [WHICH])
        assert erika.heading == "Ihr Ausweis gilt noch länger"
        erika.send({}, button="Trotzdem")
        assert erika.heading == "Hat sich etwas geändert?"


class TestAnotherPlate:
    def test_is_entered_by_a_program_and_the_old_one_counts_no_more(
        self, town: Tenant, permit: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2026, 6, 1, 12, 0)
        pages = [WHICH, NAME | ADDRESS, {"aenderung.anlass": "kennzeichen"}, NEW_CAR]
        erika = fill_in(Visitor(), CHANGE, [*pages, {"ersatz.schein": photo()}])
        assert "7,00 €" in erika.text
        submit(erika, run_jobs)
        run_jobs()
        assert plate(town) == "MU-CD 456"
        assert term(town)[1] == "2027-03-22"


class TestGivingBack:
    def test_ends_the_permit_when_a_clerk_has_seen_it(
        self, town: Tenant, permit: str, run_jobs: Jobs, at: Clock, logged_in: Callable[[str], Client]
    ) -> None:
        at(2026, 6, 1, 12, 0)
        last = date_answer("rueckgabe.am", 30, 6, 2026)
        pages = [WHICH, NAME | ADDRESS, {"aenderung.anlass": "rueckgabe"}, last]
        case = case_id(town, submit(fill_in(Visitor(), CHANGE, pages), run_jobs))
        run_jobs()
        decide(Clerk(logged_in("Herr Fremd")), case, "beendet")
        run_jobs()
        (entry,) = entries(town)
        assert entry.ended_on == date(2026, 7, 1)  # the first day on which it counts no more


def form_of(visitor: Visitor) -> int:
    """Return which form of the page begins the renewal."""
    words = [" ".join(form.text_content().split()) for form in visitor.forms()]
    return next(index for index, said in enumerate(words) if "Nichts hat sich geändert" in said)
