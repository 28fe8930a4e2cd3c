import socket
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from onlineamt.adapters.smtp import SmtpTransport
from onlineamt.adapters.smtp.tests.server import ScriptedServer
from onlineamt.facilities.mail.ports import MailDelayed, MailRefused
from onlineamt.foundation.core.clock import now

SENDER, RECIPIENT = "amt@musterstadt.example", "erika@beispiel.example"


def a_message(recipient: str = RECIPIENT) -> EmailMessage:
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    message["From"], message["To"], message["Subject"] = SENDER, recipient, "Grüße"
    message.set_content("Schöne Grüße\n.\nvom Amt", cte="quoted-printable")
    return message


def send(
    server: ScriptedServer, *, must_encrypt: bool = False, scheme: str = "smtp", **options: object
) -> None:
    transport = SmtpTransport(
        f"{scheme}://127.0.0.1:{server.port}", must_encrypt=must_encrypt, timeout=3, **options
    )  # type: ignore[arg-type]
    transport.send(a_message(), sender=SENDER, recipient=RECIPIENT)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class TestSend:
    def test_hands_the_message_over(self) -> None:
        with ScriptedServer() as server:
            send(server)

        assert f"MAIL FROM:<{SENDER}>" in server.commands[1].upper().replace(SENDER.upper(), SENDER)
        assert any(RECIPIENT in command for command in server.commands)
        assert b"Sch=C3=B6ne" in server.message
        assert b"\r\n..\r\n" in server.message

    @pytest.mark.parametrize(
        ("step", "answer"),
        [("RCPT", "550 no such person"), ("DATA", "554 not wanted"), ("END", "552 too large")],
    )
    def test_refuses_for_ever_what_the_server_never_takes(self, step: str, answer: str) -> None:
        with (
            ScriptedServer(answers={step: answer}) as server,
            pytest.raises(MailRefused, match=answer[:3]) as refused,
        ):
            send(server)

        assert answer[4:] not in str(refused.value)

    @pytest.mark.parametrize(
        ("step", "answer"),
        [
            ("RCPT", "450 later"),
            ("DATA", "451 later"),
            ("END", "452 full"),
            ("MAIL", "550 not you"),
            ("GREETING", "421 busy"),
        ],
    )
    def test_puts_off_what_may_go_better_later(self, step: str, answer: str) -> None:
        with ScriptedServer(answers={step: answer}) as server, pytest.raises(MailDelayed):
            send(server)

    def test_puts_off_when_the_password_is_wrong(self) -> None:
        with ScriptedServer(answers={"AUTH": "535 wrong"}, extensions=("AUTH PLAIN",)) as server:
            transport = SmtpTransport(
                f"smtp://amt:geheim%40@127.0.0.1:{server.port}", must_encrypt=False, timeout=3
            )
            with pytest.raises(MailDelayed, match="535"):
                transport.send(a_message(), sender=SENDER, recipient=RECIPIENT)

    def test_puts_off_when_nobody_answers(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            transport = SmtpTransport(
                f"smtp://127.0.0.1:{silent.getsockname()[1]}", must_encrypt=False, timeout=0.2
            )
            with pytest.raises(MailDelayed):
                transport.send(a_message(), sender=SENDER, recipient=RECIPIENT)

    def test_puts_off_when_there_is_no_server(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as gone:
            port = gone.getsockname()[1]
        with pytest.raises(MailDelayed, match="ConnectionRefused"):
            SmtpTransport(f"smtp://127.0.0.1:{port}", must_encrypt=False).send(
                a_message(), sender=SENDER, recipient=RECIPIENT
            )

    def test_refuses_letters_the_server_cannot_read(self) -> None:
        with ScriptedServer() as server:
            transport = SmtpTransport(f"smtp://127.0.0.1:{server.port}", must_encrypt=False, timeout=3)
            with pytest.raises(MailRefused, match="letters"):
                transport.send(
                    a_message("jürgen@beispiel.example"), sender=SENDER, recipient="jürgen@beispiel.example"
                )

    def test_writes_to_such_letters_where_the_server_can(self) -> None:
        with ScriptedServer(extensions=("SMTPUTF8",)) as server:
            transport = SmtpTransport(f"smtp://127.0.0.1:{server.port}", must_encrypt=False, timeout=3)
            transport.send(
                a_message("jürgen@beispiel.example"), sender=SENDER, recipient="jürgen@beispiel.example"
            )

        assert any("jürgen@beispiel.example" in command for command in server.commands)


class TestEncryption:
    def test_says_nothing_to_a_server_without_it_in_production(self) -> None:
        with ScriptedServer() as server, pytest.raises(MailDelayed, match="encryption"):
            send(server, must_encrypt=True)

        assert not any(RECIPIENT in command for command in server.commands)

    @pytest.mark.parametrize("scheme", ["smtp", "smtps"])
    def test_encrypts_where_the_server_can(
        self, scheme: str, server_tls: ssl.SSLContext, certificate: Path
    ) -> None:
        trusting = ssl.create_default_context(cafile=str(certificate))
        server = ScriptedServer(
            tls=server_tls, is_tls_from_the_start=scheme == "smtps", extensions=("STARTTLS",)
        )
        with server:
            send(server, must_encrypt=True, scheme=scheme, context=trusting)

        assert b"Sch=C3=B6ne" in server.message

    def test_does_not_trust_a_certificate_nobody_vouches_for(self, server_tls: ssl.SSLContext) -> None:
        with ScriptedServer(tls=server_tls, is_tls_from_the_start=True) as server, pytest.raises(MailDelayed):
            send(server, must_encrypt=True, scheme="smtps")

        assert server.commands == []
