"""The front: kept pages without a thread, bodies before a thread, everything else in a thread."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from onlineamt.audiences.entrance.environ import environ_of
from onlineamt.audiences.entrance.front import Front
from onlineamt.audiences.entrance.page_cache import PageCache
from onlineamt.audiences.entrance.threads import Threads
from onlineamt.foundation.tenancy.directory import directory

HOST = "musterstadt.localhost"


class Lines(list[tuple[str, str]]):
    """Headers as the server hands them over."""

    def get(self, name: str, default: Any = None) -> Any:
        return next((value for one, value in self if one == name), default)

    def items(self) -> Iterable[tuple[str, str]]:
        return self


@dataclass
class Asked:
    """A request as the server knows it."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    client: str = "203.0.113.7:40000"
    server: str = "127.0.0.1:8000"
    scheme: str = "http"
    authority: str | None = None
    headers: Lines = field(default_factory=lambda: Lines([("host", HOST)]))


class Answered:
    """The server's side: gives the body, keeps the answer."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = [*pieces, b""]
        self.status, self.headers, self.body = 0, {}, b""
        self.read = 0

    def __aiter__(self) -> "Answered":
        return self

    async def __anext__(self) -> bytes:
        await asyncio.sleep(0)
        if not self._pieces:
            raise StopAsyncIteration
        self.read += 1
        return self._pieces.pop(0)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Say in which thread it was asked, and what."""
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("Wacholderbeere")
    value = "a\r\nSet-Cookie: b" if environ["PATH_INFO"] == "/header" else threading.current_thread().name
    start_response("200 OK", [("X-Thread", value)])
    return [environ["REQUEST_METHOD"].encode(), environ["wsgi.input"].read()]


def ask(front: Front, scope: Asked, *pieces: bytes) -> Answered:
    answered = Answered(*pieces)
    asyncio.run(front.__rsgi__(scope, answered))
    return answered


@pytest.fixture
def front(tmp_path: Path) -> Front:
    return Front(echo, kept=PageCache(echo), threads=2, folder=tmp_path)


def form(length: int, **headers: str) -> Asked:
    lines = [("host", HOST), ("content-length", str(length)), *headers.items()]
    return Asked("POST", "/status", headers=Lines(lines))


@pytest.mark.usefixtures("musterstadt")
class TestFront:
    def test_lets_a_thread_answer(self, front: Front) -> None:
        said = ask(front, Asked())
        assert (said.status, said.body) == (200, b"GET")
        assert said.headers["X-Thread"].startswith("request-")

    def test_reads_a_form_before_a_thread_has_it(self, front: Front) -> None:
        assert ask(front, form(9), b"dog=", b"Waldi").body == b"POSTdog=Waldi"

    def test_gives_nothing_of_a_form_whose_end_is_missing(self, front: Front) -> None:
        said = ask(front, form(9), b"dog=")
        assert (said.status, said.body) == (400, b"")

    def test_answers_a_head_without_a_body(self, front: Front) -> None:
        said = ask(front, Asked("HEAD"))
        assert (said.status, said.body) == (200, b"")

    def test_says_that_it_is_our_fault_and_nothing_more(self, front: Front) -> None:
        said = ask(front, Asked(path="/broken"))
        assert said.status == 500
        assert b"<h1>" in said.body
        assert b"Wacholderbeere" not in said.body
        assert "Content-Security-Policy" in said.headers

    def test_sends_no_header_with_a_line_break(self, front: Front) -> None:
        assert ask(front, Asked(path="/header")).status == 500

    def test_throws_the_body_of_another_method_away(self, front: Front) -> None:
        scope = form(9)
        scope.method = "PUT"
        assert ask(front, scope, b"dog=Waldi").body == b"PUT"


class TestRefusals:
    """What is refused before Django reads it is still answered in the municipality's words."""

    @pytest.fixture
    def portal(self, tmp_path: Path) -> Front:
        from onlineamt.config.wsgi import application, kept_pages

        return Front(application, kept=kept_pages, threads=2, folder=tmp_path)

    @pytest.mark.parametrize(
        ("length", "status"), [("1000001", 413), ("99999999999999999999", 413), (None, 411)]
    )
    def test_are_pages(self, towns: Any, portal: Front, length: str | None, status: int) -> None:
        lines = [("host", HOST), ("sec-fetch-site", "same-origin")]
        lines.append(("transfer-encoding", "chunked") if length is None else ("content-length", length))
        said = ask(portal, Asked("POST", "/status", headers=Lines(lines)), b"a=1")
        assert said.status == status
        assert b"Musterstadt" in said.body


class TestEnvironOf:
    def environ(self, *lines: tuple[str, str], **scope: Any) -> dict[str, Any]:
        return environ_of(Asked(headers=Lines(lines), **scope), None, None)  # type: ignore[arg-type]

    def test_leaves_out_headers_that_would_pass_for_others(self) -> None:
        """`X_Forwarded_For` and `X-Forwarded-For` are one name in WSGI; a proxy of ours only looks after the second."""
        environ = self.environ(("x_forwarded_for", "127.0.0.1"), ("x-forwarded-for", "203.0.113.7"))
        assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.7"
        assert not any(
            "127.0.0.1" in str(value) for name, value in environ.items() if name.startswith("HTTP_")
        )

    def test_joins_what_comes_twice(self) -> None:
        environ = self.environ(("host", "a"), ("host", "b"), ("cookie", "c=1"), ("cookie", "d=2"))
        assert (environ["HTTP_HOST"], environ["HTTP_COOKIE"]) == ("a,b", "c=1; d=2")

    @pytest.mark.parametrize(
        ("client", "address"),
        [("203.0.113.7:4000", "203.0.113.7"), ("[2001:db8::1]:4000", "2001:db8::1")],
    )
    def test_knows_the_address_without_the_port(self, client: str, address: str) -> None:
        assert self.environ(client=client)["REMOTE_ADDR"] == address

    def test_tells_paths_as_bytes_and_nothing_of_this_machine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_PASSWORD", "Wacholderbeere")
        environ = self.environ(path="/ämter")
        assert environ["PATH_INFO"] == "/ämter".encode().decode("latin-1")
        assert "Wacholderbeere" not in repr(environ)


class TestThreads:
    def test_work_side_by_side_and_never_more_than_allowed(self) -> None:
        names: set[str] = set()
        both = threading.Barrier(2, timeout=5)

        def work() -> None:
            names.add(threading.current_thread().name)
            both.wait()

        async def four() -> None:
            threads = Threads(2)
            await asyncio.gather(*(threads.run(work) for _ in range(4)))

        asyncio.run(four())
        assert len(names) == 2

    def test_are_waited_for(self) -> None:
        done = []

        async def one() -> None:
            await Threads(1).run(done.append, "Waldi")

        asyncio.run(one())
        assert done == ["Waldi"]


class TestKeptPages:
    def test_are_answered_by_the_loop_once_they_are_known(self, towns: Any, tmp_path: Path) -> None:
        from onlineamt.config.wsgi import application, kept_pages

        asked: list[str] = []

        def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            asked.append(environ["PATH_INFO"])
            return application(environ, start_response)

        front = Front(counted, kept=kept_pages, threads=1, folder=tmp_path)
        scope = Asked(headers=Lines([("host", HOST), ("accept-encoding", "br")]))
        directory.find(HOST)
        answers = [ask(front, scope) for _ in range(5)]
        assert {one.status for one in answers} == {200}
        assert len(asked) < 5
        assert answers[-1].headers["Content-Encoding"] == "br"
        known = Asked(headers=Lines([*scope.headers, ("if-none-match", answers[-1].headers["ETag"])]))
        assert (ask(front, known).status, ask(front, known).body) == (304, b"")
