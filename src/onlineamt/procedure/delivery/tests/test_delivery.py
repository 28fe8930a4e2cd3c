"""How decisions reach people on the real database: retrieved, lapsed, posted, returned, final."""

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
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.post.errors import NotPosted
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.values import ReturnReason
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.work import set_hold
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import CaseState, HoldKind
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.values import Draft
from onlineamt.procedure.delivery.actions.dispatch import print_anew
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.actions.reaching import (
    confirm_posted,
    give_address,
    lapse_delivery,
    note_arrival,
    note_return,
    retrieve_decision,
)
from onlineamt.procedure.delivery.errors import AddressMissing, NothingToRetrieve
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of, list_decided_cases, list_uncollected
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState

Clock = Callable[..., Any]


@pytest.fixture(autouse=True)
def march(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 9, 0)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


@pytest.fixture
def decide(dog_town: Tenant, send: Send) -> Callable[..., UUID]:
    """Return a function that sends a dog and decides it: `decide(email=True)`; the letter is made."""

    def decided(**how: Any) -> UUID:
        case_id = send("dackel", **how)
        with in_tenant(dog_town.id):
            examine_case(case_id)
            write_letter(case_id, Decision.objects.get(case_id=case_id).id)
        return case_id

    return decided


def only(case_id: UUID, channel: DeliveryChannel) -> Delivery:
    return Delivery.objects.get(case_id=case_id, channel=channel)


def print_all() -> list[UUID]:
    """Let the print room have everything, and return the items."""
    from onlineamt.facilities.post.actions import hand_over_batch, take_batch

    batch = take_batch()
    assert batch is not None
    hand_over_batch(batch, open_letter=lambda letter: b"%PDF-1.7 gedruckt")
    return list(PrintItem.objects.values_list("id", flat=True))


def go_abroad(town: Tenant, case_id: UUID, amt: Caseworker) -> tuple[UUID, UUID]:
    """Let the letter of a case come back and go to Paris; return the item that is in print now, and the one before."""
    with in_tenant(town.id):
        confirm_posted(print_all(), on=date(2026, 3, 20), caseworker=amt)
        delivery = only(case_id, DeliveryChannel.POST)
        before = delivery.print_item_id
        assert before is not None
        note_return(before, caseworker=amt, on=date(2026, 3, 20), reason=ReturnReason.MOVED)
        paris = ["Erika Mustermann", "1, rue du Modèle", "75001 Paris", "FRANKREICH"]
        give_address(delivery.id, case_id=case_id, caseworker=amt, lines=paris)
        print_anew(delivery.id)
        print_all()
        item = only(case_id, DeliveryChannel.POST).print_item_id
        assert item is not None
        return item, before


def words_of(delivery: Delivery) -> str:
    """Return the words of the letter that is printed for a delivery."""
    item = PrintItem.objects.get(id=delivery.print_item_id)
    pdf = open_document(get_document(item.document_id, subject_id=item.subject_id)).content
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


class TestInThePortal:
    def test_lies_ready_and_says_so_by_mail(self, dog_town: Tenant, decide: Callable[..., UUID]) -> None:
        case_id = decide(email=True)
        with in_tenant(dog_town.id):
            delivery = only(case_id, DeliveryChannel.PORTAL)
            assert delivery.state is DeliveryState.PROVIDED
            assert OutboundMail.objects.filter(template=MailTemplate.DOCUMENTS_READY).count() == 1
            assert not PrintItem.objects.exists()

    def test_counts_by_tax_law_from_the_notice(self, dog_town: Tenant, decide: Callable[..., UUID]) -> None:
        case_id = decide(email=True)
        with in_tenant(dog_town.id):
            delivery = only(case_id, DeliveryChannel.PORTAL)
        assert delivery.notified_on == date(2026, 3, 24)  # the fourth day, § 122a AO
        assert delivery.remedy_ends_on == date(2026, 4, 24)

    def test_keeps_the_first_retrieval(
        self, dog_town: Tenant, decide: Callable[..., UUID], at: Clock
    ) -> None:
        case_id = decide(email=True)
        first = at(2026, 3, 21, 20, 0)
        with in_tenant(dog_town.id):
            retrieve_decision(case_id)
        at(2026, 3, 25, 8, 0)
        with in_tenant(dog_town.id):
            assert retrieve_decision(case_id).retrieved_at == first

    def test_is_not_there_for_whom_the_post_brings_it(
        self, dog_town: Tenant, decide: Callable[..., UUID]
    ) -> None:
        case_id = decide(email=False)
        with in_tenant(dog_town.id), pytest.raises(NothingToRetrieve):
            retrieve_decision(case_id)


class TestByVwVfG:
    """The same dog, were its law that of administrative procedure: retrieval decides."""

    @pytest.fixture(autouse=True)
    def law(self, monkeypatch: pytest.MonkeyPatch, dog_town: Tenant, send: Send) -> None:
        from onlineamt.procedure.applications.running import get_running
        from onlineamt.procedure.catalogue.models import ServiceVersion
        from onlineamt.procedure.catalogue.values import ProcedureLaw

        service = get_running(ServiceVersion.objects.get(key="hund-anmelden").id)
        changed = service.definition.model_copy(update={"procedure_law": ProcedureLaw.VWVFG})
        monkeypatch.setitem(service.__dict__, "definition", changed)

    def test_counts_from_the_day_after_retrieval(
        self, dog_town: Tenant, decide: Callable[..., UUID], at: Clock
    ) -> None:
        case_id = decide(email=True)
        with in_tenant(dog_town.id):
            assert only(case_id, DeliveryChannel.PORTAL).notified_on is None
        at(2026, 3, 25, 22, 59)  # 23:59 in Berlin
        with in_tenant(dog_town.id):
            assert retrieve_decision(case_id).notified_on == date(2026, 3, 26)

    def test_goes_by_post_when_ten_days_pass(
        self, dog_town: Tenant, decide: Callable[..., UUID], at: Clock
    ) -> None:
        case_id = decide(email=True)
        at(2026, 3, 30, 12, 0)  # the tenth day
        with in_tenant(dog_town.id):
            assert not lapse_delivery(only(case_id, DeliveryChannel.PORTAL).id)
        at(2026, 3, 31, 12, 0)
        (waiting,) = list_uncollected(date(2026, 3, 31))
        with in_tenant(dog_town.id), pytest.raises(NothingToRetrieve):
            retrieve_decision(case_id)  # too late although nothing has lapsed it yet
        with in_tenant(dog_town.id):
            assert lapse_delivery(waiting[1])
            assert not lapse_delivery(waiting[1])
            assert only(case_id, DeliveryChannel.PORTAL).state is DeliveryState.LAPSED
            assert only(case_id, DeliveryChannel.POST).state is DeliveryState.TO_PRINT
            with pytest.raises(NothingToRetrieve):
                retrieve_decision(case_id)

    def test_has_no_day_abroad_before_an_arrival_is_proved(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff, at: Clock
    ) -> None:
        amt = staff("Frau Amt")
        case_id = decide(email=False)
        item, other = go_abroad(dog_town, case_id, amt)
        with in_tenant(dog_town.id):
            confirm_posted([item], on=date(2026, 3, 20), caseworker=amt)
            assert only(case_id, DeliveryChannel.POST).notified_on is None
        at(2026, 5, 20, 9, 0)
        with in_tenant(dog_town.id):
            assert not finish_case(case_id)
            for wrong in (date(2026, 3, 19), date(2026, 5, 21)):
                with pytest.raises(NotPosted):
                    note_arrival(item, caseworker=amt, on=wrong)
            for stranger, which in ((staff("Herr Fremd"), item), (amt, other)):
                with pytest.raises((NotFound, NotPosted)):
                    note_arrival(which, caseworker=stranger, on=date(2026, 3, 30))
            note_arrival(item, caseworker=amt, on=date(2026, 3, 30))
            delivery = only(case_id, DeliveryChannel.POST)
            assert delivery.notified_on == date(2026, 3, 30)
            assert delivery.remedy_ends_on == date(2026, 4, 30)
            assert finish_case(case_id)


class TestByPost:
    def test_takes_a_month_abroad(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff, at: Clock
    ) -> None:
        amt = staff("Frau Amt")
        case_id = decide(email=False)
        item, _ = go_abroad(dog_town, case_id, amt)
        with in_tenant(dog_town.id):
            confirm_posted([item], on=date(2026, 3, 20), caseworker=amt)
            delivery = only(case_id, DeliveryChannel.POST)
        assert delivery.notified_on == date(2026, 4, 20)  # § 122 Abs. 2 Nr. 2 AO
        assert delivery.remedy_ends_on == date(2026, 5, 20)
        at(2026, 5, 4, 9, 0)
        with in_tenant(dog_town.id):
            note_arrival(item, caseworker=amt, on=date(2026, 5, 4))
            assert only(case_id, DeliveryChannel.POST).remedy_ends_on == date(
                2026, 6, 5
            )  # 4 June is Corpus Christi

    def test_counts_from_the_day_it_left(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff, at: Clock
    ) -> None:
        case_id = decide(email=False)
        with in_tenant(dog_town.id):
            assert addressee_of(only(case_id, DeliveryChannel.POST), get_case(case_id).seal) == (
                "Erika Mustermann",
                "Lindenweg 12 a",
                "45999 Musterstadt",
            )
            items = print_all()
        at(2026, 3, 24, 9, 0)
        with in_tenant(dog_town.id):
            assert confirm_posted(items, on=date(2026, 3, 24), caseworker=staff("Frau Amt")) == 1
            delivery = only(case_id, DeliveryChannel.POST)
        assert delivery.notified_on == date(2026, 3, 30)  # the fourth day is a Saturday, § 108 Abs. 3 AO
        assert delivery.remedy_ends_on == date(2026, 4, 30)

    def test_comes_back_and_goes_out_to_another_address(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        case_id = decide(email=False)
        with in_tenant(dog_town.id):
            confirm_posted(print_all(), on=date(2026, 3, 20), caseworker=amt)
            delivery = only(case_id, DeliveryChannel.POST)
            assert delivery.print_item_id is not None
            note_return(
                delivery.print_item_id, caseworker=amt, on=date(2026, 3, 20), reason=ReturnReason.MOVED
            )
            assert only(case_id, DeliveryChannel.POST).notified_on is None
            with pytest.raises(AddressMissing):
                give_address(delivery.id, case_id=case_id, caseworker=amt, lines=["Erika Mustermann", " "])
            give_address(
                delivery.id,
                case_id=case_id,
                caseworker=amt,
                lines=["Erika Mustermann", "Neue Gasse 1", "45999 Musterstadt"],
            )
            for _ in range(2):
                print_anew(delivery.id)
            again = only(case_id, DeliveryChannel.POST)
            assert again.state is DeliveryState.TO_PRINT
            assert again.print_item_id != delivery.print_item_id
            assert "Neue Gasse 1" in words_of(again)

    def test_is_for_the_office_alone(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff
    ) -> None:
        case_id = decide(email=False)
        with in_tenant(dog_town.id):
            delivery = only(case_id, DeliveryChannel.POST)
            with pytest.raises(NotFound):
                give_address(delivery.id, case_id=case_id, caseworker=staff("Herr Fremd"), lines=["A", "B"])
            with pytest.raises(NotFound):
                confirm_posted(print_all(), on=date(2026, 3, 20), caseworker=staff("Herr Fremd"))


class TestASecondPerson:
    def test_gets_a_letter_of_their_own(self, dog_town: Tenant, send: Send, staff: Staff) -> None:
        amt = staff("Frau Amt")
        case_id = send("gemeinsam", email=True)
        both = Draft(outcome="registered", also_to=["Max Mustermann", "Lindenweg 12 a", "45999 Musterstadt"])
        with in_tenant(dog_town.id):
            examine_case(case_id)
            CaseTask.objects.update(done_at=now())
            draft_decision(case_id, both, caseworker=amt, revision=Case.objects.get().revision)
            decision_id = issue_decision(case_id, caseworker=amt, revision=Case.objects.get().revision)
            write_letter(case_id, decision_id)
            first, second = Delivery.objects.order_by("position")
            assert (first.channel, second.channel) == (DeliveryChannel.PORTAL, DeliveryChannel.POST)
            assert "Max Mustermann" in words_of(second)


class TestFinishCase:
    def test_closes_when_nobody_can_object_any_more(
        self, dog_town: Tenant, decide: Callable[..., UUID], at: Clock
    ) -> None:
        case_id = decide(email=True)
        at(2026, 4, 24, 12, 0)  # the last day for a remedy
        with in_tenant(dog_town.id):
            assert not finish_case(case_id)
        at(2026, 4, 25, 12, 0)
        assert (dog_town.id, case_id) in list_decided_cases()
        with in_tenant(dog_town.id):
            assert finish_case(case_id)
            case = Case.objects.get()
        assert case.state == CaseState.CLOSED
        assert case.final_on == date(2026, 4, 25)

    def test_waits_for_a_letter_that_was_not_posted(
        self, dog_town: Tenant, decide: Callable[..., UUID], at: Clock
    ) -> None:
        case_id = decide(email=False)
        at(2027, 3, 20, 12, 0)
        with in_tenant(dog_town.id):
            assert not finish_case(case_id)

    def test_waits_for_a_remedy(
        self, dog_town: Tenant, decide: Callable[..., UUID], staff: Staff, at: Clock
    ) -> None:
        case_id = decide(email=True)
        with in_tenant(dog_town.id):
            set_hold(
                case_id, caseworker=staff("Frau Amt"), kind=HoldKind.REMEDY, reason="Widerspruch vom 1. April"
            )
        at(2026, 6, 1, 12, 0)
        with in_tenant(dog_town.id):
            assert not finish_case(case_id)
