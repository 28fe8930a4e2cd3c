"""The office's confirmation, and the second e-mail about what was not opened."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from tests.cases import Send

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.post.models import PrintItem
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.actions.reaching import remind_of_decision, retrieve_decision
from onlineamt.procedure.delivery.confirmations import send_confirmation
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import list_unreminded
from onlineamt.procedure.delivery.rules import REMINDED_AFTER

Clock = Callable[..., Any]


@pytest.fixture(autouse=True)
def march(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 9, 0)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


def confirmations(case_id: UUID) -> list[StoredDocument]:
    return list(StoredDocument.objects.filter(subject_id=case_id, kind=DocumentKind.CONFIRMATION))


class TestSendConfirmation:
    def test_posts_one_letter_however_often_it_is_asked(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("ermaessigung")
        with in_tenant(dog_town.id):
            examine_case(case_id)
            send_confirmation(case_id)
            send_confirmation(case_id)
            (document,) = confirmations(case_id)
            words = " ".join(
                page.extract_text() for page in PdfReader(BytesIO(open_document(document).content)).pages
            )
            assert PrintItem.objects.filter(document_id=document.id).count() == 1
        assert "17. April 2026" in words  # by when the office decides

    def test_lies_in_the_case_of_who_reads_mail(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("ermaessigung", email=True)
        with in_tenant(dog_town.id):
            examine_case(case_id)
            send_confirmation(case_id)
            assert len(confirmations(case_id)) == 1
            assert not PrintItem.objects.exists()
            assert not OutboundMail.objects.exists()


class TestRemindOfDecision:
    def decided(self, town: Tenant, send: Send) -> UUID:
        case_id = send("dackel", email=True)
        with in_tenant(town.id):
            examine_case(case_id)
            write_letter(case_id, Decision.objects.get().id)
        return case_id

    def test_says_it_once_more_after_five_days_and_not_again(
        self, dog_town: Tenant, send: Send, at: Clock
    ) -> None:
        self.decided(dog_town, send)
        at(2026, 3, 25, 8, 0)
        assert list_unreminded(now() - REMINDED_AFTER) == []
        at(2026, 3, 25, 9, 1)
        ((_, delivery_id),) = list_unreminded(now() - REMINDED_AFTER)
        with in_tenant(dog_town.id):
            assert remind_of_decision(delivery_id)
            assert not remind_of_decision(delivery_id)
            assert OutboundMail.objects.count() == 2
        assert list_unreminded(now() - REMINDED_AFTER) == []

    def test_leaves_those_alone_who_have_opened_it(self, dog_town: Tenant, send: Send, at: Clock) -> None:
        case_id = self.decided(dog_town, send)
        with in_tenant(dog_town.id):
            retrieve_decision(case_id)
            assert not remind_of_decision(Delivery.objects.get().id)
        at(2026, 3, 27, 9, 0)
        assert list_unreminded(now() - REMINDED_AFTER) == []
