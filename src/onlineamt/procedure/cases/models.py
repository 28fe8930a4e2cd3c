"""Cases, the work on them, what is asked of the applicant, and what keeps a case from being erased."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.fields import TenantOwned
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.cases.values import CaseState, HoldKind
from onlineamt.procedure.catalogue.models import ServiceVersion
from onlineamt.procedure.catalogue.values import ServiceKind


class Case(TenantOwned):
    """What an office deals with until it is decided and over (Vorgang).

    Its id is that of the application it began with: one key seals both, one chain of the audit trail tells both.
    In clear stands what a work list sorts by; everything a person said stays sealed with the application.
    """

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="case", db_constraint=False
    )
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_key = models.SlugField(max_length=80, db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ServiceKind])
    office = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=24, choices=[(state.value, state.value) for state in CaseState])
    revision = models.PositiveIntegerField(
        default=0
    )  # counts changes: nobody overwrites what they have not seen

    received_at = models.DateTimeField()
    examined_at = models.DateTimeField(null=True)  # when the rules of the procedure had looked at it
    due_on = models.DateField(null=True)  # by when the office decides
    rested_days = models.PositiveSmallIntegerField(default=0)  # how long the clock has rested in all
    clock_stopped_on = models.DateField(null=True)  # since when it rests, because the applicant must move
    decided_at = models.DateTimeField(null=True)
    final_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    erase_on = models.DateField(null=True)  # the last day of the retention period
    offered_on = models.DateField(null=True)  # since when the archive may ask for it
    erased_at = models.DateTimeField(null=True)
    sealed_examination = models.BinaryField(null=True)  # purpose "examination": rules, results, facts

    class Meta:
        db_table = "case_file"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "reference"], name="case_file_one_reference")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "office", "due_on", "id"], name="case_file_open",
                         condition=models.Q(closed_at=None)),
            models.Index(fields=["tenant", "office", "received_at"], name="case_file_all"),
            models.Index(fields=["erase_on"], name="case_file_to_erase",
                         condition=models.Q(erase_on__isnull=False, erased_at=None)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference


class CaseTask(TenantOwned):
    """Work to be done on a case (Aufgabe), as the procedure of its service names it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="tasks", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=60)  # the task's key in procedure.yaml
    role = models.CharField(max_length=12)
    four_eyes = models.BooleanField(default=False)
    decision_id = models.UUIDField(null=True)  # the decision it arose with; null: to be done before deciding
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    sealed_findings = models.BinaryField(null=True)  # purpose "findings:<id>": check → answer and remark

    class Meta:
        db_table = "case_task"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "case", "name", "decision_id"],
                name="case_task_one_row",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name


class CaseNote(TenantOwned):
    """What a caseworker writes down for the office (Vermerk); the database refuses to change it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="notes", db_constraint=False, db_index=False
    )
    author = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    written_at = models.DateTimeField()
    sealed_text = models.BinaryField()  # purpose "note:<id>"

    class Meta:
        db_table = "case_note"
        indexes: ClassVar = [models.Index(fields=["tenant", "case"], name="case_note_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at:%Y-%m-%d}"


class EvidenceRequest(TenantOwned):
    """What the office asks of the applicant (Nachforderung): fields to correct, evidence to hand in, a question.

    What is answered stands beside the application, which stays as it was declared.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="requests", db_constraint=False, db_index=False
    )
    asked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )  # nobody: the applicant said that documents come later
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    is_hearing = models.BooleanField(default=False)  # before something is taken or refused (§ 28 VwVfG)
    fields = ArrayField(models.CharField(max_length=120), default=list)  # ids of the form's fields
    evidence = ArrayField(models.CharField(max_length=60), default=list)  # names of evidence in service.yaml
    sealed_text = models.BinaryField()  # purpose "request:<id>"
    letter_id = models.UUIDField(null=True)  # the stored letter; a job makes it
    sealed_files = models.BinaryField(
        null=True
    )  # purpose "files:<id>": uploaded for the answer, not sent yet
    files_changed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    sealed_answers = models.BinaryField(
        null=True
    )  # purpose "supplement:<id>": answers by field, and a message
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "evidence_request"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(answered_at=None, taken_back_at=None),
                name="evidence_request_one_open",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "case"], name="evidence_request_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the applicant still has to answer."""
        return self.answered_at is None and self.taken_back_at is None


class CaseHold(TenantOwned):
    """Why a case must be kept although its time is over (Löschsperre): a remedy, the law, or the archive."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="holds", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in HoldKind])
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sealed_reason = models.BinaryField()  # purpose "hold:<id>"
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        db_table = "case_hold"
        indexes: ClassVar = [models.Index(fields=["tenant", "case"], name="case_hold_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
