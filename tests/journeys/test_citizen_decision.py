"""From sending to the decision: e-mail, code, opening, dates; and everything that must not open it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.catalogue.models import ServiceVersion
from onlineamt.procedure.catalogue.values import ProcedureLaw
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.tasks import sweep_uncollected
from tests.journeys.citizen import Jobs, case_of, enter, look_up, place, send_dog
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
def erika(dog_service: Tenant) -> Visitor:
    """Return Erika's telephone."""
    return Visitor()


@pytest.fixture
def reference(erika: Visitor, run_jobs: Jobs) -> str:
    """Return the number of a dog that was decided automatically."""
    sent = send_dog(erika, run_jobs)
    run_jobs()
    return sent


def delivery(town: Tenant) -> Delivery:
    with in_tenant(town.id):
        return Delivery.objects.get(channel="portal")


@pytest.fixture
def by_administrative_law(dog_service: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the dog's law that of administrative procedure: opening decides (§ 41 Abs. 2a VwVfG)."""
    service = get_running(ServiceVersion.objects.get(key="hund-anmelden").id)
    changed = service.definition.model_copy(update={"procedure_law": ProcedureLaw.VWVFG})
    monkeypatch.setitem(service.__dict__, "definition", changed)


class TestTheWayToTheDecision:
    def test_leads_over_a_code_on_any_device(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        tablet = look_up(Visitor(), reference)
        assert "Ihr Bescheid ist da" in tablet.text
        assert "e…@m….invalid" in tablet.text
        tablet.send(button="Code anfordern")
        run_jobs()
        tablet.send({"code": mailed_code()})
        assert tablet.path.endswith("/vorgang")
        assert "Ihr Bescheid ist da" in tablet.text
        assert "Waldi" in tablet.text
        tablet.follow("Zum Bescheid")
        assert tablet.heading == "Ihr Bescheid ist da"
        assert "ab Dienstag, 24. März als bekannt gegeben" in tablet.text
        assert delivery(dog_service).retrieved_at is None
        tablet.send(button="Bescheid öffnen")
        assert tablet.heading == "Ihr Bescheid"
        for words in ("20. März 2026, 22:41 Uhr", "24. März 2026", "24. April 2026", "117,00 €", "DE35"):
            assert words in tablet.text
        assert delivery(dog_service).remedy_ends_on == date(2026, 4, 24)
        pdf = tablet.client.get(place(tablet, "bescheid.pdf"))
        assert pdf["Content-Disposition"] == f'attachment; filename="Bescheid-{reference}.pdf"'
        assert reference in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)

    def test_says_of_what_lies_there_nothing_in_the_email(self, reference: str, run_jobs: Jobs) -> None:
        newest = max((settings.ENV.data / "mail").rglob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
        text = Path(newest).read_text("utf-8")
        assert "/status" in text
        assert "Hund" not in text
        assert reference not in text

    def test_shows_the_first_opening_when_opened_again(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        first = enter(Visitor(), reference, run_jobs).follow("Zum Bescheid").send(button="Bescheid öffnen")
        assert first.heading == "Ihr Bescheid"
        at(2026, 4, 2, 8, 0)
        again = enter(Visitor(), reference, run_jobs)
        assert "Sie haben Ihren Bescheid geöffnet" in again.text
        again.follow("Bescheid noch einmal lesen")
        assert "20. März 2026, 22:41 Uhr" in again.text
        assert delivery(dog_service).retrieved_at == delivery(dog_service).provided_at

    def test_leads_to_the_number_anybody_may_check(self, reference: str, run_jobs: Jobs) -> None:
        tablet = enter(Visitor(), reference, run_jobs).follow("Zum Bescheid").send(button="Bescheid öffnen")
        assert "2026-00001" in tablet.text
        tablet.follow("So sieht jeder, ob die Nummer gilt")
        assert "2026-00001" in tablet.text
        assert "Mustermann" not in tablet.text

    def test_counts_from_the_day_after_opening_where_the_law_says_so(
        self, by_administrative_law: None, dog_service: Tenant, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2026, 3, 25, 9, 0)
        tablet = look_up(Visitor(), reference)
        assert "Öffnen Sie ihn bis Montag, 30. März" in tablet.text
        enter(tablet, reference, run_jobs).follow("Zum Bescheid")
        assert "gilt er ab morgen als bekannt gegeben" in tablet.text
        tablet.send(button="Bescheid öffnen")
        assert "26. März 2026" in tablet.text
        assert delivery(dog_service).notified_on == date(2026, 3, 26)

    def test_goes_by_post_when_nobody_opens(
        self, by_administrative_law: None, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2026, 3, 31, 9, 0)
        tablet = look_up(Visitor(), reference)
        assert "Ihr Bescheid kommt mit der Post" in tablet.text  # late, although nothing has swept yet
        sweep_uncollected(0)
        enter(tablet, reference, run_jobs)
        assert "Nicht rechtzeitig geöffnet" in tablet.text
        tablet.open(place(tablet, "bescheid"))
        assert "Ihr Bescheid kommt mit der Post" in tablet.text


class TestWhoChosePost:
    def test_is_told_that_it_comes_by_post(self, erika: Visitor, run_jobs: Jobs) -> None:
        reference = send_dog(erika, run_jobs, by_post=True)
        run_jobs()
        status = look_up(Visitor(), reference)
        assert "Ihr Bescheid kommt mit der Post" in status.text
        assert "Code anfordern" not in status.text
        erika.open(place(erika, "bescheid"))
        assert "Hier liegt gerade kein Bescheid zum Öffnen." in erika.text
        assert erika.client.get(place(erika, "bescheid.pdf")).status_code == 404
        assert erika.open(place(erika, "zugang")).response.status_code == 409


class TestNothingOpens:
    def test_by_being_looked_at(self, dog_service: Tenant, reference: str, run_jobs: Jobs) -> None:
        """A mail scanner that follows every link, even in a browser that is let in, opens nothing."""
        tablet = enter(Visitor(), reference, run_jobs)
        for page in ("vorgang", "bescheid", "bescheid.pdf", "zugang", "antworten", "zuruecknehmen"):
            tablet.client.get(place(tablet, page))
            tablet.client.head(place(tablet, page))
        assert delivery(dog_service).retrieved_at is None

    def test_on_the_sending_device_without_a_fresh_code(
        self, dog_service: Tenant, erika: Visitor, reference: str, run_jobs: Jobs
    ) -> None:
        address = place(erika, "bescheid")
        assert erika.client.post(address).status_code == 302
        assert delivery(dog_service).retrieved_at is None
        erika.open(address)
        assert erika.heading == "Bitte zeigen Sie, dass Sie es sind"
        erika.send(button="Code anfordern")
        run_jobs()
        erika.send({"code": mailed_code()})
        assert erika.heading == "Ihr Bescheid ist da"

    def test_half_an_hour_after_the_code(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        tablet = enter(Visitor(), reference, run_jobs).follow("Zum Bescheid")
        at(2026, 3, 20, 22, 12)
        tablet.send(button="Bescheid öffnen")
        assert tablet.heading == "Bitte zeigen Sie, dass Sie es sind"
        assert delivery(dog_service).retrieved_at is None
        at(2026, 3, 20, 22, 13)
        tablet.send(button="Code anfordern")
        run_jobs()
        tablet.send({"code": mailed_code()}).send(button="Bescheid öffnen")
        assert tablet.heading == "Ihr Bescheid"
        at(2026, 3, 20, 22, 50)
        assert tablet.client.get(place(tablet, "bescheid.pdf")).status_code == 302

    def test_after_five_wrong_codes(self, dog_service: Tenant, reference: str, run_jobs: Jobs) -> None:
        thief = look_up(Visitor(), reference).send(button="Code anfordern")
        run_jobs()
        right = mailed_code()
        wrong = "000000" if right != "000000" else "000001"
        for _ in range(5):
            thief.send({"code": wrong})
            assert thief.errors == ["Dieser Code stimmt nicht, oder er ist abgelaufen."]
        page = thief.client.post("/status/code", {**_ticket(thief), "code": right})
        assert page.status_code == 429
        with in_tenant(dog_service.id):
            assert Holder.objects.count() == 1

    def test_by_the_code_of_another_application(
        self, dog_service: Tenant, reference: str, run_jobs: Jobs, at: Clock
    ) -> None:
        at(2026, 3, 20, 21, 50)
        other = Visitor()
        other_reference = send_dog(other, run_jobs)
        run_jobs()
        look_up(other, other_reference).send(button="Code anfordern")
        run_jobs()
        code = mailed_code()
        thief = look_up(Visitor(), reference).send(button="Code anfordern").send({"code": code})
        assert thief.errors == ["Dieser Code stimmt nicht, oder er ist abgelaufen."]

    def test_by_a_code_twice(self, reference: str, run_jobs: Jobs) -> None:
        first = look_up(Visitor(), reference).send(button="Code anfordern")
        second = Visitor()
        ticket = _ticket(first)
        run_jobs()
        first.send({"code": mailed_code()})
        assert first.path.endswith("/vorgang")
        page = second.client.post("/status/code", {**ticket, "code": mailed_code()})
        assert "Dieser Code stimmt nicht" in page.content.decode()

    @pytest.mark.parametrize("ticket", ["", "x", "ImFiYyI:1w3XYZ:aaaaaaaaaaaaaaaaaaaaaaaa"])
    def test_by_a_ticket_somebody_made_up(self, reference: str, ticket: str) -> None:
        thief = Visitor()
        page = thief.client.post("/status/code", {"ticket": ticket, "code": "123456"})
        assert (page.status_code, page["Location"]) == (302, "/status?abgelaufen=1")

    def test_by_the_ticket_of_another_town(self, reference: str) -> None:
        ticket = _ticket(look_up(Visitor(), reference).send(button="Code anfordern"))
        neighbour = Visitor("nachbarstadt.localhost")
        assert neighbour.client.post("/status/code", ticket)["Location"] == "/status?abgelaufen=1"

    def test_at_another_towns_door_whatever_the_cookie(self, reference: str, run_jobs: Jobs) -> None:
        tablet = enter(Visitor(), reference, run_jobs)
        neighbour = Visitor("nachbarstadt.localhost")
        neighbour.client.cookies = tablet.client.cookies
        for page in ("vorgang", "bescheid", "bescheid.pdf", "zugang", "antworten", "zuruecknehmen"):
            assert neighbour.client.get(place(tablet, page)).status_code == 404

    def test_of_a_case_by_the_proof_for_another(
        self, dog_service: Tenant, erika: Visitor, reference: str, run_jobs: Jobs
    ) -> None:
        max_ = Visitor()
        other = send_dog(max_, run_jobs)
        enter(max_, other, run_jobs)
        for page in ("vorgang", "bescheid", "bescheid.pdf"):
            address = f"/antrag/{case_of(dog_service, reference)}/{page}"
            assert max_.client.get(address).status_code == 404
            assert max_.client.post(address).status_code in {404, 405}


def _ticket(visitor: Visitor) -> dict[str, str]:
    return {"ticket": visitor.page.xpath("string(//input[@name='ticket']/@value)")}
