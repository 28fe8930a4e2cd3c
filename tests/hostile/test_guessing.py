"""Guessing numbers and codes: stopped after a few, alike for right and wrong, and never for ever.

What a stranger can do to somebody else with these limits is written down in decision record 0081, and tried here.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from onlineamt.foundation.limits.models import RateCounter
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications import rules
from onlineamt.procedure.applications.models import Application
from tests.hostile.dump import dump
from tests.journeys.test_dog_without_javascript import PERSON, answer_all, begin, mailed_code, submitted
from tests.journeys.visitor import Visitor, date_answer

BIRTHDAY = date_answer("person.geburtsdatum", 27, 3, 1985)
WRONG_DAY = date_answer("person.geburtsdatum", 1, 1, 1990)
TOO_MANY = "Das waren zu viele Versuche."
EMAIL = "erika@musterstadt.invalid"


@pytest.fixture
def erika(dog_service: Tenant) -> Visitor:
    return Visitor()


def anybody(number: int = 1) -> Visitor:
    """Return a device in a network of its own."""
    return Visitor(REMOTE_ADDR=f"198.51.100.{number}")


def ask_status(visitor: Visitor, reference: str, day: dict[str, str]) -> int:
    sent = {"reference": reference, "proof": "1", **day}
    return int(visitor.client.post("/status", sent).status_code)


def ask_resume(visitor: Visitor, code: str, day: dict[str, str]) -> int:
    return int(visitor.client.post("/weitermachen", {"code": code, "proof": "1", **day}).status_code)


def resume_code_of(visitor: Visitor) -> str:
    begin(visitor).send(PERSON).send({}, button="Später weitermachen")
    return str(visitor.page.xpath("string(//*[@id='resume-code'])"))


class TestANumber:
    def test_cannot_be_tried_with_one_birthday_after_the_other(self, erika: Visitor) -> None:
        reference = submitted(erika)
        said = [ask_status(anybody(number), reference, WRONG_DAY) for number in range(5)]
        assert said == [200] * 5
        assert (
            ask_status(anybody(9), reference, BIRTHDAY) == 429
        )  # the right one comes too late, from anywhere

    def test_is_counted_however_it_is_spelled(self, erika: Visitor) -> None:
        reference = submitted(erika)
        spellings = (
            reference,
            reference.lower(),
            reference.replace("-", ""),
            f" {reference} ",
            reference.replace("-", "–"),
        )
        assert [ask_status(anybody(), spelling, WRONG_DAY) for spelling in spellings] == [200] * 5
        assert ask_status(anybody(), reference, BIRTHDAY) == 429

    def test_cannot_be_one_of_many_from_one_place(self, erika: Visitor) -> None:
        said = [ask_status(anybody(), f"26-AAAA-AA{n:02}", WRONG_DAY) for n in range(61)]
        assert said == [200] * 60 + [429]
        assert ask_status(anybody(2), "26-AAAA-AAAA", WRONG_DAY) == 200

    def test_cannot_be_listed_by_the_question_it_is_asked(self, erika: Visitor) -> None:
        """The first step opens an application to know its question, so it is counted by itself."""
        thief = anybody()
        said = [
            thief.client.post("/status", {"reference": f"26-AAAA-AA{n:02}"}).status_code for n in range(61)
        ]
        assert said == [200] * 60 + [429]

    def test_looks_alike_whether_it_exists(self, erika: Visitor) -> None:
        real, made_up = submitted(erika), "26-2345-6789"
        for sent in ({}, {"proof": "1", **WRONG_DAY}, {"proof": "1"}):
            pages = [anybody().client.post("/status", {"reference": one, **sent}) for one in (real, made_up)]
            assert without(pages[0], real) == without(pages[1], made_up)

    def test_that_is_counted_out_says_nothing_either(self, erika: Visitor) -> None:
        real, made_up = submitted(erika), "26-2345-6789"
        for reference in (real, made_up):
            for number in range(5):
                ask_status(anybody(number), reference, WRONG_DAY)
        pages = [
            anybody(7).client.post("/status", {"reference": one, "proof": "1"}) for one in (real, made_up)
        ]
        assert [page.status_code for page in pages] == [429, 429]
        assert pages[0].content == pages[1].content


class TestAResumeCode:
    def test_cannot_be_guessed(self, erika: Visitor) -> None:
        resume_code_of(erika)
        assert [ask_resume(anybody(), "AAAA-AAAA-AAAA", BIRTHDAY) for _ in range(21)] == [200] * 20 + [429]

    def test_that_was_found_does_not_open_by_trying_birthdays(self, erika: Visitor) -> None:
        code = resume_code_of(erika)
        said = [ask_resume(anybody(number), code, WRONG_DAY) for number in range(11)]
        assert said == [200] * 10 + [429]
        assert ask_resume(anybody(50), code, BIRTHDAY) == 429

    def test_that_is_wrong_looks_the_same_whatever_is_wrong(self, erika: Visitor) -> None:
        code = resume_code_of(erika)
        one_off = code[:-1] + ("A" if code[-1] != "A" else "C")
        for wrong in (one_off, "AAAA-AAAA-AAAA", "x", "AAAAAAAAAAAA" * 9):
            page = anybody().client.post("/weitermachen", {"code": wrong, "proof": "1", **BIRTHDAY})
            assert "Diesen Code gibt es nicht." in page.content.decode()
            assert not page.cookies


class TestAOneTimeCode:
    def test_cannot_be_guessed_and_a_refusal_does_not_start_afresh(self, erika: Visitor) -> None:
        answer_all(erika).send({"contact": "email", "email": EMAIL})
        said = [guess(erika, f"{number:06}") for number in range(8)]
        assert said == [200] * 5 + [429] * 3

    def test_may_be_asked_for_again_but_not_for_ever(self, erika: Visitor) -> None:
        answer_all(erika).send({"contact": "email", "email": EMAIL})
        again = erika.path.replace("/code", "/neuer-code")
        said = [erika.client.post(again).status_code for _ in range(5)]
        assert said == [302] * 4 + [429]

    def test_of_another_application_is_worth_nothing(
        self, erika: Visitor, run_jobs: Callable[[], None], dog_service: Tenant
    ) -> None:
        answer_all(erika).send({"contact": "email", "email": EMAIL})
        run_jobs()
        code = mailed_code()
        thief = answer_all(anybody()).send({"contact": "email", "email": "max@musterstadt.invalid"})
        assert guess(thief, code) == 200
        with in_tenant(dog_service.id):
            assert not Application.objects.exclude(email_confirmed_at=None).exists()


class TestAMailbox:
    def test_is_not_flooded_with_codes(self, erika: Visitor) -> None:
        """By many applications and from many places, with codes of both kinds."""
        said = []
        for number in range(4):
            thief = begin(anybody(number)).send(PERSON)
            base = thief.path.partition("/seite/")[0]
            said.append(thief.client.post(f"{base}/spaeter/senden", {"email": EMAIL}).status_code)
            said.append(
                thief.client.post(f"{base}/pruefen", {"contact": "email", "email": EMAIL.upper()}).status_code
            )
        assert said == [302] * 5 + [429] * 3


class TestALimit:
    def test_stays_although_the_request_is_rolled_back(self, erika: Visitor) -> None:
        """What was counted is counted apart from the transaction that the refusal undoes."""
        reference = submitted(erika)
        for number in range(5):
            ask_status(anybody(number), reference, WRONG_DAY)
        counted = RateCounter.objects.count()
        for _ in range(3):
            assert ask_status(anybody(9), reference, BIRTHDAY) == 429
        assert RateCounter.objects.count() == counted + 1  # the place that asked in vain

    def test_names_nobody(self, erika: Visitor, as_role: Callable[[str], Any]) -> None:
        reference = submitted(erika)
        ask_status(Visitor(REMOTE_ADDR="203.0.113.77"), reference, BIRTHDAY)
        rows = repr(dump(as_role)["rate_counter"])
        assert "203.0.113.77" not in rows
        assert reference not in rows

    def test_cannot_be_walked_around_in_one_network(self, erika: Visitor) -> None:
        """A household has 2^64 addresses of the sixth version; they are counted as one."""
        said = [
            ask_resume(Visitor(REMOTE_ADDR=f"2001:db8:7:7::{number:x}"), "AAAA-AAAA-AAAA", BIRTHDAY)
            for number in range(1, 22)
        ]
        assert said == [200] * 20 + [429]

    def test_is_not_lifted_by_what_a_stranger_says_of_himself(self, erika: Visitor) -> None:
        said = [
            ask_resume(
                Visitor(
                    REMOTE_ADDR="198.51.100.1",
                    HTTP_X_FORWARDED_FOR=f"203.0.113.{n}",
                    HTTP_X_REAL_IP=f"203.0.113.{n}",
                ),
                "AAAA-AAAA-AAAA",
                BIRTHDAY,
            )
            for n in range(21)
        ]
        assert said[-1] == 429

    def test_says_when_and_how_it_goes_on(self, erika: Visitor) -> None:
        said = [anybody().client.post("/weitermachen", {"code": "AAAA-AAAA-AAAA"}) for _ in range(21)][-1]
        assert TOO_MANY in said.content.decode()
        assert "Telefon 115" in said.content.decode()
        assert said["Cache-Control"] == "no-store"


class TestAVictim:
    """Whoever knows a number or an address can use up its tries; never what the person holds, and never for long."""

    def test_sees_the_status_again_within_the_hour(self, erika: Visitor, at: Callable[..., Any]) -> None:
        reference = submitted(erika)
        for number in range(6):
            ask_status(anybody(number), reference, WRONG_DAY)
        assert ask_status(anybody(9), reference, BIRTHDAY) == 429
        at(2026, 3, 20, 22, 0)
        page = anybody(9).client.post("/status", {"reference": reference, "proof": "1", **BIRTHDAY})
        assert "Eingegangen" in page.content.decode()

    def test_keeps_an_open_application_whatever_others_try(self, erika: Visitor) -> None:
        code = resume_code_of(erika)
        for number in range(12):
            ask_resume(anybody(number), code, WRONG_DAY)
        erika.follow("Jetzt weitermachen").send({"hund.name": "Waldi"})
        assert erika.response.status_code == 200
        assert erika.page.xpath("//input[@name='hund.name']/@value") == ["Waldi"]

    def test_whose_mailbox_was_used_up_can_send_by_post(self, erika: Visitor) -> None:
        for number in range(3):
            thief = begin(anybody(number)).send(PERSON)
            for _ in range(2):
                thief.client.post(
                    thief.path.partition("/seite/")[0] + "/pruefen", {"contact": "email", "email": EMAIL}
                )
        answer_all(erika)
        check = erika.path
        assert erika.send({"contact": "email", "email": EMAIL}).response.status_code == 429
        assert erika.open(check).send({"contact": "post"}).heading == "Ihre Anmeldung ist da"

    @pytest.mark.parametrize("limit", [value for value in vars(rules).values() if isinstance(value, Limit)])
    def test_waits_an_hour_at_most(self, limit: Limit) -> None:
        assert limit.per <= timedelta(hours=1)


def guess(visitor: Visitor, code: str) -> int:
    return int(visitor.client.post(visitor.path.partition("?")[0], {"code": code}).status_code)


def without(page: Any, typed: str) -> str:
    """Return a page with what was typed taken out."""
    return str(page.content.decode().replace(typed, ""))
