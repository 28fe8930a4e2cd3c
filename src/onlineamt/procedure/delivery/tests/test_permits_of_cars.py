"""The resident's parking permit of the shelf: its card after the decision, after a change of plate, and on paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.tests.reading import page_count, text_of
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.registers.actions import compare_entry
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.tests.parking import CHANGE, RENEWAL, examined, permit, send, town
from onlineamt.procedure.delivery.models import EntryReminder, Permit
from onlineamt.procedure.delivery.permits import cards_in_envelope, find_permit
from onlineamt.procedure.delivery.tasks import announce_ends

__all__ = ["town"]


@pytest.fixture
def entry(town: Tenant) -> RegisterEntry:
    """Return a permit whose decision is written and in the print room's pile."""
    entry = permit(town)
    write(town, entry.subject_id)
    return entry


def write(town: Tenant, case_id: UUID) -> None:
    with in_tenant(town.id):
        write_letter(case_id, Decision.objects.get(case_id=case_id).id)


def card(town: Tenant, entry: RegisterEntry) -> str:
    with in_tenant(town.id):
        found = find_permit(entry.id)
        assert found is not None
        content = open_document(get_document(found.document_id, subject_id=entry.subject_id)).content
    assert page_count(content) == 1
    return text_of(content)


def envelope(town: Tenant, case_id: UUID) -> list[str]:
    with in_tenant(town.id):
        item = PrintItem.objects.filter(subject_id=case_id).latest("id")
        return [text_of(one) for one in cards_in_envelope(item.id)]


def compared(town: Tenant, entry: RegisterEntry, plate: str) -> Any:
    with in_tenant(town.id):
        return compare_entry(token=open_entry(entry).check_token, typed=plate, address="192.0.2.7")


class TestTheCard:
    def test_says_plate_and_area_and_until_when(self, town: Tenant, entry: RegisterEntry) -> None:
        words = card(town, entry)

        for said in ("MU-AB 123", "Parkgebiet", entry.number, "14.03.2027", "Windschutzscheibe"):
            assert said in words
        assert "Mustermann" not in words
        assert [text for text in envelope(town, entry.subject_id) if "MU-AB 123" in text]

    def test_says_the_new_plate_in_the_envelope_of_the_change(
        self,
        town: Tenant,
        entry: RegisterEntry,
    ) -> None:
        change = send(town, CHANGE)
        examined(town, change)
        write(town, change)

        words = card(town, entry)
        assert "MU-AB 123" not in words
        assert len(envelope(town, change)) == 1
        with in_tenant(town.id):
            new = open_entry(RegisterEntry.objects.get(id=entry.id)).values["fahrzeug.kennzeichen"]
            assert Permit.objects.filter(entry=entry, replaced_at=None).count() == 1
        assert str(new) in words
        assert compared(town, entry, "MU-AB 123") is False
        assert compared(town, entry, str(new)) is True

    def test_says_the_new_end_after_a_renewal(
        self,
        town: Tenant,
        entry: RegisterEntry,
        at: Any,
    ) -> None:
        at(2027, 2, 25, 9, 0)
        renewal = send(town, RENEWAL)
        examined(town, renewal)
        write(town, renewal)

        with in_tenant(town.id):
            renewed = RegisterEntry.objects.get(id=entry.id)
        assert renewed.valid_until is not None
        assert renewed.valid_until.year == 2028
        assert f"{renewed.valid_until:%d.%m.%Y}" in card(town, entry)


class TestTheReminder:
    """Told four weeks before 14 March 2027, once, with the number and the address to renew by."""

    def test_comes_by_post_to_who_gave_no_address(
        self, town: Tenant, entry: RegisterEntry, at: Callable[..., Any]
    ) -> None:
        for day in (13, 14, 15):
            at(2027, 2, day, 6, 7)
            announce_ends.func(0)
        with in_tenant(town.id):
            (told,) = EntryReminder.objects.filter(entry=entry)
            letter = StoredDocument.objects.get(subject_id=entry.subject_id, kind=DocumentKind.REMINDER)
            words = text_of(open_document(letter).content)
        assert (told.way, told.reminded_at.date().isoformat()) == ("post", "2027-02-14")
        for said in (entry.number, "14. März 2027", "Geburtsdatum", f"/leistung/{RENEWAL}"):
            assert said in words

    def test_names_no_address_where_the_renewal_is_not_offered(
        self, town: Tenant, entry: RegisterEntry, at: Callable[..., Any]
    ) -> None:
        Offering.objects.filter(tenant=town, key=RENEWAL).delete()
        directory.forget()
        at(2027, 2, 14, 6, 7)
        announce_ends.func(0)
        with in_tenant(town.id):
            letter = StoredDocument.objects.get(subject_id=entry.subject_id, kind=DocumentKind.REMINDER)
            words = text_of(open_document(letter).content)
        assert "/leistung/" not in words
        assert "Rufen Sie uns an" in words
