"""The card of an entry, from the decision to the telephone and the printer, and whom it is not shown."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from onlineamt.facilities.registers.actions import correct_entry, end_entry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.actions.permits import make_permit
from onlineamt.procedure.delivery.tests.permits import with_tags
from tests.cases import offer_with
from tests.journeys.citizen import Jobs, case_of, enter, place, send_dog
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor

Clock = Callable[..., Any]


@pytest.fixture(autouse=True)
def evening(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late on Friday, 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


@pytest.fixture
def town(dog_service: Tenant) -> Tenant:
    """Return Musterstadt, whose dogs' tags come with a card."""
    offer_with(dog_service, **with_tags())
    return dog_service


@pytest.fixture
def reference(town: Tenant, run_jobs: Jobs) -> str:
    """Return the number of a dog that was decided automatically."""
    sent = send_dog(Visitor(), run_jobs)
    run_jobs()
    return sent


@pytest.fixture
def tablet(town: Tenant, reference: str, run_jobs: Jobs) -> Visitor:
    """Return Erika's tablet, on the page of her case, after she has shown a code and opened her decision."""
    return opened(enter(Visitor(), reference, run_jobs))


def opened(visitor: Visitor) -> Visitor:
    visitor.follow("Zum Bescheid").send()
    return visitor.open(place(visitor, "vorgang"))


def entry_id(town: Tenant, reference: str) -> str:
    case_id = case_of(town, reference)
    with in_tenant(town.id):
        (entry,) = entries_of(case_id)
        return str(entry.id)


class TestThePermit:
    def test_is_shown_large_on_the_telephone(self, tablet: Visitor) -> None:
        assert "Hundesteuermarke 2026-00001" in tablet.text
        assert "gültig vom 20. März 2026 bis 19. März 2027" in tablet.text
        tablet.follow("Ausweis zeigen")

        assert tablet.heading == "Ihr Ausweis"
        for said in ("Waldi", "2026-00001", "19. März 2027", "Stadt Musterstadt"):
            assert said in tablet.text
        tablet.follow("Das sieht, wer den Code scannt")
        assert "Gültig." in tablet.text

    def test_can_be_printed(self, tablet: Visitor) -> None:
        tablet.follow("Ausweis zeigen")
        url = tablet.page.xpath("//a[contains(., 'Karte zum Ausdrucken')]/@href")[0]
        answer = tablet.client.get(url)

        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="Ausweis-2026-00001.pdf"'
        words = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
        assert "Waldi" in words

    def test_is_not_known_before_the_decision_was_opened(
        self, town: Tenant, reference: str, run_jobs: Jobs
    ) -> None:
        tablet = enter(Visitor(), reference, run_jobs)
        case = place(tablet, "ausweis")
        entry = entry_id(town, reference)

        assert "Hundesteuermarke" not in tablet.text
        assert tablet.client.get(f"{case}/{entry}").status_code == 404
        assert tablet.client.get(f"{case}/{entry}.pdf").status_code == 404

    def test_asks_for_a_code_and_leads_on_to_the_card(
        self, tablet: Visitor, at: Clock, run_jobs: Jobs
    ) -> None:
        at(2026, 3, 20, 22, 30)  # the code is more than half an hour old
        tablet.follow("Ausweis zeigen")
        assert "/zugang?ausweis=" in tablet.path
        tablet.send()
        run_jobs()
        tablet.send({"code": mailed_code()})

        assert tablet.heading == "Ihr Ausweis"

    @pytest.mark.parametrize("wanted", ["x", "00000000-0000-7000-8000-000000000000", "//boese.example", "ü"])
    def test_leads_nowhere_else_after_the_code(
        self, tablet: Visitor, at: Clock, run_jobs: Jobs, wanted: str
    ) -> None:
        at(2026, 3, 20, 22, 30)
        tablet.open(f"{place(tablet, 'zugang')}?ausweis={wanted}").send()
        run_jobs()
        tablet.send({"code": mailed_code()})

        assert "Waldi" not in tablet.text or tablet.heading == "Ihr Bescheid"

    def test_shows_the_newest_card_alone(self, town: Tenant, tablet: Visitor, reference: str) -> None:
        with in_tenant(town.id):
            (entry,) = entries_of(case_of(town, reference))
            correct_entry(
                entry_id=entry.id, values={"hund.name": "Rex", "hund.rasse": "Dackel"}, actor="system"
            )
            make_permit(entry.id)
        tablet.follow("Ausweis zeigen")

        assert "Rex" in tablet.text
        assert "Waldi" not in tablet.text

    def test_is_gone_with_its_entry(self, town: Tenant, tablet: Visitor, reference: str) -> None:
        tablet.follow("Ausweis zeigen")
        shown = tablet.path
        with in_tenant(town.id):
            (entry,) = entries_of(case_of(town, reference))
            end_entry(entry_id=entry.id, on=today(), reason="moved", actor="system")

        assert tablet.client.get(shown).status_code == 404
        assert tablet.client.get(f"{shown}.pdf").status_code == 404
        tablet.open(place(tablet.open(shown.rsplit("/ausweis", 1)[0] + "/vorgang"), "vorgang"))
        assert "beendet" in tablet.text

    def test_belongs_to_nobody_else(
        self, town: Tenant, tablet: Visitor, reference: str, run_jobs: Jobs
    ) -> None:
        shown = f"{place(tablet, 'ausweis')}/{entry_id(town, reference)}"
        max_ = Visitor()
        other = send_dog(max_, run_jobs)
        run_jobs()
        max_ = opened(enter(max_, other, run_jobs))
        theirs = f"{place(max_, 'ausweis')}/{entry_id(town, reference)}"

        for client, url in ((max_.client, shown), (max_.client, theirs), (Visitor().client, shown)):
            assert client.get(url).status_code == 404
            assert client.get(f"{url}.pdf").status_code == 404
        neighbour = Visitor("nachbarstadt.localhost").client
        neighbour.cookies = tablet.client.cookies
        assert neighbour.get(shown).status_code == 404
