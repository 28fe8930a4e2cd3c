"""Bodies are read whole, at a bearable pace, and lie nowhere in clear."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from onlineamt.audiences.entrance import bodies
from onlineamt.audiences.entrance.bodies import (
    IN_MEMORY,
    Body,
    Broken,
    NoRoom,
    Room,
    SealedFile,
    TooManyBodies,
    TooSlow,
    receive_body,
)

SECRET = b"Wacholderbeere"


async def pieces(*sent: bytes, pause: float = 0) -> AsyncIterator[bytes]:
    """Come one after the other; an empty one is the end, as the server says it."""
    for piece in (*sent, b""):
        await asyncio.sleep(pause)
        yield piece


@pytest.fixture
def room() -> Room:
    return Room(10_000_000)


@pytest.fixture
def receive(tmp_path: Path, room: Room) -> Callable[..., Body]:
    """Return a function: what is read of these pieces when so many bytes were promised."""

    def received(length: int, *sent: bytes, pause: float = 0) -> Body:
        return asyncio.run(receive_body(pieces(*sent, pause=pause), length, folder=tmp_path, room=room))

    return received


class TestReceiveBody:
    def test_gives_what_came_in_pieces(self, receive: Callable[..., Body]) -> None:
        assert receive(9, b"dog=", b"Waldi").read() == b"dog=Waldi"

    def test_gives_a_large_one_by_parts_and_lines(self, receive: Callable[..., Body], room: Room) -> None:
        sent = (SECRET + b"\n") * 20_000
        body = receive(len(sent), *(sent[start : start + 7_001] for start in range(0, len(sent), 7_001)))
        assert room.taken == len(sent)
        assert body.readline() == SECRET + b"\n"
        assert body.read() == sent[len(SECRET) + 1 :]
        body.close()
        assert room.taken == 0

    @pytest.mark.parametrize("there", [b"", b"dog=Wal", b"dog=Waldi and more"])
    def test_is_nothing_when_the_length_is_wrong(self, receive: Callable[..., Body], there: bytes) -> None:
        with pytest.raises(Broken):
            receive(9, there)

    def test_waits_for_a_slow_one_but_not_for_ever(
        self, receive: Callable[..., Body], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
        with pytest.raises(TooSlow):
            receive(1_000, *(b"x" for _ in range(1_000)), pause=0.01)

    def test_lets_a_slow_one_take_its_time_while_it_moves(
        self, receive: Callable[..., Body], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
        assert len(receive(3_000, *(b"x" * 100 for _ in range(30)), pause=0.01).read()) == 3_000

    def test_gives_the_room_back_when_it_fails(self, receive: Callable[..., Body], room: Room) -> None:
        with pytest.raises(Broken):
            receive(IN_MEMORY * 3, b"x" * IN_MEMORY, b"x" * 10)
        assert room.taken == 0

    def test_is_refused_when_there_is_no_room(self, receive: Callable[..., Body], room: Room) -> None:
        room.take(9_950_000)
        with pytest.raises(TooManyBodies):
            receive(90_000, b"x" * 90_000)
        assert room.taken == 9_950_000

    def test_says_so_when_the_disk_is_full(
        self, receive: Callable[..., Body], room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*args: Any, **options: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(bodies.tempfile, "TemporaryFile", full)
        with pytest.raises(NoRoom):
            receive(90_000, b"x" * 90_000)
        assert room.taken == 0


class TestSealedFile:
    def test_can_be_read_by_nobody_else(self, tmp_path: Path, room: Room) -> None:
        file = SealedFile(tmp_path, room)
        file.write(SECRET * 1_000)
        assert list(tmp_path.iterdir()) == []  # it has no name
        on_disk = Path(f"/proc/self/fd/{file._file.fileno()}").read_bytes()
        assert len(on_disk) == len(SECRET) * 1_000
        assert SECRET not in on_disk
        file.rewind()
        assert file.read() == SECRET * 1_000
        file.close()
