"""Getting at a decision or a question of the office without being its person: by codes, tickets, devices and time."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from django.db import connections
from django.urls import reverse

from onlineamt.audiences.citizen.case import tickets
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.delivery.answer_codes import answer_code
from onlineamt.procedure.delivery.models import Delivery
from tests.hostile.device import Device
from tests.journeys.citizen import Jobs, ask, case_of, enter, look_up, question, send_dog
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor
from tests.staff import Staff

SECRET_QUESTION = "Ist Ihr Hund Wacholder noch in Behandlung?"


@pytest.fixture
def erika(dog_service: Tenant) -> Visitor:
    return Visitor()


@pytest.fixture
def decided(erika: Visitor, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the number of a dog that was decided automatically."""
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )
    reference = send_dog(erika, run_jobs)
    run_jobs()
    return reference


def ticket_on(visitor: Visitor) -> str:
    return str(visitor.page.xpath("string(//input[@name='ticket']/@value)"))


def status_code_path() -> str:
    return reverse("status_code")


class TestAOneTimeCode:
    def test_is_not_guessed_by_many_hands(self, decided: str, run_jobs: Jobs, dog_service: Tenant) -> None:
        tablet = look_up(Visitor(), decided)
        ticket = ticket_on(tablet)
        tablet.send(button="Code anfordern")
        run_jobs()
        right = mailed_code()
        wrong = [f"{(int(right) + n) % 10 ** len(right):0{len(right)}}" for n in range(1, 13)]
        directory.find("musterstadt.localhost")
        start = Barrier(len(wrong))

        def guess(number: int) -> int:
            start.wait(10)
            try:
                body = f"ticket={ticket}&code={wrong[number]}".encode()
                return Device(REMOTE_ADDR=f"198.51.100.{number}").post(status_code_path(), body).status
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(wrong)) as hands:
            said = sorted(hands.map(guess, range(len(wrong))))
        assert said == [200] * 5 + [429] * 7
        late = Device().post(status_code_path(), f"ticket={ticket}&code={right}".encode())
        assert late.status == 429
        with in_tenant(dog_service.id):
            assert not Holder.objects.filter(proven_at__isnull=False).exists()

    def test_opens_once(self, decided: str, run_jobs: Jobs) -> None:
        tablet = look_up(Visitor(), decided)
        ticket = ticket_on(tablet)
        tablet.send(button="Code anfordern")
        run_jobs()
        body = f"ticket={ticket}&code={mailed_code()}".encode()
        assert [Device().post(status_code_path(), body).status for _ in range(2)] == [302, 200]

    def test_of_one_application_opens_no_other(
        self, decided: str, run_jobs: Jobs, dog_service: Tenant
    ) -> None:
        second = Visitor()
        other = send_dog(second, run_jobs)
        run_jobs()
        look_up(Visitor(), decided).send(button="Code anfordern")
        run_jobs()
        code = mailed_code()
        foreign = ticket_on(look_up(Visitor(), other))
        answer = Device().post(status_code_path(), f"ticket={foreign}&code={code}".encode())
        assert answer.status == 200
        assert "set-cookie" not in answer.headers
        with in_tenant(dog_service.id):
            assert not Holder.objects.filter(proven_at__isnull=False).exists()


class TestATicket:
    def test_leads_nowhere_at_the_next_town_or_when_it_is_old_or_made_up(
        self, decided: str, dog_service: Tenant, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ticket = ticket_on(look_up(Visitor(), decided))
        case_id = case_of(dog_service, decided)
        other_salt = signing.dumps(case_id.hex, salt=f"onlineamt.status:{towns[1].id}")
        for made_up in ("", "x", ticket[:-1] + ("A" if ticket[-1] != "A" else "B"), case_id.hex, other_salt):
            answer = Device().post(status_code_path(), b"ticket=" + made_up.encode())
            assert (answer.status, answer.headers["location"]) == (302, "/status?abgelaufen=1"), made_up
        neighbour = Device("nachbarstadt.localhost").post(status_code_path(), b"ticket=" + ticket.encode())
        assert neighbour.headers["location"] == "/status?abgelaufen=1"
        monkeypatch.setattr(tickets, "VALID_FOR", tickets.VALID_FOR * 0)
        monkeypatch.setattr("django.core.signing.time.time", lambda: 4e9)
        old = Device().post(status_code_path(), b"ticket=" + ticket.encode())
        assert old.headers["location"] == "/status?abgelaufen=1"

    def test_alone_lets_a_device_hold_nothing(self, decided: str, dog_service: Tenant) -> None:
        case_id = case_of(dog_service, decided)
        ticket = ticket_on(look_up(Visitor(), decided))
        stranger = Device(HTTP_COOKIE=f"antrag={'x' * 43}")
        stranger.post(status_code_path(), b"ticket=" + ticket.encode())
        for page in ("vorgang", "bescheid", "bescheid.pdf", "antworten", "zugang"):
            assert stranger.get(f"/antrag/{case_id}/{page}").status == 404


class TestADecision:
    def test_is_not_read_half_an_hour_after_the_code_nor_on_the_device_that_sent(
        self, erika: Visitor, decided: str, run_jobs: Jobs, dog_service: Tenant, at: Callable[..., Any]
    ) -> None:
        case_id = case_of(dog_service, decided)
        tablet = enter(Visitor(), decided, run_jobs).follow("Zum Bescheid").send(button="Bescheid öffnen")
        assert tablet.heading == "Ihr Bescheid"
        assert tablet.client.get(f"/antrag/{case_id}/bescheid.pdf").status_code == 200
        at(2026, 3, 20, 22, 12)
        for client in (tablet.client, erika.client):
            for page in ("bescheid", "bescheid.pdf"):
                answer = client.get(f"/antrag/{case_id}/{page}")
                assert (answer.status_code, answer["Location"]) == (302, f"/antrag/{case_id}/zugang")
            answer = client.post(f"/antrag/{case_id}/bescheid")
            assert answer["Location"] == f"/antrag/{case_id}/zugang"
            shown = client.get(f"/antrag/{case_id}/vorgang").content.decode()
            assert "117,00" not in shown
            assert "2026-00001" not in shown

    def test_is_opened_by_nobody_who_only_holds(
        self, erika: Visitor, decided: str, dog_service: Tenant
    ) -> None:
        erika.client.post(f"/antrag/{case_of(dog_service, decided)}/bescheid")
        with in_tenant(dog_service.id):
            assert Delivery.objects.get().retrieved_at is None

    def test_says_nothing_to_number_and_birthday(self, decided: str) -> None:
        guest = look_up(Visitor(), decided)
        assert "Ihr Bescheid ist da" in guest.text
        for secret in ("117,00", "2026-00001", "Mustermann", "Waldi", "erika@"):
            assert secret not in guest.client.get("/status").content.decode() + guest.text


class TestAQuestionOfTheOffice:
    @pytest.fixture
    def asked(
        self,
        erika: Visitor,
        run_jobs: Jobs,
        dog_service: Tenant,
        staff: Staff,
        monkeypatch: pytest.MonkeyPatch,
    ) -> tuple[str, UUID]:
        monkeypatch.setattr(
            "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: True
        )
        reference = send_dog(erika, run_jobs, by_post=True)
        run_jobs()
        asked = ask(dog_service, reference, question(text=SECRET_QUESTION), by=staff("Frau Amt"))
        run_jobs()
        return reference, asked

    def test_is_not_told_to_number_and_birthday(self, asked: tuple[str, UUID]) -> None:
        guest = look_up(Visitor(), asked[0])
        assert "Wir brauchen etwas von Ihnen" in guest.text
        assert "Wacholder" not in guest.text

    def test_is_opened_by_its_code_only_at_its_own_number(
        self, asked: tuple[str, UUID], run_jobs: Jobs, dog_service: Tenant
    ) -> None:
        reference, request_id = asked
        with in_tenant(dog_service.id):
            code = answer_code(request_id)
        other = send_dog(Visitor(), run_jobs, by_post=True)
        birthday = "person.geburtsdatum.day=27&person.geburtsdatum.month=3&person.geburtsdatum.year=1985"
        wrong_day = birthday.replace("1985", "1986")
        refused = (
            f"reference={other}&code={code}&proof=1&{birthday}",
            f"reference={reference}&code={code[:-1]}&proof=1&{birthday}",
            f"reference={reference}&code={code}&proof=1&{wrong_day}",
            f"reference=26-2345-6789&code={code}&proof=1&{birthday}",
        )
        pages = [Device().post("/antworten", one.encode()) for one in refused]
        said = {re.sub(r'value="[^"]*"', "", page.body.decode()) for page in pages}
        assert ({page.status for page in pages}, len(said)) == ({200}, 1)  # whichever was wrong
        assert not any("set-cookie" in page.headers for page in pages)
        opened = Device().post("/antworten", f"reference={reference}&code={code}&proof=1&{birthday}".encode())
        assert opened.status == 302
        with in_tenant(dog_service.id):
            assert not Holder.objects.filter(proven_at__isnull=False).exists()

    def test_is_not_opened_by_trying_codes_from_everywhere(
        self, asked: tuple[str, UUID], dog_service: Tenant
    ) -> None:
        reference, _ = asked
        birthday = "person.geburtsdatum.day=27&person.geburtsdatum.month=3&person.geburtsdatum.year=1985"
        said = [
            Device(REMOTE_ADDR=f"198.51.100.{n}").post(
                "/antworten", f"reference={reference}&code=AAAA-AAAA-AAAA&proof=1&{birthday}".encode()
            ).status
            for n in range(8)
        ]  # fmt: skip
        assert said == [200] * 5 + [429] * 3
