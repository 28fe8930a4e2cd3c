from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from onlineamt.facilities.registers.actions import enter
from onlineamt.facilities.registers.queries import (
    entries_of,
    entry_of,
    find_checked,
    find_entries,
    get_entry,
    list_entries,
    list_registers,
    open_entry,
)
from onlineamt.facilities.registers.rules import new_check_token
from onlineamt.facilities.registers.tests.factories import (
    HOLDER,
    TAGS,
    TITLES,
    VALUES,
    make_entry,
    new_entry,
    new_subject,
)
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.tenancy.models import Tenant

PERMITS = "bewohnerpark/ausweise"


@pytest.fixture(autouse=True)
def town(in_musterstadt: Tenant, at: Callable[..., Any]) -> Tenant:
    at(2026, 4, 20, 9, 0)
    return in_musterstadt


class TestFindChecked:
    def test_says_what_stands_on_the_tag_and_nothing_of_the_person(self) -> None:
        entry = make_entry()
        checked = find_checked(open_entry(entry).check_token)

        assert checked is not None
        assert asdict(checked) == {
            "register": TAGS,
            "titles": TITLES,
            "number": "2026-00001",
            "status": EntryStatus.VALID,
            "valid_from": date(2026, 4, 1),
            "valid_until": None,
            "shown": (),
            "is_compared": False,
        }

    @pytest.mark.parametrize(
        "typed", ["", "2026-00001", pytest.param(new_check_token(), id="unknown"), "A" * 17, "\0", "ß" * 500]
    )
    def test_knows_no_other_token(self, typed: str) -> None:
        make_entry()

        assert find_checked(typed) is None


class TestOpenEntry:
    def test_finds_nothing_when_the_key_is_destroyed(self) -> None:
        entry = make_entry()
        destroy_key(entry.subject_id, reason="retention")

        with pytest.raises(NotFound):
            open_entry(entry)

    def test_does_not_open_what_was_put_in_place_of_another(self) -> None:
        subject = new_subject()
        mine, other = enter(new_entry(subject)), enter(new_entry(subject))
        mine.sealed_content = other.sealed_content

        with pytest.raises(NotFound):
            open_entry(mine)


class TestGetEntry:
    def test_finds_no_other_id(self) -> None:
        assert get_entry(make_entry().id).number == "2026-00001"
        with pytest.raises(NotFound):
            get_entry(new_id())


class TestEntryOf:
    def test_is_the_newest_of_the_case(self) -> None:
        subject = new_subject()
        tag, permit = enter(new_entry(subject)), enter(new_entry(subject, register=PERMITS))
        make_entry()

        assert entry_of(subject) == permit
        assert entry_of(subject, register=TAGS) == tag
        assert entry_of(new_id()) is None
        assert entries_of(subject) == [tag, permit]


class TestFindEntries:
    def test_finds_by_number_however_it_is_typed(self) -> None:
        permit = make_entry(register=PERMITS, scheme="BPA {sequence:04}")

        assert [found.id for found in find_entries(number="  bpa   0001 ")] == [permit.id]
        assert find_entries(number="BPA 0001", register=TAGS) == []

    def test_finds_by_holder_however_it_is_typed(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first, second = make_entry(), make_entry()
        make_entry(holder="Musterfrau")
        make_entry(holder="")

        with django_assert_num_queries(1):
            found = find_entries(holder=f"  {HOLDER.upper()} ")
        assert [entry.id for entry in found] == [second.id, first.id]
        assert found[0].values == VALUES

    def test_does_not_read_out_a_whole_register(self) -> None:
        with pytest.raises(ValueError, match="neither"):
            find_entries(register=TAGS, number=" ")


class TestListEntries:
    def test_turns_pages_by_number_without_missing_one(
        self, at: Callable[..., Any], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        numbers = [make_entry().number for _ in range(3)]
        at(2027, 1, 2, 9, 0)
        numbers += [make_entry().number for _ in range(2)]
        make_entry(register=PERMITS)

        seen: list[str] = []
        after = ""
        for _ in range(3):
            with django_assert_num_queries(1):
                page = list_entries(register=TAGS, after=after, limit=2)
            seen += [entry.number for entry in page.entries]
            after = page.next_after

        assert seen == numbers[::-1]
        assert after == ""

    def test_shows_an_erased_entry_without_its_values(self) -> None:
        entry = make_entry()
        destroy_key(entry.subject_id, reason="retention")
        (shown,) = list_entries(register=TAGS).entries

        assert (shown.number, shown.values, shown.status) == ("2026-00001", None, EntryStatus.VALID)

    @pytest.mark.parametrize("after", ["x", "2026", "2026.x", "-1.5", "99999.1", "9" * 500])
    def test_begins_at_the_top_for_what_is_no_place(self, after: str) -> None:
        make_entry()

        assert len(list_entries(register=TAGS, after=after).entries) == 1


class TestListRegisters:
    def test_names_each_with_its_newest_titles(self) -> None:
        make_entry(titles={"de": "Marke"})
        make_entry()
        make_entry(register=PERMITS, titles={"de": "Bewohnerparkausweis"})

        assert list_registers() == [(PERMITS, {"de": "Bewohnerparkausweis"}), (TAGS, TITLES)]
