"""A bounded run of the fuzzer with `bin/test`: the same requests each time, and others each time; and all of its own parts."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.tenancy.models import Tenant
from tests.hostile.device import Answer
from tests.hostile.effort import TIMES, tries
from tests.hostile.fuzz.checks import Wrong, check_answer
from tests.hostile.fuzz.run import Fuzzer
from tests.hostile.fuzz.values import Given
from tests.hostile.fuzz.world import World, make_world

pytestmark = pytest.mark.slow
FIXED = 1_500 * TIMES
LONGEST = 8_000  # requests after which an address counts as one that cannot be reached
RANDOM = 1_000 * TIMES

PAGE = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
# Addresses that no answer with content is expected of, and why.
NOT_REACHED = {
    "case_ask_release": "only with a draft that a second person has to see",
    "case_close": "only of a case whose decision is final",
    "life_situation": "no life situation is installed here",
    "operations_metrics": "only this machine, or who has the token",
    "post_address": "only of a letter without an address",
    "post_letter_arrived": "only of a letter that did not come back; the tour notes that it did",
    "post_letter_again": "only of a letter that is in the print room; the tour sends it off before",
    "post_print": "only while letters wait to be printed",
}


@pytest.fixture
def evening() -> None:
    """The clock is the real one: sessions and codes are as old as they are."""


@pytest.fixture
def connect(as_role: Callable[[str], Any]) -> Callable[[], AbstractContextManager[psycopg.Connection[Any]]]:
    """Return a function that looks into the database past row-level security."""
    return lambda: as_role("superuser")


@pytest.fixture
def world(towns: tuple[Tenant, Tenant], evening: None) -> Iterator[World]:
    yield make_world(towns)


class TestTheFuzzer:
    def test_finds_nothing_and_reaches_every_address(self, world: World, connect: Any) -> None:
        fuzzer = Fuzzer(world, connect, seed=4)
        fuzzer.tour()
        fuzzer.run(fuzzer.report.requests + FIXED)
        while (
            fuzzer.map.names - fuzzer.report.reached - set(NOT_REACHED) and fuzzer.report.requests < LONGEST
        ):
            fuzzer.run(fuzzer.report.requests + 1_000)
        assert fuzzer.report.findings == []
        assert fuzzer.map.names - fuzzer.report.reached - set(NOT_REACHED) == set()
        assert set(NOT_REACHED) <= fuzzer.map.names

    def test_finds_nothing_else_with_another_seed(self, world: World, connect: Any) -> None:
        seed = secrets.randbelow(1_000_000)
        report = Fuzzer(world, connect, seed).run(RANDOM)
        assert report.findings == [], f"repeat with seed {seed}"

    def test_finds_nothing_where_hypothesis_leads_it(self, world: World, connect: Any) -> None:
        fuzzer = Fuzzer(world, connect, seed=0)
        fuzzer.renew()

        @tries(40)
        @given(st.binary(max_size=400))
        def ask(content: bytes) -> None:
            fuzzer.chance = Given(content)
            fuzzer.step()
            assert fuzzer.report.findings == []

        ask()
        fuzzer.look()
        assert fuzzer.report.findings == []


class TestItsChecks:
    """A check that cannot fail would let everything through."""

    @pytest.fixture
    def strict(self) -> dict[str, str]:
        from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS

        return PAGE | {name.lower(): value for name, value in SECURITY_HEADERS.items()}

    def wrong(self, status: int, headers: dict[str, str], body: bytes) -> str:
        """Return what is wrong with an answer that a stranger of Musterstadt has got."""
        from tests.hostile.fuzz.world import Person

        somewhere = World((None, None), [], frozenset({"HolunderNina"}), [], {}, lambda: None)  # type: ignore[arg-type]
        stranger = Person("stranger", "musterstadt.localhost")
        with pytest.raises(Wrong) as caught:
            check_answer(somewhere, stranger, stranger.host, Answer(status, headers, body), b"")
        return str(caught.value)

    def test_know_what_must_not_be(self, strict: dict[str, str]) -> None:
        assert "status 500" in self.wrong(500, strict, b"")
        assert "HolunderNina" in self.wrong(200, strict, b"<p>HolunderNina</p>")
        assert "HolunderNina" in self.wrong(302, strict | {"location": "/HolunderNina"}, b"")
        assert "leads away" in self.wrong(302, strict | {"location": "https://evil.example/"}, b"")
        assert "leads away" in self.wrong(302, strict | {"location": "//evil.example/"}, b"")
        assert "without" in self.wrong(200, PAGE, b"<p></p>")
        assert "insides" in self.wrong(200, strict, b"Traceback (most recent call last)")
        assert "insides" in self.wrong(200, strict, b'SELECT "a" FROM "application"')
        assert "cookie" in self.wrong(200, strict | {"set-cookie": "antrag=x; Path=/"}, b"")
        assert "header" in self.wrong(200, strict | {"x-name": "a\r\nb"}, b"")
        assert "markup" in self.wrong(200, strict, b"<script>alert(1)</script>")

    def test_know_when_something_was_changed_behind_them(self, world: World, connect: Any) -> None:
        fuzzer = Fuzzer(world, connect, seed=0)
        draft = next(iter(world.kept_drafts))
        with connect() as connection:
            connection.execute(
                "SET session_replication_role = replica"
            )  # past the guards, as a fault of ours would
            connection.execute("UPDATE application SET digest = 'x' WHERE submitted_at IS NOT NULL")
            connection.execute("ALTER TABLE application NO FORCE ROW LEVEL SECURITY")
            connection.execute("UPDATE application SET keep_draft = 'P1D' WHERE id = %s", [draft])
        fuzzer.look()
        with connect() as connection:
            connection.execute("ALTER TABLE application FORCE ROW LEVEL SECURITY")
        found = " ".join(fuzzer.report.findings)
        assert "row-level security is not as it was" in found
        assert "submitted application" in found
        assert "the next town's application" in found
