"""Registers: how far each has counted, what stands in it, and for which times."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.fields import TenantOwned


class RegisterCounter(TenantOwned):
    """How far a register has counted in a year (Nummernkreis); year 0 where its numbers name no year."""

    register = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField()

    class Meta:
        db_table = "register_counter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "register", "year"], name="register_counter_one")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


class RegisterEntry(TenantOwned):
    """A dog tag, a permit, a plate (Registereintrag): how a decision lasts. What it says of people is sealed.

    Number and validity stand in clear: whoever holds the tag may ask whether it counts, after an erasure too.
    """

    register = models.CharField(max_length=160)  # service and register: hund-anmelden/hundemarken
    subject_id = models.UUIDField()
    idempotency_key = models.CharField(max_length=120)
    titles = models.JSONField()  # by language code, as they were when it was entered
    number = models.CharField(max_length=60)  # as printed
    year = models.PositiveSmallIntegerField()
    sequence = models.BigIntegerField()
    sealed_content = models.BinaryField(null=True)  # values and check token; null once erased
    token_hash = models.BinaryField()  # keyed hash of the check token
    holder_index = models.BinaryField(null=True)  # keyed hash of what staff search by
    answer_index = models.BinaryField(null=True)  # keyed hash of the answer by which its person is known
    compared_index = models.BinaryField(null=True)  # keyed hash of what whoever checks it may type
    valid_from = models.DateField()  # since when without a break
    valid_until = models.DateField(null=True)  # the last day; null: until it ends
    ended_on = models.DateField(null=True)  # the first day without it
    end_reason = models.CharField(max_length=40, blank=True)  # a code
    made_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "register_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "register", "year", "sequence"], name="register_entry_one_place"
            ),
            models.UniqueConstraint(
                fields=["tenant", "register", "number"], name="register_entry_one_number"
            ),
            models.UniqueConstraint(fields=["tenant", "idempotency_key"], name="register_entry_once"),
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="register_entry_one_token"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="register_entry_has_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "subject_id"], name="register_entry_subject"),
            models.Index(fields=["tenant", "number"], name="register_entry_number"),
            models.Index(
                fields=["tenant", "holder_index"],
                condition=~models.Q(holder_index=None),
                name="register_entry_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class RegisterTerm(TenantOwned):
    """A time for which an entry was given or renewed (Geltungsdauer); never changed."""

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, related_name="terms", db_constraint=False
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True)  # the case that renewed it: each case renews once

    class Meta:
        db_table = "register_term"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "entry", "made_by"],
                condition=models.Q(made_by__isnull=False),
                name="register_term_once_for_each_case",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "entry"], name="register_term_entry")]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_until or '…'}"


class RegisterMark(TenantOwned):
    """By what an entry is known among others (Eintragsmerkmal): a keyed hash of a person, a vehicle, a household."""

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, related_name="marks", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=60)  # as procedure.yaml calls it under one_per
    index = models.BinaryField()

    class Meta:
        db_table = "register_mark"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "entry", "name"], name="register_mark_one_row")
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "index"], name="register_mark_same")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"
