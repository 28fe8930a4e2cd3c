"""A permit and what follows it: changed, renewed, ended; by two at once, too late, and by somebody else."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from tests.cases import answers_of, package
from tests.staff import Staff

from onlineamt.facilities.registers.actions import end_entry, erase_entries
from onlineamt.facilities.registers.errors import EntryEnded
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.audit.actions import PURPOSE
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.actions import OfferingTerms, offer_service, register_version
from onlineamt.procedure.decisions.effects import entries_in_the_way, plan_effect
from onlineamt.procedure.decisions.errors import EntryInTheWay, NoEntryFollowed
from onlineamt.procedure.decisions.letters import Signature, issued_letter
from onlineamt.procedure.decisions.queries import list_issued
from onlineamt.procedure.decisions.tests.parking import (
    BORN,
    CHANGE,
    NUMBER,
    PERMIT,
    RENEWAL,
    answer,
    begin,
    content,
    decide,
    examined,
    fresh,
    permit,
    problems,
    send,
    submit,
)
from onlineamt.procedure.decisions.values import Draft


class TestThePermit:
    def test_counts_from_the_day_that_was_computed_to_the_last(self, town: Tenant) -> None:
        entry = permit(town)
        assert (entry.number, entry.valid_from, entry.valid_until) == (
            NUMBER,
            date(2026, 3, 15),
            date(2027, 3, 14),
        )

    def test_says_what_was_answered_and_computed(self, town: Tenant) -> None:
        entry = permit(town)
        with in_tenant(town.id):
            opened = open_entry(entry)
        assert opened.values == {"fahrzeug.kennzeichen": "MU-AB 123", "computed.gebiet": "A"}
        assert opened.stored["person.geburtsdatum"] == BORN

    def test_is_given_once_to_a_person_and_a_vehicle(self, town: Tenant) -> None:
        permit(town)
        same_car = send(town, PERMIT, person__familienname="Nachbar")
        same_person = send(town, PERMIT, person__familienname="MUSTERMANN", fahrzeug__kennzeichen="MU-XY 9")
        assert examined(town, same_car) == examined(town, same_person) == CaseState.IN_REVIEW

    def test_is_given_to_one_of_two_at_the_same_moment(self, town: Tenant) -> None:
        cases = [send(town, PERMIT), send(town, PERMIT, person__familienname="Nachbar")]
        start = Barrier(2)

        def work(case_id: UUID) -> str:
            try:
                start.wait(30)
                return examined(town, case_id)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            states = sorted(pool.map(work, cases, timeout=60))
        assert states == sorted([CaseState.DECIDED, CaseState.IN_REVIEW])
        with in_tenant(town.id):
            assert RegisterEntry.objects.count() == 1


class TestChange:
    def test_puts_the_new_plate_into_the_entry_and_says_old_and_new(self, town: Tenant) -> None:
        entry = permit(town)
        case_id = send(town, CHANGE)
        assert examined(town, case_id) == CaseState.DECIDED
        with in_tenant(town.id):
            assert open_entry(fresh(town, entry)).values["fahrzeug.kennzeichen"] == "MU-CD 456"
        said = content(town, case_id)["register"]
        assert (said["act"], said["number"], said["entry"]) == ("change", NUMBER, str(entry.id))
        assert said["changes"] == [{"label": "Kennzeichen", "before": "MU-AB 123", "after": "MU-CD 456"}]
        assert (fresh(town, entry).valid_from, fresh(town, entry).valid_until) == (
            entry.valid_from,
            entry.valid_until,
        )

    def test_stands_in_the_trail_of_both_cases(self, town: Tenant) -> None:
        entry = permit(town)
        case_id = send(town, CHANGE)
        examined(town, case_id)
        with in_tenant(town.id):
            for chain in (entry.subject_id, case_id):
                followed = AuditEntry.objects.get(chain=chain, name="register.followed")
                assert followed.facts == {"entry": str(entry.id), "case": str(case_id), "act": "change"}
            assert AuditEntry.objects.filter(chain=entry.subject_id, name="register.changed").exists()

    def test_says_which_facts_of_the_entry_decided(self, town: Tenant) -> None:
        permit(town)
        case_id = send(town, CHANGE, ersatz__kennzeichen="MU-CD 457")
        examined(town, case_id)
        facts = {one["label"]: one["shown"] for one in content(town, case_id)["automatic"]["facts"]}
        assert facts["Bisheriger Eintrag gefunden"] == "Ja"

    def test_gives_the_letter_number_and_term_of_the_entry(self, town: Tenant) -> None:
        permit(town)
        case_id = send(town, CHANGE)
        examined(town, case_id)
        with in_tenant(town.id):
            case = get_case(case_id)
            letter = issued_letter(case, list_issued(case.row)[0], Signature(name="", at=now()))
        assert letter.content["entry"] == {
            "title": "Bewohnerparkausweis",
            "number": NUMBER,
            "valid_from": "15. März 2026",
            "valid_until": "14. März 2027",
            "changes": [{"label": "Kennzeichen", "before": "MU-AB 123", "after": "MU-CD 456"}],
        }

    def test_takes_no_plate_of_another_permit(self, town: Tenant, staff: Staff) -> None:
        permit(town)
        other = send(town, PERMIT, person__familienname="Nachbar", fahrzeug__kennzeichen="MU-CD 456")
        assert examined(town, other) == CaseState.DECIDED
        case_id = send(town, CHANGE)
        assert examined(town, case_id) == CaseState.IN_REVIEW
        assert problems(town, case_id) == ["entry.entry_in_the_way"]
        with pytest.raises(EntryInTheWay):
            decide(town, case_id, Draft(outcome="geaendert", despite="Weil ich es will."), staff("Frau Amt"))


class TestRenewal:
    def test_counts_on_without_a_gap_under_the_same_number(
        self, town: Tenant, at: Callable[..., Any]
    ) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        case_id = send(town, RENEWAL)
        assert examined(town, case_id) == CaseState.DECIDED
        renewed = fresh(town, entry)
        assert (renewed.number, renewed.valid_from, renewed.valid_until) == (
            NUMBER,
            date(2026, 3, 15),
            date(2028, 3, 14),
        )
        with in_tenant(town.id):
            assert list(renewed.terms.order_by("id").values_list("valid_from", "made_by")) == [
                (date(2026, 3, 15), None),
                (date(2027, 3, 15), case_id),
            ]

    def test_of_two_at_once_one_is_done_and_one_is_for_a_person(
        self, town: Tenant, at: Callable[..., Any]
    ) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        cases = [send(town, RENEWAL), send(town, RENEWAL)]
        start = Barrier(2)

        def work(case_id: UUID) -> str:
            try:
                start.wait(30)
                return examined(town, case_id)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            states = sorted(pool.map(work, cases, timeout=60))
        assert states == sorted([CaseState.DECIDED, CaseState.IN_REVIEW])
        assert fresh(town, entry).valid_until == date(2028, 3, 14)

    def test_is_for_a_person_when_the_entry_changed_since_it_was_sent(
        self, town: Tenant, at: Callable[..., Any], staff: Staff
    ) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        case_id = send(town, RENEWAL)
        with in_tenant(town.id):
            end_entry(entry_id=entry.id, on=date(2027, 2, 1), reason="moved", actor="staff:frau-amt")
        assert examined(town, case_id) == CaseState.IN_REVIEW
        assert problems(town, case_id) == ["entry.changed"]
        by = staff("Frau Amt")
        with pytest.raises(EntryEnded):
            decide(town, case_id, Draft(outcome="verlaengert"), by)
        decide(town, case_id, Draft(outcome="abgelehnt", reasons="Der Ausweis ist beendet."), by)
        assert content(town, case_id)["register"] is None

    def test_knows_when_what_the_entry_said_is_erased(self, town: Tenant, at: Callable[..., Any]) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        case_id = send(town, RENEWAL)
        with in_tenant(town.id):
            destroy_key(entry.subject_id, reason="retention")
            erase_entries(entry.subject_id)
        assert examined(town, case_id) == CaseState.IN_REVIEW
        assert problems(town, case_id) == ["entry.entry_erased"]

    def test_outlives_the_case_that_renewed_it(self, town: Tenant, at: Callable[..., Any]) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        case_id = send(town, RENEWAL)
        examined(town, case_id)
        with in_tenant(town.id):
            destroy_key(case_id, reason="retention")
            opened = open_entry(fresh(town, entry))
        assert opened.values["fahrzeug.kennzeichen"] == "MU-AB 123"


class TestEnd:
    def test_ends_the_entry_after_the_day_that_was_declared(self, town: Tenant, staff: Staff) -> None:
        entry = permit(town)
        answers = answers_of(CHANGE, "rueckgabe") | {"ausweis.nummer": NUMBER}
        with in_tenant(town.id):
            draft_id = begin(town, CHANGE)
            answer(draft_id, answers)
            submit(draft_id)
        if examined(town, draft_id) != CaseState.DECIDED:
            decide(town, draft_id, Draft(outcome="beendet"), staff("Frau Amt"))
        ended = fresh(town, entry)
        assert ended.end_reason == "deregistered"
        assert ended.ended_on is not None
        said = content(town, draft_id)["register"]
        assert said["act"] == "end"
        assert date.fromisoformat(said["valid_until"]) < ended.ended_on


class TestWithoutAnEntry:
    def test_goes_to_a_person_and_renews_nothing(self, town: Tenant) -> None:
        case_id = send(town, RENEWAL)
        assert examined(town, case_id) == CaseState.IN_REVIEW
        with in_tenant(town.id), pytest.raises(NoEntryFollowed):
            plan_effect(get_case(case_id), "verlaengert", on=date(2026, 3, 10))


class TestDespiteAnotherEntry:
    def test_needs_words_of_a_person_and_a_register_that_allows_it(self, town: Tenant, staff: Staff) -> None:
        first, by = permit(town), staff("Frau Amt")
        let_the_office_override(town)
        case_id = send(town, PERMIT, person__familienname="Nachbar")
        assert examined(town, case_id) == CaseState.IN_REVIEW
        with in_tenant(town.id):
            (blocking,) = entries_in_the_way(get_case(case_id), "erteilt", caseworker=by)
        assert blocking.number == first.number
        with pytest.raises(EntryInTheWay):
            decide(town, case_id, Draft(outcome="erteilt"), by)
        decide(town, case_id, Draft(outcome="erteilt", despite="Beide teilen sich das Auto."), by)
        with in_tenant(town.id):
            assert RegisterEntry.objects.count() == 2
            kept = AuditEntry.objects.get(chain=case_id, name="register.despite")
            assert (
                get_seal(case_id).open(kept.sealed_content, purpose=PURPOSE) == b"Beide teilen sich das Auto."
            )
        assert kept.facts["numbers"] == [first.number]

    def test_names_no_entry_to_another_office(self, town: Tenant, staff: Staff) -> None:
        permit(town)
        case_id = send(town, PERMIT)
        with in_tenant(town.id):
            assert entries_in_the_way(get_case(case_id), "erteilt", caseworker=staff("Herr Fremd")) == ()


def let_the_office_override(town: Tenant) -> None:
    """Offer a version in which a person may permit a second car."""
    read = package(PERMIT)
    procedure = json.loads(json.dumps(read.sections["procedure"]))
    limits = procedure["registers"]["parkausweise"]["one_per"]
    limits["fahrzeug"] = {"fields": limits["fahrzeug"], "override": True}
    version = register_version(
        key=PERMIT, version="9.0.0", sections={**read.sections, "procedure": procedure}
    )
    terms = OfferingTerms(parameters={}, office_key="steueramt")
    offer_service(tenant_id=town.id, version_id=version.id, terms=terms)
    directory.forget()
