"""When a case is erased and when not, what is left of it, and what happens when two try or one crashes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from tests.cases import Send
from tests.hostile.dump import dump
from tests.staff import Staff
from tests.world import change_town

from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import find_checked, list_entries, open_entry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.models import Erasure, SubjectKey
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.drafts import Beginning, delete_draft, start_application
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import find_by_reference
from onlineamt.procedure.cases.actions.work import lift_hold, set_hold, write_note
from onlineamt.procedure.cases.models import Case, CaseNote
from onlineamt.procedure.cases.queries import access_case, get_case
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.actions import erasure
from onlineamt.procedure.delivery.actions.erasure import erase_case
from onlineamt.procedure.delivery.erasable import erasure_facts, list_cases_to_erase
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.rules import obstacles_to_erasure
from onlineamt.procedure.delivery.tasks import erase_cases
from onlineamt.procedure.delivery.tests.lives import DogLife
from onlineamt.procedure.delivery.values import Obstacle

# What a row that is left may say: ids, references, dates, codes.
LEFT = {
    "application", "case_file", "claim", "register_entry", "register_term", "audit_entry", "erasure",
    "procrastinate_jobs",
}  # fmt: skip


@pytest.fixture
def past(dog_life: DogLife, staff: Staff) -> DogLife:
    """Return a case whose retention ended yesterday: it is 1 June 2038."""
    dog_life.live(by=staff("Frau Amt"))
    dog_life.at(2038, 6, 1, 9, 0)
    return dog_life


def obstacles(life: DogLife) -> tuple[Obstacle, ...]:
    with in_tenant(life.town.id):
        return obstacles_to_erasure(erasure_facts(Case.objects.get(id=life.case_id)), today=today())


def is_erased(life: DogLife) -> bool:
    with in_tenant(life.town.id):
        return Case.objects.get(id=life.case_id).erased_at is not None


def sweep(life: DogLife) -> bool:
    """Do what the nightly job does, and tell whether the case is gone."""
    erase_cases.func(timestamp=0)
    return is_erased(life)


class TestEraseCase:
    def test_leaves_nothing_that_says_anything_of_the_person(
        self, past: DogLife, staff: Staff, as_role: Callable[[str], Any]
    ) -> None:
        with in_tenant(past.town.id):
            write_note(past.case_id, caseworker=staff("Frau Amt"), text="Ruft immer um acht an.")
        assert past.do(erase_case, past.case_id)

        found = dump(as_role)
        naming = {table for table, rows in found.items() for row in rows if str(past.case_id) in row.values()}
        assert naming <= LEFT
        sealed = {
            (table, column): value
            for table in LEFT - {"audit_entry"}
            for row in found[table]
            for column, value in row.items()
            if column.startswith("sealed") or column in {"digest", "holder_index", "parameters"}
        }
        assert set(sealed.values()) <= {"", "None", "{}"}, sealed
        for table in ("application_holder", "case_task", "case_note", "decision", "delivery", "print_item",
                      "stored_document", "outbound_mail"):  # fmt: skip
            assert found[table] == [], table
        assert str(past.case_id) not in {row["id"] for row in found["subject_key"]}

    def test_keeps_reference_service_and_dates_for_the_count(self, past: DogLife) -> None:
        past.do(erase_case, past.case_id)
        with in_tenant(past.town.id):
            case = Case.objects.get(id=past.case_id)
            assert (case.service_key, case.closed_at.year, case.erased_at.year) == (
                "hund-anmelden",
                2026,
                2038,
            )
            assert Application.objects.get(id=past.case_id).reference == case.reference
            assert Claim.objects.get(subject_id=past.case_id).cents == 11_700

    def test_destroys_the_key_and_writes_it_down(self, past: DogLife) -> None:
        past.do(erase_case, past.case_id)
        with in_tenant(past.town.id):
            assert Erasure.objects.get(id=past.case_id).reason == "retention"
            assert AuditEntry.objects.filter(chain=past.case_id, name="case.erased").count() == 1
            with pytest.raises(Unsealable):
                get_seal(past.case_id)
        assert verify_trail(past.town.id).broken == ()

    def test_takes_the_bytes_from_the_store(self, past: DogLife) -> None:
        before = {key for key in _keys() if key.startswith(f"{past.town.id}/")}
        assert before
        past.do(erase_case, past.case_id)
        assert before.isdisjoint(_keys())

    def test_makes_the_case_unknown_to_everybody(self, past: DogLife, staff: Staff) -> None:
        with in_tenant(past.town.id):
            reference = Case.objects.get(id=past.case_id).reference
        past.do(erase_case, past.case_id)
        with in_tenant(past.town.id):
            assert find_by_reference(reference) is None
            with pytest.raises(NotFound):
                access_case(past.case_id, caseworker=staff("Frau Amt"))
            with pytest.raises(NotFound):
                get_case(past.case_id)

    def test_lets_whoever_finds_the_tag_ask_but_says_no_name(self, past: DogLife) -> None:
        with in_tenant(past.town.id):
            token = open_entry(RegisterEntry.objects.get()).check_token
        past.do(erase_case, past.case_id)
        with in_tenant(past.town.id):
            checked = find_checked(token)
            assert checked is not None
            assert checked.number == "2026-00001"
            (listed,) = list_entries(register="hund-anmelden/hundemarken").entries
            assert listed.values is None

    def test_happens_once(self, past: DogLife) -> None:
        assert past.do(erase_case, past.case_id)
        assert not past.do(erase_case, past.case_id)

    def test_happens_once_when_two_workers_try(self, past: DogLife) -> None:
        def work(_: int) -> bool:
            try:
                return bool(past.do(erase_case, past.case_id))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(work, range(2))) == [False, True]
        with in_tenant(past.town.id):
            assert AuditEntry.objects.filter(chain=past.case_id, name="case.erased").count() == 1

    def test_leaves_everything_as_it_was_when_it_crashes(
        self, past: DogLife, as_role: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(as_role)

        def crash(case: Case) -> None:
            raise SystemExit

        with monkeypatch.context() as broken:
            broken.setattr(erasure, "empty_case", crash)
            with pytest.raises(SystemExit):
                past.do(erase_case, past.case_id)
        assert dump(as_role) == before
        with in_tenant(past.town.id):
            assert get_case(past.case_id).declared.answers
        assert past.do(erase_case, past.case_id)

    def test_is_refused_by_the_database_while_the_key_exists(self, past: DogLife, staff: Staff) -> None:
        with in_tenant(past.town.id):
            write_note(past.case_id, caseworker=staff("Frau Amt"), text="Bleibt.")
            for rows in (Decision, CaseNote):
                with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
                    rows.objects.filter(case_id=past.case_id)._raw_delete("default")
            with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
                Application.objects.filter(id=past.case_id).update(sealed_answers=b"")

    def test_is_not_the_neighbours_to_do(self, past: DogLife, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[1].id):
            assert not erase_case(past.case_id)
        assert not is_erased(past)


class TestWhatStandsInTheWay:
    def test_nothing_after_the_last_day(self, past: DogLife) -> None:
        assert obstacles(past) == ()
        assert sweep(past)

    def test_a_case_that_is_not_closed(self, dog_life: DogLife) -> None:
        dog_life.at(2060, 1, 1, 9, 0)
        assert obstacles(dog_life) == (Obstacle.NOT_CLOSED,)
        assert not dog_life.do(erase_case, dog_life.case_id)

    def test_the_last_day_of_the_retention(self, past: DogLife) -> None:
        past.at(2038, 5, 31, 9, 0)
        assert obstacles(past) == (Obstacle.RETENTION,)
        assert not past.do(erase_case, past.case_id)
        assert not sweep(past)

    def test_the_ten_years_after_the_dog_was_gone(self, past: DogLife) -> None:
        past.at(2036, 5, 5, 9, 0)  # ten years after the case was closed
        assert obstacles(past) == (Obstacle.RETENTION,)
        assert not sweep(past)
        with in_tenant(past.town.id):
            assert Case.objects.get(id=past.case_id).erase_on == date(2038, 5, 31)
        assert list_cases_to_erase(date(2038, 5, 31)) == []  # nobody looks every night until then

    def test_a_tag_that_still_counts(self, dog_life: DogLife, staff: Staff) -> None:
        dog_life.decide()
        dog_life.print()
        dog_life.post(staff("Frau Amt"))
        dog_life.pay()
        assert dog_life.become_final()
        dog_life.at(2046, 1, 1, 9, 0)
        assert obstacles(dog_life) == (Obstacle.LASTING_ENTRY,)
        assert not dog_life.do(erase_case, dog_life.case_id)
        assert not sweep(dog_life)

    def test_an_open_claim(self, past: DogLife) -> None:
        with in_tenant(past.town.id):
            Claim.objects.update(settled_at=None)
        assert obstacles(past) == (Obstacle.OPEN_CLAIM,)
        assert not past.do(erase_case, past.case_id)
        assert not sweep(past)
        past.pay()
        assert sweep(past)

    @pytest.mark.parametrize(
        ("kind", "obstacle"),
        [
            (HoldKind.REMEDY, Obstacle.REMEDY),
            (HoldKind.LEGAL, Obstacle.LEGAL),
            (HoldKind.ARCHIVE, Obstacle.ARCHIVE),
        ],
    )
    def test_a_hold_until_it_is_lifted(
        self, past: DogLife, staff: Staff, kind: HoldKind, obstacle: Obstacle
    ) -> None:
        hold = past.do(set_hold, past.case_id, caseworker=staff("Frau Amt"), kind=kind, reason="Siehe Akte.")
        assert obstacles(past) == (obstacle,)
        assert not past.do(erase_case, past.case_id)
        assert not sweep(past)
        past.do(lift_hold, hold.id, case_id=past.case_id, caseworker=staff("Frau Amt"))
        assert sweep(past)

    def test_a_decision_that_has_not_reached_everybody(self, past: DogLife) -> None:
        with in_tenant(past.town.id):
            Delivery.objects.update(notified_on=None)
        assert obstacles(past) == (Obstacle.ON_ITS_WAY,)
        assert not past.do(erase_case, past.case_id)
        assert not sweep(past)

    def test_a_letter_of_the_same_batch_that_lies_in_the_print_room(
        self, dog_life: DogLife, send: Send, staff: Staff
    ) -> None:
        """The room keeps the letters of a batch unsealed until all of them have left."""
        other = DogLife(dog_life.town, send("dackel", token="anderes"), dog_life.at)
        other.decide()
        dog_life.live(by=staff("Frau Amt"))
        dog_life.at(2038, 6, 1, 9, 0)
        assert obstacles(dog_life) == (Obstacle.ON_ITS_WAY,)
        assert not dog_life.do(erase_case, dog_life.case_id)
        other.post(staff("Frau Amt"), on=date(2038, 6, 1))
        assert sweep(dog_life)

    def test_the_archive_that_was_not_asked_yet(self, past: DogLife) -> None:
        change_town(past.town, offers_to_archive=True)
        assert obstacles(past) == (Obstacle.NOT_OFFERED,)
        assert not sweep(past)
        assert obstacles(past) == (Obstacle.OFFERED,)
        past.at(2038, 12, 1, 9, 0)  # the last day of its six months
        assert not sweep(past)
        past.at(2038, 12, 2, 9, 0)
        assert sweep(past)

    def test_several_are_named_together(self, past: DogLife, staff: Staff) -> None:
        past.do(set_hold, past.case_id, caseworker=staff("Frau Amt"), kind=HoldKind.LEGAL, reason="Prüfung.")
        with in_tenant(past.town.id):
            Claim.objects.update(settled_at=None)
        assert obstacles(past) == (Obstacle.OPEN_CLAIM, Obstacle.LEGAL)


class TestTheSweep:
    def test_goes_through_all_towns_although_one_case_fails(
        self, past: DogLife, send: Send, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        past.at(2026, 3, 20, 9, 0)
        other = DogLife(past.town, send("dackel", token="anderes"), past.at)
        other.live(by=staff("Frau Amt"))
        other.at(2038, 6, 1, 9, 0)
        real = erasure.erase_decisions

        def fail_for_one(case_id: Any) -> int:
            if case_id == past.case_id:
                raise RuntimeError("broken")
            return real(case_id)

        with monkeypatch.context() as broken:
            broken.setattr(erasure, "erase_decisions", fail_for_one)
            erase_cases.func(timestamp=0)
        assert (is_erased(past), is_erased(other)) == (False, True)
        assert sweep(past)

    def test_finishes_what_a_restore_brought_back_without_its_key(self, past: DogLife) -> None:
        """The dump held the rows, the journal destroyed the key: the rest goes whatever keeps it."""
        past.at(2030, 1, 1, 9, 0)
        with in_tenant(past.town.id):
            SubjectKey.objects.filter(id=past.case_id).delete()
            Erasure.objects.create(id=past.case_id, reason="retention", erased_at=past.at(2030, 1, 1, 9, 0))
            with pytest.raises(NotFound):
                get_case(past.case_id)
        assert sweep(past)


class TestAWithdrawnDraft:
    def test_is_gone_at_once(self, dog_town: Tenant, as_role: Callable[[str], Any]) -> None:
        with in_tenant(dog_town.id):
            version = Application._meta.get_field("version").related_model.objects.get()
            draft = start_application(
                Beginning(
                    version_id=version.id, service_key="hund-anmelden", parameters={}, keep_draft="P30D",
                    language="de", address="192.0.2.7",
                ),
                token="telefon",
            )  # fmt: skip
        with in_tenant(dog_town.id):
            delete_draft(draft, token="telefon")
        found = dump(as_role)
        naming = {table for table, rows in found.items() for row in rows if str(draft) in row.values()}
        assert naming == {"audit_entry", "erasure"}


def _keys() -> list[str]:
    return list(byte_store().list_keys(older_than=datetime(2100, 1, 1, tzinfo=UTC)))
