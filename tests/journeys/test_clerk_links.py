"""Somebody gives a permit back and mistypes their birthday: the office says which entry is meant."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.foundation.tenancy.models import Tenant
from tests.journeys.clerk import Clerk
from tests.journeys.offering import Jobs, case_id, decide, fill_in, offer, submit
from tests.journeys.test_parken_follow_ups import ADDRESS, CHANGE, KEY, NAME, NUMBER, RENEWAL
from tests.journeys.test_parken_without_javascript import CAR, HOME, PERSON, TERM, entries, photo
from tests.journeys.visitor import Visitor, date_answer

WAY = "Mit einem Registereintrag verbinden"
WRONG = date_answer("person.geburtsdatum", 28, 3, 1985)


@pytest.fixture
def town(
    towns: tuple[Tenant, Tenant], nobody_is_drawn: None, at: Callable[..., Any], run_jobs: Jobs
) -> Tenant:
    """Return Musterstadt, in which Erika has a permit."""
    at(2026, 3, 20, 21, 41)
    offer(towns[0], KEY, RENEWAL, CHANGE)
    submit(fill_in(Visitor(), KEY, [PERSON, HOME, CAR, {"fahrzeug.schein": photo()}, TERM]), run_jobs)
    run_jobs()
    at(2026, 6, 1, 12, 0)
    return towns[0]


@pytest.fixture
def case(town: Tenant, run_jobs: Jobs) -> UUID:
    """Return the case that gives the permit back and is linked to nothing."""
    last = date_answer("rueckgabe.am", 30, 6, 2026)
    which = {"ausweis.nummer": NUMBER, **WRONG}
    pages = [which, NAME | ADDRESS, {"aenderung.anlass": "rueckgabe"}, last]
    found = case_id(town, submit(fill_in(Visitor(), CHANGE, pages), run_jobs))
    run_jobs()
    return found


@pytest.fixture
def fremd(logged_in: Callable[[str], Client]) -> Clerk:
    return Clerk(logged_in("Herr Fremd"))


def test_by_its_number(town: Tenant, case: UUID, fremd: Clerk, run_jobs: Jobs) -> None:
    fremd.open_case(case)
    assert NUMBER not in fremd.section("entries-title")
    fremd.follow(WAY).send({"number": NUMBER.lower()}, button="Verbinden")
    assert "Der Vorgang ist mit dem Registereintrag verbunden." in fremd.said
    assert "Bisheriger Eintrag BP-2026-00001" in fremd.section("entries-title")

    decide(fremd, case, "beendet")
    run_jobs()
    (entry,) = entries(town)
    assert entry.ended_on is not None
    assert WAY not in fremd.open_case(case).text


@pytest.mark.parametrize("typed", ["BP-2026-00077", "x" * 10_000, "<script>"])
def test_says_when_there_is_none_and_keeps_what_was_typed(case: UUID, fremd: Clerk, typed: str) -> None:
    fremd.open_case(case).follow(WAY).send({"number": typed}, button="Verbinden")
    assert "Unter dieser Nummer finden wir keinen Eintrag." in fremd.trouble
    assert fremd.page.get_element_by_id("number").value == typed[:200]


def test_asks_for_a_number(case: UUID, fremd: Clerk) -> None:
    fremd.open_case(case).follow(WAY).send({"number": " "}, button="Verbinden")
    assert fremd.errors == ["Füllen Sie das Feld „Nummer des Eintrags“ aus."]


def test_notices_what_somebody_else_has_done_meanwhile(case: UUID, fremd: Clerk) -> None:
    fremd.open_case(case).follow(WAY)
    Clerk(fremd.client).open_case(case).press("Übernehmen")
    fremd.send({"number": NUMBER}, button="Verbinden")
    assert "Vorgang übernommen" in fremd.trouble
    fremd.send({"number": NUMBER}, button="Verbinden")
    assert "Der Vorgang ist mit dem Registereintrag verbunden." in fremd.said
