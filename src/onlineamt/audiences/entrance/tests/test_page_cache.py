"""Kept pages: who gets what, how much is kept, and what is never kept."""

import gzip
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import brotli
import pytest

from onlineamt.audiences.entrance import page_cache
from onlineamt.audiences.entrance.page_cache import PageCache, is_public_path, known_query
from onlineamt.foundation.tenancy.actions import note_content_change
from onlineamt.foundation.tenancy.directory import CHECK_SECONDS, TenantCard, directory
from onlineamt.foundation.tenancy.models import Tenant

PAGE = "<p>Was möchten Sie erledigen?</p>".encode() * 100


@dataclass
class Answer:
    """What a browser gets."""

    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Application:
    """A site of one page that counts how often it is made."""

    def __init__(self, body: bytes = PAGE, *, seconds: float = 0.0, **headers: str) -> None:
        self.body = body
        self.status = "200 OK"
        self.headers = {"X-Onlineamt-Cache": "public", "Content-Type": "text/html", **headers}
        self.seconds = seconds
        self.queries: list[str] = []
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(self.seconds)
        self.queries.append(environ["QUERY_STRING"])
        start_response(self.status, list(self.headers.items()))
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield self.body

    def close(self) -> None:
        self.closed += 1

    @property
    def made(self) -> int:
        return len(self.queries)


def ask(
    cache: PageCache,
    path: str = "/",
    query: str = "",
    *,
    host: str = "a.test",
    method: str = "GET",
    **headers: str,
) -> Answer:
    answer = Answer()

    def start(status: str, pairs: list[tuple[str, str]], exc_info: Any = None) -> None:
        answer.status, answer.headers = status, dict(pairs)

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        **headers,
    }
    answer.body = b"".join(cache(environ, start))
    return answer


def card(host: str, version: int = 1) -> TenantCard:
    return TenantCard(
        id=uuid5(NAMESPACE_DNS, host),
        key=host,
        name=host,
        official_name=host,
        kind="town",
        land="NW",
        host=host,
        theme={},
        contact={},
        content_version=version,
    )


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> dict[str, TenantCard]:
    """Two municipalities without a database; every path is marked as the same for everybody."""
    known = {host: card(host) for host in ("a.test", "b.test")}
    monkeypatch.setattr(page_cache, "directory", type("Known", (), {"find": staticmethod(known.get)}))
    monkeypatch.setattr(page_cache, "is_public_path", lambda path: not path.startswith("/mein"))
    # An earlier test may have left a connection in this thread, which a test without database must not touch.
    monkeypatch.setattr(page_cache, "close_old_connections", lambda: None)
    return known


@pytest.mark.usefixtures("hosts")
class TestWhatIsKept:
    def test_a_marked_page_is_made_once(self) -> None:
        site = Application()
        cache = PageCache(site)

        assert [ask(cache).body for _ in range(3)] == [PAGE] * 3
        assert (site.made, site.closed) == (1, 1)

    def test_the_mark_stays_in_the_house(self) -> None:
        cache = PageCache(Application())

        answers = [ask(cache), ask(cache), ask(cache, "/mein-bereich"), ask(cache, method="HEAD")]

        assert not any("X-Onlineamt-Cache" in answer.headers for answer in answers)

    @pytest.mark.parametrize(
        "headers",
        [{"Set-Cookie": "a=b"}, {"X-Onlineamt-Cache": "private"}, {"Cache-Control": "no-store"}],
    )
    def test_nothing_personal_is_kept(self, headers: dict[str, str]) -> None:
        site = Application(**headers)
        cache = PageCache(site)

        ask(cache)
        ask(cache)

        assert site.made == 2

    @pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "302 Found"])
    def test_only_whole_pages_are_kept(self, status: str) -> None:
        site = Application()
        site.status = status
        cache = PageCache(site)

        assert [ask(cache).status for _ in range(2)] == [status] * 2
        assert site.made == 2

    def test_a_page_of_one_person_is_not_even_waited_for(self) -> None:
        site = Application()
        cache = PageCache(site)

        ask(cache, "/mein-bereich")
        ask(cache, "/mein-bereich")

        assert site.made == 2

    def test_a_post_passes(self) -> None:
        site = Application()
        cache = PageCache(site)

        ask(cache)
        ask(cache, method="POST")

        assert site.made == 2

    def test_an_unknown_host_passes(self) -> None:
        site = Application()
        cache = PageCache(site)

        ask(cache, host="c.test")
        ask(cache, host="c.test")

        assert site.made == 2

    def test_a_database_that_is_away_is_for_the_application_to_explain(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(host: str) -> None:
            raise RuntimeError(host)

        monkeypatch.setattr(page_cache.directory, "find", fail)
        site = Application()

        assert ask(PageCache(site)).status == "200 OK"
        assert site.made == 1


class TestWhoGetsWhat:
    def test_municipalities_never_share(self, hosts: dict[str, TenantCard]) -> None:
        site = Application()
        cache = PageCache(site)

        ask(cache, host="a.test")
        site.body = b"B"

        assert ask(cache, host="b.test").body == b"B"
        assert ask(cache, host="A.test:8000").body == PAGE

    def test_a_change_of_content_is_shown(self, hosts: dict[str, TenantCard]) -> None:
        site = Application()
        cache = PageCache(site)
        ask(cache)
        hosts["a.test"] = replace(hosts["a.test"], content_version=2)
        site.body = b"neu"

        assert ask(cache).body == b"neu"

    @pytest.mark.usefixtures("hosts")
    def test_languages_and_paths_are_apart(self) -> None:
        site = Application()
        cache = PageCache(site)

        for path in ("/", "/en/", "/leicht/", "/suche"):
            ask(cache, path)

        assert site.made == 4

    @pytest.mark.usefixtures("hosts")
    def test_unknown_parameters_make_no_new_page_and_reach_none(self) -> None:
        site = Application()
        cache = PageCache(site)

        for number in range(50):
            ask(cache, "/suche", f"q=hund&utm={number}")
        ask(cache, "/suche", "utm=1&q=hund")

        assert site.queries == ["q=hund"]


@pytest.mark.usefixtures("hosts")
class TestTheAnswer:
    def test_says_unchanged_to_who_has_it(self) -> None:
        cache = PageCache(Application())
        tag = ask(cache).headers["ETag"]

        answer = ask(cache, HTTP_IF_NONE_MATCH=f'"other", {tag}')

        assert (answer.status, answer.body, answer.headers["ETag"]) == ("304 Not Modified", b"", tag)

    def test_sends_a_changed_page_to_who_has_an_old_one(self) -> None:
        cache = PageCache(Application())
        ask(cache)

        assert ask(cache, HTTP_IF_NONE_MATCH='"old"').status == "200 OK"

    @pytest.mark.parametrize(
        ("accepted", "encoding", "read"),
        [
            ("gzip, deflate, br", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("", None, bytes),
        ],
    )
    def test_comes_compressed_as_the_browser_likes(
        self, accepted: str, encoding: str | None, read: Callable[[bytes], bytes]
    ) -> None:
        cache = PageCache(Application())
        ask(cache)

        answer = ask(cache, HTTP_ACCEPT_ENCODING=accepted)

        assert read(answer.body) == PAGE
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"

    def test_has_another_tag_for_another_form(self) -> None:
        cache = PageCache(Application())
        ask(cache)

        plain, small = ask(cache), ask(cache, HTTP_ACCEPT_ENCODING="br")

        assert plain.headers["ETag"] != small.headers["ETag"]

    def test_has_no_body_for_head(self) -> None:
        cache = PageCache(Application())
        ask(cache)

        answer = ask(cache, method="HEAD")

        assert (answer.body, answer.headers["Content-Length"]) == (b"", str(len(PAGE)))

    def test_is_asked_for_again_each_time_unless_the_page_says_otherwise(self) -> None:
        assert ask(PageCache(Application())).headers["Cache-Control"] == "no-cache"
        assert (
            ask(PageCache(Application(**{"Cache-Control": "max-age=60"}))).headers["Cache-Control"]
            == "max-age=60"
        )


@pytest.mark.usefixtures("hosts")
class TestItsSize:
    def test_is_bounded_and_the_longest_unasked_goes_first(self) -> None:
        site = Application(b"x" * 10_000)
        cache = PageCache(site, max_bytes=40_000)  # two pages
        for path in ("/1", "/2", "/1", "/3"):
            ask(cache, path)
        made = site.made

        ask(cache, "/1")
        assert site.made == made
        ask(cache, "/2")
        assert site.made == made + 1

    def test_a_page_that_is_too_large_is_not_kept(self) -> None:
        site = Application(b"x" * 50_000)
        cache = PageCache(site, max_bytes=40_000)

        ask(cache)
        ask(cache)

        assert site.made == 2


@pytest.mark.usefixtures("hosts")
class TestManyAtOnce:
    def test_one_makes_the_page_for_all(self) -> None:
        site = Application(seconds=0.2)
        cache = PageCache(site)
        bodies: list[bytes] = []

        threads = [threading.Thread(target=lambda: bodies.append(ask(cache).body)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert bodies == [PAGE] * 8
        assert site.made == 1

    def test_a_maker_that_fails_leaves_the_work_to_the_next(self) -> None:
        calls: list[int] = []

        def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
            calls.append(1)
            if len(calls) == 1:
                raise RuntimeError("once")
            start_response("200 OK", [("X-Onlineamt-Cache", "public")])
            return [PAGE]

        cache = PageCache(site)

        with pytest.raises(RuntimeError, match="once"):
            ask(cache)
        assert ask(cache).body == PAGE


class TestKnownQuery:
    @pytest.mark.parametrize(
        ("query", "known"),
        [
            ("", ""),
            ("q=Hund", "q=Hund"),
            ("x=1&q=Hund+anmelden&y=2", "q=Hund+anmelden"),
            ("q=M%C3%BCll", "q=M%C3%BCll"),
            ("q=" + "x" * 1_000, "q=" + "x" * 200),
            ("q=%00", "q=%00"),
            ("&&&===", ""),
            ("%ff", ""),
        ],
    )
    def test_keeps_what_pages_depend_on(self, query: str, known: str) -> None:
        assert known_query(query) == known


class TestIsPublicPath:
    @pytest.mark.parametrize("path", ["/gibt-es-nicht", "/en/gibt-es-nicht", "\xff", ""])
    def test_knows_no_unknown_path(self, path: str) -> None:
        assert is_public_path(path) is False


class TestTheDatabase:
    def test_a_change_shows_within_a_second(
        self, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(page_cache, "is_public_path", lambda path: True)
        site = Application()
        cache = PageCache(site)
        directory.forget()
        ask(cache, host="musterstadt.localhost")
        note_content_change(towns[0].id)
        time.sleep(CHECK_SECONDS + 0.05)

        ask(cache, host="musterstadt.localhost")
        ask(cache, host="musterstadt.localhost")

        assert site.made == 2
