"""What somebody with a script tries next: poisoned hosts, other people's origins, ways out of a folder, bodies that grow."""

import gzip
import sys
from itertools import product
from urllib.parse import urlencode

from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS
from onlineamt.foundation.tenancy.models import Tenant
from tests.hostile.device import Device

PUBLIC = (
    "/", "/leistungen", "/leistung/hund-anmelden", "/leistung/hund-anmelden/aushang", "/leistung/hund-anmelden/qr.svg",
    "/sitemap.xml", "/robots.txt", "/impressum", "/aemter",
)  # fmt: skip
TRAVERSALS = (
    "/static/../../../etc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd",
    "/static/....//....//etc/passwd", "/static/..\\..\\etc\\passwd", "/static/", "/static/\0", "/static/.", "/static/../pyproject.toml",
)  # fmt: skip


NOT_OURS = (
    "evil.example", "musterstadt.localhost@evil.example", "musterstadt.localhost, evil.example", "musterstadt.localhost/x",
    "musterstadt.localhost:80:80", "",
)  # fmt: skip
ORIGINS: tuple[dict[str, str], ...] = (
    {}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": ""}, {"HTTP_REFERER": "http://evil.example/musterstadt.localhost"},
    {"HTTP_ORIGIN": "http://musterstadt.localhost.evil.example"}, {"HTTP_ORIGIN": "http://musterstadt.localhost@evil.example"},
    {"HTTP_SEC_FETCH_SITE": "same-site"}, {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://musterstadt.localhost"},
)  # fmt: skip
PAGES = ("/", "/status", "/healthz", "/readyz", "/metrics", "/gibt-es-nicht", "/amt/", "/theme.css")
WAYS = ("next", "weiter", "return_to", "redirect", "url", "_from")
TARGETS = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\r\nSet-Cookie: a=b",
)


class TestHost:
    def test_of_one_visitor_is_on_no_page_of_another(self, dog_service: Tenant) -> None:
        """The port is no part of what a page is kept under, nor is what proxies say."""
        poisoner = Device(
            "musterstadt.localhost:666",
            HTTP_X_FORWARDED_HOST="evil.example",
            HTTP_X_FORWARDED_PROTO="javascript",
        )
        for path in PUBLIC:
            assert b"evil.example" not in poisoner.get(path).body, path
            later = Device().get(path)
            assert later.status == 200, path
            assert not any(told in later.body for told in (b"evil.example", b":666", b"javascript:")), path

    def test_that_is_none_of_ours_is_no_municipality(self, dog_service: Tenant) -> None:
        assert {host: Device(host).get("/status").status for host in NOT_OURS} == dict.fromkeys(NOT_OURS, 404)


class TestOrigin:
    def test_must_be_our_own_to_begin_an_application(self, dog_service: Tenant) -> None:
        device = Device(HTTP_SEC_FETCH_SITE=None)
        for headers in ORIGINS:
            answer = device.post("/leistung/hund-anmelden/beginnen", b"", **headers)
            assert answer.status == 403, headers
            assert "set-cookie" not in answer.headers, headers


class TestHeaders:
    def test_are_as_strict_on_every_answer(self, dog_service: Tenant) -> None:
        for path in PAGES:
            answer = Device().get(path)
            assert {name for name in SECURITY_HEADERS if name.lower() not in answer.headers} == set(), path

    def test_forbid_to_be_framed(self, dog_service: Tenant) -> None:
        assert "frame-ancestors 'none'" in Device().get("/status").headers["content-security-policy"]


class TestFiles:
    def test_lie_in_one_folder(self, dog_service: Tenant) -> None:
        for path in TRAVERSALS:
            answer = Device().get(path)
            assert answer.status == 404, path
            assert b"root:" not in answer.body
            assert b"[tool." not in answer.body


class TestABody:
    def test_that_is_packed_is_not_unpacked(self, dog_service: Tenant) -> None:
        """A megabyte of zeros is a kilobyte; nobody reads it as a form."""
        bomb = gzip.compress(b"reference=" + b"0" * 50_000_000)
        answer = Device().post("/status", bomb, HTTP_CONTENT_ENCODING="gzip")
        assert answer.status in {200, 400, 422}
        assert len(answer.body) < 200_000

    def test_may_have_so_many_fields_and_no_more(self, dog_service: Tenant) -> None:
        assert (
            Device().post("/status", urlencode({f"f{number}": 1 for number in range(1_999)}).encode()).status
            == 200
        )
        assert (
            Device().post("/status", urlencode({f"f{number}": 1 for number in range(2_001)}).encode()).status
            == 413
        )

    def test_cannot_be_made_of_names_that_collide(self) -> None:
        """Python draws the seed of its hashes anew for each process unless somebody forbids it."""
        assert sys.flags.hash_randomization == 1


class TestAWayOn:
    def test_leads_to_our_own_pages(self, dog_service: Tenant) -> None:
        for name, target in product(WAYS, TARGETS):
            sent = urlencode({name: target})
            for answer in (
                Device().get("/amt/", sent),
                Device().get("/amt/anmelden", sent),
                Device().post("/leistung/hund-anmelden/beginnen", sent.encode()),
            ):
                location = answer.headers.get("location", "/")
                assert "evil.example" not in location.partition("?")[0], sent
                assert not location.startswith(("//", "/\\", "http", "javascript")), sent
                assert not any("\n" in value for value in answer.headers.values()), sent
