from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from onlineamt.adapters.print_folder import FolderPrintRoom
from onlineamt.facilities.post import actions, room
from onlineamt.facilities.post.actions import (
    confirm_posted,
    erase_letters,
    hand_over_batch,
    note_return,
    queue_letter,
    take_batch,
)
from onlineamt.facilities.post.errors import NotPosted, NotPrintedYet, PostedOnWrongDay
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.queries import count_letters, get_item, items_of, list_letters
from onlineamt.facilities.post.room import use_print_room
from onlineamt.facilities.post.values import (
    LetterCounts,
    LetterState,
    NewLetter,
    PrintJob,
    ReturnReason,
    TakenLetter,
)
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core import events
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import Event
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

CLERK = "staff:frau-amt"
ERIKA = ("Erika Mustermann-Quendel", "Heidestraße 17", "05100 Musterstadt")
FRIDAY, MONDAY = date(2026, 3, 20), date(2026, 3, 23)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before = room._room
    use_print_room(FolderPrintRoom(tmp_path / "print"))
    yield tmp_path / "print"
    room._room = before


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch, at: Callable[..., Any]) -> list[Event]:
    """What happened, as a later stage would hear it. It is Friday morning."""
    at(2026, 3, 20, 9, 0)
    found: list[Event] = []
    monkeypatch.setattr(events, "_handlers", {LetterPosted: (found.append,), LetterReturned: (found.append,)})
    return found


def new_letter(**changes: Any) -> NewLetter:
    facts: dict[str, Any] = {
        "subject_id": new_id(),
        "document_id": new_id(),
        "recipient": ERIKA,
        "idempotency_key": f"decision:{new_id()}",
    }
    letter = NewLetter(**{**facts, **changes})
    if "subject_id" not in changes:
        create_key(letter.subject_id)
    return letter


def pdf_of(letter: TakenLetter) -> bytes | None:
    return f"%PDF {letter.item_id}".encode()


def print_all() -> list[UUID]:
    """Take what waits, hand it over, and return the ids."""
    batch = take_batch()
    assert batch is not None
    hand_over_batch(batch, open_letter=pdf_of)
    return [letter.item_id for letter in batch.letters]


def printed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))


def names(item: PrintItem) -> list[str]:
    chain = AuditEntry.objects.filter(chain=item.subject_id).order_by("position")
    return list(chain.values_list("name", flat=True))


@pytest.mark.usefixtures("in_musterstadt")
class TestQueueLetter:
    def test_asks_once_for_a_job_that_runs_twice(self) -> None:
        letter = new_letter()

        assert queue_letter(letter).id == queue_letter(letter).id
        assert count_letters().waiting == 1

    def test_leaves_no_readable_word_in_the_row(self) -> None:
        item = queue_letter(new_letter())
        row = PrintItem.objects.filter(id=item.id).values().get()
        everything = b"".join(bytes(v) if isinstance(v, bytes) else repr(v).encode() for v in row.values())

        for word in (b"Erika", b"Quendel", "Heidestraße".encode(), b"05100"):
            assert word not in everything

    def test_needs_an_address(self) -> None:
        with pytest.raises(ValueError, match="address"):
            queue_letter(new_letter(recipient=["", " \n"]))


@pytest.mark.usefixtures("in_musterstadt")
class TestTakeBatch:
    def test_takes_the_oldest_and_leaves_the_rest_for_the_next(self) -> None:
        items = [queue_letter(new_letter()).id for _ in range(3)]
        first = take_batch(limit=2)
        assert first is not None
        hand_over_batch(first, open_letter=pdf_of)
        second = take_batch(limit=2)
        assert second is not None

        assert [letter.item_id for letter in first.letters] == items[:2]
        assert [letter.item_id for letter in second.letters] == items[2:]
        assert (first.key, second.key) == ("2026-03-20-1", "2026-03-20-2")
        assert first.letters[0].recipient == ERIKA

    def test_returns_what_a_crash_kept_from_the_print_room(self) -> None:
        queue_letter(new_letter())
        lost = take_batch()
        queue_letter(new_letter())

        assert take_batch() == lost

    def test_is_nothing_where_nothing_waits(self) -> None:
        assert take_batch() is None


@pytest.mark.usefixtures("in_musterstadt")
class TestHandOverBatch:
    def test_lays_letters_and_list_into_the_folder_of_the_town(self, folder: Path) -> None:
        item = queue_letter(new_letter())
        print_all()

        assert printed(folder) == ["musterstadt/2026-03-20-1/001.pdf"]
        assert "Quendel" in (folder / "musterstadt/2026-03-20-1/liste.csv").read_text(encoding="utf-8-sig")
        assert names(item) == ["post.queued", "post.handed_over"]

    def test_gives_nothing_twice(self) -> None:
        queue_letter(new_letter())
        batch = take_batch()
        assert batch is not None

        assert [hand_over_batch(batch, open_letter=pdf_of) for _ in range(2)] == [1, 0]

    def test_drops_what_was_erased_and_prints_the_rest(self, folder: Path) -> None:
        gone, shredded, stays = (queue_letter(new_letter()) for _ in range(3))
        destroy_key(gone.subject_id, reason="withdrawn")
        batch = take_batch()
        assert batch is not None
        hand_over_batch(
            batch, open_letter=lambda letter: None if letter.item_id == shredded.id else pdf_of(letter)
        )

        assert (folder / "musterstadt/2026-03-20-1/001.pdf").read_bytes() == f"%PDF {stays.id}".encode()
        assert list(PrintItem.objects.values_list("id", flat=True)) == [stays.id]
        assert names(shredded) == ["post.queued", "post.dropped"]
        assert take_batch() is None

    def test_makes_no_folder_for_nothing(self, folder: Path) -> None:
        queue_letter(new_letter())
        batch = take_batch()
        assert batch is not None

        assert hand_over_batch(batch, open_letter=lambda letter: None) == 0
        assert not folder.exists()
        assert count_letters().waiting == 0


class TestACrash:
    """Real transactions: what is committed and what lies on disk are two things."""

    def test_between_the_files_and_the_row_costs_no_letter_and_doubles_none(
        self, towns: tuple[Tenant, Tenant], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(**_: Any) -> None:
            raise KeyboardInterrupt

        with in_tenant(towns[0].id):
            queue_letter(new_letter())
        with in_tenant(towns[0].id):
            batch = take_batch()
        assert batch is not None
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), in_tenant(towns[0].id):
            patch.setattr(actions, "mark_handed_over", killed)
            hand_over_batch(batch, open_letter=pdf_of)
        after_crash = printed(folder)
        with in_tenant(towns[0].id):
            queue_letter(new_letter())
            print_all()
            counts = count_letters()

        assert after_crash == printed(folder) == ["musterstadt/2026-03-20-1/001.pdf"]
        assert (counts.handed_over, counts.waiting) == (1, 1)

    def test_that_forgets_the_batch_too_costs_no_letter_that_came_since(
        self, towns: tuple[Tenant, Tenant], folder: Path
    ) -> None:
        """A job that takes and hands over in one transaction: the folder is there, and no row knows of it."""
        with in_tenant(towns[0].id):
            queue_letter(new_letter())
        with pytest.raises(KeyboardInterrupt), in_tenant(towns[0].id):
            print_all()
            raise KeyboardInterrupt
        with in_tenant(towns[0].id):
            queue_letter(new_letter())
            print_all()
            counts = count_letters()

        assert printed(folder) == [f"musterstadt/2026-03-20-1/00{number}.pdf" for number in (1, 2)]
        assert (counts.handed_over, counts.waiting) == (2, 0)

    def test_of_the_print_room_leaves_the_letters_waiting(
        self, towns: tuple[Tenant, Tenant], folder: Path
    ) -> None:
        class Unreachable(FolderPrintRoom):
            def hand_over(self, job: PrintJob) -> None:
                raise OSError("no space left on device")

        use_print_room(Unreachable(folder))
        with in_tenant(towns[0].id):
            queue_letter(new_letter())
        with pytest.raises(OSError, match="no space"), in_tenant(towns[0].id):
            print_all()
        with in_tenant(towns[0].id):
            assert count_letters().waiting == 1

    def test_before_all_is_confirmed_keeps_the_folder(
        self, towns: tuple[Tenant, Tenant], folder: Path, heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            for _ in range(2):
                queue_letter(new_letter())
            first, second = print_all()
        with in_tenant(towns[0].id):
            confirm_posted(item_ids=[first], on=FRIDAY, actor=CLERK)
        assert len(printed(folder)) == 2
        with pytest.raises(KeyboardInterrupt), in_tenant(towns[0].id):
            confirm_posted(item_ids=[second], on=FRIDAY, actor=CLERK)
            raise KeyboardInterrupt
        assert len(printed(folder)) == 2
        with in_tenant(towns[0].id):
            confirm_posted(item_ids=[second], on=FRIDAY, actor=CLERK)
        assert list((folder / "musterstadt").iterdir()) == []


@pytest.mark.usefixtures("in_musterstadt")
class TestConfirmPosted:
    def test_notes_the_day_once_and_says_so(self, at: Callable[..., Any], heard: list[Event]) -> None:
        item = queue_letter(new_letter())
        ids = print_all()
        at(2026, 3, 23, 15, 0)

        assert [confirm_posted(item_ids=ids, on=MONDAY, actor=CLERK) for _ in range(2)] == [1, 0]
        assert get_item(item.id).posted_on == MONDAY
        assert heard == [LetterPosted(item.id, item.subject_id, item.document_id, MONDAY)]
        assert names(item) == ["post.queued", "post.handed_over", "post.posted"]

    def test_refuses_what_is_not_printed(self) -> None:
        with pytest.raises(NotPrintedYet):
            confirm_posted(item_ids=[queue_letter(new_letter()).id], on=FRIDAY, actor=CLERK)

    @pytest.mark.parametrize("day", [date(2026, 3, 19), date(2026, 3, 21)])
    def test_refuses_a_day_before_printing_or_after_today(self, day: date) -> None:
        queue_letter(new_letter())
        with pytest.raises(PostedOnWrongDay):
            confirm_posted(item_ids=print_all(), on=day, actor=CLERK)

    def test_moves_no_day_that_is_confirmed(self, at: Callable[..., Any]) -> None:
        queue_letter(new_letter())
        ids = print_all()
        confirm_posted(item_ids=ids, on=FRIDAY, actor=CLERK)
        at(2026, 3, 23, 15, 0)

        with pytest.raises(PostedOnWrongDay):
            confirm_posted(item_ids=ids, on=MONDAY, actor=CLERK)

    def test_knows_no_other_letter(self) -> None:
        queue_letter(new_letter())
        with pytest.raises(NotFound):
            confirm_posted(item_ids=[*print_all(), new_id()], on=FRIDAY, actor=CLERK)


@pytest.mark.usefixtures("in_musterstadt")
class TestNoteReturn:
    def test_notes_when_and_why_and_says_so(self, at: Callable[..., Any], heard: list[Event]) -> None:
        item = queue_letter(new_letter())
        confirm_posted(item_ids=print_all(), on=FRIDAY, actor=CLERK)
        at(2026, 3, 30, 9, 0)
        on = date(2026, 3, 27)
        for _ in range(2):
            returned = note_return(item_id=item.id, on=on, reason=ReturnReason.MOVED, actor=CLERK)

        assert (returned.returned_on, returned.return_reason) == (on, "moved")
        assert heard[1:] == [LetterReturned(item.id, item.subject_id, item.document_id, on)]
        assert names(item)[-1] == "post.returned"

    @pytest.mark.parametrize("day", [date(2026, 3, 19), date(2026, 3, 21)])
    def test_refuses_a_day_before_posting_or_after_today(self, day: date) -> None:
        item = queue_letter(new_letter())
        confirm_posted(item_ids=print_all(), on=FRIDAY, actor=CLERK)
        with pytest.raises(NotPosted):
            note_return(item_id=item.id, on=day, reason=ReturnReason.REFUSED, actor=CLERK)

    def test_refuses_what_never_left(self) -> None:
        item = queue_letter(new_letter())
        with pytest.raises(NotPosted):
            note_return(item_id=item.id, on=FRIDAY, reason=ReturnReason.REFUSED, actor=CLERK)


@pytest.mark.usefixtures("in_musterstadt")
class TestListLetters:
    def test_shows_where_each_stands(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        back, sent, ready = (queue_letter(new_letter()) for _ in range(3))
        confirm_posted(item_ids=print_all()[:2], on=FRIDAY, actor=CLERK)
        note_return(item_id=back.id, on=FRIDAY, reason=ReturnReason.UNKNOWN, actor=CLERK)
        waits = queue_letter(new_letter())

        for item, state in zip((waits, ready, sent, back), LetterState, strict=True):
            with django_assert_num_queries(1):
                (shown,) = list_letters(state)
            assert (shown.id, shown.state, shown.recipient) == (item.id, state, ERIKA)
        assert list_letters(LetterState.POSTED)[0].batch == "2026-03-20-1"
        with django_assert_num_queries(1):
            assert count_letters() == LetterCounts(waiting=1, handed_over=1, posted=1, returned=1)

    def test_turns_pages(self) -> None:
        ids = [queue_letter(new_letter()).id for _ in range(3)]
        first = list_letters(LetterState.WAITING, limit=2)
        rest = list_letters(LetterState.WAITING, after=first[-1].id, limit=2)

        assert [letter.id for letter in first + rest] == ids

    def test_shows_an_erased_letter_without_its_address(self) -> None:
        item = queue_letter(new_letter())
        destroy_key(item.subject_id, reason="retention")

        assert list_letters(LetterState.WAITING)[0].recipient is None


@pytest.mark.usefixtures("in_musterstadt")
class TestEraseLetters:
    def test_erases_those_of_the_subject_only(self) -> None:
        item, other = queue_letter(new_letter()), queue_letter(new_letter())
        queue_letter(new_letter(subject_id=item.subject_id))

        assert erase_letters(item.subject_id) == 2
        assert list(items_of(item.subject_id)) == []
        assert list(items_of(other.subject_id)) == [other]


class TestNeighbours:
    def test_see_nothing_of_each_other(
        self, towns: tuple[Tenant, Tenant], folder: Path, heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            ours = queue_letter(new_letter(idempotency_key="decision:1"))
            print_all()
        with in_tenant(towns[1].id):
            with pytest.raises(NotFound):
                confirm_posted(item_ids=[ours.id], on=FRIDAY, actor=CLERK)
            assert take_batch() is None
            queue_letter(new_letter(idempotency_key="decision:1"))
            print_all()

        assert printed(folder) == [f"{town}/2026-03-20-1/001.pdf" for town in ("musterstadt", "nachbarstadt")]
        assert heard == []
