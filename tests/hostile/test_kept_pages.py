"""Kept pages: nothing a stranger sends gets into what others are shown, and what is one person's is never kept."""

from urllib.parse import quote

import brotli
import pytest
from hypothesis import given

from onlineamt.audiences.entrance import page_cache
from onlineamt.foundation.tenancy.models import Tenant
from tests.hostile.device import Answer, Device
from tests.hostile.effort import tries
from tests.hostile.test_requests import headers
from tests.hostile.words import texts
from tests.journeys.visitor import Visitor

PUBLIC = ("/", "/suche", "/leistungen", "/leistung/hund-anmelden", "/impressum", "/robots.txt", "/en/hilfe")
OF_ONE_PERSON = ("/status", "/weitermachen", "/barriere-melden", "/echtheit", "/_demo/post")
IN_ONE_ANSWER = {"x-request-id", "content-length", "etag", "vary", "cache-control"}
STRANGE = {
    "CONTENT_TYPE": "text/plain; charset=latin-1",
    "HTTP_COOKIE": "antrag=evil",
    "HTTP_ACCEPT_LANGUAGE": "evil",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "evil",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_ORIGINAL_URL": "/status",
    "HTTP_X_REWRITE_URL": "/status",
    "HTTP_RANGE": "bytes=0-9",
    "HTTP_X_REQUEST_ID": "evil-evil-evil",
    "HTTP_USER_AGENT": "evil",
    "HTTP_ORIGIN": "https://evil.example",
    "HTTP_HOST": "musterstadt.localhost:666",
}


@pytest.fixture
def device(dog_service: Tenant) -> Device:
    """A device whose questions nobody has asked before: contents are known by a tenant of their own."""
    return Device()


def first_and_honest(path: str, query: str = "", **strange: str) -> tuple[Answer, Answer]:
    """Ask for a page in a strange way before anybody else, and then as everybody does."""
    first = Device().get(path, query, **strange)
    assert first.status == 200
    return first, Device().get(path, query)


class TestThePageOfEverybody:
    @pytest.mark.parametrize("path", PUBLIC)
    def test_holds_nothing_of_who_asked_first(self, device: Device, path: str) -> None:
        _, honest = first_and_honest(path, **STRANGE)
        assert b"evil" not in honest.body
        assert not any("evil" in value for value in honest.headers.values())
        assert honest.headers.keys().isdisjoint(
            {"set-cookie", "content-range", "x-onlineamt-cache", "x-request-id"}
        )

    def test_is_searched_in_one_encoding(self, device: Device) -> None:
        _, honest = first_and_honest("/suche", "q=M%C3%BCll", CONTENT_TYPE="text/plain; charset=latin-1")
        assert "Müll" in honest.body.decode()
        assert "MÃ" not in honest.body.decode()

    def test_depends_on_no_other_parameter(self, device: Device) -> None:
        _, honest = first_and_honest(
            "/suche", "q=hund&utm_source=evil&q2=evil&_method=evil&von=evil&lang=evil"
        )
        assert b"evil" not in honest.body
        assert honest.body == Device().get("/suche", "q=hund").body

    def test_takes_the_last_of_two_like_the_page_itself(self, device: Device) -> None:
        _, honest = first_and_honest("/suche", "q=evil&q=hund")
        assert b"evil" not in honest.body

    def test_is_not_made_by_head(self, device: Device) -> None:
        assert Device().ask("HEAD", "/").status == 200
        assert b"<h1" in Device().get("/").body
        kept = Device().ask("HEAD", "/")
        assert (kept.status, kept.body) == (200, b"")
        assert int(kept.headers["content-length"]) > 1_000

    @pytest.mark.parametrize("accepted", ["br;q=0", "br; q=0.0, identity", "abracadabra", "gzip;q=0", "x-br"])
    def test_comes_plain_to_who_refuses_compression(self, device: Device, accepted: str) -> None:
        Device().get("/")
        answer = Device().get("/", HTTP_ACCEPT_ENCODING=accepted)
        assert "content-encoding" not in answer.headers
        assert b"<h1" in answer.body

    def test_is_the_same_however_it_is_compressed(self, device: Device) -> None:
        plain = Device().get("/").body
        assert brotli.decompress(Device().get("/", HTTP_ACCEPT_ENCODING="gzip, br").body) == plain

    def test_is_of_one_town(self, device: Device) -> None:
        Device().get("/impressum")
        neighbour = Device("nachbarstadt.localhost").get(
            "/impressum", HTTP_X_FORWARDED_HOST="musterstadt.localhost"
        )
        assert b"Gemeinde Nachbarstadt" in neighbour.body
        assert b"Stadt Musterstadt" not in neighbour.body

    def test_is_not_given_to_a_host_that_only_begins_like_a_town(self, device: Device) -> None:
        Device().get("/")
        for host in (
            "musterstadt.localhost.evil.example",
            "evil.example",
            "",
            "musterstadt.localhost@evil.example",
        ):
            assert Device(host).get("/").status == 404

    @tries(60)
    @given(environ=headers, typed=texts)
    def test_is_the_same_after_any_request(self, device: Device, environ: dict[str, str], typed: str) -> None:
        sane = {**environ, "HTTP_HOST": "musterstadt.localhost"}
        query = "q=" + quote(typed.encode("utf-8", "replace"))
        Device().get("/suche", query, **sane)
        kept = Device().get("/suche", query)
        kept_pages().clear()
        assert kept.body == Device().get("/suche", query).body


class TestThePageOfOnePerson:
    @pytest.mark.parametrize("path", OF_ONE_PERSON)
    def test_is_made_each_time(self, device: Device, path: str) -> None:
        for answer in (Device().get(path), Device().get(path)):
            assert answer.status == 200
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
        assert not any(path in key for key in kept_pages())

    def test_is_made_each_time_on_every_step(self, device: Device) -> None:
        erika = Visitor().open("/leistung/hund-anmelden").send()
        cookie = f"antrag={erika.client.cookies['antrag'].value}"
        for step in ("", "/pruefen", "/spaeter", "/seite/person"):
            path = erika.path.partition("/seite/")[0] + step
            assert Device().get(path, HTTP_COOKIE=cookie).headers["cache-control"] == "no-store"
            assert Device().get(path).status == 404
        assert not any("/antrag/" in str(key) for key in kept_pages())

    def test_is_not_kept_although_it_says_so(self) -> None:
        """Were a page marked wrongly, its cookie or its `no-store` would still keep it out."""
        for header in (("Set-Cookie", "antrag=a"), ("Cache-Control", "no-store")):
            assert not page_cache._may_be_kept("200 OK", [("X-Onlineamt-Cache", "public"), header])


class TestAnErrorPage:
    @pytest.mark.parametrize(
        ("path", "status"),
        [("/leistung/gibt-es-nicht", 404), ("/aemter/gibt-es-nicht", 404), ("/lebenslagen/x", 404)],
    )
    def test_is_never_kept(self, device: Device, path: str, status: int) -> None:
        for _ in range(2):
            answer = Device().get(path)
            assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
        assert not any(path in key for key in kept_pages())

    def test_of_a_fault_is_never_kept(self, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
        from onlineamt.audiences.citizen.catalogue.views import services

        with monkeypatch.context() as broken:
            broken.setattr(services, "list_offerings", lambda tenant_id: 1 / 0)
            assert Device().get("/leistungen").status == 500
        assert Device().get("/leistungen").status == 200


def kept_pages() -> dict[object, object]:
    """Return what the portal keeps, by key."""
    from onlineamt.config.wsgi import application

    return application.application._pages._pages  # type: ignore[attr-defined, no-any-return]
