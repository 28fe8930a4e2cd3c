"""The demo's mailbox: shows codes to whoever tries the portal, never in production, never of another town."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.world import web_environ

from onlineamt.adapters.mail_folder import FolderTransport
from onlineamt.adapters.smtp import SmtpTransport
from onlineamt.facilities.mail import transport
from onlineamt.facilities.mail.message import build_message
from onlineamt.facilities.mail.tests.factories import ADDRESS, SENDER, VALUES
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.mail.writing import write_mail
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.models import Tenant


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[FolderTransport]:
    before = transport._transport
    stand_in = FolderTransport(tmp_path / "mail", is_production=False)
    transport.use_transport(stand_in)
    yield stand_in
    transport._transport = before


@pytest.fixture
def mail_id(folder: FolderTransport) -> UUID:
    """A mail of Musterstadt's with a resume code."""
    return send_mail(folder)


def send_mail(folder: FolderTransport) -> UUID:
    mail_id = new_id()
    mail = write_mail(MailTemplate.RESUME_CODE, Language.GERMAN, VALUES, SENDER)
    message = build_message(mail, sender=SENDER, recipient=ADDRESS, mail_id=mail_id, language="de", at=now())
    folder.send(message, sender=SENDER.address, recipient=ADDRESS)
    return mail_id


@pytest.fixture
def browser(towns: tuple[Tenant, Tenant]) -> Client:
    return Client(**web_environ())


class TestShowMails:
    def test_lists_what_was_not_sent(self, browser: Client, mail_id: UUID) -> None:
        page = browser.get("/_demo/post").content.decode()

        assert "Später weitermachen" in page
        assert f"/_demo/post/{mail_id}" in page

    def test_lists_a_page_of_many(
        self, browser: Client, mail_id: UUID, monkeypatch: pytest.MonkeyPatch, folder: FolderTransport
    ) -> None:
        monkeypatch.setattr("onlineamt.adapters.mail_folder.transport.PAGE", 1)
        newer = send_mail(folder)

        first = browser.get("/_demo/post").content.decode()
        assert f"/_demo/post/{newer}" in first and str(mail_id) not in first
        assert '/_demo/post?seite=2" rel="next"' in first
        assert f"/_demo/post/{mail_id}" in browser.get("/_demo/post?seite=2").content.decode()
        assert browser.get("/_demo/post?seite=x").content.decode() == first

    def test_says_when_there_is_nothing(self, browser: Client) -> None:
        assert "Noch keine E-Mail" in browser.get("/_demo/post").content.decode()

    def test_shows_nothing_of_the_next_town(self, towns: tuple[Tenant, Tenant], mail_id: UUID) -> None:
        neighbour = Client(**web_environ("nachbarstadt.localhost"))

        assert "Noch keine E-Mail" in neighbour.get("/_demo/post").content.decode()
        assert neighbour.get(f"/_demo/post/{mail_id}").status_code == 404


class TestShowMail:
    def test_shows_code_and_link(self, browser: Client, mail_id: UUID) -> None:
        page = browser.get(f"/_demo/post/{mail_id}").content.decode()

        assert VALUES["code"] in page
        assert 'href="https://musterstadt.example/stand?a=1&amp;b=2"' in page

    @pytest.mark.parametrize("key", ["x", "%2e%2e", "*"])
    def test_finds_no_other(self, browser: Client, mail_id: UUID, key: str) -> None:
        assert browser.get(f"/_demo/post/{key}").status_code == 404


class TestInProduction:
    def test_shows_nothing_where_mails_are_really_sent(self, browser: Client, mail_id: UUID) -> None:
        transport.use_transport(SmtpTransport("smtp://127.0.0.1:1", must_encrypt=True))

        assert browser.get("/_demo/post").status_code == 404

    def test_shows_nothing_even_if_a_stand_in_were_there(
        self, browser: Client, mail_id: UUID, settings: Any
    ) -> None:
        settings.ENV = replace(settings.ENV, mode="production")

        assert browser.get("/_demo/post").status_code == 404
        assert browser.get(f"/_demo/post/{mail_id}").status_code == 404

    def test_has_no_such_address(self, tmp_path: Path) -> None:
        script = (
            "import django; django.setup()\n"
            "from django.urls import Resolver404, resolve\n"
            "resolve('/echtheit')\n"
            "try: resolve('/_demo/post')\n"
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
