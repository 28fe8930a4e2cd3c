"""The front of a web process: one loop that holds all connections, and a few threads that do the work.

The loop answers kept pages itself and reads bodies to their end; only then a thread gets the request. So neither slow
senders nor slow readers keep a thread from others (decision record 0163).
"""

import asyncio
import io
from collections.abc import AsyncIterable, Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

import structlog

from onlineamt.audiences.entrance.bodies import (
    MOST_IN_FILES,
    Body,
    Broken,
    LengthUnknown,
    Room,
    drain_body,
    receive_body,
)
from onlineamt.audiences.entrance.environ import Environ, Scope, environ_of
from onlineamt.audiences.entrance.errors import Unexpected
from onlineamt.audiences.entrance.listeners import let_go_of_the_deaf
from onlineamt.audiences.entrance.marks import MAX_BODY_BYTES, most_bytes_of
from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS
from onlineamt.audiences.entrance.page_cache import Headers, PageCache
from onlineamt.audiences.entrance.pages import render_static_page
from onlineamt.audiences.entrance.routes import view_at
from onlineamt.audiences.entrance.threads import Threads
from onlineamt.foundation.core.errors import PortalError, TooLarge

log = structlog.get_logger()

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Connection(Protocol):
    """The server's side of one request: its body in pieces, and the way back."""

    def __aiter__(self) -> Any:
        """Return the pieces of the body; an empty one ends it."""

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answer without a body."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer."""


class Front:
    """An RSGI application in front of a WSGI application."""

    def __init__(
        self,
        application: Application,
        *,
        kept: PageCache,
        threads: int,
        folder: Path,
        most_in_files: int = MOST_IN_FILES,
    ) -> None:
        self._application = application
        self._kept = kept
        self._threads = Threads(threads)
        self._folder = folder
        self._room = Room(most_in_files)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Get ready in a worker: the server listens from the loop's first turn on."""
        loop.call_soon(let_go_of_the_deaf)

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer one request."""
        method = scope.method
        if method == "GET" and self._answer_at_once(scope, connection):
            return
        body: Body = io.BytesIO()
        refusal: PortalError | None = None
        if method == "POST":
            try:
                body = await self._receive(scope, connection)
            except PortalError as refused:
                refusal = refused
            except Broken:
                connection.response_empty(HTTPStatus.BAD_REQUEST, [])
                return
        await self._threads.run(self._work, scope, connection, body, refusal)

    def _answer_at_once(self, scope: Scope, connection: Connection) -> bool:
        """Answer with a kept page, if there is one and nothing has to be waited for."""
        header = scope.headers.get
        page = self._kept.at_once(header("host", ""), scope.path, scope.query_string)
        reply = page and page.at_once(header("accept-encoding", ""), header("if-none-match", ""))
        if not reply:
            return False
        connection.response_bytes(*reply)
        return True

    async def _receive(self, scope: Scope, pieces: AsyncIterable[bytes]) -> Body:
        """Return the body. Raises a PortalError that is to be answered, or Broken."""
        sent = scope.headers.get("content-length")
        if sent is None:
            if scope.headers.get("transfer-encoding") is not None:
                raise LengthUnknown
            return io.BytesIO()
        length = int(sent)
        if length > MAX_BODY_BYTES and length > most_bytes_of(view_at(scope.path)):
            await drain_body(pieces)
            raise TooLarge
        return (
            await receive_body(pieces, length, folder=self._folder, room=self._room)
            if length
            else io.BytesIO()
        )

    def _work(self, scope: Scope, connection: Connection, body: Body, refusal: PortalError | None) -> None:
        """Let the application answer; in a thread."""
        try:
            reply = self._ask(environ_of(scope, body, refusal))
        except Exception as failure:
            log.error("request.failed", route="-", exc_info=failure)
            reply = _our_fault()
        finally:
            body.close()
        if scope.method == "HEAD":
            connection.response_empty(*reply[:2])
        else:
            connection.response_bytes(*reply)

    def _ask(self, environ: Environ) -> tuple[int, Headers, bytes]:
        heard: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            heard[:] = [(status, headers)]

        chunks = self._application(environ, start_response)
        try:
            content = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = heard[0]
        for name, value in headers:
            if not (
                value.isascii() and value.isprintable()
            ):  # the server would drop the connection without a word
                raise ValueError(f"{name} cannot be sent")
        return int(status[:3]), headers, content


def _our_fault() -> tuple[int, Headers, bytes]:
    page = render_static_page(Unexpected())
    headers = {**SECURITY_HEADERS, "Content-Type": page["Content-Type"], "Cache-Control": "no-store"}
    return page.status_code, list(headers.items()), page.content
