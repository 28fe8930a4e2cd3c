from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from onlineamt.adapters.mail_folder import FolderTransport, StandInInProduction, transport
from onlineamt.facilities.mail.message import build_message
from onlineamt.facilities.mail.tests.factories import ADDRESS, SENDER, VALUES
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.mail.writing import write_mail
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language


def a_message() -> EmailMessage:
    mail = write_mail(MailTemplate.ONE_TIME_CODE, Language.GERMAN, VALUES, SENDER)
    return build_message(mail, sender=SENDER, recipient=ADDRESS, mail_id=new_id(), language="de", at=now())


@pytest.fixture
def folder(tmp_path: Path) -> FolderTransport:
    return FolderTransport(tmp_path / "mail", is_production=False)


class TestFolderTransport:
    def test_refuses_to_work_in_production(self, tmp_path: Path) -> None:
        with pytest.raises(StandInInProduction, match="ONLINEAMT_SMTP_URL"):
            FolderTransport(tmp_path, is_production=True)

    def test_shows_what_it_did_not_send(self, folder: FolderTransport) -> None:
        folder.send(a_message(), sender=SENDER.address, recipient=ADDRESS)
        (mail,) = folder.list_mails(SENDER.host).mails

        assert mail.recipient == ADDRESS
        assert mail.subject == "Ihr Code für das Online-Amt"
        assert VALUES["code"] in mail.text
        assert folder.find_mail(SENDER.host, mail.key) == mail

    def test_says_in_the_file_what_it_is(self, folder: FolderTransport, tmp_path: Path) -> None:
        folder.send(a_message(), sender=SENDER.address, recipient=ADDRESS)
        (path,) = (tmp_path / "mail").rglob("*.eml")

        assert "nicht verschickt" in str(
            message_from_bytes(path.read_bytes(), policy=default)["X-Online-Amt-Vorfuehrung"]
        )

    def test_shows_the_newest_first(self, folder: FolderTransport) -> None:
        messages = [a_message() for _ in range(3)]
        for message in messages:
            folder.send(message, sender=SENDER.address, recipient=ADDRESS)

        keys = [str(message["Message-ID"]).strip("<").partition("@")[0] for message in messages]
        assert [mail.key for mail in folder.list_mails(SENDER.host).mails] == sorted(keys, reverse=True)

    def test_opens_no_more_than_a_page(
        self, folder: FolderTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transport, "PAGE", 2)
        for _ in range(5):
            folder.send(a_message(), sender=SENDER.address, recipient=ADDRESS)
        oldest = min((tmp_path / "mail").rglob("*.eml"))
        last = folder.list_mails(SENDER.host, page=3)
        oldest.write_bytes(b"not to be opened")
        pages = [folder.list_mails(SENDER.host, page=number) for number in (1, 2)]

        assert [mail.key for mail in last.mails] == [oldest.stem]
        assert [(page.number, page.pages, len(page.mails)) for page in pages] == [(1, 3, 2), (2, 3, 2)]
        assert folder.list_mails(SENDER.host, page=9).mails == []

    def test_keeps_one_file_for_a_message_that_comes_twice(self, folder: FolderTransport) -> None:
        message = a_message()
        for _ in range(2):
            del message["X-Online-Amt-Vorfuehrung"]
            folder.send(message, sender=SENDER.address, recipient=ADDRESS)

        assert len(folder.list_mails(SENDER.host).mails) == 1

    def test_forgets_the_oldest(self, folder: FolderTransport, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transport, "KEEP", 2)
        for _ in range(4):
            folder.send(a_message(), sender=SENDER.address, recipient=ADDRESS)

        assert len(folder.list_mails(SENDER.host).mails) == 2

    @pytest.mark.parametrize("host", ["nachbarstadt.localhost", "../mail", "", "."])
    def test_shows_nothing_of_another_municipality(self, folder: FolderTransport, host: str) -> None:
        folder.send(a_message(), sender=SENDER.address, recipient=ADDRESS)

        assert folder.list_mails(host).mails == []

    @pytest.mark.parametrize("key", ["", "../x", "*", "\x00"])
    def test_finds_nothing_by_a_made_up_key(self, folder: FolderTransport, key: str) -> None:
        assert folder.find_mail(SENDER.host, key) is None
