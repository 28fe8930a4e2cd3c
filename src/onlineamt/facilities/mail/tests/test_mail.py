from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from onlineamt.config.doctor.service import check_mail
from onlineamt.facilities.mail import transport as transport_of_installation
from onlineamt.facilities.mail.actions import DELIVER, deliver_mail, erase_mails, send_mail
from onlineamt.facilities.mail.errors import AddressUnusable
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.ports import MailDelayed, MailRefused
from onlineamt.facilities.mail.queries import count_failed_mails, find_mail
from onlineamt.facilities.mail.rules import WAITS
from onlineamt.facilities.mail.tests.factories import ADDRESS, VALUES, RememberingTransport, code_mail
from onlineamt.facilities.mail.transport import use_transport
from onlineamt.facilities.mail.values import MailState
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


@pytest.fixture(autouse=True)
def carrier() -> Iterator[RememberingTransport]:
    before = transport_of_installation._transport
    remembering = RememberingTransport()
    use_transport(remembering)
    yield remembering
    transport_of_installation._transport = before


@pytest.fixture
def subject(in_musterstadt: Tenant) -> UUID:
    subject_id = new_id()
    create_key(subject_id)
    return subject_id


def jobs() -> list[dict[str, Any]]:
    return list(
        ProcrastinateJob.objects.filter(task_name=DELIVER).order_by("id").values("args", "scheduled_at")
    )


class TestSendMail:
    def test_promises_a_job_that_names_ids_only(self, subject: UUID, in_musterstadt: Tenant) -> None:
        mail = send_mail(code_mail(subject))

        assert [job["args"] for job in jobs()] == [
            {"tenant_id": str(in_musterstadt.id), "mail_id": str(mail.id)}
        ]
        assert mail.state == MailState.QUEUED

    def test_promises_nothing_when_the_caller_fails(self, subject: UUID) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            send_mail(code_mail(subject))
            raise RuntimeError("submit failed")

        assert jobs() == []
        assert not OutboundMail.objects.exists()

    def test_leaves_no_address_and_no_code_in_the_row(self, subject: UUID) -> None:
        send_mail(code_mail(subject))
        with connection.cursor() as cursor:
            cursor.execute("SELECT outbound_mail::text, encode(sealed_content, 'escape') FROM outbound_mail")
            row = str(cursor.fetchall())

        assert ADDRESS not in row
        assert VALUES["code"] not in row

    def test_sends_once_for_one_key(self, subject: UUID) -> None:
        first = send_mail(code_mail(subject))
        second = send_mail(code_mail(subject, recipient="max@beispiel.example"))

        assert first == second
        assert len(jobs()) == 1

    @pytest.mark.parametrize("address", ["", "erika", "erika@beispiel.example\nBcc: max@beispiel.example"])
    def test_refuses_what_is_no_address(self, subject: UUID, address: str) -> None:
        with pytest.raises(AddressUnusable):
            send_mail(code_mail(subject, recipient=address))

        assert jobs() == []

    def test_refuses_words_with_gaps(self, subject: UUID) -> None:
        with pytest.raises(ValueError, match="minutes"):
            send_mail(code_mail(subject, context={"code": "1"}))


class TestDeliverMail:
    def test_hands_it_over_and_forgets_what_it_said(
        self, subject: UUID, carrier: RememberingTransport
    ) -> None:
        mail = send_mail(code_mail(subject))
        deliver_mail(mail.id)
        mail.refresh_from_db()

        assert mail.state == MailState.SENT
        assert mail.sealed_content is None
        assert mail.settled_at is not None
        (message,) = carrier.sent
        assert message["To"] == ADDRESS
        assert message["From"].addresses[0].display_name == "Stadt Musterstadt · Online-Amt"
        assert message["Message-ID"] == f"<{mail.id}@musterstadt.localhost>"
        assert VALUES["code"] in message.get_body(("plain",)).get_content()

    def test_sends_once_however_often_the_job_runs(
        self, subject: UUID, carrier: RememberingTransport
    ) -> None:
        mail = send_mail(code_mail(subject))
        deliver_mail(mail.id)
        deliver_mail(mail.id)

        assert len(carrier.sent) == 1

    def test_tries_again_later_when_the_server_is_busy(
        self, subject: UUID, carrier: RememberingTransport
    ) -> None:
        mail = send_mail(code_mail(subject))
        carrier.failure = MailDelayed("the server answered 451")
        deliver_mail(mail.id)
        mail.refresh_from_db()

        assert (mail.state, mail.attempts, mail.reason) == (MailState.QUEUED, 1, "the server answered 451")
        assert jobs()[-1]["scheduled_at"] is not None
        carrier.failure = None
        deliver_mail(mail.id)
        assert len(carrier.sent) == 1

    def test_gives_up_after_the_last_wait_and_shows_it(
        self, subject: UUID, carrier: RememberingTransport
    ) -> None:
        mail = send_mail(code_mail(subject))
        carrier.failure = MailDelayed("timeout")
        for _ in range(len(WAITS) + 1):
            deliver_mail(mail.id)
        mail.refresh_from_db()

        assert (mail.state, mail.attempts) == (MailState.FAILED, len(WAITS) + 1)
        assert len(jobs()) == len(WAITS) + 1

    def test_gives_up_at_once_what_the_server_refuses(
        self, subject: UUID, carrier: RememberingTransport
    ) -> None:
        mail = send_mail(code_mail(subject))
        carrier.failure = MailRefused("the server answered 550")
        deliver_mail(mail.id)

        found = find_mail("code:1")
        assert found is not None
        assert (found.state, found.reason) == (MailState.FAILED, "the server answered 550")
        assert len(jobs()) == 1

    def test_sends_nothing_of_an_erased_subject(self, subject: UUID, carrier: RememberingTransport) -> None:
        mail = send_mail(code_mail(subject))
        destroy_key(subject, reason="withdrawn")
        deliver_mail(mail.id)
        mail.refresh_from_db()

        assert carrier.sent == []
        assert (mail.state, mail.reason) == (MailState.FAILED, "erased")

    def test_does_nothing_for_a_mail_that_is_gone(self, subject: UUID, carrier: RememberingTransport) -> None:
        mail = send_mail(code_mail(subject))
        erase_mails(subject)
        deliver_mail(mail.id)

        assert carrier.sent == []


class TestEraseMails:
    def test_erases_those_of_the_subject_only(self, subject: UUID) -> None:
        other = new_id()
        create_key(other)
        send_mail(code_mail(subject))
        kept = send_mail(code_mail(other, idempotency_key="code:2"))

        assert erase_mails(subject) == 1
        assert list(OutboundMail.objects.all()) == [kept]


class TestJob:
    def test_runs_as_the_tenant_that_promised_it(
        self, towns: tuple[Tenant, Tenant], carrier: RememberingTransport
    ) -> None:
        from procrastinate.contrib.django import app

        for town in towns:
            with in_tenant(town.id):
                subject_id = new_id()
                create_key(subject_id)
                send_mail(code_mail(subject_id))
        for job in jobs():
            app.tasks[DELIVER](**job["args"])

        hosts = sorted(str(message["Message-ID"]).partition("@")[2] for message in carrier.sent)
        assert hosts == ["musterstadt.localhost>", "nachbarstadt.localhost>"]

    def test_counts_what_failed_over_all_tenants(
        self, towns: tuple[Tenant, Tenant], carrier: RememberingTransport
    ) -> None:
        carrier.failure = MailRefused("the server answered 550")
        for town in towns:
            with in_tenant(town.id):
                subject_id = new_id()
                create_key(subject_id)
                deliver_mail(send_mail(code_mail(subject_id)).id)

        assert count_failed_mails() == len(towns)
        assert "2 E-Mails konnten nicht zugestellt werden." in [finding.text for finding in check_mail()]

    def test_hides_mails_from_the_next_town(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            subject_id = new_id()
            create_key(subject_id)
            send_mail(code_mail(subject_id))
        with in_tenant(towns[1].id):
            assert find_mail("code:1") is None
