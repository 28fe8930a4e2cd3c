"""Opening a case in the transaction that submits, and what the rules of its procedure find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.events import emit
from onlineamt.procedure.applications.events import ApplicationSubmitted
from onlineamt.procedure.cases.actions.moving import SYSTEM, move, save_change
from onlineamt.procedure.cases.compiled import arising_tasks
from onlineamt.procedure.cases.entries import activation_of
from onlineamt.procedure.cases.events import CaseInReview, CaseOpened
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import EXAMINATION, OpenCase, case_due_on, task_due_on
from onlineamt.procedure.cases.values import CaseState

# One statement, because every submission waits for it; the kind stands in the frozen version. A service that the
# municipality took off its list meanwhile goes to an office of the kind it asks for, or to the first one: it was begun.
_OPEN = """
INSERT INTO case_file (id, tenant_id, application_id, version_id, service_key, kind, office_id, reference, state,
                       revision, rested_days, received_at)
SELECT application.id, application.tenant_id, application.id, application.version_id, application.service_key,
       version.sections -> 'service' ->> 'kind', responsible.id, application.reference, %s, 0, 0,
       application.submitted_at
FROM application
JOIN service_version version ON version.id = application.version_id
CROSS JOIN LATERAL (
  SELECT office.id
  FROM org_unit office
  LEFT JOIN offering ON offering.tenant_id = office.tenant_id AND offering.key = application.service_key
                    AND offering.office_id = office.id
  WHERE office.tenant_id = application.tenant_id
  ORDER BY offering.id IS NULL, office.kind <> (version.sections -> 'service' ->> 'office'), office.key
  LIMIT 1
) AS responsible
WHERE application.id = %s
"""


class NobodyResponsible(RuntimeError):
    """A municipality without a single office: a fault of ours, never of the person."""


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What the rules of a procedure found in a case. `rules`: each with its result and the facts it read."""

    rules: Sequence[Mapping[str, Any]]
    tasks: Sequence[str]
    is_sampled: bool = False
    problems: Sequence[str] = ()


def open_case(event: ApplicationSubmitted) -> None:
    """Make an application that was just submitted a case of the responsible office. Raises NobodyResponsible."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [CaseState.RECEIVED, event.application_id])
        if cursor.rowcount != 1:
            raise NobodyResponsible(str(event.application_id))
    emit(CaseOpened(case_id=event.application_id))


def keep_examination(case: OpenCase, examination: Examination, *, for_review: bool) -> None:
    """Write down what the rules found, start the clock, and give the case to the office where a person decides.

    The caller has locked the case and holds its transaction.
    """
    row = case.row
    row.examined_at = now()
    row.due_on = case_due_on(case)
    row.sealed_examination = case.seal.close(
        canonical_json(
            {
                "rules": [dict(rule) for rule in examination.rules],
                "is_sampled": examination.is_sampled,
                "problems": list(examination.problems),
            }
        ),
        purpose=EXAMINATION,
    )
    if for_review:
        move(row, CaseState.IN_REVIEW)
        add_tasks(case, examination.tasks)
    save_change(row, ("examined_at", "due_on", "sealed_examination", "state"))
    record(
        "case.examined",
        chain=row.id,
        actor=SYSTEM,
        facts={
            "holds": [rule["index"] for rule in examination.rules if rule["result"] is True],
            "sampled": examination.is_sampled,
            "review": for_review,
        },
    )
    if for_review:
        emit(CaseInReview(case_id=row.id))


def add_arising_tasks(case: OpenCase) -> None:
    """Add what is to be done because of answers that came later; what was to be done before stays.

    The caller has locked the case and holds its transaction.
    """
    add_tasks(case, arising_tasks(case.procedure.compiled.tasks, activation_of(case)))


def add_tasks(case: OpenCase, names: Sequence[str]) -> None:
    """Add tasks to a case; those it has stay as they are."""
    declared = case.procedure.definition.tasks
    CaseTask.objects.bulk_create(
        [
            CaseTask(
                case=case.row,
                name=name,
                role=declared[name].role,
                four_eyes=declared[name].four_eyes,
                due_on=task_due_on(case, name),
            )
            for name in names
        ],
        ignore_conflicts=True,
    )
