"""Whole pages that are the same for everybody, kept in front of Django: bounded, compressed, right within a second."""

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import brotli
from django.db import close_old_connections

from onlineamt.audiences.entrance.marks import CACHE_HEADER, mark_of
from onlineamt.audiences.entrance.routes import view_at
from onlineamt.foundation.tenancy.directory import directory

MAX_BYTES = 24_000_000  # of each web process
KNOWN_PARAMETERS = frozenset({"q"})  # what a page for everybody may depend on; all others are passed over
MAX_PARAMETER_LENGTH = 200
WAIT_SECONDS = 5.0  # for another thread that makes the same page
_COMPRESS_FROM = 1_000
_ENCODINGS = ("br", "gzip")  # the better one first
_OVERHEAD = 2_000  # of headers and key, counted with each page

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[object, ...]


class PageCache:
    """A WSGI application around another: answers what it knows, keeps what the other marks as the same for everybody.

    A page is known by municipality, state of its content, path (the language is its first step) and known
    parameters. Nothing with a cookie is kept, and of many who ask for a new page at once one makes it.
    """

    def __init__(self, application: Application, *, max_bytes: int = MAX_BYTES) -> None:
        self._application = application
        self._pages = _Pages(max_bytes)
        self._makers: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the cache, or let the application answer."""
        key = self._key(environ)
        page = self._pages.get(key) if key else None
        if page:
            return page.answer(environ, start_response)
        if key is None or environ["REQUEST_METHOD"] != "GET" or not is_public_path(environ["PATH_INFO"]):
            return self._application(environ, _without_mark(start_response))
        with self._one_maker(key):
            page = self._pages.get(key)
            return page.answer(environ, start_response) if page else self._make(key, environ, start_response)

    def at_once(self, host: str, path: str, query: str) -> "Page | None":
        """Return a kept page without asking the database; None where somebody has to look more closely."""
        tenant = directory.find_fresh(host.partition(":")[0].lower())
        if tenant is None:
            return None
        return self._pages.get((tenant.id, tenant.content_version, path, known_query(query)))

    def _key(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        try:
            tenant = directory.find(environ.get("HTTP_HOST", "").partition(":")[0].lower())
        except Exception:  # the application says in words that the database is away
            return None
        finally:
            close_old_connections()  # a thread that only serves from here must not hold a pooled connection
        if tenant is None:
            return None
        return (
            tenant.id,
            tenant.content_version,
            environ["PATH_INFO"],
            known_query(environ.get("QUERY_STRING", "")),
        )

    def _make(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        caught: list[tuple[str, Headers]] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            caught[:] = [(status, headers)]
            return _no_write

        chunks = self._application(_what_it_is_kept_under(environ), catch)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = caught[0]
        if _may_be_kept(status, headers):
            page = Page(headers, body)
            self._pages.put(key, page)
            return page.answer(environ, start_response)
        _without_mark(start_response)(status, headers)
        return [body]

    @contextmanager
    def _one_maker(self, key: Key) -> Iterator[None]:
        """Let the first come in at once and the others when it is done."""
        with self._lock:
            made = self._makers.get(key)
            if made is None:
                self._makers[key] = threading.Event()
        if made is not None:
            made.wait(WAIT_SECONDS)
            yield
            return
        try:
            yield
        finally:
            with self._lock:
                self._makers.pop(key).set()


class Reply(NamedTuple):
    """An answer as it goes out."""

    status: int
    headers: Headers
    body: bytes


class Page:
    """A page that is kept, with its compressed forms; those are made when somebody asks for them a second time."""

    def __init__(self, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        kept = [(name, value) for name, value in headers if name.lower() not in _OWN_HEADERS]
        if not any(name.lower() == "cache-control" for name, _ in kept):
            kept.append(("Cache-Control", "no-cache"))  # browsers ask each time, and mostly hear 304
        self._headers = [*kept, ("Vary", "Accept-Encoding")]
        self._tag = sha256(body).hexdigest()[:20]
        self._bodies = {"": body}
        self._replies: dict[str, Reply] = {}
        self._is_fresh = True

    @property
    def size(self) -> int:
        """How many bytes it takes, its compressed forms estimated."""
        return len(self._bodies[""]) * 3 // 2 + _OVERHEAD

    def at_once(self, accepted: str, tags: str) -> "Reply | None":
        """Return the page in the form the browser takes, if that form is made already."""
        reply = self._replies.get(self._encoding(accepted))
        return None if reply is None or self._is_fresh else self._unless_known(reply, tags)

    def answer(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Send the page in the form the browser takes, or say that it has it already."""
        encoding = self._choose(environ.get("HTTP_ACCEPT_ENCODING", ""))
        reply = self._unless_known(self._reply(encoding), environ.get("HTTP_IF_NONE_MATCH", ""))
        start_response(_STATUS[reply.status], reply.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

    def _reply(self, encoding: str) -> "Reply":
        body = self._bodies[encoding]
        tag = ("ETag", f'"{self._tag}{encoding}"')
        headers = [*self._headers, tag, ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return self._replies.setdefault(encoding, Reply(200, headers, body))

    def _unless_known(self, reply: "Reply", tags: str) -> "Reply":
        tag = reply.headers[len(self._headers)]
        return Reply(304, [*self._headers, tag], b"") if tags and tag[1] in tags else reply

    def _choose(self, accepted: str) -> str:
        """Return the encoding; the first answer goes out plain, so that nobody waits for the compression."""
        was_fresh, self._is_fresh = self._is_fresh, False
        encoding = "" if was_fresh else self._encoding(accepted)
        if encoding not in self._bodies:
            self._bodies[encoding] = _COMPRESS[encoding](self._bodies[""])
        return encoding

    def _encoding(self, accepted: str) -> str:
        """Return the encoding a browser should get."""
        if len(self._bodies[""]) < _COMPRESS_FROM:
            return ""
        taken = _accepted_encodings(accepted)
        return next((name for name in _ENCODINGS if name in taken), "")


class _Pages:
    """The pages, bounded by their bytes; what was asked for longest ago goes first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        if page.size > self._max_bytes:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._bytes += page.size - (replaced.size if replaced else 0)
            self._pages[key] = page
            while self._bytes > self._max_bytes:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.size


def known_query(query: str) -> str:
    """Return the parameters a page for everybody may depend on, sorted and of bounded length."""
    if not query:
        return ""
    known = {
        name: value[:MAX_PARAMETER_LENGTH]
        for name, value in parse_qsl(query[:10_000], max_num_fields=None)
        if name in KNOWN_PARAMETERS
    }
    return urlencode(sorted(known.items()))


def is_public_path(path: str) -> bool:
    """Tell whether the view at a path is marked as the same for everybody."""
    view = view_at(path)
    return view is not None and mark_of(view) == "public"


def _compress_brotli(body: bytes) -> bytes:
    compressed: bytes = brotli.compress(body, quality=6)
    return compressed


_COMPRESS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": _compress_brotli,
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
# What belongs to one answer and not to the page.
_OWN_HEADERS = frozenset({"content-length", "vary", "etag", "x-request-id", CACHE_HEADER.lower()})
# What a page for everybody may know of who asks: the host name, which the key stands for, and numbers for the log.
_SEEN_HEADERS = frozenset({"HTTP_HOST", "HTTP_X_REQUEST_ID"})
_STATUS = {200: "200 OK", 304: "304 Not Modified"}
_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def _what_it_is_kept_under(environ: Mapping[str, Any]) -> Environ:
    """Return the request as the page sees it: no strange parameter, cookie or header of the first can get into it."""
    seen = {
        name: value
        for name, value in environ.items()
        if name in _SEEN_HEADERS or not name.startswith(("HTTP_", "CONTENT_"))
    }
    return seen | {"QUERY_STRING": known_query(environ.get("QUERY_STRING", ""))}


@lru_cache(maxsize=256)
def _accepted_encodings(header: str) -> frozenset[str]:
    """Return the encodings a browser takes; `br;q=0` means not that one (RFC 9110, 12.5.3)."""
    offers = (offer.partition(";") for offer in header.lower().split(","))
    return frozenset(name.strip() for name, _, weight in offers if not _REFUSED.fullmatch(weight))


def _may_be_kept(status: str, headers: Headers) -> bool:
    named = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200 ")
        and named.get(CACHE_HEADER.lower()) == "public"
        and "set-cookie" not in named
        and "no-store" not in named.get("cache-control", "")
    )


def _without_mark(start_response: StartResponse) -> StartResponse:
    """Keep the word between view and cache inside the house."""

    def start(status: str, headers: Headers, *rest: Any) -> Any:
        return start_response(
            status, [pair for pair in headers if pair[0].lower() != CACHE_HEADER.lower()], *rest
        )

    return start


def _no_write(_: bytes) -> object:
    raise NotImplementedError("the application returns its body")
