"""Letters reach the print room: every quarter of an hour or at once, whole batches, for one's own offices only."""

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.cases import Send
from tests.staff import Staff

from onlineamt.facilities.documents.errors import DocumentUnavailable
from onlineamt.facilities.post import room
from onlineamt.facilities.post.errors import PostedOnWrongDay
from onlineamt.facilities.post.models import PrintBatch, PrintItem
from onlineamt.facilities.post.values import LetterState, PrintJob
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.actions import printing
from onlineamt.procedure.delivery.actions.printing import (
    hand_over_letters,
    open_letter,
    print_again,
    print_now,
)
from onlineamt.procedure.delivery.letters import access_letter, count_stands, list_letters
from onlineamt.procedure.delivery.tasks import print_everywhere
from onlineamt.procedure.delivery.tests.lives import DogLife


class Room:
    """A print room that remembers what it was given."""

    def __init__(self) -> None:
        self.jobs: list[PrintJob] = []

    def hand_over(self, job: PrintJob) -> None:
        self.jobs.append(job)

    def clear_away(self, *, town: str, key: str) -> None:
        pass


@pytest.fixture
def print_room(monkeypatch: pytest.MonkeyPatch) -> Room:
    chosen = Room()
    monkeypatch.setattr(room, "_room", chosen)
    return chosen


@pytest.fixture
def decided(dog_life: DogLife) -> DogLife:
    """Return a case whose letter waits to be printed."""
    dog_life.decide()
    return dog_life


def item_of(life: DogLife) -> UUID:
    with in_tenant(life.town.id):
        item_id: UUID = PrintItem.objects.get(subject_id=life.case_id).id
    return item_id


class TestHandOverLetters:
    def test_gives_the_room_the_letters_as_they_were_written(
        self, decided: DogLife, print_room: Room
    ) -> None:
        assert hand_over_letters(decided.town.id) == 1
        (job,) = print_room.jobs
        assert (job.town, job.key) == ("musterstadt", "2026-03-20-1")
        assert job.letters[0].pdf.startswith(b"%PDF-")
        assert "Mustermann" in job.letters[0].recipient[0]

    def test_gives_nothing_twice(self, decided: DogLife, print_room: Room) -> None:
        hand_over_letters(decided.town.id)
        assert hand_over_letters(decided.town.id) == 0
        assert len(print_room.jobs) == 1

    def test_keeps_the_batch_under_its_name_when_the_store_is_away(
        self, decided: DogLife, print_room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object, **__: object) -> None:
            raise DocumentUnavailable

        with monkeypatch.context() as broken:
            broken.setattr(printing, "open_document", away)
            with pytest.raises(DocumentUnavailable):
                hand_over_letters(decided.town.id)
        with in_tenant(decided.town.id):
            assert PrintBatch.objects.get().handed_over_at is None
        assert hand_over_letters(decided.town.id) == 1
        assert [job.key for job in print_room.jobs] == ["2026-03-20-1"]

    def test_is_done_for_every_town_by_the_clock(self, decided: DogLife, print_room: Room) -> None:
        print_everywhere.func(timestamp=0)
        assert [job.town for job in print_room.jobs] == ["musterstadt"]

    def test_is_done_at_once_where_somebody_asks(
        self, decided: DogLife, print_room: Room, staff: Staff, run_jobs: Callable[[], None]
    ) -> None:
        decided.do(print_now, caseworker=staff("Frau Amt"))
        run_jobs()
        assert len(print_room.jobs) == 1

    def test_is_not_for_whoever_works_on_no_case(self, decided: DogLife, staff: Staff) -> None:
        with pytest.raises(NotFound):
            decided.do(print_now, caseworker=staff("Frau Schlüssel"))


class TestLetters:
    def test_stand_where_they_are(self, decided: DogLife, staff: Staff, print_room: Room) -> None:
        amt = staff("Frau Amt")
        assert decided.do(count_stands, amt)[LetterState.WAITING] == 1
        hand_over_letters(decided.town.id)
        assert decided.do(count_stands, amt)[LetterState.HANDED_OVER] == 1
        (letter,) = decided.do(list_letters, amt, LetterState.HANDED_OVER).letters
        assert letter.case.id == decided.case_id
        assert letter.delivery is not None

    def test_are_turned_page_by_page(
        self, dog_town: Tenant, send: Send, decided: DogLife, staff: Staff
    ) -> None:
        other = DogLife(dog_town, send("dackel", token="anderes"), decided.at)
        other.decide()
        first = decided.do(list_letters, staff("Frau Amt"), LetterState.WAITING, limit=1)
        second = decided.do(
            list_letters, staff("Frau Amt"), LetterState.WAITING, after=first.next_after, limit=1
        )
        assert [page.letters[0].case.id for page in (first, second)] == [decided.case_id, other.case_id]
        assert second.next_after is None

    @pytest.mark.parametrize("name", ["Herr Fremd", "Frau Nachbar", "Frau Schlüssel"])
    def test_are_unknown_to_others(self, decided: DogLife, staff: Staff, name: str) -> None:
        item_id, other = item_of(decided), staff(name)
        town = decided.town if name != "Frau Nachbar" else Tenant.objects.get(key="nachbarstadt")
        with in_tenant(town.id):
            assert list_letters(other, LetterState.WAITING).letters == ()
            for act in (access_letter, open_letter, print_again):
                with pytest.raises(NotFound):
                    act(item_id, caseworker=other)

    def test_are_opened_with_a_line_in_the_trail(self, decided: DogLife, staff: Staff) -> None:
        item_id, amt = item_of(decided), staff("Frau Amt")
        opened = decided.do(open_letter, item_id, caseworker=amt)
        assert opened.content.startswith(b"%PDF-")
        with in_tenant(decided.town.id):
            (entry,) = AuditEntry.objects.filter(chain=decided.case_id, name="post.letter_opened")
        assert entry.actor == amt.actor

    def test_are_printed_again_until_they_have_left(
        self, decided: DogLife, staff: Staff, print_room: Room
    ) -> None:
        amt, item_id = staff("Frau Amt"), item_of(decided)
        hand_over_letters(decided.town.id)
        decided.do(print_again, item_id, caseworker=amt)
        assert hand_over_letters(decided.town.id) == 1
        decided.post(amt)
        with pytest.raises(PostedOnWrongDay):
            decided.do(print_again, item_id, caseworker=amt)
