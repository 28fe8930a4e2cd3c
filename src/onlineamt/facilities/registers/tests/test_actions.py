from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onlineamt.facilities.registers.actions import (
    correct_entry,
    end_entry,
    enter,
    enter_all,
    erase_entries,
    renew_entry,
)
from onlineamt.facilities.registers.errors import EntryEnded, NothingToRenew
from onlineamt.facilities.registers.models import RegisterEntry, RegisterTerm
from onlineamt.facilities.registers.queries import (
    find_checked,
    find_entries,
    open_entry,
)
from onlineamt.facilities.registers.tests.factories import (
    HOLDER,
    TAGS,
    VALUES,
    make_entry,
    new_entry,
    new_subject,
)
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

CLERK = "staff:frau-amt"
LAST_DAY = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def town(in_musterstadt: Tenant, at: Callable[..., Any]) -> Tenant:
    at(2026, 4, 20, 9, 0)
    return in_musterstadt


def names(entry: RegisterEntry) -> list[str]:
    chain = AuditEntry.objects.filter(chain=entry.subject_id).order_by("position")
    return list(chain.values_list("name", flat=True))


class TestEnter:
    def test_counts_each_register_and_year_for_itself(self, at: Callable[..., Any]) -> None:
        numbers = [make_entry().number, make_entry().number]
        permit = make_entry(register="bewohnerpark/ausweise", scheme="BPA {sequence:04}").number
        at(2026, 12, 31, 23, 0)  # in Berlin it is 2027 already
        new_year = make_entry().number
        next_permit = make_entry(register="bewohnerpark/ausweise", scheme="BPA {sequence:04}").number

        assert numbers == ["2026-00001", "2026-00002"]
        assert (permit, next_permit) == ("BPA 0001", "BPA 0002")
        assert new_year == "2027-00001"

    def test_enters_once_for_a_job_that_runs_twice(self) -> None:
        new = new_entry(new_subject(), idempotency_key="decision:1")

        assert enter(new).id == enter(new).id
        assert make_entry().number == "2026-00002"

    def test_gives_the_number_back_when_the_caller_fails(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make_entry()
            raise ZeroDivisionError

        assert make_entry().number == "2026-00001"

    def test_seals_what_it_says_of_people(self) -> None:
        entry = make_entry()
        row = repr(RegisterEntry.objects.filter(id=entry.id).values().get())

        assert open_entry(entry).values == VALUES
        for word in ("Waldi", "dackel", HOLDER, open_entry(entry).check_token):
            assert word not in row

    def test_stands_in_the_trail_of_its_case(self) -> None:
        entry = make_entry()
        line = AuditEntry.objects.get(chain=entry.subject_id)

        assert (line.name, line.facts["number"]) == ("register.entered", "2026-00001")

    def test_writes_down_for_which_time(self) -> None:
        entry = make_entry(valid_until=LAST_DAY)

        assert [(term.valid_from, term.valid_until) for term in RegisterTerm.objects.filter(entry=entry)] == [
            (date(2026, 4, 1), LAST_DAY)
        ]

    @pytest.mark.parametrize(
        "wrong", [{"scheme": "{year}"}, {"titles": {"en": "Dog tag"}}, {"valid_until": date(2026, 3, 31)}]
    )
    def test_refuses_what_cannot_be_and_takes_no_number(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match=r"scheme|title|end"):
            make_entry(**wrong)

        assert make_entry().number == "2026-00001"

    def test_enters_nothing_for_an_erased_subject(self) -> None:
        subject_id = new_subject()
        destroy_key(subject_id, reason="withdrawn")

        with pytest.raises(Unsealable), transaction.atomic():
            enter(new_entry(subject_id))
        assert make_entry().number == "2026-00001"


class TestEnterAll:
    def test_returns_entries_in_the_order_given(self) -> None:
        subject = new_subject()
        plate, tag, second = enter_all(
            [
                new_entry(subject, register="z/plaketten", scheme="Z{sequence:02}"),
                new_entry(subject),
                new_entry(subject),
            ],
            seal=get_seal(subject),
        )

        assert [plate.number, tag.number, second.number] == ["Z01", "2026-00001", "2026-00002"]

    def test_enters_all_or_none(self) -> None:
        with pytest.raises(ValueError, match="scheme"), transaction.atomic():
            enter_all([new_entry(new_subject()), new_entry(new_subject(), scheme="x")])

        assert not RegisterEntry.objects.exists()


class TestEndEntry:
    def test_ends_from_a_day_on(self, at: Callable[..., Any]) -> None:
        entry = make_entry()
        token = open_entry(entry).check_token
        end_entry(entry_id=entry.id, on=date(2026, 5, 1), reason="deregistered", actor=CLERK)

        seen = []
        for day in (20, 30):
            at(2026, 4, day, 21, 59)
            seen.append(find_checked(token))
        at(2026, 4, 30, 22, 0)  # midnight in Berlin
        seen.append(find_checked(token))

        assert [checked.status for checked in seen if checked] == [
            EntryStatus.VALID,
            EntryStatus.VALID,
            EntryStatus.ENDED,
        ]
        assert names(entry) == ["register.entered", "register.ended"]

    def test_is_harmless_twice_and_refused_in_other_words(self) -> None:
        entry = make_entry()
        for _ in range(2):
            end_entry(entry_id=entry.id, on=date(2026, 5, 1), reason="deregistered", actor=CLERK)

        assert names(entry).count("register.ended") == 1
        with pytest.raises(EntryEnded):
            end_entry(entry_id=entry.id, on=date(2026, 6, 1), reason="deregistered", actor=CLERK)


class TestRenewEntry:
    def test_keeps_the_number_and_what_was_before(self) -> None:
        entry = make_entry(valid_until=LAST_DAY)
        renewed = renew_entry(
            entry_id=entry.id, valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31), actor=CLERK
        )

        assert renewed.number == entry.number
        assert (renewed.valid_from, renewed.valid_until) == (date(2026, 4, 1), date(2027, 12, 31))
        terms = RegisterTerm.objects.filter(entry=entry).order_by("id")
        assert [(term.valid_from, term.valid_until) for term in terms] == [
            (date(2026, 4, 1), LAST_DAY),
            (date(2027, 1, 1), date(2027, 12, 31)),
        ]
        assert names(entry) == ["register.entered", "register.renewed"]

    def test_refuses_what_gives_nothing(self) -> None:
        entry = make_entry(valid_until=LAST_DAY)

        with pytest.raises(NothingToRenew):
            renew_entry(entry_id=entry.id, valid_from=LAST_DAY, valid_until=LAST_DAY, actor=CLERK)

    def test_refuses_what_has_ended(self) -> None:
        entry = make_entry(valid_until=LAST_DAY)
        end_entry(entry_id=entry.id, on=date(2026, 5, 1), reason="moved", actor=CLERK)

        with pytest.raises(EntryEnded):
            renew_entry(entry_id=entry.id, valid_from=LAST_DAY, valid_until=None, actor=CLERK)


class TestRegisterTerm:
    def test_is_never_changed(self) -> None:
        make_entry()

        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            RegisterTerm.objects.update(valid_until=LAST_DAY)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            RegisterTerm.objects.all()._raw_delete(using="default")


class TestCorrectEntry:
    def test_keeps_sealed_what_stood_there_before(self) -> None:
        entry = make_entry()
        token = open_entry(entry).check_token
        corrected = correct_entry(
            entry_id=entry.id, values={**VALUES, "hund.name": "Bello"}, holder="Musterfrau", actor=CLERK
        )
        line = AuditEntry.objects.get(chain=entry.subject_id, name="register.corrected")
        before = get_seal(entry.subject_id).open(line.sealed_content or b"", purpose="audit")

        assert open_entry(corrected).values["hund.name"] == "Bello"
        assert open_entry(corrected).check_token == token
        assert b"Waldi-Fenchel" in before
        assert find_entries(holder="musterfrau")[0].id == entry.id
        assert find_entries(holder=HOLDER) == []

    def test_leaves_the_holder_where_none_is_given(self) -> None:
        entry = make_entry()
        correct_entry(entry_id=entry.id, values=VALUES, actor=CLERK)

        assert [found.id for found in find_entries(holder=HOLDER)] == [entry.id]

    def test_finds_nothing_to_correct_in_what_was_erased(self) -> None:
        entry = make_entry()
        erase_entries(entry.subject_id)

        with pytest.raises(NotFound):
            correct_entry(entry_id=entry.id, values=VALUES, actor=CLERK)


class TestEraseEntries:
    def test_forgets_the_person_and_keeps_the_number(self) -> None:
        entry = make_entry()
        token = open_entry(entry).check_token
        destroy_key(entry.subject_id, reason="retention")

        assert erase_entries(entry.subject_id) == 1
        entry.refresh_from_db()
        assert (entry.sealed_content, entry.holder_index) == (None, None)
        checked = find_checked(token)
        assert checked is not None
        assert checked.number == entry.number
        assert make_entry().number == "2026-00002"


class TestAnUnknownEntry:
    @pytest.mark.parametrize(
        "act",
        [
            lambda: end_entry(entry_id=new_id(), on=LAST_DAY, reason="x", actor=CLERK),
            lambda: renew_entry(entry_id=new_id(), valid_from=LAST_DAY, valid_until=None, actor=CLERK),
            lambda: correct_entry(entry_id=new_id(), values={}, actor=CLERK),
        ],
    )
    def test_is_not_found(self, act: Callable[[], object]) -> None:
        with pytest.raises(NotFound):
            act()


class TestNeighbours:
    @pytest.fixture(autouse=True)
    def town(self, towns: tuple[Tenant, Tenant], at: Callable[..., Any]) -> None:
        at(2026, 4, 20, 9, 0)

    def test_see_nothing_of_each_other(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            ours = make_entry()
            token = open_entry(ours).check_token
        with in_tenant(towns[1].id):
            theirs = make_entry()

            assert theirs.number == ours.number
            assert find_checked(token) is None
            assert [entry.id for entry in find_entries(number=ours.number, register=TAGS)] == [theirs.id]
            assert [entry.id for entry in find_entries(holder=HOLDER)] == [theirs.id]
            with pytest.raises(NotFound):
                end_entry(entry_id=ours.id, on=LAST_DAY, reason="x", actor=CLERK)
