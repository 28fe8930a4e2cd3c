"""The log: one JSON object per line, and never the words of an exception."""

import json
import subprocess
import sys

import pytest
from django.test import Client
from tests.operations.portal import ROOT
from tests.world import web_environ

from onlineamt.audiences.citizen.catalogue.views import offices
from onlineamt.foundation.tenancy.models import Tenant

SCRIPT = """
import logging
import structlog
from onlineamt.config.logging import configure_logging

configure_logging(as_json=True)
try:
    try:
        int("Erika Mustermann, geboren am 12.03.1980")
    except ValueError as cause:
        raise RuntimeError("Antrag von Erika") from cause
except RuntimeError as failure:
    structlog.get_logger().error("request.failed", exc_info=failure)
    logging.getLogger("procrastinate").exception("job failed")
logging.getLogger("procrastinate").info("job arguments")
structlog.get_logger().info("umlaut", word="Straße")
"""


def test_lines_are_json_and_say_where_and_not_what() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["request.failed", "job failed", "umlaut"]
    assert "Erika" not in done.stdout + done.stderr
    for line in lines[:2]:
        assert line["exception"][0] == "builtins.ValueError"
        assert "builtins.RuntimeError" in line["exception"]
    assert {"timestamp", "level"} <= set(lines[2])
    assert "Straße" in done.stderr


def test_a_fault_is_named_by_its_route_and_not_by_what_stands_in_the_path(
    towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("our fault")

    monkeypatch.setattr(offices, "get_office", fail)
    client = Client(raise_request_exception=False, **web_environ())
    assert client.get("/aemter/erika-mustermann?geboren=1980").status_code == 500
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    (line,) = (line for line in lines if line["event"] == "request.failed")
    assert line["route"] == "aemter/<slug:key>"
    assert not any("erika" in str(line) or "1980" in str(line) for line in lines)
