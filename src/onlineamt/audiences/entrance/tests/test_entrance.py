"""What every request passes: no way in leads to a 500, a stranger's form, or another town."""

from typing import Any

import pytest
from django.test import Client
from tests.world import web_environ

from onlineamt.foundation.tenancy.models import Tenant


@pytest.fixture
def client(towns: tuple[Tenant, Tenant]) -> Client:
    return Client(raise_request_exception=False, **web_environ())


class TestTheMunicipality:
    def test_is_found_by_host_name(self, client: Client) -> None:
        page = client.get("/impressum")
        assert page.status_code == 200
        assert "Stadt Musterstadt" in page.content.decode()

    def test_is_found_whatever_the_port_and_capitals(self, client: Client) -> None:
        assert client.get("/impressum", HTTP_HOST="Musterstadt.LOCALHOST:8123").status_code == 200

    @pytest.mark.parametrize(
        "host", ["atlantis.localhost", "", "a b", "musterstadt.localhost.evil.example", "\x00"]
    )
    def test_unknown_is_said_in_words(self, client: Client, host: str) -> None:
        page = client.get("/impressum", HTTP_HOST=host)
        assert page.status_code == 404
        assert "Unter dieser Adresse gibt es kein Online-Amt" in page.content.decode()


class TestTheLanguage:
    @pytest.mark.parametrize(("prefix", "lang"), [("", "de"), ("/leicht", "de-simple"), ("/en", "en")])
    def test_is_the_first_step_of_the_path(self, client: Client, prefix: str, lang: str) -> None:
        page = client.get(f"{prefix}/impressum")
        assert page["Content-Language"] == lang
        assert f'<html lang="{lang}"' in page.content.decode()


class TestAnUnreadableRequest:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/gibt-es-nicht", 404),
            ("/" + "x" * 5000, 404),
            ("/impressum/%00", 404),
            ("/%ff%fe", 404),
            ("/../../etc/passwd", 404),
            ("/en/en/impressum", 404),
        ],
    )
    def test_path_is_answered_in_words(self, client: Client, path: str, status: int) -> None:
        page = client.get(path)
        assert page.status_code == status
        assert "<h1>" in page.content.decode()

    @pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
    def test_method_is_answered_in_words(self, client: Client, method: str) -> None:
        page = getattr(client, method)("/impressum")
        assert page.status_code == 405
        assert "So lässt sich diese Seite nicht aufrufen" in page.content.decode()

    @pytest.mark.parametrize(
        ("content", "kind", "status"),
        [
            (b'{"a": 1}', "application/json", 400),
            (b"a=1", "text/plain", 400),
            (b"broken", "multipart/form-data", 400),
            (b"a=" + b"x" * 1_100_000, "application/x-www-form-urlencoded", 413),
            (b"&".join(b"a%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded", 413),
        ],
    )
    def test_body_is_answered_in_words(self, client: Client, content: bytes, kind: str, status: int) -> None:
        page = client.post("/impressum", content, content_type=kind)
        assert page.status_code == status
        assert "<h1>" in page.content.decode()

    def test_post_to_a_page_to_read_is_answered_in_words(self, client: Client) -> None:
        page = client.post("/impressum", {"a": "b"})
        assert page.status_code == 405
        assert "<h1>" in page.content.decode()


class TestSameOrigin:
    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "same-site"},  # another town on the same domain
            {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://musterstadt.localhost"},
            {"HTTP_ORIGIN": "https://evil.example"},
            {"HTTP_ORIGIN": "null"},
            {"HTTP_ORIGIN": "http://nachbarstadt.localhost"},
            {"HTTP_REFERER": "https://evil.example/musterstadt.localhost"},
            {},
        ],
    )
    def test_refuses_forms_of_others(self, towns: tuple[Tenant, Tenant], headers: dict[str, Any]) -> None:
        page = Client(HTTP_HOST="musterstadt.localhost").post("/impressum", {"a": "b"}, **headers)
        assert page.status_code == 403
        assert "Diese Anfrage kam nicht von unserer Seite" in page.content.decode()

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_SEC_FETCH_SITE": "same-origin"},
            {"HTTP_ORIGIN": "http://musterstadt.localhost"},
            {"HTTP_REFERER": "http://musterstadt.localhost/leistung/hund-anmelden"},
        ],
    )
    def test_lets_our_own_forms_through(self, towns: tuple[Tenant, Tenant], headers: dict[str, Any]) -> None:
        page = Client(HTTP_HOST="musterstadt.localhost").post("/impressum", {"a": "b"}, **headers)
        assert page.status_code == 405


class TestHeaders:
    def test_are_strict_on_every_answer(self, client: Client) -> None:
        for path in ("/impressum", "/gibt-es-nicht", "/theme.css"):
            page = client.get(path)
            assert "script-src 'self'" in page["Content-Security-Policy"]
            assert "unsafe" not in page["Content-Security-Policy"]
            assert page["X-Content-Type-Options"] == "nosniff"
            assert not page.cookies


class TestADatabaseThatIsAway:
    def test_is_said_in_words(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.db import OperationalError

        from onlineamt.audiences.entrance import middleware

        def gone(host: str) -> None:
            raise OperationalError("server closed the connection")

        monkeypatch.setattr(middleware.directory, "find", gone)
        page = client.get("/impressum")
        assert page.status_code == 503
        assert page["Retry-After"] == "30"
        assert "gerade nicht erreichbar" in page.content.decode()

    def test_is_known_by_what_the_queue_wraps_around_it(self) -> None:
        import psycopg
        from procrastinate.exceptions import ConnectorException

        from onlineamt.audiences.entrance.errors import Unavailable, Unexpected, meaning_of

        full, wrong = ConnectorException(), ConnectorException()
        full.__cause__ = psycopg.errors.DiskFull("could not extend file")
        wrong.__cause__ = psycopg.errors.UndefinedTable("no such table")
        assert isinstance(meaning_of(full), Unavailable)
        assert isinstance(meaning_of(wrong), Unexpected)
