"""What machines may ask, and what the log and the numbers never say."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client
from structlog.testing import capture_logs

from onlineamt.audiences.operations import readiness
from onlineamt.foundation.tenancy.models import Tenant

HOST = {"HTTP_HOST": "musterstadt.localhost"}


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that changes the environment's settings."""

    def change(**values: Any) -> None:
        monkeypatch.setattr(settings, "ENV", dataclasses.replace(settings.ENV, **values))

    return change


@pytest.mark.django_db
class TestMetrics:
    def test_are_shown_on_this_machine(self, client: Client) -> None:
        answer = client.get("/metrics", HTTP_HOST="127.0.0.1")
        assert answer.status_code == 200
        assert "onlineamt_jobs" in answer.content.decode()
        assert "onlineamt_database_up 1.0" in answer.content.decode()

    def test_are_hidden_from_other_machines_and_behind_a_proxy(self, client: Client) -> None:
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
        assert client.get("/metrics", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 404
        assert client.get("/metrics", REMOTE_ADDR="").status_code == 404

    def test_are_shown_anywhere_to_whoever_knows_the_token(
        self, client: Client, setting: Callable[..., None]
    ) -> None:
        setting(metrics_token="offen-sesam")
        right, wrong = "Bearer offen-sesam", "Bearer öffne-sesam"
        assert client.get("/metrics", HTTP_AUTHORIZATION=right, REMOTE_ADDR="192.0.2.7").status_code == 200
        assert client.get("/metrics", HTTP_AUTHORIZATION=wrong).status_code == 404
        assert client.get("/metrics").status_code == 404

    def test_count_by_route_and_name_no_tenant_and_no_path(self, client: Client, musterstadt: Tenant) -> None:
        client.get("/leistung/gibt-es-nicht", **HOST)
        numbers = client.get("/metrics").content.decode()
        assert "gibt-es-nicht" not in numbers
        assert "musterstadt" not in numbers
        assert 'status="404"' in numbers


@pytest.mark.django_db
class TestReadiness:
    def test_says_what_is_missing(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(readiness, "_is_migrated", False)
        monkeypatch.setattr(readiness, "find_waiting_migrations", lambda _: ["applications.0001_initial"])
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["obstacle"]) == (503, "migrations")

    def test_says_that_the_database_is_away(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(type(connections["default"]), "cursor", refuse)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["obstacle"]) == (503, "database")

    def test_takes_no_other_method(self, client: Client) -> None:
        assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
class TestRequestLog:
    def test_writes_one_line_by_route_and_not_by_path(self, client: Client, musterstadt: Tenant) -> None:
        with capture_logs() as lines:
            client.get("/suche?q=Erika+Mustermann", **HOST)
        assert len(lines) == 1
        assert "Erika" not in str(lines)
        assert lines[0]["tenant"] == "musterstadt"
        assert set(lines[0]) == {
            "event", "log_level", "method", "milliseconds", "route", "status", "tenant",
        }  # fmt: skip

    def test_gives_every_answer_a_number_of_its_own(self, client: Client) -> None:
        numbers = {client.get("/healthz")["X-Request-ID"] for _ in range(3)}
        assert len(numbers) == 3

    def test_takes_a_number_from_our_proxy_only(self, client: Client, setting: Callable[..., None]) -> None:
        given = {"HTTP_X_REQUEST_ID": "01HXPROXY-4711"}
        assert client.get("/healthz", **given)["X-Request-ID"] != "01HXPROXY-4711"
        setting(proxies=1)
        assert client.get("/healthz", **given)["X-Request-ID"] == "01HXPROXY-4711"
        assert client.get("/healthz", HTTP_X_REQUEST_ID="<script>")["X-Request-ID"] != "<script>"
