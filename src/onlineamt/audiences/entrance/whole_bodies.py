"""A body that ends before its announced end is no body: in front of Django, which would read the first half as a form.

A person whose connection broke while a page was sent had saved half a page: answers cut off in the middle, boxes unticked.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from onlineamt.audiences.entrance.content_types import Application, Environ


class BodyCutShort(OSError):
    """The connection ended before the body did. Django makes an UnreadablePostError of it, and the entrance a page."""


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...


class WholeBody:
    """A body as WSGI servers hand it over, which says so when its end is missing."""

    def __init__(self, stream: _Stream, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, all that are left without `size`. Raises BodyCutShort."""
        wanted = self._left if size < 0 else min(size, self._left)
        parts = []
        while wanted:
            part = self._took(self._stream.read(wanted))
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1, /) -> bytes:
        """Return the rest of a line. Raises BodyCutShort."""
        if not self._left:
            return b""
        return self._took(self._stream.readline(self._left if size < 0 else min(size, self._left)))

    def _took(self, part: bytes) -> bytes:
        if not part:
            raise BodyCutShort(f"{self._left} bytes are missing")
        self._left -= len(part)
        return part


def whole_bodies_only(application: Application) -> Application:
    """Wrap a WSGI application: what it reads of a body is whole, or reading fails."""

    def wrapped(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or "")
        if length.isdecimal() and int(length):
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return wrapped
