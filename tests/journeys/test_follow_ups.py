"""From the page of one's case into a follow-up: one button, everything filled in, and nobody else's entry."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from onlineamt.facilities.registers.actions import end_entry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from tests.journeys.citizen import Jobs, case_of, enter, place, send_dog
from tests.journeys.follow_ups import RENEWAL, offer_renewal
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor

Clock = Callable[..., Any]
BUTTON = "Nichts hat sich geändert: verlängern"


@pytest.fixture(autouse=True)
def evening(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late on Friday, 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


@pytest.fixture
def town(dog_service: Tenant) -> Tenant:
    """Return Musterstadt, whose dogs' tags count for a year and can be renewed."""
    offer_renewal(dog_service)
    return dog_service


@pytest.fixture
def reference(town: Tenant, run_jobs: Jobs) -> str:
    """Return the number of a dog that was decided automatically, and whose decision was opened."""
    telephone = Visitor()
    sent = send_dog(telephone, run_jobs)
    run_jobs()
    enter(telephone, sent, run_jobs).follow("Zum Bescheid").send()
    return sent


@pytest.fixture
def tablet(town: Tenant, reference: str, run_jobs: Jobs, at: Clock) -> Visitor:
    """Return Erika's tablet on the page of her case, a month before the tag ends."""
    at(2027, 2, 20, 10, 0)
    return enter(Visitor(), reference, run_jobs)


def drafts(town: Tenant) -> list[Application]:
    with in_tenant(town.id):
        return list(Application.objects.filter(service_key=RENEWAL))


def url_of_button(visitor: Visitor) -> str:
    (form,) = visitor.page.xpath(f"//form[.//button[contains(., '{BUTTON}')]]")
    return str(form.get("action"))


class TestTheButton:
    def test_leads_to_the_check_page_with_everything_filled_in(self, town: Tenant, tablet: Visitor) -> None:
        tablet.send(button=BUTTON)

        (draft,) = drafts(town)
        assert str(draft.id) in tablet.path
        assert "Waldi" in tablet.text

    def test_begins_once_however_often_it_is_pressed(self, town: Tenant, tablet: Visitor) -> None:
        url = url_of_button(tablet)
        answers = [tablet.client.post(url) for _ in range(3)]

        assert {answer.status_code for answer in answers} == {302}
        assert len({answer["Location"] for answer in answers}) == 1
        assert len(drafts(town)) == 1

    def test_does_nothing_when_the_address_is_only_opened(self, town: Tenant, tablet: Visitor) -> None:
        assert tablet.client.get(url_of_button(tablet)).status_code == 302
        assert drafts(town) == []

    def test_asks_for_a_code_again_after_half_an_hour_and_comes_back(
        self, town: Tenant, tablet: Visitor, at: Clock, run_jobs: Jobs
    ) -> None:
        at(2027, 2, 20, 10, 45)
        tablet.send(button=BUTTON)
        assert "/zugang" in tablet.path
        tablet.send()
        run_jobs()
        tablet.send({"code": mailed_code()})

        assert tablet.path.endswith("/vorgang")
        assert drafts(town) == []
        tablet.send(button=BUTTON)
        assert len(drafts(town)) == 1

    def test_is_there_in_time_only(
        self, town: Tenant, tablet: Visitor, reference: str, at: Clock, run_jobs: Jobs
    ) -> None:
        url = url_of_button(tablet)
        for day, is_there in (
            (date(2027, 1, 21), False),  # eight weeks before 19 March are 22 January
            (date(2027, 1, 22), True),
            (date(2027, 3, 19), True),
            (date(2027, 3, 20), False),
        ):
            at(day.year, day.month, day.day, 10, 0)
            visitor = enter(Visitor(), reference, run_jobs)
            assert (BUTTON in visitor.text) == is_there, day
        assert visitor.client.post(url).status_code == 404

    def test_is_gone_with_the_entry(self, town: Tenant, tablet: Visitor, reference: str) -> None:
        url = url_of_button(tablet)
        with in_tenant(town.id):
            (entry,) = entries_of(case_of(town, reference))
            end_entry(entry_id=entry.id, on=today(), reason="moved", actor="system")

        assert tablet.client.post(url).status_code == 404
        assert BUTTON not in tablet.open(tablet.path).text

    def test_leads_to_no_service_that_the_town_does_not_offer(self, tablet: Visitor) -> None:
        assert "Etwas hat sich geändert" not in tablet.text
        changed = url_of_button(tablet).replace("verlaengern", "aendern")

        assert tablet.client.post(changed).status_code == 404

    def test_belongs_to_nobody_else(self, town: Tenant, reference: str, run_jobs: Jobs, at: Clock) -> None:
        max_ = Visitor()
        other = send_dog(max_, run_jobs)
        run_jobs()
        enter(max_, other, run_jobs).follow("Zum Bescheid").send()
        at(2027, 2, 20, 10, 0)
        tablet = enter(Visitor(), reference, run_jobs)
        max_ = enter(max_, other, run_jobs)
        url = url_of_button(tablet)
        mixed = url.replace(str(case_of(town, reference)), str(case_of(town, other)))

        for client, tried in ((max_.client, url), (max_.client, mixed), (Visitor().client, url)):
            assert client.post(tried).status_code == 404
        neighbour = Visitor("nachbarstadt.localhost").client
        neighbour.cookies = tablet.client.cookies
        assert neighbour.post(url).status_code == 404
        assert drafts(town) == []

    def test_takes_no_other_website_for_the_person(self, town: Tenant, tablet: Visitor) -> None:
        answer = tablet.client.post(
            url_of_button(tablet), HTTP_ORIGIN="https://boese.example", HTTP_SEC_FETCH_SITE="cross-site"
        )

        assert answer.status_code == 403
        assert drafts(town) == []


class TestAnEntryBeforeTheDecisionWasOpened:
    def test_can_be_followed_by_nobody(self, town: Tenant, run_jobs: Jobs, at: Clock) -> None:
        telephone = Visitor()
        sent = send_dog(telephone, run_jobs)
        run_jobs()
        at(2027, 2, 20, 10, 0)
        visitor = enter(Visitor(), sent, run_jobs)
        with in_tenant(town.id):
            (entry,) = entries_of(case_of(town, sent))

        assert BUTTON not in visitor.text
        assert visitor.client.post(f"{place(visitor, 'eintrag')}/{entry.id}/verlaengern").status_code == 404
