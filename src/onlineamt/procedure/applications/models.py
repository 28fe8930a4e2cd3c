"""Drafts and applications, who holds them, and the confirmation of an e-mail address."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.tenancy.fields import TenantOwned
from onlineamt.procedure.catalogue.models import ServiceVersion


class ContactWay(models.TextChoices):
    """How the person wants to hear from us."""

    UNDECIDED = "", "noch nicht gewählt"
    EMAIL = "email", "E-Mail"
    POST = "post", "Post"


class Channel(models.TextChoices):
    """On which way the application reached us."""

    WEB = "web", "Internet"
    COUNTER = "counter", "Schalter"
    PHONE = "phone", "Telefon"
    PAPER = "paper", "Papier"


class LinkedBy(models.TextChoices):
    """How an application came to the register entry it follows."""

    NOBODY = "", "gar nicht"
    CASE = "case", "aus dem eigenen Vorgang"
    ANSWER = "answer", "mit Nummer und Antwort"
    OFFICE = "office", "durch das Amt"


class Application(TenantOwned):
    """What somebody asks of or declares to a municipality (Antrag, § 22 VwVfG); a draft (Entwurf) until `submitted_at`.

    It keeps the version of the service it was begun with. Once submitted, the database refuses to change what it says.
    """

    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    service_key = models.SlugField(max_length=80)
    parameters = models.JSONField(default=dict)  # as they were for this tenant when the application was begun
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)

    # Canonical JSON, purpose "answers". A draft's holds its last page too: some pages come only after one answer.
    sealed_answers = models.BinaryField()
    started_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    keep_draft = models.CharField(max_length=12)  # ISO period of the package's retention
    delete_after = models.DateTimeField(null=True)  # drafts only: the last edit plus `keep_draft`
    warned_at = models.DateTimeField(null=True)
    resume_index = models.BinaryField()  # keyed hash of the resume code

    contact_way = models.CharField(max_length=8, choices=ContactWay, blank=True, default=ContactWay.UNDECIDED)
    sealed_email = models.BinaryField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    code_hash = models.BinaryField(null=True)  # keyed hash of the one-time code that is on its way
    code_sent_at = models.DateTimeField(null=True)

    entry_id = models.UUIDField(null=True)  # the register entry that a follow-up is about
    linked_by = models.CharField(max_length=6, choices=LinkedBy, blank=True, default=LinkedBy.NOBODY)
    sought_index = models.BinaryField(null=True)  # keyed hash of the number and answer last looked up

    submitted_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the frozen answers
    receipt_id = models.UUIDField(null=True)  # the stored document; a job makes it

    class Meta:
        db_table = "application"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "resume_index"], name="application_one_resume_code"),
            models.UniqueConstraint(
                fields=["tenant", "reference"],
                condition=~models.Q(reference=""),
                name="application_one_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant", "delete_after"],
                condition=models.Q(submitted_at=None),
                name="application_old_drafts",
            ),
            models.Index(
                fields=["tenant", "entry_id"],
                condition=models.Q(entry_id__isnull=False),
                name="application_of_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"Entwurf {self.id}"

    @property
    def is_submitted(self) -> bool:
        """Whether the application is binding."""
        return self.submitted_at is not None


class Holder(TenantOwned):
    """A device that may open an application (Inhaberschaft): it keeps a random token, we its hash."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="holders"
    )
    token_hash = models.BinaryField()
    used_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)  # when a fresh one-time code was last confirmed on it

    class Meta:
        db_table = "application_holder"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "application", "token_hash"], name="application_holder_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"


class ApplicationPart(TenantOwned):
    """A part of an application (Teil eines Antrags) that was handed to another person: they fill in a draft of their own with its pages.

    The row stays when the application is sent, to say whose pages these are; the draft goes.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="parts"
    )
    party = models.CharField(max_length=60)  # one of the form's `parties`
    draft_id = models.UUIDField()
    invite_index = models.BinaryField(null=True)  # keyed hash of the link's code, until the link was used
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "application_part"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "application", "party"], name="application_part_one_row"
            ),
            models.UniqueConstraint(fields=["tenant", "draft_id"], name="application_part_of_draft"),
            models.UniqueConstraint(fields=["tenant", "invite_index"], name="application_part_one_link"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.party}"

    @property
    def is_opened(self) -> bool:
        """Whether somebody has used the link."""
        return self.invite_index is None
