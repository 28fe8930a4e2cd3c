"""Answers to a request: only what was asked changes, and what follows from it is asked too."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.cases import Send
from tests.journeys.visitor import date_answer

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.answering import TakenAnswers, take_answers
from onlineamt.procedure.cases.queries import get_case

Take = Callable[..., TakenAnswers]


@pytest.fixture(autouse=True)
def friday(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def take(dog_town: Tenant, send: Send) -> Take:
    """Return a function that answers a request about an ordinary dog: `take(("hund.chip",), {"hund.chip": "1"})`."""
    case_id: UUID = send("dackel")

    def taken(asked: tuple[str, ...], typed: dict[str, str], *, seen: tuple[str, ...] = ()) -> TakenAnswers:
        with in_tenant(dog_town.id):
            return take_answers(
                get_case(case_id), asked, {name: [text] for name, text in typed.items()}, seen=seen
            )

    return taken


class TestTakeAnswers:
    def test_keeps_what_was_asked(self, take: Take) -> None:
        taken = take(("hund.name",), {"hund.name": "Bello"})
        assert taken.is_complete
        assert taken.answers == {"hund.name": "Bello"}

    def test_leaves_alone_what_nobody_asked(self, take: Take) -> None:
        taken = take(("hund.name",), {"hund.name": "Bello", "hund.rasse": "rottweiler"})
        assert taken.answers == {"hund.name": "Bello"}
        assert taken.fields == ("hund.name",)

    def test_names_a_mistake_and_keeps_what_was_typed(self, take: Take) -> None:
        taken = take(("hund.chip", "hund.name"), {"hund.chip": "12", "hund.name": "Bello"})
        assert not taken.is_complete
        assert [one.field_id for one in taken.problems] == ["hund.chip"]
        assert taken.raw == {"hund.chip": ["12"]}
        assert taken.answers["hund.name"] == "Bello"

    def test_asks_for_what_was_left_empty(self, take: Take) -> None:
        taken = take(("hund.name",), {"hund.name": " "})
        assert [one.is_missing_answer for one in taken.problems] == [True]

    def test_asks_what_follows_from_a_changed_answer(self, take: Take) -> None:
        taken = take(("hund.gross",), {"hund.gross": "true"})
        assert not taken.problems
        assert taken.arisen == ("hund.chip", "sicherheit.sachkunde", "sicherheit.versichert")
        assert taken.fields == ("hund.gross", *taken.arisen)
        assert taken.answers == {"hund.gross": True}

    def test_takes_what_followed_and_asks_on(self, take: Take) -> None:
        arisen = ("hund.chip", "sicherheit.sachkunde", "sicherheit.versichert")
        typed = {
            "hund.gross": "true",
            "hund.chip": "276098100123456",
            "sicherheit.sachkunde": "jagdschein",
            "sicherheit.versichert": "true",
        }
        taken = take(("hund.gross",), typed, seen=arisen)
        assert taken.arisen == ("sicherheit.versicherer",)
        typed["sicherheit.versicherer"] = "Muster AG"
        taken = take(("hund.gross",), typed, seen=(*arisen, *taken.arisen))
        assert taken.is_complete
        assert taken.answers == {
            "hund.gross": True,
            "hund.chip": "276098100123456",
            "sicherheit.sachkunde": "jagdschein",
            "sicherheit.versichert": True,
            "sicherheit.versicherer": "Muster AG",
        }

    def test_asks_for_what_followed_and_was_left_empty(self, take: Take) -> None:
        arisen = ("hund.chip", "sicherheit.sachkunde", "sicherheit.versichert")
        taken = take(("hund.gross",), {"hund.gross": "true"}, seen=arisen)
        assert [one.field_id for one in taken.problems] == list(arisen)

    def test_does_not_ask_what_the_person_could_claim_to_have_seen(self, take: Take) -> None:
        taken = take(("hund.name",), {"hund.name": "Bello", "hund.rasse": "pudel"}, seen=("hund.rasse",))
        assert taken.answers == {"hund.name": "Bello"}

    def test_says_where_an_answer_does_not_fit_another_one(self, take: Take) -> None:
        """The dog was born after it was taken in: the other date is asked for too."""
        taken = take(("hund.geburtsdatum",), date_answer("hund.geburtsdatum", 18, 3, 2026))
        assert taken.arisen == ("haltung.seit",)
        assert [one.field_id for one in taken.problems] == ["haltung.seit"]
