from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onlineamt.adapters.print_folder import FolderPrintRoom
from onlineamt.facilities.post import actions
from onlineamt.facilities.post.actions import (
    confirm_posted,
    erase_letters,
    hand_over_batch,
    print_again,
    queue_letter,
    take_batch,
)
from onlineamt.facilities.post.errors import PostedOnWrongDay
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.queries import count_letters, get_item
from onlineamt.facilities.post.room import use_print_room
from onlineamt.facilities.post.tests.factories import (
    CLERK,
    ERIKA,
    FRIDAY,
    names,
    new_letter,
    pdf_of,
    print_all,
    printed,
)
from onlineamt.facilities.post.values import (
    PrintJob,
)
from onlineamt.foundation.core.events import Event
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


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
class TestPrintAgain:
    def test_hands_a_lost_letter_over_once_more(self, folder: Path) -> None:
        item, other = queue_letter(new_letter()), queue_letter(new_letter())
        print_all()

        assert [print_again(item_ids=[item.id], actor=CLERK) for _ in range(2)] == [1, 0]
        assert print_all() == [item.id]
        assert "musterstadt/2026-03-20-2/001.pdf" in printed(folder)
        assert get_item(other.id).batch_id != get_item(item.id).batch_id
        assert names(item)[-2:] == ["post.queued_again", "post.handed_over"]

    def test_leaves_what_has_left(self) -> None:
        queue_letter(new_letter())
        ids = print_all()
        confirm_posted(item_ids=ids, on=FRIDAY, actor=CLERK)

        with pytest.raises(PostedOnWrongDay):
            print_again(item_ids=ids, actor=CLERK)


class TestTheFolder:
    """Real transactions: folders go when the transaction commits."""

    @pytest.mark.parametrize(
        "act",
        [
            lambda item: print_again(item_ids=[item.id], actor=CLERK),
            lambda item: erase_letters(item.subject_id),
        ],
    )
    def test_goes_when_nothing_in_it_is_still_to_be_posted(
        self, towns: tuple[Tenant, Tenant], folder: Path, act: Callable[[PrintItem], int]
    ) -> None:
        with in_tenant(towns[0].id):
            item, other = queue_letter(new_letter()), queue_letter(new_letter())
            print_all()
        with in_tenant(towns[0].id):
            act(item)
        assert len(printed(folder)) == 2  # the other letter is still needed
        with in_tenant(towns[0].id):
            confirm_posted(item_ids=[other.id], on=FRIDAY, actor=CLERK)
        assert printed(folder) == []

    def test_goes_with_its_only_letter(self, towns: tuple[Tenant, Tenant], folder: Path) -> None:
        with in_tenant(towns[0].id):
            item = queue_letter(new_letter())
            print_all()
        with in_tenant(towns[0].id):
            erase_letters(item.subject_id)

        assert printed(folder) == []
