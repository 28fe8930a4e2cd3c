from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from onlineamt.facilities.post.actions import (
    confirm_posted,
    erase_letters,
    note_return,
    queue_letter,
    take_batch,
)
from onlineamt.facilities.post.errors import NotPosted, NotPrintedYet, PostedOnWrongDay
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.queries import count_letters, get_item, items_of, list_letters
from onlineamt.facilities.post.tests.factories import (
    CLERK,
    ERIKA,
    FRIDAY,
    MONDAY,
    names,
    new_letter,
    print_all,
    printed,
)
from onlineamt.facilities.post.values import (
    LetterCounts,
    LetterState,
    ReturnReason,
)
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import Event
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


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
