"""The demo's codes: those of this town's staff, said to be a stand-in, and nowhere in production."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.staff import Staff
from tests.world import web_environ

from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import SECRET
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.models import Tenant


@pytest.fixture
def page(towns: tuple[Tenant, Tenant], staff: Staff, at: Callable[..., Any]) -> Callable[[str], Any]:
    """Frau Amt works in Musterstadt; return a function that opens the page of a town."""
    at(2026, 3, 23, 7, 15, 10)
    staff("Frau Amt")
    return lambda town: Client(**web_environ(f"{town}.localhost")).get("/_demo/totp")


class TestShowCodes:
    def test_shows_the_code_of_now_and_says_what_it_is(self, page: Callable[[str], Any]) -> None:
        said = page("musterstadt").content.decode()
        code = current_code(SECRET, at=now())
        assert "Das ist ein Ersatz für die App auf dem Telefon" in said
        assert "Frau Amt" in said
        assert f"{code[:3]} {code[3:]}" in said
        assert "noch 20 Sekunden" in said
        assert SECRET not in said

    def test_shows_nobody_of_the_next_town(self, page: Callable[[str], Any]) -> None:
        said = page("nachbarstadt").content.decode()
        assert "Frau Amt" not in said
        assert "Hier arbeitet noch niemand" in said


class TestInProduction:
    def test_refuses_even_if_something_led_here(
        self, page: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, mode="production"))
        answer = page("musterstadt")
        assert answer.status_code == 404
        assert "Frau Amt" not in answer.content.decode()

    def test_has_no_such_address(self, tmp_path: Path) -> None:
        script = (
            "import django; django.setup()\n"
            "from django.urls import Resolver404, resolve\n"
            "resolve('/amt/anmelden')\n"
            "try: resolve('/_demo/totp')\n"
            "except Resolver404: print('unknown')\n"
        )
        production = {
            "DJANGO_SETTINGS_MODULE": "onlineamt.config.settings",
            "ONLINEAMT_MODE": "production",
            "ONLINEAMT_DATA": str(tmp_path),
            "ONLINEAMT_SECRET_KEY": "x" * 50,
            "ONLINEAMT_SMTP_URL": "smtps://mail.example",
            "ONLINEAMT_MAIL_FROM": "amt@musterstadt.example",
            "ONLINEAMT_SEAL_NAME": "Stadt Musterstadt",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        }
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={"PATH": os.environ["PATH"], **production},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == "unknown\n", done.stderr
