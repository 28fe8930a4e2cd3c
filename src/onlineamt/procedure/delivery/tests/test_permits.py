"""Cards: made after the decision, sealed, in the envelope, made anew when what they say changes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from tests.cases import Send, offer_with
from tests.staff import Staff

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.tests.reading import page_count, text_of
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.post.actions import hand_over_batch, take_batch
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.values import TakenLetter
from onlineamt.facilities.registers.actions import correct_entry, end_entry, renew_entry
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.decisions.actions.entries import correct_register_entry
from onlineamt.procedure.delivery.actions import printing
from onlineamt.procedure.delivery.actions.erasure import erase_case
from onlineamt.procedure.delivery.actions.permits import make_permit, open_permit, replace_permit
from onlineamt.procedure.delivery.models import Delivery, Permit
from onlineamt.procedure.delivery.permits import find_permit, in_one_envelope
from onlineamt.procedure.delivery.tests.lives import DogLife
from onlineamt.procedure.delivery.tests.permits import with_tags


@pytest.fixture
def life(dog_town: Tenant, send: Send, at: Callable[..., Any]) -> DogLife:
    """Return the case of a dachshund that gets a card, by post."""
    offer_with(dog_town, **with_tags())
    return DogLife(dog_town, send("dackel"), at)


def entry_of(life: DogLife) -> RegisterEntry:
    with in_tenant(life.town.id):
        (entry,) = entries_of(life.case_id)
        return entry


def card_of(life: DogLife) -> bytes | None:
    """Return the card that counts."""
    entry = entry_of(life)
    with in_tenant(life.town.id):
        permit = find_permit(entry.id)
        if permit is None:
            return None
        return open_document(get_document(permit.document_id, subject_id=life.case_id)).content


def printed(life: DogLife) -> list[bytes]:
    """Return what the print room gets."""
    found: list[bytes] = []

    def opened(letter: TakenLetter) -> bytes | None:
        found.append(printing._open_letter(letter) or b"")
        return found[-1]

    with in_tenant(life.town.id):
        batch = take_batch()
        assert batch is not None
        hand_over_batch(batch, open_letter=opened)
    return found


class TestKeepPermit:
    def test_makes_the_card_after_the_decision_and_keeps_it_sealed(self, life: DogLife) -> None:
        life.decide()

        card = card_of(life)
        assert card is not None
        assert "Waldi" in text_of(card)
        assert entry_of(life).number in text_of(card)
        with in_tenant(life.town.id):
            stored = StoredDocument.objects.get(subject_id=life.case_id, kind=DocumentKind.PERMIT)
            assert stored.size == len(card)

    def test_makes_none_where_the_register_gives_none(
        self, dog_town: Tenant, send: Send, at: Callable[..., Any]
    ) -> None:
        offer_with(dog_town, **with_tags(permit=None))
        life = DogLife(dog_town, send("dackel"), at)
        life.decide()

        assert card_of(life) is None

    def test_puts_the_card_on_a_sheet_of_its_own_behind_the_letter(self, life: DogLife) -> None:
        life.decide()
        (paper,) = printed(life)
        pages = page_count(paper)

        assert pages % 2 == 1  # letter and blank page fill whole sheets, the card begins the next
        with pikepdf.open(BytesIO(paper)) as whole:
            last = pikepdf.new()
            last.pages.append(whole.pages[-1])
            made = BytesIO()
            last.save(made)
        assert "Hier ausschneiden" in text_of(made.getvalue())

    def test_sends_no_card_to_whoever_else_gets_the_decision(self, life: DogLife) -> None:
        life.decide()
        with in_tenant(life.town.id):
            Delivery.objects.filter(case_id=life.case_id).update(position=1)
        (paper,) = printed(life)

        assert "Hier ausschneiden" not in text_of(paper)


class TestMakePermit:
    def make(self, life: DogLife) -> Permit | None:
        made: Permit | None = life.do(make_permit, entry_of(life).id)
        return made

    def test_makes_the_same_card_once(self, life: DogLife) -> None:
        life.decide()

        assert self.make(life) is None
        with in_tenant(life.town.id):
            assert Permit.objects.count() == 1

    def test_makes_it_anew_when_the_entry_says_something_else(self, life: DogLife) -> None:
        life.decide()
        values = {"hund.name": "Rex", "hund.rasse": "Dackel"}
        life.do(correct_entry, entry_id=entry_of(life).id, values=values, actor="system")
        assert self.make(life) is not None

        card = card_of(life)
        assert card is not None
        assert "Rex" in text_of(card)
        assert "Waldi" not in text_of(card)
        with in_tenant(life.town.id):
            assert Permit.objects.filter(replaced_at=None).count() == 1
            assert Permit.objects.count() == 2

    def test_makes_it_anew_when_it_counts_longer(self, life: DogLife) -> None:
        life.decide()
        entry = entry_of(life)
        assert entry.valid_until is not None
        later = entry.valid_until.replace(year=entry.valid_until.year + 1)
        life.do(renew_entry, entry_id=entry.id, valid_from=today(), valid_until=later, actor="system")
        assert self.make(life) is not None

        card = card_of(life)
        assert card is not None
        assert f"{later:%d.%m.%Y}" in text_of(card)

    def test_offers_none_once_the_entry_has_ended(self, life: DogLife) -> None:
        life.decide()
        life.do(end_entry, entry_id=entry_of(life).id, on=today(), reason="moved", actor="system")

        assert self.make(life) is None
        assert card_of(life) is None

    def test_offers_none_once_the_term_is_over(self, life: DogLife) -> None:
        life.decide()
        life.at(2027, 3, 21, 9, 0)

        assert card_of(life) is None


class TestInOneEnvelope:
    def test_leaves_a_letter_alone_that_has_no_card(self) -> None:
        assert in_one_envelope(b"%PDF-", []) == b"%PDF-"


class TestEraseCase:
    def test_leaves_neither_card_nor_reminder(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        life.print()
        life.post(staff("Frau Amt"))
        life.pay()
        assert life.become_final()
        life.at(2038, 5, 31, 9, 0)
        assert life.do(erase_case, life.case_id)
        with in_tenant(life.town.id):
            assert not Permit.objects.exists()
            assert not StoredDocument.objects.filter(subject_id=life.case_id).exists()


class TestReplacePermit:
    def correct(self, life: DogLife, staff: Staff) -> None:
        with in_tenant(life.town.id):
            correct_register_entry(
                entry_of(life).id, caseworker=staff("Frau Amt"), values={"hund.name": "Rex"}
            )

    def test_follows_a_correction_and_is_announced(
        self, dog_town: Tenant, send: Send, at: Callable[..., Any], staff: Staff, run_jobs: Callable[[], None]
    ) -> None:
        offer_with(dog_town, **with_tags())
        life = DogLife(dog_town, send("dackel", email=True), at)
        life.decide()
        run_jobs()
        with in_tenant(dog_town.id):
            before = OutboundMail.objects.filter(template=MailTemplate.DOCUMENTS_READY).count()
        self.correct(life, staff)
        run_jobs()

        card = card_of(life)
        assert card is not None
        assert "Rex" in text_of(card)
        with in_tenant(dog_town.id):
            assert OutboundMail.objects.filter(template=MailTemplate.DOCUMENTS_READY).count() == before + 1

    def test_sends_it_under_the_address_to_whoever_gets_letters(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        self.correct(life, staff)
        life.do(replace_permit, entry_of(life).id)
        life.do(replace_permit, entry_of(life).id)

        card = card_of(life)
        assert card is not None
        assert "Lindenweg" in text_of(card) or "99999" in text_of(card)
        with in_tenant(life.town.id):
            permit = find_permit(entry_of(life).id)
            assert permit is not None
            assert PrintItem.objects.filter(document_id=permit.document_id).count() == 1


class TestOpenPermit:
    def test_is_for_the_office_that_keeps_the_register(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        opened = life.do(open_permit, entry_of(life).id, caseworker=staff("Frau Amt"))
        assert "Waldi" in text_of(opened.content)

        for name in ("Herr Fremd", "Herr Prüf", "Frau Schlüssel"):
            with pytest.raises(NotFound):
                life.do(open_permit, entry_of(life).id, caseworker=staff(name))

    def test_is_written_down(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        life.do(open_permit, entry_of(life).id, caseworker=staff("Frau Amt"))

        with in_tenant(life.town.id):
            entry = AuditEntry.objects.get(chain=life.case_id, name="permit.opened")
            assert entry.actor == staff("Frau Amt").actor
