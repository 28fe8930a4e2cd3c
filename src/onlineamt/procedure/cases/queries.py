"""Finding cases: for a caseworker through `access_case`, the only door, and for the platform's own jobs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day, today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.applications.queries import OpenApplication, get_application
from onlineamt.procedure.applications.running import RunningService, get_running
from onlineamt.procedure.cases.models import Case, CaseHold, CaseNote, CaseTask, EvidenceRequest
from onlineamt.procedure.cases.rules import decision_due_on
from onlineamt.procedure.cases.running import RunningProcedure, get_running_procedure
from onlineamt.procedure.forms.engine import Granting, Journey

EXAMINATION = "examination"


@dataclass(frozen=True)
class OpenCase:
    """A case that somebody may see, unsealed. `declared`: the application as it was sent, without what followed."""

    row: Case
    declared: OpenApplication
    requests: tuple[EvidenceRequest, ...]  # oldest first
    granting: Granting | None = None  # what an outcome grants, where it is looked at as decided

    @property
    def id(self) -> UUID:
        """The id of the case."""
        return self.row.id

    @property
    def seal(self) -> Seal:
        """The seal of the case: the same as of its application."""
        return self.declared.seal

    @cached_property
    def supplements(self) -> Mapping[UUID, Mapping[str, Any]]:
        """What was answered to each request: `answers` by field, `message`, and `files` by evidence where there are any."""
        return {
            request.id: json.loads(
                self.seal.open(request.sealed_answers, purpose=supplement_purpose(request.id))
            )
            for request in self.requests
            if request.sealed_answers is not None
        }

    @cached_property
    def application(self) -> OpenApplication:
        """The application with what the applicant added or corrected later laid over it."""
        answers = dict(self.declared.answers)
        for supplement in self.supplements.values():
            answers |= supplement["answers"]
        return replace(self.declared, answers=answers)

    @cached_property
    def journey(self) -> Journey:
        """The way that follows from the answers as they stand now, as of the day of receipt."""
        return journey_of(self.application)

    @property
    def service(self) -> RunningService:
        """The service in the version of the application."""
        return get_running(self.row.version_id)

    @property
    def procedure(self) -> RunningProcedure:
        """What the service's procedure demands."""
        return get_running_procedure(self.row.version_id)

    @property
    def open_request(self) -> EvidenceRequest | None:
        """What the applicant has still to answer, or None."""
        return next((request for request in self.requests if request.is_open), None)

    @cached_property
    def unsent_files(self) -> Mapping[str, Sequence[dict[str, Any]]]:
        """What was uploaded for the answer and is not sent yet, by its place; the office sees none of it."""
        asked = self.open_request
        if asked is None or asked.sealed_files is None:
            return {}
        found: dict[str, Any] = json.loads(
            self.seal.open(asked.sealed_files, purpose=unsent_purpose(asked.id))
        )
        return found

    @cached_property
    def examination(self) -> Mapping[str, Any]:
        """What the rules of the procedure found, or nothing while they have not looked."""
        if self.row.sealed_examination is None:
            return {}
        found: dict[str, Any] = json.loads(self.seal.open(self.row.sealed_examination, purpose=EXAMINATION))
        return found


def access_case(case_id: UUID, *, caseworker: Caseworker, for_update: bool = False) -> OpenCase:
    """Return a case of the caseworker's offices: the only way to load one for a person of the office.

    Raises NotFound for every other office's and town's case, and for one that was erased.
    """
    rows = _with_office(Case.objects.filter(id=case_id, office_id__in=caseworker.office_ids, erased_at=None))
    return _open(rows.select_for_update(of=("self",), no_key=True) if for_update else rows)


def get_case(case_id: UUID, *, for_update: bool = False) -> OpenCase:
    """Return a case for a job of the platform, or for its applicant whose application is open. Raises NotFound."""
    rows = _with_office(Case.objects.filter(id=case_id, erased_at=None))
    return _open(rows.select_for_update(of=("self",), no_key=True) if for_update else rows)


def handed_in_files(case: OpenCase) -> frozenset[str]:
    """Return the ids of all files that were sent, with the application or an answer: the office sees no other ones."""
    return frozenset(
        file_ids_in([dict(case.declared.answers), [dict(one) for one in case.supplements.values()]])
    )


def file_ids_in(said: Any) -> Iterator[str]:
    """Yield the ids of the files in answers, which hold them as objects with the hash of their bytes, wherever they stand."""
    if isinstance(said, dict):
        if "sha256" in said:
            yield said["id"]
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from file_ids_in(one)


def find_case(application_id: UUID) -> Case | None:
    """Return the row of a case, or None."""
    return Case.objects.select_related("office").filter(id=application_id).first()


def may_decide(caseworker: Caseworker, case: Case) -> bool:
    """Tell whether somebody may sign in the office of a case."""
    return caseworker.may_decide(case.office_id) or caseworker.leads(case.office_id)


def list_cases(caseworker: Caseworker) -> QuerySet[Case]:
    """Return all cases of the caseworker's offices, closed ones too."""
    return Case.objects.filter(office_id__in=caseworker.office_ids, erased_at=None)


def list_tasks(case: Case) -> Sequence[CaseTask]:
    """Return the tasks of a case, by when they are due."""
    return list(case.tasks.select_related("done_by").order_by("due_on", "name"))


def list_notes(case: OpenCase) -> Sequence[tuple[CaseNote, str]]:
    """Return the notes on a case with their words, newest first."""
    notes = case.row.notes.select_related("author").order_by("-written_at")
    return [
        (note, case.seal.open(note.sealed_text, purpose=note_purpose(note.id)).decode()) for note in notes
    ]


def request_text(case: OpenCase, request: EvidenceRequest) -> str:
    """Return what the office wrote to the applicant."""
    return case.seal.open(request.sealed_text, purpose=request_purpose(request.id)).decode()


def list_holds(case: Case) -> Sequence[CaseHold]:
    """Return what keeps a case from being erased."""
    return list(case.holds.filter(lifted_at=None).order_by("set_at"))


def land_of_tenant() -> str:
    """Return the Land whose holidays count for the present municipality."""
    return current_tenant().land


def case_due_on(case: OpenCase) -> date | None:
    """Return by when the office decides, the days its clock has rested included."""
    clock = case.service.definition.clocks.decision
    return _due_on(case, clock.period if clock else None)


def task_due_on(case: OpenCase, name: str) -> date | None:
    """Return by when a task is to be done, the days the clock has rested included; what the platform found, today."""
    declared = case.procedure.definition.tasks
    return _due_on(case, declared[name].due) if name in declared else today()


def supplement_content(answers: Mapping[str, Any], message: str, files: Mapping[str, Any]) -> bytes:
    """Return what is sealed of an answer to a request. `files`: by evidence that has no field in the form."""
    said = {"answers": dict(answers), "message": message}
    return canonical_json({**said, "files": dict(files)} if files else said)


def supplement_purpose(request_id: UUID) -> str:
    """Return what an answer to a request is sealed for."""
    return f"supplement:{request_id}"


def unsent_purpose(request_id: UUID) -> str:
    """Return what the files are sealed for that wait to be sent with an answer."""
    return f"files:{request_id}"


def request_purpose(request_id: UUID) -> str:
    """Return what the words of a request are sealed for."""
    return f"request:{request_id}"


def note_purpose(note_id: UUID) -> str:
    """Return what a note is sealed for."""
    return f"note:{note_id}"


def findings_purpose(task_id: UUID) -> str:
    """Return what the findings of a task are sealed for."""
    return f"findings:{task_id}"


def hold_purpose(hold_id: UUID) -> str:
    """Return what the reason of a hold is sealed for."""
    return f"hold:{hold_id}"


def _due_on(case: OpenCase, period: str | None) -> date | None:
    return decision_due_on(
        period,
        starts_on=berlin_day(case.row.received_at),
        land=land_of_tenant(),
        rested_days=case.row.rested_days,
    )


def _with_office(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("office", "owner").prefetch_related(
        Prefetch("requests", EvidenceRequest.objects.order_by("asked_at"))
    )


def _open(rows: QuerySet[Case]) -> OpenCase:
    row = rows.first()
    if row is None:
        raise NotFound
    try:
        declared = get_application(row.application_id)
    except (
        Unsealable
    ) as erased:  # restored from a backup: its key is gone, the rest follows with the next sweep
        raise NotFound from erased
    return OpenCase(row, declared, tuple(row.requests.all()))
