"""What every print room does; the tests of each adapter run it."""

from dataclasses import replace
from datetime import date

import pytest

from onlineamt.facilities.post.ports import PrintRoom
from onlineamt.facilities.post.values import PrintedLetter, PrintJob

ERIKA = PrintedLetter(
    recipient=("Erika Mustermann", "Heidestraße 17", "05100 Musterstadt"), pdf=b"%PDF Erika"
)
JOHN = PrintedLetter(
    recipient=("John Doe", "c/o Müller & Söhne", "Main Street 1", "New York", "USA"), pdf=b"%PDF John"
)
JOB = PrintJob(town="musterstadt", key="2026-03-20-1", day=date(2026, 3, 20), letters=(ERIKA, JOHN))


class PrintRoomContract:
    """Subclass it with a fixture `room` and a method that returns the PDFs it holds of a batch, in order."""

    def pdfs(self, room: PrintRoom, town: str, key: str) -> list[bytes]:
        raise NotImplementedError

    def test_gets_every_letter_in_order(self, room: PrintRoom) -> None:
        room.hand_over(JOB)

        assert self.pdfs(room, JOB.town, JOB.key) == [ERIKA.pdf, JOHN.pdf]

    def test_takes_a_batch_given_twice_as_one(self, room: PrintRoom) -> None:
        room.hand_over(JOB)
        room.hand_over(JOB)

        assert self.pdfs(room, JOB.town, JOB.key) == [ERIKA.pdf, JOHN.pdf]

    def test_misses_no_letter_that_came_to_a_batch_after_a_crash(self, room: PrintRoom) -> None:
        room.hand_over(replace(JOB, letters=(JOHN,)))
        room.hand_over(JOB)

        assert self.pdfs(room, JOB.town, JOB.key) == [ERIKA.pdf, JOHN.pdf]

    def test_keeps_batches_and_towns_apart(self, room: PrintRoom) -> None:
        room.hand_over(JOB)
        room.hand_over(replace(JOB, key="2026-03-20-10", letters=(JOHN,)))
        room.hand_over(replace(JOB, town="nachbarstadt", letters=(JOHN,)))
        room.clear_away(town=JOB.town, key=JOB.key)

        assert self.pdfs(room, JOB.town, JOB.key) == []
        assert self.pdfs(room, JOB.town, "2026-03-20-10") == [JOHN.pdf]
        assert self.pdfs(room, "nachbarstadt", JOB.key) == [JOHN.pdf]

    def test_forgets_once_and_again(self, room: PrintRoom) -> None:
        room.clear_away(town=JOB.town, key=JOB.key)
        room.hand_over(JOB)
        room.clear_away(town=JOB.town, key=JOB.key)
        room.clear_away(town=JOB.town, key=JOB.key)

        assert self.pdfs(room, JOB.town, JOB.key) == []

    @pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "/etc", ".draft-x", "A", "a\0b"])
    def test_refuses_what_is_no_name(self, room: PrintRoom, name: str) -> None:
        with pytest.raises(ValueError, match="name"):
            room.hand_over(replace(JOB, town=name))
        with pytest.raises(ValueError, match="name"):
            room.hand_over(replace(JOB, key=name))
