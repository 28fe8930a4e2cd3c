"""How a follow-up finds its entry: by number and answer, from one's own case, through the office; and how nobody else does."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.cases import TELEPHONE
from tests.staff import Staff

from onlineamt.facilities.registers.queries import open_entry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.following import (
    is_link_missing,
    start_linked,
)
from onlineamt.procedure.applications.entries import entry_facts_of
from onlineamt.procedure.applications.errors import EntryNotYours, NotProven
from onlineamt.procedure.applications.models import Holder, LinkedBy
from onlineamt.procedure.applications.queries import OpenApplication, access_application, get_application
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.actions.entries import link_case_entry
from onlineamt.procedure.decisions.errors import NoSuchEntry
from onlineamt.procedure.decisions.tests.parking import (
    BORN,
    CHANGE,
    NUMBER,
    PERMIT,
    RENEWAL,
    answer,
    begin,
    beginning,
    decide,
    examined,
    filled,
    fresh,
    permit,
    send,
    submit,
)
from onlineamt.procedure.decisions.values import Draft


class TestLinkByAnswer:
    def facts(self, town: Tenant, **changed: Any) -> tuple[bool, bool]:
        """Return whether the entry was found, and whether the person is told that it was not."""
        answers = {**filled(RENEWAL), **{name.replace("__", "."): value for name, value in changed.items()}}
        with in_tenant(town.id):
            draft = answer(begin(town, RENEWAL), answers)
            return entry_facts_of(draft)["found"] is True, is_link_missing(draft)

    def test_finds_the_entry_by_number_and_the_answer_given_then(self, town: Tenant) -> None:
        permit(town)
        assert self.facts(town) == (True, False)

    @pytest.mark.parametrize(
        "changed", [{"ausweis__nummer": "BP-2026-00002"}, {"person__geburtsdatum": "1985-03-28"}]
    )
    def test_says_the_same_whichever_is_wrong(self, town: Tenant, changed: dict[str, Any]) -> None:
        permit(town)
        assert self.facts(town, **changed) == (False, True)

    def test_still_works_when_the_answers_of_then_are_gone_from_the_case(self, town: Tenant) -> None:
        """What is compared is a keyed hash beside the entry."""
        entry = permit(town)
        assert entry.answer_index is not None
        assert BORN.encode() not in bytes(entry.answer_index)
        assert self.facts(town) == (True, False)

    def test_finds_nothing_in_the_next_town(self, town: Tenant, towns: tuple[Tenant, Tenant]) -> None:
        permit(town)
        assert self.facts(towns[1]) == (False, True)

    def test_finds_nothing_more_after_many_tries_and_goes_on(self, town: Tenant) -> None:
        permit(town)
        with in_tenant(town.id):
            draft_id = begin(town, RENEWAL)
            for guess in range(5):
                answer(draft_id, {**filled(RENEWAL), "person.geburtsdatum": f"1985-03-0{guess + 1}"})
            draft = answer(draft_id, filled(RENEWAL))
        assert entry_facts_of(draft)["found"] is False
        assert is_link_missing(draft)
        with in_tenant(town.id):
            submit(draft_id)
        assert examined(town, draft_id) == CaseState.IN_REVIEW

    def test_does_not_count_the_same_again(self, town: Tenant) -> None:
        permit(town)
        with in_tenant(town.id):
            draft_id = begin(town, RENEWAL)
            for _ in range(9):
                draft = answer(draft_id, filled(RENEWAL))
        assert draft.row.linked_by == LinkedBy.ANSWER

    def test_loses_the_entry_when_the_number_is_changed(self, town: Tenant) -> None:
        permit(town)
        with in_tenant(town.id):
            draft_id = begin(town, RENEWAL)
            answer(draft_id, filled(RENEWAL))
            draft = answer(draft_id, {**filled(RENEWAL), "ausweis.nummer": "BP-2026-00009"})
        assert draft.row.entry_id is None

    def test_freezes_what_was_known_when_it_was_sent(self, town: Tenant, at: Callable[..., Any]) -> None:
        entry = permit(town)
        at(2027, 2, 1, 9, 0)
        case_id = send(town, RENEWAL)
        examined(town, case_id)
        with in_tenant(town.id):
            known = entry_facts_of(get_application(case_id))
        assert known["valid_until"] == entry.valid_until
        assert fresh(town, entry).valid_until != entry.valid_until


class TestLinkCaseEntry:
    def test_lets_the_office_find_what_the_person_could_not(self, town: Tenant, staff: Staff) -> None:
        entry, by = permit(town), staff("Frau Amt")
        case_id = send(town, CHANGE, person__geburtsdatum="1985-03-28")
        assert examined(town, case_id) == CaseState.IN_REVIEW
        with in_tenant(town.id):
            revision = Case.objects.get(id=case_id).revision
            link_case_entry(case_id, number=" bp-2026-00001 ", caseworker=by, revision=revision)
        decide(town, case_id, Draft(outcome="geaendert"), by)
        with in_tenant(town.id):
            assert open_entry(fresh(town, entry)).values["fahrzeug.kennzeichen"] == "MU-CD 456"
            linked = AuditEntry.objects.get(chain=case_id, name="application.entry_linked")
        assert linked.actor == by.actor

    def test_links_nothing_that_is_not_there(self, town: Tenant, staff: Staff) -> None:
        case_id = send(town, CHANGE)
        examined(town, case_id)
        by = staff("Frau Amt")
        with in_tenant(town.id), pytest.raises(NoSuchEntry):
            revision = Case.objects.get(id=case_id).revision
            link_case_entry(case_id, number="BP-2026-00077", caseworker=by, revision=revision)

    def test_is_for_the_office_of_the_case_alone(self, town: Tenant, staff: Staff) -> None:
        permit(town)
        case_id = send(town, CHANGE, person__geburtsdatum="1985-03-28")
        examined(town, case_id)
        by = staff("Herr Fremd")
        with in_tenant(town.id), pytest.raises(NotFound):
            link_case_entry(case_id, number=NUMBER, caseworker=by, revision=0)


class TestStartLinked:
    def proven(self, town: Tenant, application_id: UUID) -> OpenApplication:
        Holder.objects.filter(application_id=application_id).update(proven_at=now())
        return access_application(application_id, token=TELEPHONE)

    def test_begins_with_what_is_known_and_the_entry(self, town: Tenant, at: Callable[..., Any]) -> None:
        entry = permit(town)
        assert examined(town, send(town, CHANGE)) == CaseState.DECIDED
        at(2026, 3, 10, 9, 20)
        with in_tenant(town.id):
            first = self.proven(town, entry.subject_id)
            draft_id = start_linked(
                beginning(town, RENEWAL),
                proven=first,
                answers=first.answers,
                entry=fresh(town, entry),
                token=TELEPHONE,
            )
            draft = access_application(draft_id, token=TELEPHONE)
        assert draft.row.linked_by == LinkedBy.CASE
        assert draft.answers["ausweis.nummer"] == NUMBER
        assert draft.answers["person.familienname"] == "Mustermann"

    def test_needs_a_fresh_proof(self, town: Tenant) -> None:
        entry = permit(town)
        with in_tenant(town.id):
            first = access_application(entry.subject_id, token=TELEPHONE)
            with pytest.raises(NotProven):
                start_linked(
                    beginning(town, RENEWAL),
                    proven=first,
                    answers=first.answers,
                    entry=entry,
                    token=TELEPHONE,
                )

    def test_takes_no_entry_of_somebody_else(self, town: Tenant) -> None:
        entry = permit(town)
        other = send(town, PERMIT, person__familienname="Nachbar", fahrzeug__kennzeichen="MU-XY 9")
        examined(town, other)
        with in_tenant(town.id):
            theirs = self.proven(town, other)
            with pytest.raises(EntryNotYours):
                start_linked(
                    beginning(town, RENEWAL), proven=theirs, answers={}, entry=entry, token=TELEPHONE
                )
