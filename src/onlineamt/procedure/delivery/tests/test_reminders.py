"""Reminders before an entry ends: once for each end, by e-mail or letter, never for what is over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.cases import Send, offer_with

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.tests.reading import text_of
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.registers.actions import end_entry, renew_entry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.models import EntryReminder
from onlineamt.procedure.delivery.reminders import list_entries_to_remind
from onlineamt.procedure.delivery.rules import is_time_to_remind
from onlineamt.procedure.delivery.tasks import announce_ends
from onlineamt.procedure.delivery.tests.lives import DogLife
from onlineamt.procedure.delivery.tests.permits import with_tags

LAST_DAY = date(2027, 3, 19)  # a year from 20 March 2026


@pytest.fixture
def life(dog_town: Tenant, send: Send, at: Callable[..., Any]) -> Callable[..., DogLife]:
    """Return a function that decides on a dachshund whose tag lasts a year."""

    def decided(*, email: bool = True, **changed: Any) -> DogLife:
        offer_with(dog_town, **with_tags(**changed))
        life = DogLife(dog_town, send("dackel", email=email), at)
        life.decide()
        return life

    return decided


def mails(life: DogLife) -> int:
    with in_tenant(life.town.id):
        return OutboundMail.objects.filter(
            subject_id=life.case_id, template=MailTemplate.SOMETHING_TO_DO
        ).count()


def ways(life: DogLife) -> list[str]:
    with in_tenant(life.town.id):
        return list(EntryReminder.objects.order_by("valid_until").values_list("way", flat=True))


class TestIsTimeToRemind:
    @pytest.mark.parametrize(
        ("day", "is_time"),
        [
            (date(2027, 2, 18), False),
            (date(2027, 2, 19), True),
            (LAST_DAY, True),
            (date(2027, 3, 20), False),
        ],
    )
    def test_begins_the_period_before_the_last_day_and_ends_with_it(self, day: date, is_time: bool) -> None:
        assert is_time_to_remind("P4W", valid_until=LAST_DAY, today=day) == is_time

    def test_never_comes_where_nobody_asked_for_it(self) -> None:
        assert not is_time_to_remind(None, valid_until=LAST_DAY, today=LAST_DAY)


class TestAnnounceEnds:
    def test_tells_once_by_e_mail(self, life: Callable[..., DogLife]) -> None:
        tag = life()
        tag.at(2027, 2, 18, 6, 7)
        announce_ends.func(0)
        assert mails(tag) == 0

        for day in (19, 19, 20):
            tag.at(2027, 2, day, 6, 7)
            announce_ends.func(0)
        assert mails(tag) == 1
        assert ways(tag) == ["email"]

    def test_tells_by_letter_who_gave_no_address(self, life: Callable[..., DogLife]) -> None:
        tag = life(email=False)
        tag.at(2027, 2, 19, 6, 7)
        announce_ends.func(0)
        announce_ends.func(0)

        assert (mails(tag), ways(tag)) == (0, ["post"])
        with in_tenant(tag.town.id):
            letter = StoredDocument.objects.get(subject_id=tag.case_id, kind=DocumentKind.REMINDER)
            assert PrintItem.objects.filter(document_id=letter.id).count() == 1
            words = text_of(open_document(letter).content)
        assert "endet am 19. März 2027" in words
        assert "2026-00001" in words

    def test_tells_nobody_where_the_package_has_no_letter(self, life: Callable[..., DogLife]) -> None:
        tag = life(email=False, reminder=None)
        tag.at(2027, 2, 19, 6, 7)
        announce_ends.func(0)

        assert ways(tag) == ["none"]

    def test_says_nothing_of_what_has_ended(self, life: Callable[..., DogLife]) -> None:
        tag = life()
        with in_tenant(tag.town.id):
            (entry,) = entries_of(tag.case_id)
            end_entry(entry_id=entry.id, on=date(2026, 12, 1), reason="moved", actor="system")
        tag.at(2027, 2, 19, 6, 7)
        announce_ends.func(0)

        assert (mails(tag), ways(tag)) == (0, [])

    def test_tells_again_before_the_next_end_alone(self, life: Callable[..., DogLife]) -> None:
        tag = life()
        tag.at(2027, 2, 19, 6, 7)
        announce_ends.func(0)
        with in_tenant(tag.town.id):
            (entry,) = entries_of(tag.case_id)
            renew_entry(entry_id=entry.id, valid_from=today(), valid_until=date(2028, 3, 19), actor="system")
        tag.at(2027, 3, 1, 6, 7)
        announce_ends.func(0)
        assert mails(tag) == 1

        tag.at(2028, 2, 25, 6, 7)
        announce_ends.func(0)
        assert (mails(tag), ways(tag)) == (2, ["email", "email"])

    def test_is_told_the_next_time_where_it_failed(
        self, life: Callable[..., DogLife], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tag = life()
        tag.at(2027, 2, 19, 6, 7)

        def fails(*arguments: Any, **more: Any) -> None:
            raise RuntimeError("no mail today")

        with monkeypatch.context() as patched:
            patched.setattr("onlineamt.procedure.delivery.reminders.send_mail", fails)
            announce_ends.func(0)
        assert ways(tag) == []

        announce_ends.func(0)
        assert ways(tag) == ["email"]

    def test_finds_nothing_where_the_register_does_not_remind(self, life: Callable[..., DogLife]) -> None:
        tag = life(remind=None)
        tag.at(2027, 2, 19, 6, 7)

        assert list(list_entries_to_remind(today())) == []
