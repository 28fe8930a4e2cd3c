"""Work on a case on the real database: taking, asking, answering, withdrawing, ending; and who may not."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.cases import Send, all_found
from tests.staff import Staff

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions import submission
from onlineamt.procedure.applications.events import ApplicationSubmitted
from onlineamt.procedure.cases.actions.ending import (
    close_case,
    end_without_decision,
    forward_case,
    hand_over_case,
    make_final,
    merge_case,
    note_decided,
    reopen_case,
    withdraw_case,
)
from onlineamt.procedure.cases.actions.opening import Examination, keep_examination, open_case
from onlineamt.procedure.cases.actions.requests import (
    Question,
    request_evidence,
)
from onlineamt.procedure.cases.actions.work import (
    finish_task,
    give_back_case,
    lift_hold,
    note_look,
    reopen_task,
    set_hold,
    take_case,
    write_note,
)
from onlineamt.procedure.cases.errors import (
    ChangedMeanwhile,
    ChecksOpen,
    NotInThisState,
    NotToBeTakenBack,
)
from onlineamt.procedure.cases.models import Case, CaseNote, CaseTask
from onlineamt.procedure.cases.queries import (
    access_case,
    get_case,
    list_cases,
    list_notes,
)
from onlineamt.procedure.cases.rules import whose_move
from onlineamt.procedure.cases.values import CaseState, HoldKind, Mover
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.values import ServiceKind

CHIP = Question(text="Welche Chipnummer hat der Hund?", due_on=date(2026, 4, 10), fields=("hund.chip",))


@pytest.fixture(autouse=True)
def friday(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def case_id(dog_town: Tenant, send: Send) -> UUID:
    """Return a case that a person of the office must look at."""
    case_id = send("ermaessigung")
    with in_tenant(dog_town.id):
        review(case_id)
    return case_id


def review(case_id: UUID) -> None:
    """Give a case to the office, as the examination does."""
    keep_examination(
        get_case(case_id, for_update=True),
        Examination(rules=[], tasks=["pruefung", "ermaessigung"]),
        for_review=True,
    )


def revision(case_id: UUID) -> int:
    return Case.objects.get(id=case_id).revision


def trail(case_id: UUID) -> list[str]:
    return list(AuditEntry.objects.filter(chain=case_id).order_by("position").values_list("name", flat=True))


class TestOpenCase:
    def test_stands_in_the_transaction_that_submits(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel")
        with in_tenant(dog_town.id):
            case = get_case(case_id)
        assert case.row.state == CaseState.RECEIVED
        assert case.row.kind == ServiceKind.DECLARATION
        assert case.row.office.key == "steueramt"
        assert case.row.reference == case.declared.row.reference
        assert case.row.received_at == case.declared.row.submitted_at

    def test_finds_an_office_although_the_service_was_taken_off_the_list(
        self, dog_town: Tenant, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        OrgUnit.objects.create(tenant=dog_town, key="aaa-amt", kind="ordnung", name="Amt für Ordnung")
        monkeypatch.setattr(submission, "emit", lambda event: None)
        case_id = send("dackel")
        Offering.objects.filter(tenant=dog_town).delete()
        with in_tenant(dog_town.id):
            open_case(ApplicationSubmitted(application_id=case_id))
            assert get_case(case_id).row.office.key == "steueramt"

    def test_takes_the_application_down_with_it(
        self, dog_town: Tenant, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "onlineamt.procedure.cases.actions.opening._OPEN", "SELECT 1 WHERE %s = '' AND %s IS NULL"
        )
        with pytest.raises(RuntimeError):
            send("dackel")
        with in_tenant(dog_town.id):
            assert not Case.objects.exists()
            assert "application.submitted" not in AuditEntry.objects.values_list("name", flat=True)


class TestAccessCase:
    def test_is_for_the_office_alone(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            assert access_case(case_id, caseworker=staff("Frau Amt")).id == case_id
            for stranger in ("Herr Fremd", "Frau Schlüssel", "Herr Prüf"):
                with pytest.raises(NotFound):
                    access_case(case_id, caseworker=staff(stranger))
                assert not list_cases(staff(stranger)).exists()

    def test_finds_nothing_in_another_town(
        self, towns: tuple[Tenant, Tenant], case_id: UUID, staff: Staff
    ) -> None:
        nachbar = staff("Frau Nachbar")
        with in_tenant(towns[1].id), pytest.raises(NotFound):
            access_case(case_id, caseworker=nachbar)

    def test_is_written_down_once_an_hour(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, at: Callable[..., Any]
    ) -> None:
        for hour, minute in ((9, 0), (9, 30), (10, 5)):
            at(2026, 3, 20, hour, minute)
            with in_tenant(dog_town.id):
                note_look(access_case(case_id, caseworker=staff("Frau Amt")), caseworker=staff("Frau Amt"))
        with in_tenant(dog_town.id):
            assert trail(case_id).count("case.looked") == 2


class TestTakeCase:
    def test_is_seen_by_the_next_one(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt, akte = staff("Frau Amt"), staff("Herr Akte")
        with in_tenant(dog_town.id):
            seen = revision(case_id)
            take_case(case_id, caseworker=amt, revision=seen)
            with pytest.raises(ChangedMeanwhile):
                take_case(case_id, caseworker=akte, revision=seen)
            assert Case.objects.get().owner_id == amt.account_id

    def test_can_be_undone(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            take_case(case_id, caseworker=amt, revision=revision(case_id))
            give_back_case(case_id, caseworker=amt, revision=revision(case_id))
            assert Case.objects.get().owner_id is None
            with pytest.raises(NotInThisState):
                give_back_case(case_id, caseworker=amt, revision=revision(case_id))


class TestWriteNote:
    def test_is_kept_sealed_and_for_ever(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            write_note(case_id, caseworker=staff("Frau Amt"), text="  Angerufen, nicht erreicht.  ")
            ((note, text),) = list_notes(get_case(case_id))
            assert text == "Angerufen, nicht erreicht."
            assert b"Angerufen" not in bytes(note.sealed_text)
            with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
                CaseNote.objects.update(sealed_text=b"")


class TestFinishTask:
    def test_is_done_and_undone(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            task = CaseTask.objects.get(name="pruefung")
            finish_task(
                task.id,
                case_id=case_id,
                caseworker=amt,
                revision=revision(case_id),
                findings=all_found(task),
            )
            with pytest.raises(NotInThisState):
                finish_task(
                    task.id,
                    case_id=case_id,
                    caseworker=amt,
                    revision=revision(case_id),
                    findings=all_found(task),
                )
            reopen_task(task.id, case_id=case_id, caseworker=amt, revision=revision(case_id))
            assert CaseTask.objects.get(name="pruefung").done_at is None

    def test_needs_a_word_on_every_check(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            task = CaseTask.objects.get(name="pruefung")
            with pytest.raises(ChecksOpen):
                finish_task(
                    task.id,
                    case_id=case_id,
                    caseworker=staff("Frau Amt"),
                    revision=revision(case_id),
                    findings={**all_found(task), "mithalter": ""},
                )

    def test_belongs_to_its_case(self, dog_town: Tenant, case_id: UUID, send: Send, staff: Staff) -> None:
        other = send("ermaessigung", token="ein anderes Telefon")
        with in_tenant(dog_town.id):
            review(other)
            task = CaseTask.objects.get(name="pruefung", case_id=other)
            with pytest.raises(NotFound):
                finish_task(
                    task.id,
                    case_id=case_id,
                    caseworker=staff("Frau Amt"),
                    revision=revision(case_id),
                    findings={},
                )


class TestWithdrawCase:
    def test_is_not_for_declarations(self, dog_town: Tenant, case_id: UUID) -> None:
        with in_tenant(dog_town.id), pytest.raises(NotToBeTakenBack):
            withdraw_case(case_id)

    def test_closes_an_application(self, dog_town: Tenant, case_id: UUID) -> None:
        with in_tenant(dog_town.id):
            Case.objects.update(kind=ServiceKind.APPLICATION)
            withdraw_case(case_id)
            case = Case.objects.get()
            assert case.state == CaseState.CLOSED
            assert case.erase_on == date(2036, 3, 20)
            assert trail(case_id)[-2:] == ["case.withdrawn", "case.closed"]


class TestEndings:
    def test_end_without_decision_takes_back_what_was_asked(
        self, dog_town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=amt, revision=revision(case_id))
            end_without_decision(
                case_id, caseworker=amt, revision=revision(case_id), reason="Der Hund ist verkauft."
            )
            assert get_case(case_id).open_request is None
            assert Case.objects.get().state == CaseState.CLOSED

    def test_hand_over_waits_for_the_other_authority(
        self, dog_town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            hand_over_case(
                case_id, caseworker=amt, revision=revision(case_id), authority="Stadt Nachbarstadt"
            )
            handed_over = Case.objects.get()
            assert whose_move(CaseState(handed_over.state)) is Mover.OTHER_AUTHORITY
            assert handed_over.due_on is None
            assert not CaseTask.objects.exists()
            close_case(case_id, caseworker=amt, revision=revision(case_id))
            assert Case.objects.get().closed_at is not None

    def test_forward_gives_the_case_away(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt, fremd = staff("Frau Amt"), staff("Herr Fremd")
        with in_tenant(dog_town.id):
            other = OrgUnit.objects.get(tenant=dog_town, key="ordnungsamt")
            forward_case(case_id, caseworker=amt, revision=revision(case_id), office_id=other.id)
            with pytest.raises(NotFound):
                access_case(case_id, caseworker=amt)
            assert access_case(case_id, caseworker=fremd).row.owner_id is None

    def test_forward_stays_in_town(
        self, towns: tuple[Tenant, Tenant], dog_town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        staff("Frau Nachbar")
        abroad = OrgUnit.objects.get(tenant=towns[1], key="steueramt")
        with in_tenant(dog_town.id), pytest.raises(NotFound):
            forward_case(case_id, caseworker=amt, revision=revision(case_id), office_id=abroad.id)

    def test_merge_needs_another_case_of_the_office(
        self, dog_town: Tenant, case_id: UUID, send: Send, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        other = send("ermaessigung", token="ein anderes Telefon")
        with in_tenant(dog_town.id):
            own, into = Case.objects.get(id=case_id), Case.objects.get(id=other)
            with pytest.raises(NotFound):
                merge_case(case_id, caseworker=amt, revision=own.revision, into=own.reference)
            merge_case(case_id, caseworker=amt, revision=own.revision, into=into.reference)
            assert trail(case_id)[-2:] == ["case.merged", "case.closed"]
            assert Case.objects.get(id=case_id).state == CaseState.MERGED


class TestReopenCase:
    def test_is_for_what_was_decided(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=amt, revision=revision(case_id))
            with pytest.raises(NotInThisState):
                reopen_case(case_id, caseworker=amt, revision=revision(case_id), reason="Noch einmal.")
            assert get_case(case_id).open_request is not None


class TestHolds:
    def test_keep_a_case_from_becoming_final(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            note_decided(get_case(case_id, for_update=True))
            hold = set_hold(case_id, caseworker=amt, kind=HoldKind.REMEDY, reason="Widerspruch vom 20. März")
            assert make_final(case_id, final_on=date(2026, 4, 25)) is False
            lift_hold(hold.id, case_id=case_id, caseworker=amt)
            assert make_final(case_id, final_on=date(2026, 4, 25)) is True
            assert Case.objects.get().state == CaseState.CLOSED
