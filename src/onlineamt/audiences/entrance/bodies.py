"""Bodies of requests as they come in: within their limits, not slower than a bad connection, unread by anybody else.

A body is read to its end before a thread works on the request, so that whoever sends one byte a second keeps nobody
waiting. Small ones stay in memory; larger ones lie in a file that only the key in this process's memory can open.
"""

import asyncio
import io
import os
import tempfile
import threading
from collections.abc import AsyncIterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from onlineamt.foundation.core.errors import PortalError

IN_MEMORY = 64_000  # bytes of a body that need no file
GRACE_SECONDS = 30.0  # in which nothing has to come
SLOWEST = 500  # bytes a second on the average, after the grace
MOST_IN_FILES = 1_000_000_000  # bytes of all bodies together, in each web process
DRAIN_SECONDS = 10.0
DRAIN_BYTES = 60_000_000

Body = io.BytesIO | io.BufferedReader


class TooSlow(PortalError):
    """A body that comes more slowly than the worst connection we know of."""

    code = "too_slow"
    title = "Ihre Verbindung war zu langsam."
    next_step = (
        "Was gespeichert wurde, ist noch da. Gehen Sie zurück, und senden Sie die Seite noch einmal ab."
    )
    http_status = 408


class TooManyBodies(PortalError):
    """So many large bodies at once that there is no room for another."""

    code = "too_many_bodies"
    title = "Gerade werden sehr viele Dateien hochgeladen."
    next_step = "Bitte versuchen Sie es in einer Minute noch einmal. Was gespeichert wurde, ist noch da."
    http_status = 503


class NoRoom(PortalError):
    """The disk takes no more: that is ours to mend, and takes longer than a minute."""

    code = "no_room"
    title = "Gerade können wir keine Dateien annehmen."
    next_step = "Bitte versuchen Sie es in einer Stunde noch einmal. Was gespeichert wurde, ist noch da."
    http_status = 503


class LengthUnknown(PortalError):
    """A body without a length; browsers always give one."""

    code = "length_unknown"
    title = "So lässt sich diese Seite nicht aufrufen."
    next_step = "Gehen Sie zurück, und benutzen Sie die Schaltflächen auf der Seite."
    http_status = 411


class Broken(Exception):
    """The sender went away before the body was there; nobody waits for an answer."""


class Room:
    """The space on the disk that all bodies of a web process share."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """How many bytes are in use."""
        return self._taken

    def take(self, size: int) -> None:
        """Reserve some of it. Raises TooManyBodies when there is not so much."""
        with self._lock:
            if self._taken + size > self._most:
                raise TooManyBodies
            self._taken += size

    def give_back(self, size: int) -> None:
        """Free what was reserved."""
        with self._lock:
            self._taken -= size


class SealedFile(io.RawIOBase):
    """A temporary file under a key that is nowhere but here: written once, then read from the start."""

    def __init__(self, folder: Path, room: Room) -> None:
        super().__init__()
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 -- nameless, open as long as this is
        self._cipher = Cipher(
            AES(os.urandom(32)), CTR(bytes(16))
        )  # a key for one file: any first block will do
        self._context = self._cipher.encryptor()
        self._room = room
        self._size = 0

    def write(self, content: bytes) -> int:  # type: ignore[override]
        """Add bytes at the end. Raises TooManyBodies, or OSError when the disk is full."""
        self._room.take(len(content))
        self._size += len(content)
        sealed = self._context.update(content)
        while sealed:
            sealed = sealed[self._file.write(sealed) :]
        return len(content)

    def rewind(self) -> None:
        """Go to the start and read from here on."""
        self._file.seek(0)
        self._context = self._cipher.decryptor()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, room: Any) -> int:
        """Read what fits."""
        content = self._context.update(self._file.read(len(room)) or b"")
        room[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Let go of the disk's space."""
        if not self.closed:
            self._file.close()
            self._room.give_back(self._size)
        super().close()


async def receive_body(chunks: AsyncIterable[bytes], length: int, *, folder: Path, room: Room) -> Body:
    """Return a whole body of a known length, ready to be read and then to be closed.

    Raises TooSlow, TooManyBodies, NoRoom, or Broken when its sender went away.
    """
    collected = _Collected(folder, room)
    try:
        await _collect(chunks, length, collected)
        return collected.opened()
    except BaseException as failure:
        collected.close()
        if isinstance(failure, OSError):
            raise NoRoom from failure
        raise


async def drain_body(chunks: AsyncIterable[bytes]) -> None:
    """Read on for a moment and throw it away: who is cut off while sending never sees why."""
    drained = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for chunk in chunks:
                drained += len(chunk)
                if not chunk or drained > DRAIN_BYTES:
                    return


async def _collect(chunks: AsyncIterable[bytes], length: int, collected: "_Collected") -> None:
    """Read at the pace that is asked for: after the grace, so many bytes a second on the average."""
    latest = asyncio.get_running_loop().time() + GRACE_SECONDS
    try:
        async with asyncio.timeout_at(latest) as limit:
            async for chunk in chunks:
                collected.add(chunk)
                if collected.size >= length or not chunk:
                    break
                limit.reschedule(latest + collected.size / SLOWEST)
    except TimeoutError:
        raise TooSlow from None
    if collected.size != length:
        raise Broken


class _Collected:
    """What has come of a body: in memory until it gets large."""

    def __init__(self, folder: Path, room: Room) -> None:
        self.size = 0
        self._folder, self._room = folder, room
        self._start = bytearray()
        self._file: SealedFile | None = None

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= IN_MEMORY:
            self._start += chunk
            return
        if self._file is None:
            self._file = SealedFile(self._folder, self._room)
            self._file.write(bytes(self._start))
        self._file.write(chunk)

    def opened(self) -> Body:
        if self._file is None:
            return io.BytesIO(self._start)
        self._file.rewind()
        return io.BufferedReader(self._file)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
