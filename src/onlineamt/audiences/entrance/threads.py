"""A few threads that work for an event loop, with as few wakings of one by the other as can be.

A thread answers its request itself, so nobody waits for the loop to hear that it is done: it hears of it when the next
request comes, or a moment later. Waking it each time cost a tenth of what a page costs (decision record 0163).
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

LATEST_SECONDS = 0.02  # after which the loop hears of what is done

Done = asyncio.Future[None]


class Threads:
    """So many threads at most, started when they are needed; what they are given must not raise."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: SimpleQueue[tuple[Callable[..., None], tuple[Any, ...], Done]] = SimpleQueue()
        self._done: deque[Done] = deque()
        self._started = 0
        self._open = 0  # given away and not yet heard of; only the loop counts
        self._is_listening = False

    async def run(self, work: Callable[..., None], *arguments: Any) -> None:
        """Let a thread do something, and wait until it is done."""
        self._hear()
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._open += 1
        if self._open > self._started < self._most:
            self._started += 1
            threading.Thread(target=self._serve, daemon=True, name=f"request-{self._started}").start()
        self._queue.put((work, arguments, done))
        if not self._is_listening:
            self._is_listening = True
            loop.call_later(LATEST_SECONDS, self._listen, loop)
        await done

    def _serve(self) -> None:
        while True:
            work, arguments, done = self._queue.get()
            try:
                work(*arguments)
            finally:
                self._done.append(done)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear of what is done, again and again while something is not."""
        self._hear()
        self._is_listening = self._open > 0
        if self._is_listening:
            loop.call_later(LATEST_SECONDS, self._listen, loop)

    def _hear(self) -> None:
        with suppress(IndexError):
            while True:
                done = self._done.popleft()
                self._open -= 1
                if not done.done():
                    done.set_result(None)
