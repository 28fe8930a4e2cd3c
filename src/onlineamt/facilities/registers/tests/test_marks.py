"""One of a kind: by what entries are known among others, what changes them, and what may be compared."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from onlineamt.facilities.registers.actions import (
    change_entry,
    compare_entry,
    correct_entry,
    end_entry,
    enter,
    erase_entries,
    lock_marks,
    renew_entry,
)
from onlineamt.facilities.registers.errors import EntryEnded, EntryErased
from onlineamt.facilities.registers.models import RegisterEntry, RegisterMark
from onlineamt.facilities.registers.queries import (
    entries_with_marks,
    find_by_answer,
    find_checked,
    marks_of,
    open_entry,
)
from onlineamt.facilities.registers.rules import spell
from onlineamt.facilities.registers.tests.factories import new_entry, new_subject
from onlineamt.facilities.registers.values import Change
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

PERMITS = "bewohnerparkausweis/parkausweise"
ONE_PER = {"person": ["person.familienname", "person.geburtsdatum"], "fahrzeug": ["fahrzeug.kennzeichen"]}
STORED = {
    "person.familienname": "Müller-Lüdenscheidt",
    "person.geburtsdatum": "1980-05-17",
    "fahrzeug.kennzeichen": "MU-AB 123",
}
ZONE = {"de": "Bewohnerparkgebiet", "en": "Zone"}
CLERK = "staff:frau-amt"


def make_permit(**changes: Any) -> RegisterEntry:
    facts: dict[str, Any] = {
        "register": PERMITS,
        "scheme": "BP-{year}-{sequence:05}",
        "values": {"fahrzeug.kennzeichen": "MU-AB 123", "computed.gebiet": "C"},
        "stored": STORED,
        "one_per": ONE_PER,
        "answer": "1980-05-17",
        "compared": "fahrzeug.kennzeichen",
        "shown": {"computed.gebiet": ZONE},
        "valid_until": date(2027, 3, 31),
    }
    return enter(new_entry(new_subject(), **{**facts, **changes}))


def held(stored: dict[str, Any], besides: UUID | None = None) -> set[str]:
    marks = marks_of(PERMITS, ONE_PER, stored)
    return set(entries_with_marks(register=PERMITS, marks=marks, besides=besides))


class TestSpell:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
            ("Groß", "GROSS"),
            ("  André   Citroën", "andre citroen"),
            ("MU-AB 123", "mu ab 123"),
            ("İnci", "Inci"),
        ],
    )
    def test_takes_for_the_same_what_people_write_differently(self, one: str, other: str) -> None:
        assert spell(one) == spell(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("M-UA 123", "MU-A 123"), ("Meier", "Maier"), ("1 23", "12 3")]
    )
    def test_keeps_apart_what_is_not_the_same(self, one: str, other: str) -> None:
        assert spell(one) != spell(other)


@pytest.fixture
def in_town(in_musterstadt: Tenant, at: Callable[..., Any]) -> Tenant:
    at(2026, 4, 20, 9, 0)
    return in_musterstadt


@pytest.mark.usefixtures("in_town")
class TestEntriesWithMarks:
    def test_finds_the_same_person_and_the_same_vehicle_however_they_are_written(self) -> None:
        make_permit()
        same = {**STORED, "person.familienname": "MUELLER LUEDENSCHEIDT", "fahrzeug.kennzeichen": "mu ab 123"}
        assert held(same) == {"person", "fahrzeug"}
        assert held({**STORED, "fahrzeug.kennzeichen": "MU-AB 124"}) == {"person"}

    def test_tells_the_end_of_one_answer_from_the_beginning_of_the_next(self) -> None:
        make_permit(stored={**STORED, "person.familienname": "Anna", "person.geburtsdatum": "Maria Berg"})
        assert held({**STORED, "person.familienname": "Anna Maria", "person.geburtsdatum": "Berg"}) == {
            "fahrzeug"
        }

    def test_knows_nobody_by_half_of_what_it_takes(self) -> None:
        make_permit(stored={**STORED, "person.geburtsdatum": None})
        assert held({**STORED, "person.geburtsdatum": None}) == {"fahrzeug"}
        assert set(RegisterMark.objects.values_list("name", flat=True)) == {"fahrzeug"}

    def test_counts_what_is_valid_later_but_not_what_is_over_or_of_the_same_case(self) -> None:
        later = make_permit(valid_from=date(2026, 12, 1))
        assert held(STORED) == {"person", "fahrzeug"}
        assert held(STORED, besides=later.subject_id) == set()
        end_entry(entry_id=later.id, on=date(2026, 4, 20), reason="moved", actor=CLERK)
        make_permit(valid_from=date(2025, 1, 1), valid_until=date(2026, 4, 19))
        assert held(STORED) == set()

    def test_asks_each_register_for_itself(self) -> None:
        make_permit(register="handwerkerparkausweis/ausweise")
        assert held(STORED) == set()


@pytest.mark.usefixtures("in_town")
class TestFindByAnswer:
    def test_finds_the_entry_by_number_and_answer_together(self) -> None:
        entry = make_permit()
        assert find_by_answer(register=PERMITS, number="bp-2026-00001", answer="1980-05-17") == entry

    @pytest.mark.parametrize(
        ("number", "answer"), [("BP-2026-00002", "1980-05-17"), ("BP-2026-00001", "1980-05-18")]
    )
    def test_finds_nothing_when_either_is_wrong(self, number: str, answer: str) -> None:
        make_permit()
        assert find_by_answer(register=PERMITS, number=number, answer=answer) is None

    def test_finds_nothing_without_an_answer(self) -> None:
        make_permit(answer=" ")
        assert find_by_answer(register=PERMITS, number="BP-2026-00001", answer="") is None


@pytest.mark.usefixtures("in_town")
class TestChangeEntry:
    NEW = Change(values={"fahrzeug.kennzeichen": "MU-XY 9"}, stored={"fahrzeug.kennzeichen": "MU-XY 9"})

    def test_says_compares_and_marks_the_new_and_keeps_the_old_in_the_trail(self) -> None:
        entry = make_permit()
        change_entry(entry_id=entry.id, change=self.NEW, actor=CLERK)
        entry.refresh_from_db()
        opened = open_entry(entry)
        assert opened.values == {"fahrzeug.kennzeichen": "MU-XY 9", "computed.gebiet": "C"}
        assert held(STORED) == {"person"}
        assert held({**STORED, "fahrzeug.kennzeichen": "MU-XY 9"}) == {"person", "fahrzeug"}
        assert compare_entry(token=opened.check_token, typed="mu-xy 9", address="a") is True
        assert compare_entry(token=opened.check_token, typed="MU-AB 123", address="a") is False
        kept = AuditEntry.objects.get(chain=entry.subject_id, name="register.changed")
        assert kept.sealed_content is not None
        assert b"MU-AB" not in bytes(kept.sealed_content)

    def test_changes_nothing_twice(self) -> None:
        entry = make_permit()
        for _ in range(2):
            change_entry(entry_id=entry.id, change=self.NEW, actor=CLERK)
        assert AuditEntry.objects.filter(chain=entry.subject_id, name="register.changed").count() == 1

    def test_refuses_an_entry_that_has_ended(self) -> None:
        entry = make_permit()
        end_entry(entry_id=entry.id, on=date(2026, 4, 20), reason="moved", actor=CLERK)
        with pytest.raises(EntryEnded):
            change_entry(entry_id=entry.id, change=self.NEW, actor=CLERK)

    def test_says_so_when_what_it_said_was_erased(self) -> None:
        entry = make_permit()
        destroy_key(entry.subject_id, reason="retention")
        erase_entries(entry.subject_id)
        with pytest.raises(EntryErased):
            change_entry(entry_id=entry.id, change=self.NEW, actor=CLERK)


@pytest.mark.usefixtures("in_town")
class TestCorrectEntry:
    def test_marks_the_corrected_plate(self) -> None:
        entry = make_permit()
        corrected = {"fahrzeug.kennzeichen": "MU-AB 132", "computed.gebiet": "C"}
        correct_entry(entry_id=entry.id, values=corrected, actor=CLERK)
        assert held(STORED) == {"person"}
        assert held({**STORED, "fahrzeug.kennzeichen": "MU-AB 132"}) == {"person", "fahrzeug"}


@pytest.mark.usefixtures("in_town")
class TestRenewEntry:
    def test_renews_once_for_each_case(self) -> None:
        entry, case_id = make_permit(), new_subject()
        for until in (date(2028, 3, 31), date(2029, 3, 31)):
            renewed = renew_entry(
                entry_id=entry.id,
                valid_from=date(2027, 4, 1),
                valid_until=until,
                actor=CLERK,
                made_by=case_id,
            )
        assert renewed.valid_until == date(2028, 3, 31)
        assert renewed.terms.count() == 2


@pytest.mark.usefixtures("in_town")
class TestFindChecked:
    def test_shows_what_is_nobodys_secret(self) -> None:
        checked = find_checked(open_entry(make_permit()).check_token)
        assert checked is not None
        assert list(checked.shown) == [(ZONE, "C")]
        assert checked.is_compared

    def test_shows_nothing_of_what_was_erased(self) -> None:
        entry = make_permit()
        token = open_entry(entry).check_token
        destroy_key(entry.subject_id, reason="retention")
        erase_entries(entry.subject_id)
        checked = find_checked(token)
        assert checked is not None
        assert not checked.is_compared
        assert [shown for _, shown in checked.shown] == []
        assert not RegisterMark.objects.exists()
        assert find_by_answer(register=PERMITS, number="BP-2026-00001", answer="1980-05-17") is None


@pytest.mark.usefixtures("in_town")
class TestCompareEntry:
    def test_stops_whoever_tries_plates(self) -> None:
        token = open_entry(make_permit()).check_token
        for number in range(20):
            compare_entry(token=token, typed=f"MU-AB {number}", address=f"10.0.0.{number}")
        with pytest.raises(TooManyAttempts):
            compare_entry(token=token, typed="MU-AB 123", address="10.0.1.1")

    def test_says_nothing_of_a_code_that_leads_nowhere(self) -> None:
        assert compare_entry(token="ABCD-EFGH", typed="MU-AB 123", address="10.0.0.1") is None


class TestAnotherTown:
    def test_finds_nothing_by_mark_or_by_number(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            number = make_permit(valid_until=None).number
            assert held(STORED) == {"person", "fahrzeug"}
        with in_tenant(towns[1].id):
            assert held(STORED) == set()
            assert find_by_answer(register=PERMITS, number=number, answer="1980-05-17") is None


class TestTwoAtTheSameMoment:
    def test_do_not_both_enter_the_same_vehicle(self, towns: tuple[Tenant, Tenant]) -> None:
        """Each looks, holding the marks, and enters only what nobody else has."""
        start = Barrier(2)

        def work(_: int) -> bool:
            try:
                start.wait(30)
                with in_tenant(towns[0].id):
                    subject = new_subject()
                    marks = marks_of(PERMITS, ONE_PER, STORED)
                    lock_marks(marks.values())
                    if entries_with_marks(register=PERMITS, marks=marks, besides=subject):
                        return False
                    enter(new_entry(subject, register=PERMITS, stored=STORED, one_per=ONE_PER))
                    return True
            finally:
                connections.close_all()

        for _ in range(5):
            with ThreadPoolExecutor(2) as pool:
                made = list(pool.map(work, range(2), timeout=60))
            assert sum(made) <= 1
            start.reset()
        with in_tenant(towns[0].id):
            assert RegisterEntry.objects.count() == 1
