from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from onlineamt.facilities.mail.message import build_message
from onlineamt.facilities.mail.tests.factories import ADDRESS, SENDER, VALUES
from onlineamt.facilities.mail.values import MailTemplate, Sender, WrittenMail
from onlineamt.facilities.mail.writing import write_mail
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language

MAIL_ID = new_id()


def built(
    *, mail: WrittenMail | None = None, sender: Sender = SENDER, recipient: str = ADDRESS
) -> EmailMessage:
    mail = mail or write_mail(MailTemplate.ONE_TIME_CODE, Language.GERMAN, VALUES, sender)
    message = build_message(
        mail, sender=sender, recipient=recipient, mail_id=MAIL_ID, language="de", at=now()
    )
    return message_from_bytes(bytes(message), policy=policy.default)


class TestBuildMessage:
    def test_has_a_text_and_an_html_part(self) -> None:
        parts = [part.get_content_type() for part in built().walk()]

        assert parts == ["multipart/alternative", "text/plain", "text/html"]

    def test_says_that_a_machine_sent_it(self) -> None:
        message = built()

        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Message-ID"] == f"<{MAIL_ID}@musterstadt.localhost>"
        assert message["List-Id"] == "<benachrichtigungen.musterstadt.localhost>"
        assert message["Content-Language"] == "de"

    def test_names_the_municipality_with_umlauts_and_commas(self) -> None:
        sender = Sender(
            name='Gemeinde Möckern, "Süd"', host="x.example", accent="#000000", address="a@b.example"
        )
        (address,) = built(sender=sender).get("From").addresses

        assert address.display_name == 'Gemeinde Möckern, "Süd" · Online-Amt'
        assert address.addr_spec == "a@b.example"

    @pytest.mark.parametrize("evil", ["Stadt\r\nBcc: max@beispiel.example", "Stadt\nX: y"])
    def test_lets_no_name_begin_a_header(self, evil: str) -> None:
        message = built(sender=Sender(name=evil, host="x.example", accent="#000000", address="a@b.example"))

        assert message["Bcc"] is None
        assert message["X"] is None
        assert message.get("From").addresses[0].addr_spec == "a@b.example"

    def test_lets_no_subject_begin_a_header(self) -> None:
        message = built(mail=WrittenMail(subject="Hallo\r\nBcc: max@beispiel.example", text="x", html="x"))

        assert message["Bcc"] is None

    def test_writes_to_a_name_with_umlauts(self) -> None:
        message = build_message(
            write_mail(MailTemplate.ONE_TIME_CODE, Language.GERMAN, VALUES, SENDER),
            sender=SENDER,
            recipient="jürgen@beispiel.example",
            mail_id=MAIL_ID,
            language="de",
            at=now(),
        )

        assert "jürgen@beispiel.example".encode() in bytes(message)

    def test_keeps_lines_short_enough_for_every_server(self) -> None:
        mail = write_mail(MailTemplate.RESUME_CODE, Language.GERMAN, VALUES, SENDER)
        message = build_message(
            mail, sender=SENDER, recipient=ADDRESS, mail_id=MAIL_ID, language="de", at=now()
        )

        assert max(len(line) for line in bytes(message).split(b"\r\n")) <= 998
