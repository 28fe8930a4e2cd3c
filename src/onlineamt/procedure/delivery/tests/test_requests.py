"""How a request reaches its person: by e-mail that something is there, by post with a code to answer online."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from tests.cases import Send
from tests.staff import Staff

from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.queries import open_recipient
from onlineamt.foundation.audit.queries import list_entries
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.errors import NothingFound, NotHolding
from onlineamt.procedure.applications.queries import access_application
from onlineamt.procedure.cases.actions.requests import (
    Question,
    answer_request,
    request_evidence,
    take_back_request,
)
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.delivery.actions.answering import open_by_letter
from onlineamt.procedure.delivery.answer_codes import answer_code
from onlineamt.procedure.delivery.requests import send_request

Ask = Callable[..., tuple[UUID, UUID]]
TABLET = "t" * 43
QUESTION = Question(
    text="Welche Chipnummer hat der Hund?",
    due_on=date(2026, 4, 10),
    fields=("hund.chip",),
    evidence=("ermaessigung",),
)


@pytest.fixture(autouse=True)
def friday(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def ask(dog_town: Tenant, send: Send, staff: Staff) -> Ask:
    """Return a function that sends an application and asks its person: `ask(email=True)`; case and request."""

    def asked(*, question: Question = QUESTION, **how: Any) -> tuple[UUID, UUID]:
        case_id = send("ermaessigung", **how)
        with in_tenant(dog_town.id):
            examine_case(case_id)
            revision = Case.objects.get(id=case_id).revision
            request_id = request_evidence(case_id, question, caseworker=staff("Frau Amt"), revision=revision)
        return case_id, request_id

    return asked


def letter_text(case_id: UUID) -> str:
    case = get_case(case_id)
    (request,) = case.requests
    assert request.letter_id is not None
    content = open_document(get_document(request.letter_id, subject_id=case_id), seal=case.seal).content
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


class TestSendRequest:
    def test_by_email_says_that_something_is_there_and_no_more(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask(email=True)
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            send_request(case_id, request_id)
            (mail,) = OutboundMail.objects.filter(subject_id=case_id)
            assert mail.template == "documents_ready"
            assert not PrintItem.objects.exists()
            assert show_code(answer_code(request_id)) not in letter_text(case_id)

    def test_by_post_carries_the_code_to_answer_with(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask()
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            send_request(case_id, request_id)
            (item,) = PrintItem.objects.filter(subject_id=case_id)
            assert open_recipient(item, get_case(case_id).seal)[-1] == "45999 Musterstadt"
            assert not OutboundMail.objects.filter(subject_id=case_id).exists()
            text = letter_text(case_id)
            assert show_code(answer_code(request_id)) in text
        assert "/antworten" in text
        assert "Chipnummer" in text
        assert "Nachweis für Ermäßigung oder Befreiung" in text
        assert "10. April 2026" in text

    def test_without_an_address_is_seen_in_the_history(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask(
            changed={"anschrift.strasse": None, "anschrift.hausnummer": None}, despite_gaps=True
        )
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            assert not PrintItem.objects.exists()
            assert list_entries(case_id)[-1].facts["way"] == "no_address"

    def test_of_words_alone_names_the_question(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask(question=Question(text="Wo lebt der Hund?", due_on=date(2026, 4, 10)))
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            assert "Ihre Antwort auf unsere Frage" in letter_text(case_id)
            assert "Wo lebt der Hund?" in letter_text(case_id)

    @pytest.mark.parametrize("end", ["answered", "taken_back"])
    def test_that_is_over_reaches_nobody(self, dog_town: Tenant, ask: Ask, staff: Staff, end: str) -> None:
        case_id, request_id = ask()
        with in_tenant(dog_town.id):
            if end == "answered":
                answer_request(case_id, answers={}, message="Ich habe keinen Chip.")
            else:
                revision = Case.objects.get(id=case_id).revision
                take_back_request(case_id, caseworker=staff("Frau Amt"), revision=revision)
            send_request(case_id, request_id)
            assert not PrintItem.objects.exists()


class TestOpenByLetter:
    def test_lets_a_device_hold_the_application(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask()
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            self.open(case_id, request_id)
            application = access_application(case_id, token=TABLET)
            assert application.id == case_id
            assert application.proven_at is None  # nothing that is decided opens by it

    @pytest.mark.parametrize("wrong", ["code", "answer", "reference"])
    def test_says_the_same_whatever_is_wrong(self, dog_town: Tenant, ask: Ask, wrong: str) -> None:
        case_id, request_id = ask()
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            reference = get_case(case_id).row.reference
        with in_tenant(dog_town.id), pytest.raises(NothingFound):
            open_by_letter(
                reference="26-AAAA-AAAA" if wrong == "reference" else reference,
                code="AAAA-AAAA-AAAA" if wrong == "code" else answer_code(request_id),
                known_answer=lambda found: wrong != "answer",
                token=TABLET,
                address="192.0.2.9",
            )
        with in_tenant(dog_town.id), pytest.raises(NotHolding):
            access_application(case_id, token=TABLET)

    def test_ends_when_the_request_is_taken_back(self, dog_town: Tenant, ask: Ask, staff: Staff) -> None:
        case_id, request_id = ask()
        with in_tenant(dog_town.id):
            send_request(case_id, request_id)
            revision = Case.objects.get(id=case_id).revision
            take_back_request(case_id, caseworker=staff("Frau Amt"), revision=revision)
        with in_tenant(dog_town.id), pytest.raises(NothingFound):
            self.open(case_id, request_id)

    def test_refuses_who_tries_codes(self, dog_town: Tenant, ask: Ask) -> None:
        case_id, request_id = ask()
        for _ in range(5):
            with in_tenant(dog_town.id), pytest.raises(NothingFound):
                self.open(case_id, case_id)
        with in_tenant(dog_town.id), pytest.raises(TooManyAttempts):
            self.open(case_id, request_id)

    def open(self, case_id: UUID, request_id: UUID) -> None:
        open_by_letter(
            reference=get_case(case_id).row.reference,
            code=show_code(answer_code(request_id)).lower(),
            known_answer=lambda found: True,
            token=TABLET,
            address="192.0.2.9",
        )
