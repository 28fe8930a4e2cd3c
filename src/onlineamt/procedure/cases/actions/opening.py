"""Opening a case in the transaction that submits, and what the rules of its procedure find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.events import emit
from onlineamt.procedure.applications.events import ApplicationSubmitted
from onlineamt.procedure.cases.actions.moving import SYSTEM, move, save_change
from onlineamt.procedure.cases.events import CaseOpened
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import EXAMINATION, OpenCase, land_of_tenant
from onlineamt.procedure.cases.rules import decision_due_on
from onlineamt.procedure.cases.values import CaseState

# One statement, because every submission waits for it; the kind stands in the frozen version.
_OPEN = """
INSERT INTO case_file (id, tenant_id, application_id, version_id, service_key, kind, office_id, reference, state,
                       revision, received_at)
SELECT application.id, application.tenant_id, application.id, application.version_id, application.service_key,
       version.sections -> 'service' ->> 'kind', offering.office_id, application.reference, %s, 0,
       application.submitted_at
FROM application
JOIN service_version version ON version.id = application.version_id
JOIN offering ON offering.tenant_id = application.tenant_id AND offering.key = application.service_key
WHERE application.id = %s
"""


class NobodyResponsible(RuntimeError):
    """A service was submitted that the municipality does not offer: a fault of ours, never of the person."""


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
    row, land = case.row, land_of_tenant()
    received_on = berlin_day(row.received_at)
    clock = case.service.definition.clocks.decision
    row.examined_at = now()
    row.due_on = decision_due_on(clock.period if clock else None, starts_on=received_on, land=land)
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
        _add_tasks(case, examination.tasks, received_on, land)
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


def _add_tasks(case: OpenCase, names: Sequence[str], received_on: date, land: str) -> None:
    declared = case.procedure.definition.tasks
    CaseTask.objects.bulk_create(
        [
            CaseTask(
                case=case.row,
                name=name,
                role=declared[name].role,
                four_eyes=declared[name].four_eyes,
                due_on=decision_due_on(declared[name].due, starts_on=received_on, land=land),
            )
            for name in names
        ],
        ignore_conflicts=True,
    )
